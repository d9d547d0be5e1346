//! Trajectories one after the other, for implicit methods and methods of fixed steps.

use super::problem::Ensemble;
use super::queue::{Queue, TOO_MANY_EVALUATIONS};
use crate::ode::model::ModelSystem;
use crate::ode::solution::Termination;
use crate::ode::solve::solve;
use crate::ode::system::{Interrupt, System};

/// Solves trajectories until none is left.
pub(super) fn work(ensemble: &Ensemble, queue: &Queue) {
    let mut request = ensemble.request.clone();
    while let Some(mut trajectory) = queue.next() {
        let index = trajectory.index;
        let Ok(system) = ModelSystem::new(ensemble.model, ensemble.parameters(index)) else { return };
        request.y0.copy_from_slice(ensemble.y0(index));
        let mut limited = LimitedSystem {
            system,
            evaluations_left: ensemble.max_evaluations,
            step_floor: ensemble.step_floor,
            t: request.t0,
            t_bound: request.t_bound,
            end: None,
        };
        // Through `dyn`, because a copy of every solver for this one type would take 100 KB each.
        let solution = solve(&mut limited as &mut dyn System, &request);
        let end = limited.end.unwrap_or_else(|| solution.termination.code());
        trajectory.finish(end, solution.stats, solution.steps, limited.t);
        let values = trajectory.values;
        if request.t_eval.is_some() {
            values[..solution.y.len()].copy_from_slice(&solution.y);
        } else {
            let last = solution.y.len() - values.len();
            values.copy_from_slice(&solution.y[last..]);
        }
    }
}

/// A system that ends its solve when a limit of the ensemble is reached.
struct LimitedSystem<'a> {
    system: ModelSystem<'a>,
    evaluations_left: f64,
    step_floor: f64,
    /// Where the last accepted step ended.
    t: f64,
    t_bound: f64,
    /// Code of the limit that ended the solve.
    end: Option<f64>,
}

impl System for LimitedSystem<'_> {
    fn len(&self) -> usize {
        self.system.len()
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        if self.evaluations_left < 1.0 {
            self.end = Some(TOO_MANY_EVALUATIONS);
            return Err(Interrupt);
        }
        self.evaluations_left -= 1.0;
        self.system.rhs(t, y, dy)
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        self.system.jacobian(t, y, out)
    }

    fn accepted(&mut self, t: f64, _y: &[f64]) -> Result<(), Interrupt> {
        let step = (t - self.t).abs();
        self.t = t;
        // The last step may be short only because the interval ends.
        if step < self.step_floor && t.to_bits() != self.t_bound.to_bits() {
            self.end = Some(Termination::StepTooSmall.code());
            return Err(Interrupt);
        }
        Ok(())
    }
}

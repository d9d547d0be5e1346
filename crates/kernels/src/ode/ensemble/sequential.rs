//! Trajectories one after the other, by the implicit methods.

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
            limit_reached: None,
        };
        // Not a copy of every solver for this one type: each would be 100 KB.
        let solution = solve(&mut limited as &mut dyn System, &request);
        let end = limited.limit_reached.unwrap_or_else(|| f64::from(solution.termination as u8));
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

/// A system that ends its solve when the ensemble's limits are reached.
struct LimitedSystem<'a> {
    system: ModelSystem<'a>,
    evaluations_left: f64,
    step_floor: f64,
    t: f64,
    t_bound: f64,
    limit_reached: Option<f64>,
}

impl System for LimitedSystem<'_> {
    fn len(&self) -> usize {
        self.system.len()
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        if self.evaluations_left < 1.0 {
            self.limit_reached = Some(TOO_MANY_EVALUATIONS);
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
        if step < self.step_floor && t.to_bits() != self.t_bound.to_bits() {
            self.limit_reached = Some(f64::from(Termination::StepTooSmall as u8));
            return Err(Interrupt);
        }
        Ok(())
    }
}

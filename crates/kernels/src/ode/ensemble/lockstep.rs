//! Eight explicit integrations side by side: which trajectory is in which lane, and what becomes of each attempt.

use super::lane_vectors::{Attempt, LaneVectors};
use super::problem::Ensemble;
use super::queue::{Queue, TOO_MANY_EVALUATIONS, Trajectory};
use crate::ode::dense_output::{LocalInterpolant, SummationOrder};
use crate::ode::initial_step::start_adaptive;
use crate::ode::methods::explicit::step::ExplicitStep;
use crate::ode::methods::explicit::tableau::EmbeddedTableau;
use crate::ode::model::ModelSystem;
use crate::ode::real::LANES;
use crate::ode::request::Request;
use crate::ode::solution::Termination;
use crate::ode::step_control::{
    SAFETY, StepLimits, explicit_acceptance_factor, is_too_small, rejection_factor,
};
use crate::ode::stepper::{Stats, StepState};
use crate::simd::{Simd, SimdOp};

/// What each lane has besides its numbers in vectors.
struct Lane<'a> {
    trajectory: Trajectory<'a>,
    stats: Stats,
    /// Accepted steps.
    steps: usize,
    /// Points of `t_eval` that are done.
    evaluated: usize,
    /// Whether an attempt at the current step was rejected.
    was_rejected: bool,
    min_step: f64,
}

/// A worker: takes trajectories from the queue until it is empty.
pub(super) struct Lockstep<'a, 'q, M, const S: usize> {
    ensemble: &'a Ensemble<'a>,
    queue: &'a Queue<'q>,
    /// Options, with the initial values of the trajectory that is being started.
    request: Request,
    limits: StepLimits,
    lanes: [Option<Lane<'q>>; LANES],
    vectors: LaneVectors<'a, M, S>,
    /// f(t0, y0) of the trajectory that is being started.
    f0: Vec<f64>,
    /// Step of one lane, copied from the vectors for its interpolant.
    step: ExplicitStep,
    interpolant: LocalInterpolant,
}

impl<'a, 'q, M: EmbeddedTableau<S>, const S: usize> Lockstep<'a, 'q, M, S> {
    pub(super) fn new(ensemble: &'a Ensemble<'a>, queue: &'a Queue<'q>) -> Self {
        let n = ensemble.model.len();
        let request = Request { y0: vec![0.0; n], ..ensemble.request.clone() };
        Self {
            ensemble,
            queue,
            limits: StepLimits::new(&request),
            lanes: [const { None }; LANES],
            vectors: LaneVectors::new(ensemble.model, ensemble.request),
            f0: vec![0.0; n],
            step: ExplicitStep::new(&request, S + 1 + M::EXTRA_STAGES),
            interpolant: LocalInterpolant::with_capacity(n),
            request,
        }
    }

    /// Gives a lane the next trajectory. Trajectories that end before their first step are finished at once.
    fn fill(&mut self, lane: usize) {
        while let Some(trajectory) = self.queue.next() {
            let parameters = self.ensemble.parameters(trajectory.index);
            let Ok(mut system) = ModelSystem::new(self.ensemble.model, parameters) else { return };
            self.request.y0.copy_from_slice(self.ensemble.y0(trajectory.index));
            let mut stats = Stats::default();
            let (request, f0) = (&self.request, &mut self.f0);
            let start = start_adaptive(&mut system, request, M::ERROR_ORDER, f0, &mut stats);
            let t0 = request.t0;
            let new = Lane { trajectory, stats, steps: 0, evaluated: 0, was_rejected: false, min_step: 0.0 };
            for (y, y0) in self.vectors.y.iter_mut().zip(&request.y0) {
                y.0[lane] = *y0;
            }
            self.vectors.t.0[lane] = t0;
            self.lanes[lane] = Some(new);
            match start {
                Ok(h_abs) if (request.t_bound - t0).abs() > 0.0 => {
                    for (parameter, value) in self.vectors.parameters.iter_mut().zip(parameters) {
                        parameter.0[lane] = *value;
                    }
                    for (row, value) in self.vectors.stages.iter_mut().zip(&self.f0) {
                        row.0[lane] = *value;
                    }
                    self.vectors.h_abs.0[lane] = h_abs;
                    if let Some(end) = self.begin_step(lane) {
                        self.finish(lane, end);
                        continue;
                    }
                    return;
                }
                Ok(_) => {
                    let points = request.t_eval.as_ref().map_or(0, Vec::len);
                    if let Some(lane) = &mut self.lanes[lane] {
                        let rows = lane.trajectory.values.chunks_exact_mut(request.y0.len());
                        rows.take(points).for_each(|row| row.copy_from_slice(&request.y0));
                    }
                    self.finish(lane, Termination::Finished.code());
                }
                Err(error) => self.finish(lane, Termination::from(error).code()),
            }
        }
    }

    /// Clamps the size of a lane's next step; returns how the trajectory ends where there can be no step.
    #[inline(always)]
    fn begin_step(&mut self, lane: usize) -> Option<f64> {
        let Some(state) = &mut self.lanes[lane] else { return None };
        if state.steps as f64 >= self.request.max_steps {
            return Some(Termination::MaxSteps.code());
        }
        state.was_rejected = false;
        state.min_step = self.limits.min_step(self.vectors.t.0[lane]);
        let h_abs = &mut self.vectors.h_abs.0[lane];
        *h_abs = self.limits.clamp(*h_abs, state.min_step);
        self.check_attempt(lane)
    }

    /// How the trajectory of a lane ends where its step must not be tried.
    #[inline(always)]
    fn check_attempt(&self, lane: usize) -> Option<f64> {
        let state = self.lanes[lane].as_ref()?;
        let h_abs = self.vectors.h_abs.0[lane];
        if is_too_small(h_abs, state.min_step) || h_abs < self.ensemble.step_floor {
            return Some(Termination::StepTooSmall.code());
        }
        let evaluations = (state.stats.nfev + S) as f64;
        (evaluations > self.ensemble.max_evaluations).then_some(TOO_MANY_EVALUATIONS)
    }

    /// Writes the result of a lane's trajectory and frees the lane.
    fn finish(&mut self, lane: usize, end: f64) {
        let Some(Lane { mut trajectory, stats, steps, .. }) = self.lanes[lane].take() else { return };
        trajectory.finish(end, stats, steps, self.vectors.t.0[lane]);
        if self.request.t_eval.is_none() {
            for (value, y) in trajectory.values.iter_mut().zip(&self.vectors.y) {
                *value = y.0[lane];
            }
        }
    }

    /// Accepts or rejects the attempt of one lane and proposes the size of its next, as `RungeKutta::step` does. A
    /// lane whose trajectory has ended takes the next one.
    #[inline(always)]
    fn accept_or_reject(&mut self, lane: usize, attempt: &Attempt) {
        let Some(state) = &mut self.lanes[lane] else { return };
        let Attempt { t_new, h, error, power } = attempt;
        let (h_abs, error, power) = (h.0[lane].abs(), error.0[lane], power.0[lane]);
        state.stats.nfev += S;
        let end = if error < 1.0 {
            self.vectors.h_abs.0[lane] = h_abs * explicit_acceptance_factor(power, state.was_rejected);
            state.steps += 1;
            self.accept(lane, t_new.0[lane])
        } else {
            self.vectors.h_abs.0[lane] = h_abs * rejection_factor(SAFETY, power);
            state.was_rejected = true;
            self.check_attempt(lane)
        };
        if let Some(end) = end {
            self.finish(lane, end);
            self.fill(lane);
        }
    }

    /// Moves a lane to the end of its step; returns how the trajectory ends where it does.
    #[inline(always)]
    fn accept(&mut self, lane: usize, t_new: f64) -> Option<f64> {
        if self.request.t_eval.is_some() {
            self.record_points(lane, t_new);
        }
        self.vectors.accept(lane, t_new);
        if self.limits.direction * (t_new - self.request.t_bound) >= 0.0 {
            return Some(Termination::Finished.code());
        }
        self.begin_step(lane)
    }

    /// Writes the points of `t_eval` in a lane's step, by the same interpolant as in a single solve.
    #[inline(never)]
    fn record_points(&mut self, lane: usize, t_new: f64) {
        let (n, direction) = (self.vectors.n(), self.limits.direction);
        let Some(state) = &mut self.lanes[lane] else { return };
        let t_eval = self.request.t_eval.as_deref().unwrap_or_default();
        let rest = &t_eval[state.evaluated..];
        let inside = rest.iter().take_while(|&&t| direction * (t - t_new) <= 0.0).count();
        if inside == 0 {
            return;
        }
        self.step.state = StepState { t_old: self.vectors.t.0[lane], t: t_new, stats: state.stats };
        let (y_old, y) = self.step.values_mut();
        for i in 0..n {
            (y_old[i], y[i]) = (self.vectors.y[i].0[lane], self.vectors.y_next[i].0[lane]);
        }
        for stage in 0..=S {
            let row = self.step.stages.row_mut(stage);
            for (value, lanes) in row.iter_mut().zip(&self.vectors.stages[stage * n..]) {
                *value = lanes.0[lane];
            }
        }
        let parameters = self.ensemble.parameters(state.trajectory.index);
        let Ok(mut system) = ModelSystem::new(self.ensemble.model, parameters) else { return };
        if M::write_interpolant(&mut self.step, &mut system, &mut self.interpolant).is_err() {
            return;
        }
        state.stats = self.step.state.stats;
        let summation = SummationOrder::of(inside);
        let rows = state.trajectory.values.chunks_exact_mut(n).skip(state.evaluated);
        for (&t, row) in rest[..inside].iter().zip(rows) {
            self.interpolant.evaluate(t, summation, row);
        }
        state.evaluated += inside;
    }
}

impl<M: EmbeddedTableau<S>, const S: usize> SimdOp<f64> for Lockstep<'_, '_, M, S> {
    type Output = ();

    /// ```text
    /// fill all lanes from the queue
    /// while any lane has a trajectory
    ///   attempt a step in all lanes at once
    ///   for each lane: accept or reject; where its trajectory has ended, write the result and fill the lane again
    /// ```
    ///
    /// Step sizes differ from lane to lane, so lanes never wait for each other; only at the very end are some empty.
    #[inline(always)]
    fn run<V: Simd<f64>>(mut self, _: V) {
        for lane in 0..LANES {
            self.fill(lane);
        }
        while self.lanes.iter().any(Option::is_some) {
            let attempt = self.vectors.attempt();
            for lane in 0..LANES {
                self.accept_or_reject(lane, &attempt);
            }
        }
    }
}

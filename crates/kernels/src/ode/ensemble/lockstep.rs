//! Eight explicit integrations side by side.

use super::problem::Ensemble;
use super::queue::{Queue, TOO_MANY_EVALUATIONS, Trajectory};
use crate::ode::dense_output::{LocalInterpolant, SummationOrder};
use crate::ode::methods::explicit::dop853::combined_error;
use crate::ode::methods::explicit::step::Step;
use crate::ode::methods::explicit::tableau::Tableau;
use crate::ode::model::{Evaluator, ModelSystem};
use crate::ode::pow::pow_lanes;
use crate::ode::real::{LANES, Lanes, Real};
use crate::ode::request::Request;
use crate::ode::solution::Termination;
use crate::ode::step_control::{
    acceptance_factor_from_power, initial_step, min_step, rejection_factor_from_power, root_of_count,
};
use crate::ode::stepper::Stats;
use crate::ode::sum::{dot, norm};
use crate::ode::system::{Interrupt, System};
use crate::simd::{Simd, SimdOp};
use std::marker::PhantomData;

/// What differs from lane to lane besides the numbers in vectors.
struct Lane<'a> {
    trajectory: Trajectory<'a>,
    stats: Stats,
    steps: usize,
    /// Points of `t_eval` that are done.
    evaluated: usize,
    /// Whether the current step was tried before.
    rejected: bool,
    min_step: f64,
}

/// A worker: takes trajectories from the queue until it is empty.
pub(super) struct Lockstep<'a, 'q, M, const S: usize> {
    ensemble: &'a Ensemble<'a>,
    queue: &'a Queue<'q>,
    /// Of the trajectory that is being started.
    request: Request,
    evaluator: Evaluator<'a, Lanes>,
    lanes: [Option<Lane<'q>>; LANES],
    parameters: Vec<Lanes>,
    t: Lanes,
    /// Size of the step to try next.
    h_abs: Lanes,
    y: Vec<Lanes>,
    y_next: Vec<Lanes>,
    /// S + 1 rows of derivatives.
    stages: Vec<Lanes>,
    error: Vec<Lanes>,
    /// One lane's step, for its interpolant.
    step: Step,
    interpolant: LocalInterpolant,
    root: f64,
    method: PhantomData<M>,
}

impl<'a, 'q, M: Tableau<S>, const S: usize> Lockstep<'a, 'q, M, S> {
    pub(super) fn new(ensemble: &'a Ensemble<'a>, queue: &'a Queue<'q>) -> Self {
        let n = ensemble.model.len();
        let zeros = vec![Lanes::default(); n];
        Self {
            ensemble,
            queue,
            request: Request { y0: vec![0.0; n], ..ensemble.request.clone() },
            evaluator: Evaluator::new(ensemble.model),
            lanes: [const { None }; LANES],
            parameters: vec![Lanes::default(); ensemble.model.parameters()],
            t: Lanes::default(),
            h_abs: Lanes::default(),
            y: zeros.clone(),
            y_next: zeros.clone(),
            stages: vec![Lanes::default(); (S + 1) * n],
            error: zeros,
            step: Step::new(n, S + 1 + M::EXTRA_STAGES),
            interpolant: LocalInterpolant::with_capacity(n),
            root: root_of_count(n),
            method: PhantomData,
        }
    }

    fn n(&self) -> usize {
        self.y.len()
    }

    /// Gives a lane the next trajectory; those that end before their first step are done with at once.
    fn fill(&mut self, lane: usize) {
        while let Some(trajectory) = self.queue.next() {
            let parameters = self.ensemble.parameters(trajectory.index);
            let Ok(mut system) = ModelSystem::new(self.ensemble.model, parameters) else { return };
            self.request.y0.copy_from_slice(self.ensemble.y0(trajectory.index));
            let mut stats = Stats { nfev: 1, ..Stats::default() };
            let start = start(&mut system, &self.request, M::ERROR_ORDER, &mut stats);
            let t0 = self.request.t0;
            let new = Lane { trajectory, stats, steps: 0, evaluated: 0, rejected: false, min_step: 0.0 };
            for (y, y0) in self.y.iter_mut().zip(&self.request.y0) {
                y.0[lane] = *y0;
            }
            self.t.0[lane] = t0;
            self.lanes[lane] = Some(new);
            match start {
                Ok((f0, h)) if (self.request.t_bound - t0).abs() > 0.0 => {
                    for (parameter, value) in self.parameters.iter_mut().zip(parameters) {
                        parameter.0[lane] = *value;
                    }
                    for (row, value) in self.stages.iter_mut().zip(f0) {
                        row.0[lane] = value;
                    }
                    self.h_abs.0[lane] = h;
                    if let Some(end) = self.begin_step(lane) {
                        self.finish(lane, end);
                        continue;
                    }
                    return;
                }
                Ok(_) => {
                    let points = self.request.t_eval.as_ref().map_or(0, Vec::len);
                    let y0 = &self.request.y0;
                    if let Some(lane) = &mut self.lanes[lane] {
                        let rows = lane.trajectory.values.chunks_exact_mut(y0.len());
                        rows.take(points).for_each(|row| row.copy_from_slice(y0));
                    }
                    self.finish(lane, f64::from(Termination::Finished as u8));
                }
                Err(end) => self.finish(lane, f64::from(end as u8)),
            }
        }
    }

    /// Bounds the size of a lane's next step; how it ends where there can be none.
    #[inline(always)]
    fn begin_step(&mut self, lane: usize) -> Option<f64> {
        let Some(state) = &mut self.lanes[lane] else { return None };
        let Request { max_step, max_steps, .. } = self.request;
        if state.steps as f64 >= max_steps {
            return Some(f64::from(Termination::MaxSteps as u8));
        }
        state.rejected = false;
        state.min_step = min_step(self.t.0[lane], self.request.direction());
        let h = &mut self.h_abs.0[lane];
        *h = if *h > max_step {
            max_step
        } else if *h < state.min_step {
            state.min_step
        } else {
            *h
        };
        self.check_attempt(lane)
    }

    /// How a lane ends that must not try its step.
    #[inline(always)]
    fn check_attempt(&self, lane: usize) -> Option<f64> {
        let state = self.lanes[lane].as_ref()?;
        let h = self.h_abs.0[lane];
        if h < state.min_step || h < self.ensemble.step_floor || h.is_nan() {
            return Some(f64::from(Termination::StepTooSmall as u8));
        }
        let evaluations = (state.stats.nfev + S) as f64;
        (evaluations > self.ensemble.max_evaluations).then_some(TOO_MANY_EVALUATIONS)
    }

    /// Writes a lane's result and frees it.
    fn finish(&mut self, lane: usize, end: f64) {
        let Some(Lane { mut trajectory, stats, steps, .. }) = self.lanes[lane].take() else { return };
        trajectory.finish(end, stats, steps, self.t.0[lane]);
        if self.request.t_eval.is_none() {
            for (value, y) in trajectory.values.iter_mut().zip(&self.y) {
                *value = y.0[lane];
            }
        }
    }

    /// Every lane's next attempt: where it ends, its length, and the norm of its error.
    #[inline(always)]
    fn attempt(&mut self) -> (Lanes, Lanes, Lanes) {
        let Request { t_bound, .. } = self.request;
        let direction = self.request.direction();
        let (n, t) = (self.n(), self.t);
        let t_new = (t + self.h_abs * Lanes::splat(direction))
            .map(|t_new| if direction * (t_new - t_bound) > 0.0 { t_bound } else { t_new });
        let h = t_new - t;
        for stage in 1..S {
            self.set_next(&M::A[stage][..stage], h);
            let at = t + Lanes::splat(M::C[stage]) * h;
            self.evaluator.rhs(at, &self.y_next, &self.parameters, &mut self.stages[stage * n..][..n]);
        }
        self.set_next(&M::B, h);
        self.evaluator.rhs(t + h, &self.y_next, &self.parameters, &mut self.stages[S * n..][..n]);

        let mut norms = [Lanes::default(); 2];
        for (norm, weights) in norms.iter_mut().zip(M::ERRORS) {
            *norm = self.error_norm(weights, if M::ERRORS.len() == 1 { h } else { Lanes::splat(1.0) });
        }
        let [first, second] = norms;
        let error = if M::ERRORS.len() == 1 {
            first / Lanes::splat(self.root)
        } else {
            let (fifth, third) = (pow_lanes(first, 2.0), pow_lanes(second, 2.0));
            Lanes(std::array::from_fn(|lane| combined_error(fifth.0[lane], third.0[lane], h.0[lane], n)))
        };
        (t_new, h, error)
    }

    /// `y_next` ← y + h·Σⱼ weightⱼ·rowⱼ.
    #[inline(always)]
    fn set_next(&mut self, weights: &[f64], h: Lanes) {
        for i in 0..self.n() {
            self.y_next[i] = self.y[i] + self.combine(weights, i) * h;
        }
    }

    /// Σⱼ weightⱼ·rowⱼ of one component, in the order of `StageDerivatives::combine`.
    #[inline(always)]
    fn combine(&self, weights: &[f64], i: usize) -> Lanes {
        let n = self.n();
        if n == 1 {
            let mut factors = [Lanes::default(); 16];
            for (factor, weight) in factors.iter_mut().zip(weights) {
                *factor = Lanes::splat(*weight);
            }
            return dot(&factors[..weights.len()], &self.stages[..weights.len()]);
        }
        let mut sum = Lanes::splat(weights[0]) * self.stages[i];
        for (stage, weight) in weights.iter().enumerate().skip(1) {
            sum = sum + Lanes::splat(*weight) * self.stages[stage * n + i];
        }
        sum
    }

    #[inline(always)]
    fn error_norm(&mut self, weights: &[f64], factor: Lanes) -> Lanes {
        for i in 0..self.n() {
            let (old, new) = (self.y[i].map(f64::abs), self.y_next[i].map(f64::abs));
            let larger = Lanes::choose(new, old, old, new);
            let scale = Lanes::splat(self.request.atol[i]) + larger * Lanes::splat(self.request.rtol[i]);
            self.error[i] = self.combine(weights, i) * factor / scale;
        }
        norm(&self.error)
    }

    /// What a lane makes of its attempt.
    #[inline(always)]
    fn accept_or_reject(&mut self, lane: usize, (t_new, h): (f64, f64), error: f64, power: f64) {
        let Some(state) = &mut self.lanes[lane] else { return };
        state.stats.nfev += S;
        let end = if error < 1.0 {
            self.h_abs.0[lane] = h.abs() * acceptance_factor_from_power(error, power, state.rejected);
            state.steps += 1;
            self.accept(lane, t_new)
        } else {
            self.h_abs.0[lane] = h.abs() * rejection_factor_from_power(power);
            state.rejected = true;
            self.check_attempt(lane)
        };
        if let Some(end) = end {
            self.finish(lane, end);
            self.fill(lane);
        }
    }

    /// Moves a lane to the end of its step.
    #[inline(always)]
    fn accept(&mut self, lane: usize, t_new: f64) -> Option<f64> {
        let direction = self.request.direction();
        if self.request.t_eval.is_some() {
            self.record_points(lane, t_new);
        }
        let n = self.n();
        let (row_0, later) = self.stages.split_at_mut(n);
        for i in 0..n {
            self.y[i].0[lane] = self.y_next[i].0[lane];
            row_0[i].0[lane] = later[(S - 1) * n + i].0[lane];
        }
        self.t.0[lane] = t_new;
        if direction * (t_new - self.request.t_bound) >= 0.0 {
            return Some(f64::from(Termination::Finished as u8));
        }
        self.begin_step(lane)
    }

    /// The points of `t_eval` in a lane's step, by the same interpolant as in a single solve.
    #[inline(never)]
    fn record_points(&mut self, lane: usize, t_new: f64) {
        let (n, direction) = (self.n(), self.request.direction());
        let Some(state) = &mut self.lanes[lane] else { return };
        let t_eval = self.request.t_eval.as_deref().unwrap_or_default();
        let rest = &t_eval[state.evaluated..];
        let inside = rest.iter().take_while(|&&t| direction * (t - t_new) <= 0.0).count();
        if inside == 0 {
            return;
        }
        (self.step.t_old, self.step.t, self.step.stats) = (self.t.0[lane], t_new, state.stats);
        let (y_old, y) = self.step.ends_mut();
        for i in 0..n {
            (y_old[i], y[i]) = (self.y[i].0[lane], self.y_next[i].0[lane]);
        }
        for stage in 0..=S {
            for (value, lanes) in self.step.stages.row_mut(stage).iter_mut().zip(&self.stages[stage * n..]) {
                *value = lanes.0[lane];
            }
        }
        let parameters = self.ensemble.parameters(state.trajectory.index);
        let Ok(mut system) = ModelSystem::new(self.ensemble.model, parameters) else { return };
        if M::write_interpolant(&mut self.step, &mut system, &mut self.interpolant).is_err() {
            return;
        }
        state.stats = self.step.stats;
        let summation = if inside == 1 { SummationOrder::SinglePoint } else { SummationOrder::ManyPoints };
        let rows = state.trajectory.values.chunks_exact_mut(n).skip(state.evaluated);
        for (&t, row) in rest[..inside].iter().zip(rows) {
            self.interpolant.evaluate(t, summation, row);
        }
        state.evaluated += inside;
    }
}

/// f(t0, y0) and the size of the first step.
fn start(
    system: &mut ModelSystem,
    request: &Request,
    error_order: u32,
    stats: &mut Stats,
) -> Result<(Vec<f64>, f64), Termination> {
    let mut f0 = vec![0.0; request.y0.len()];
    let evaluated = system.rhs(request.t0, &request.y0, &mut f0);
    if evaluated == Err(Interrupt) || f0.iter().any(|value| value.is_nan()) {
        return Err(Termination::NotANumber);
    }
    let h = match request.first_step {
        Some(h) => h,
        None => initial_step(system, request, &f0, error_order, stats)
            .map_err(|Interrupt| Termination::Interrupted)?,
    };
    Ok((f0, h))
}

impl<M: Tableau<S>, const S: usize> SimdOp<f64> for Lockstep<'_, '_, M, S> {
    type Output = ();

    #[inline(always)]
    fn run<V: Simd<f64>>(mut self, _: V) {
        for lane in 0..LANES {
            self.fill(lane);
        }
        while self.lanes.iter().any(Option::is_some) {
            let (t_new, h, error) = self.attempt();
            let power = pow_lanes(error, const { -1.0 / (M::ERROR_ORDER as f64 + 1.0) });
            for lane in 0..LANES {
                self.accept_or_reject(lane, (t_new.0[lane], h.0[lane]), error.0[lane], power.0[lane]);
            }
        }
    }
}

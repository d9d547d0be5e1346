//! Backward differentiation formulas of orders 1 to 5 for stiff systems, with a quasi-constant step and the
//! modification of the NDF, which makes the error smaller.
//!
//! Shampine, Reichelt, "The MATLAB ODE Suite", SIAM Journal on Scientific Computing 18 (1997), 1–22; SciPy's `BDF`.

mod differences;
mod formulas;
mod interpolant;

use super::implicit::implicit_state::ImplicitState;
use super::implicit::lu::Lu;
use super::implicit::newton::{NewtonMonitor, NewtonOutcome, NewtonStatus, newton_tolerance, safety_factor};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{acceptance_factor, is_too_small, rejection_factor};
use crate::ode::stepper::{StepError, StepState, Stepper};
use crate::ode::system::{Interrupt, System};
use differences::Differences;
use formulas::{MAX_ORDER, alpha, error_constant};
use interpolant::BdfInterpolant;

/// Most corrections in an iteration.
const MAX_ITERATIONS: u8 = 4;

/// A BDF integration in progress.
pub struct Bdf {
    common: ImplicitState,
    order: usize,
    /// Steps since the step size or the order changed.
    equal_steps: usize,
    newton_tolerance: f64,
    lu: Lu,
    /// Whether the factors are those of the Jacobian, the size and the order of the step to take.
    is_factored: bool,
    differences: Differences,
    y: Vec<f64>,
    y_predict: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
    /// What the past differences contribute to the formula.
    past: Vec<f64>,
    /// Sum of Newton's corrections, which is the difference of the next order.
    d: Vec<f64>,
    dy: Vec<f64>,
}

impl Bdf {
    /// Makes the steps `factor` times as long.
    fn rescale(&mut self, factor: f64) {
        self.differences.rescale(self.order, factor);
        self.equal_steps = 0;
    }

    /// Solves for the values at `t`, a step of `h`; with a new Jacobian where the old one does not converge.
    fn solve<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, h): (f64, f64),
        jacobian_is_current: &mut bool,
    ) -> Result<NewtonOutcome, Interrupt> {
        let alpha = alpha(self.order);
        self.differences.predict(self.order, &mut self.y_predict);
        self.common.error_scale.set_around(&self.y_predict);
        self.differences.past(self.order, &mut self.past);
        for past in &mut self.past {
            *past /= alpha;
        }
        let c = h / alpha;
        loop {
            if !self.is_factored {
                self.lu.factor(1.0, c, &self.common.jacobian.matrix);
                self.common.state.stats.nlu += 1;
                self.is_factored = true;
            }
            let outcome = self.correct(system, t, c)?;
            if outcome.converged || *jacobian_is_current {
                return Ok(outcome);
            }
            if self.common.jacobian.is_numerical() {
                system.rhs(t, &self.y_predict, &mut self.f)?;
            }
            self.common.update_jacobian(system, (t, &self.y_predict, &self.f))?;
            self.is_factored = false;
            *jacobian_is_current = true;
        }
    }

    /// Newton's iteration for y = predicted + d with c·f(t, y) = past + d:
    ///
    /// ```text
    /// d = 0
    /// repeat
    ///   (I − c·J)·dy = c·f(t, y) − past − d
    ///   stop where diverging;  y += dy, d += dy;  stop where converged
    /// ```
    ///
    /// d is summed on its own, instead of y − predicted, because the error estimate needs all of its digits.
    fn correct<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        t: f64,
        c: f64,
    ) -> Result<NewtonOutcome, Interrupt> {
        self.y_new.copy_from_slice(&self.y_predict);
        self.d.fill(0.0);
        let mut monitor = NewtonMonitor::new(MAX_ITERATIONS, self.newton_tolerance);
        while monitor.next() {
            self.common.state.stats.nfev += 1;
            system.rhs(t, &self.y_new, &mut self.f)?;
            if !self.f.iter().all(|value| value.is_finite()) {
                break;
            }
            for (((dy, f), past), d) in self.dy.iter_mut().zip(&self.f).zip(&self.past).zip(&self.d) {
                *dy = c * f - past - d;
            }
            self.lu.solve(&mut self.dy);
            let convergence = monitor.judge(self.common.error_scale.norm(&self.dy));
            if convergence == NewtonStatus::Diverging {
                break;
            }
            for ((y, d), dy) in self.y_new.iter_mut().zip(&mut self.d).zip(&self.dy) {
                *y += dy;
                *d += dy;
            }
            if convergence == NewtonStatus::Converged {
                break;
            }
        }
        Ok(monitor.outcome)
    }

    /// Norm of the error of the formula of `order`, which is a multiple of the difference of order + 1: the
    /// difference in a row, or `d` for the current attempt.
    fn error_of(&mut self, order: usize, difference: Option<usize>) -> f64 {
        let values = difference.map_or(&self.d[..], |row| self.differences.row(row));
        for (error, value) in self.dy.iter_mut().zip(values) {
            *error = error_constant(order) * value;
        }
        self.common.error_scale.norm(&self.dy)
    }

    /// Changes the order by at most one, to the order with which the next steps can be longest:
    ///
    /// ```text
    /// for k = order − 1, order, order + 1:  factor_k = |error of the formula of order k|^(−1 / (k + 1))
    /// order = the k of the largest factor, the smallest such k
    /// h *= acceptance_factor(safety, largest factor)
    /// ```
    ///
    /// Called after order + 1 steps of equal size only: before, the differences of order + 2 are not those of the
    /// solution.
    fn change_order(&mut self, error: f64, safety: f64) {
        let order = self.order;
        let below = if order > 1 { self.error_of(order - 1, Some(order)) } else { f64::INFINITY };
        let above = if order < MAX_ORDER { self.error_of(order + 1, Some(order + 2)) } else { f64::INFINITY };
        let mut best = (0, f64::NEG_INFINITY);
        for (index, error) in [below, error, above].into_iter().enumerate() {
            let factor = pow(error, -1.0 / (order + index) as f64);
            if factor > best.1 {
                best = (index, factor);
            }
        }
        self.order = order + best.0 - 1;
        let factor = acceptance_factor(safety, best.1);
        self.common.h_abs *= factor;
        self.rescale(factor);
        self.is_factored = false;
    }
}

impl Stepper for Bdf {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, StepError> {
        let zeros = || vec![0.0; request.y0.len()];
        let (common, f) = ImplicitState::start(system, request, 1)?;
        let (h_abs, direction) = (common.h_abs, common.limits.direction);
        Ok(Self {
            common,
            order: 1,
            equal_steps: 0,
            newton_tolerance: newton_tolerance(request),
            lu: Lu::new(request.y0.len()),
            is_factored: false,
            differences: Differences::new(&request.y0, f.iter().map(|f| f * h_abs * direction)),
            y: request.y0.clone(),
            y_predict: zeros(),
            y_new: zeros(),
            past: zeros(),
            d: zeros(),
            dy: zeros(),
            f,
        })
    }

    /// Tries steps until one converges with an error below the tolerance:
    ///
    /// ```text
    /// h = proposed size within the limits
    /// loop
    ///   fail where h no longer moves t; shorten h to end at t_bound
    ///   Newton's iteration fails: h /= 2
    ///   error > 1:                reject, h *= safety·error^(−1 / (order + 1))
    ///   else accept, and after order + 1 steps of equal size choose order and size anew
    /// ```
    ///
    /// The differences belong to one step size: whatever changes h rescales them.
    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError> {
        let ImplicitState { limits, state: StepState { t, .. }, h_abs: proposed, .. } = self.common;
        let min_step = limits.min_step(t);
        let mut h_abs = limits.clamp(proposed, min_step);
        if h_abs.to_bits() != proposed.to_bits() {
            self.rescale(h_abs / proposed);
        }
        let mut jacobian_is_current = self.common.jacobian.is_constant;
        let (t_new, error, safety) = loop {
            if is_too_small(h_abs, min_step) {
                return Err(StepError::StepTooSmall);
            }
            let (t_new, is_shortened) = limits.end_of_step(t, h_abs);
            if is_shortened {
                self.rescale((t_new - t).abs() / h_abs);
                self.is_factored = false;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let outcome = self.solve(system, (t_new, h), &mut jacobian_is_current)?;
            if !outcome.converged {
                h_abs *= 0.5;
                self.rescale(0.5);
                self.is_factored = false;
                continue;
            }
            let safety = safety_factor(MAX_ITERATIONS, outcome.iterations);
            self.common.error_scale.set_around(&self.y_new);
            let error = self.error_of(self.order, None);
            if error <= 1.0 {
                break (t_new, error, safety);
            }
            let factor = rejection_factor(safety, pow(error, -1.0 / (self.order as f64 + 1.0)));
            h_abs *= factor;
            // As in SciPy, the LU factors of the longer step are kept: Newton's iteration converged with them.
            self.rescale(factor);
        };
        self.equal_steps += 1;
        let ImplicitState { state, h_abs: next, .. } = &mut self.common;
        (state.t_old, state.t, *next) = (t, t_new, h_abs);
        std::mem::swap(&mut self.y, &mut self.y_new);
        self.differences.advance(self.order, &self.d);
        if self.equal_steps > self.order {
            self.change_order(error, safety);
        }
        Ok(())
    }

    fn state(&self) -> &StepState {
        &self.common.state
    }

    fn y(&self) -> &[f64] {
        &self.y
    }

    fn write_interpolant<S: System + ?Sized>(
        &mut self,
        _system: &mut S,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        let ImplicitState { state: StepState { t_old, t, .. }, h_abs, limits, .. } = self.common;
        let step = (t_old, t, h_abs * limits.direction);
        BdfInterpolant::write(step, self.order, self.differences.up_to(self.order), interpolant);
        Ok(())
    }
}

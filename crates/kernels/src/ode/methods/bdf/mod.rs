//! Backward differentiation formulas of orders 1 to 5 with a quasi-constant step, improved as NDF.
//!
//! Shampine, Reichelt, *The MATLAB ODE Suite*, SIAM J. Sci. Comput. 18, 1997; SciPy's `BDF`.

mod differences;
mod formulas;
mod interpolant;

use crate::ode::dense_output::LocalInterpolant;
use crate::ode::methods::implicit::error_scale::ErrorScale;
use crate::ode::methods::implicit::jacobian::Jacobian;
use crate::ode::methods::implicit::lu::Lu;
use crate::ode::methods::implicit::newton::{self, NewtonMonitor, NewtonOutcome, NewtonStatus};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{initial_step, min_step};
use crate::ode::stepper::{Stats, StepError, Stepper};
use crate::ode::system::{Interrupt, System};
use differences::Differences;
use formulas::{MAX_ORDER, alpha, error_constant};
use interpolant::BdfInterpolant;

const MOST_ITERATIONS: u8 = 4;
const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;

/// A BDF integration in status.
pub struct Bdf {
    t: f64,
    t_old: f64,
    t_bound: f64,
    direction: f64,
    max_step: f64,
    h_abs: f64,
    order: usize,
    /// Steps since size or order changed.
    equal_steps: usize,
    stats: Stats,
    error_scale: ErrorScale,
    newton_tolerance: f64,
    jacobian: Jacobian,
    lu: Lu,
    /// The matrix whose factors are held is that of the step to take.
    factored: bool,
    differences: Differences,
    y: Vec<f64>,
    y_predict: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
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
        self.error_scale.set_around(&self.y_predict);
        self.differences.past(self.order, &mut self.past);
        for past in &mut self.past {
            *past /= alpha;
        }
        let c = h / alpha;
        loop {
            if !self.factored {
                self.lu.factor(1.0, c, &self.jacobian.matrix);
                self.stats.nlu += 1;
                self.factored = true;
            }
            let end = self.correct(system, t, c)?;
            if end.converged || *jacobian_is_current {
                return Ok(end);
            }
            if self.jacobian.is_numerical() {
                system.rhs(t, &self.y_predict, &mut self.f)?;
            }
            let at = (t, &self.y_predict[..], &self.f[..]);
            self.jacobian.evaluate(system, at, &self.error_scale.atol, &mut self.stats)?;
            self.factored = false;
            *jacobian_is_current = true;
        }
    }

    /// Newton's iteration for y = predicted + d with c·f(t, y) = past + d.
    fn correct<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        t: f64,
        c: f64,
    ) -> Result<NewtonOutcome, Interrupt> {
        self.y_new.copy_from_slice(&self.y_predict);
        self.d.fill(0.0);
        let mut monitor = NewtonMonitor::new(MOST_ITERATIONS, self.newton_tolerance);
        while monitor.next() {
            self.stats.nfev += 1;
            system.rhs(t, &self.y_new, &mut self.f)?;
            if !self.f.iter().all(|value| value.is_finite()) {
                break;
            }
            for (((dy, f), past), d) in self.dy.iter_mut().zip(&self.f).zip(&self.past).zip(&self.d) {
                *dy = c * f - past - d;
            }
            self.lu.solve(&mut self.dy);
            let status = monitor.judge(self.error_scale.norm(&self.dy));
            if status == NewtonStatus::Diverging {
                break;
            }
            for ((y, d), dy) in self.y_new.iter_mut().zip(&mut self.d).zip(&self.dy) {
                *y += dy;
                *d += dy;
            }
            if status == NewtonStatus::Converged {
                break;
            }
        }
        Ok(monitor.outcome)
    }

    /// Norm of the error of the formula of `order`, given the difference of the next.
    fn error_of(&mut self, order: usize, difference: Option<usize>) -> f64 {
        let values = difference.map_or(&self.d[..], |row| self.differences.row(row));
        for (error, value) in self.dy.iter_mut().zip(values) {
            *error = error_constant(order) * value;
        }
        self.error_scale.norm(&self.dy)
    }

    /// Takes the order, one less or one more with which the next steps can be longest.
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
        let factor = (safety * best.1).min(MAX_FACTOR);
        self.h_abs *= factor;
        self.rescale(factor);
        self.factored = false;
    }
}

impl Stepper for Bdf {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, StepError> {
        let zeros = || vec![0.0; request.y0.len()];
        let mut f = zeros();
        let mut stats = Stats { nfev: 1, ..Stats::default() };
        system.rhs(request.t0, &request.y0, &mut f)?;
        if f.iter().any(|value| value.is_nan()) {
            return Err(StepError::NotANumber);
        }
        let h_abs = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, &f, 1, &mut stats)?,
        };
        let at = (request.t0, &request.y0[..], &f[..]);
        let jacobian = Jacobian::start(system, at, &request.atol, &mut stats)?;
        let direction = request.direction();
        Ok(Self {
            t: request.t0,
            t_old: request.t0,
            t_bound: request.t_bound,
            direction,
            max_step: request.max_step,
            h_abs,
            order: 1,
            equal_steps: 0,
            stats,
            error_scale: ErrorScale::new(request),
            newton_tolerance: newton::tolerance(request),
            jacobian,
            lu: Lu::new(request.y0.len()),
            factored: false,
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

    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError> {
        let t = self.t;
        let min_step = min_step(t, self.direction);
        let mut h_abs = self.h_abs;
        if h_abs > self.max_step || h_abs < min_step {
            h_abs = if h_abs > self.max_step { self.max_step } else { min_step };
            self.rescale(h_abs / self.h_abs);
        }
        let mut jacobian_is_current = self.jacobian.constant;
        let (t_new, error, safety) = loop {
            if h_abs < min_step || h_abs.is_nan() {
                return Err(StepError::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
                self.rescale((t_new - t).abs() / h_abs);
                self.factored = false;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let end = self.solve(system, (t_new, h), &mut jacobian_is_current)?;
            if !end.converged {
                h_abs *= 0.5;
                self.rescale(0.5);
                self.factored = false;
                continue;
            }
            let safety = newton::safety(MOST_ITERATIONS, end.iterations);
            self.error_scale.set_around(&self.y_new);
            let error = self.error_of(self.order, None);
            if error <= 1.0 {
                break (t_new, error, safety);
            }
            let factor = (safety * pow(error, -1.0 / (self.order as f64 + 1.0))).max(MIN_FACTOR);
            h_abs *= factor;
            self.rescale(factor);
        };
        self.equal_steps += 1;
        (self.t_old, self.t) = (t, t_new);
        self.h_abs = h_abs;
        std::mem::swap(&mut self.y, &mut self.y_new);
        self.differences.advance(self.order, &self.d);
        if self.equal_steps > self.order {
            self.change_order(error, safety);
        }
        Ok(())
    }

    fn t(&self) -> f64 {
        self.t
    }

    fn t_old(&self) -> f64 {
        self.t_old
    }

    fn y(&self) -> &[f64] {
        &self.y
    }

    fn stats(&self) -> Stats {
        self.stats
    }

    fn write_interpolant<S: System + ?Sized>(
        &mut self,
        _system: &mut S,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        let step = (self.t_old, self.t, self.h_abs * self.direction);
        BdfInterpolant::write(step, self.order, self.differences.up_to(self.order), interpolant);
        Ok(())
    }
}

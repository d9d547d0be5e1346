//! Radau IIA of order 5: three implicit stages, with an error estimate of order 3.
//!
//! Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.8; SciPy's `Radau`.

mod interpolant;
mod stage_equations;
mod tableau;

use crate::ode::dense_output::{LocalInterpolant, SummationOrder};
use crate::ode::methods::implicit::error_scale::ErrorScale;
use crate::ode::methods::implicit::jacobian::Jacobian;
use crate::ode::methods::implicit::newton::{self, NewtonOutcome};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{initial_step, min_step};
use crate::ode::stepper::{Stats, StepError, Stepper};
use crate::ode::sum::combine;
use crate::ode::system::{Interrupt, System};
use interpolant::{RadauInterpolant, interpolate};
use stage_equations::{MOST_ITERATIONS, StageEquations};

const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;

/// What the next step's size is predicted from.
#[derive(Clone, Copy)]
struct PreviousStep {
    h_abs: f64,
    error: f64,
}

/// A Radau integration in status.
pub struct Radau {
    t: f64,
    /// Before the first step, NaN: there is nothing to extrapolate.
    t_old: f64,
    t_bound: f64,
    direction: f64,
    max_step: f64,
    h_abs: f64,
    previous: Option<PreviousStep>,
    stats: Stats,
    error_scale: ErrorScale,
    jacobian: Jacobian,
    jacobian_is_current: bool,
    equations: StageEquations,
    y: Vec<f64>,
    y_old: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
    f_new: Vec<f64>,
    error_rate: Vec<f64>,
    error: Vec<f64>,
    /// Coefficients of the last step's interpolant: for each component x, x², x³.
    powers: Vec<f64>,
}

impl Radau {
    /// Solves for a step of size `h`, with a new Jacobian where the old one does not converge.
    fn solve<S: System + ?Sized>(&mut self, system: &mut S, h: f64) -> Result<NewtonOutcome, Interrupt> {
        self.error_scale.set_around(&self.y);
        loop {
            self.extrapolate(h);
            if !self.equations.factored {
                self.equations.factor(h, &self.jacobian.matrix, &mut self.stats);
            }
            let start = (self.t, &self.y[..], h);
            let end = self.equations.solve(system, start, &mut self.error_scale, &mut self.stats)?;
            if end.converged || self.jacobian_is_current {
                return Ok(end);
            }
            let at = (self.t, &self.y[..], &self.f[..]);
            self.jacobian.evaluate(system, at, &self.error_scale.atol, &mut self.stats)?;
            self.jacobian_is_current = true;
            self.equations.factored = false;
        }
    }

    /// The stages of a step of size `h` as the last step's interpolant has them.
    fn extrapolate(&mut self, h: f64) {
        if self.t_old.is_nan() {
            self.equations.z.fill(0.0);
            return;
        }
        for (z, c) in self.equations.z.chunks_exact_mut(self.y.len()).zip(tableau::C) {
            let x = (self.t + h * c - self.t_old) / (self.t - self.t_old);
            interpolate(&self.y_old, &self.powers, x, SummationOrder::ManyPoints, z);
            for (z, y) in z.iter_mut().zip(&self.y) {
                *z -= y;
            }
        }
    }

    /// Norm of the estimated error of a step to `y_new`.
    fn error<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        h: f64,
        rejected: bool,
    ) -> Result<f64, Interrupt> {
        self.error_scale.set_around_both(&self.y, &self.y_new);
        combine(&self.equations.z, &tableau::E, &mut self.error_rate);
        for ((error, rate), f) in self.error.iter_mut().zip(&mut self.error_rate).zip(&self.f) {
            *rate /= h;
            *error = f + *rate;
        }
        self.equations.lu.solve(&mut self.error);
        let norm = self.error_scale.norm(&self.error);
        if !rejected || norm <= 1.0 {
            return Ok(norm);
        }
        for (error, y) in self.error.iter_mut().zip(&self.y) {
            *error += y;
        }
        self.stats.nfev += 1;
        system.rhs(self.t, &self.error, &mut self.f_new)?;
        for ((error, rate), f) in self.error.iter_mut().zip(&self.error_rate).zip(&self.f_new) {
            *error = f + rate;
        }
        self.equations.lu.solve(&mut self.error);
        Ok(self.error_scale.norm(&self.error))
    }

    /// Ends the step at `t_new` and `y_new`, where the derivatives are `f_new`.
    fn accept(&mut self, t_new: f64) {
        std::mem::swap(&mut self.y_old, &mut self.y);
        std::mem::swap(&mut self.y, &mut self.y_new);
        std::mem::swap(&mut self.f, &mut self.f_new);
        (self.t_old, self.t) = (self.t, t_new);
        let (n, z) = (self.y.len(), &self.equations.z);
        for (i, powers) in self.powers.chunks_exact_mut(3).enumerate() {
            powers.copy_from_slice(&tableau::powers([z[i], z[n + i], z[2 * n + i]]));
        }
    }
}

impl Stepper for Radau {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, StepError> {
        let n = request.y0.len();
        let zeros = || vec![0.0; n];
        let mut f = zeros();
        let mut stats = Stats { nfev: 1, ..Stats::default() };
        system.rhs(request.t0, &request.y0, &mut f)?;
        if f.iter().any(|value| value.is_nan()) {
            return Err(StepError::NotANumber);
        }
        let h_abs = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, &f, 3, &mut stats)?,
        };
        let at = (request.t0, &request.y0[..], &f[..]);
        let jacobian = Jacobian::start(system, at, &request.atol, &mut stats)?;
        Ok(Self {
            t: request.t0,
            t_old: f64::NAN,
            t_bound: request.t_bound,
            direction: request.direction(),
            max_step: request.max_step,
            h_abs,
            previous: None,
            stats,
            error_scale: ErrorScale::new(request),
            jacobian,
            jacobian_is_current: true,
            equations: StageEquations::new(n, newton::tolerance(request)),
            y: request.y0.clone(),
            y_old: zeros(),
            y_new: zeros(),
            f,
            f_new: zeros(),
            error_rate: zeros(),
            error: zeros(),
            powers: vec![0.0; 3 * n],
        })
    }

    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError> {
        let t = self.t;
        let min_step = min_step(t, self.direction);
        let (mut h_abs, previous) = if self.h_abs > self.max_step {
            (self.max_step, None)
        } else if self.h_abs < min_step {
            (min_step, None)
        } else {
            (self.h_abs, self.previous)
        };
        let mut rejected = false;
        let (end, t_new, error, safety) = loop {
            if h_abs < min_step || h_abs.is_nan() {
                return Err(StepError::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let end = self.solve(system, h)?;
            if !end.converged {
                h_abs *= 0.5;
                self.equations.factored = false;
                continue;
            }
            let last = &self.equations.z[2 * self.y.len()..];
            for ((y_new, y), z) in self.y_new.iter_mut().zip(&self.y).zip(last) {
                *y_new = y + z;
            }
            let error = self.error(system, h, rejected)?;
            let safety = newton::safety(MOST_ITERATIONS, end.iterations);
            if error <= 1.0 {
                break (end, t_new, error, safety);
            }
            h_abs *= (safety * predict_factor(h_abs, previous, error)).max(MIN_FACTOR);
            self.equations.factored = false;
            rejected = true;
        };

        let recompute = !self.jacobian.constant && end.iterations > 2 && end.rate > Some(1e-3);
        let mut factor = (safety * predict_factor(h_abs, previous, error)).min(MAX_FACTOR);
        if !recompute && factor < 1.2 {
            factor = 1.0;
        } else {
            self.equations.factored = false;
        }
        self.stats.nfev += 1;
        system.rhs(t_new, &self.y_new, &mut self.f_new)?;
        if recompute {
            let at = (t_new, &self.y_new[..], &self.f_new[..]);
            self.jacobian.evaluate(system, at, &self.error_scale.atol, &mut self.stats)?;
        }
        self.jacobian_is_current = recompute || self.jacobian.constant;
        self.previous = Some(PreviousStep { h_abs: self.h_abs, error });
        self.h_abs = h_abs * factor;
        self.accept(t_new);
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
        RadauInterpolant::write((self.t_old, self.t), &self.y_old, &self.powers, interpolant);
        Ok(())
    }
}

/// By how much a step with this error can be longer (Hairer, Wanner, IV.8).
fn predict_factor(h_abs: f64, previous: Option<PreviousStep>, error: f64) -> f64 {
    let multiplier = match previous {
        Some(old) if error != 0.0 => h_abs / old.h_abs * pow(old.error / error, 0.25),
        _ => 1.0,
    };
    multiplier.min(1.0) * pow(error, -0.25)
}

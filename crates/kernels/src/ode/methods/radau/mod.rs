//! Radau IIA of order 5: three implicit stages, with an error estimate of order 3.
//!
//! Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.8; SciPy's `Radau`.

mod stage_equations;
mod tableau;

use crate::ode::dense_output::{Form, Points, Segment};
use crate::ode::methods::implicit::combine;
use crate::ode::methods::implicit::error_scale::Tolerance;
use crate::ode::methods::implicit::jacobian::Jacobian;
use crate::ode::methods::implicit::newton::{self, End};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{initial_step, min_step};
use crate::ode::stepper::{Counts, Halt, Stepper};
use crate::ode::sum::dot;
use crate::ode::system::{Interrupt, System};
use stage_equations::{MOST_ITERATIONS, Stages};

const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;

/// What the next step's size is predicted from.
#[derive(Clone, Copy)]
struct Memory {
    h_abs: f64,
    error: f64,
}

/// A Radau integration in progress.
pub struct Radau {
    t: f64,
    /// Before the first step, NaN: there is nothing to extrapolate.
    t_old: f64,
    t_bound: f64,
    direction: f64,
    max_step: f64,
    h_abs: f64,
    memory: Option<Memory>,
    counts: Counts,
    tolerance: Tolerance,
    jacobian: Jacobian,
    jacobian_is_current: bool,
    stages: Stages,
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
    fn solve<S: System + ?Sized>(&mut self, system: &mut S, h: f64) -> Result<End, Interrupt> {
        self.tolerance.around(&self.y);
        loop {
            self.extrapolate(h);
            if !self.stages.factored {
                self.stages.factor(h, &self.jacobian.matrix, &mut self.counts);
            }
            let start = (self.t, &self.y[..], h);
            let end = self.stages.solve(system, start, &mut self.tolerance, &mut self.counts)?;
            if end.converged || self.jacobian_is_current {
                return Ok(end);
            }
            let at = (self.t, &self.y[..], &self.f[..]);
            self.jacobian.evaluate(system, at, &self.tolerance.atol, &mut self.counts)?;
            self.jacobian_is_current = true;
            self.stages.factored = false;
        }
    }

    /// The stages of a step of size `h` as the last step's interpolant has them.
    fn extrapolate(&mut self, h: f64) {
        if self.t_old.is_nan() {
            self.stages.z.fill(0.0);
            return;
        }
        for (z, c) in self.stages.z.chunks_exact_mut(self.y.len()).zip(tableau::C) {
            let x = (self.t + h * c - self.t_old) / (self.t - self.t_old);
            evaluate(&self.y_old, &self.powers, x, Points::Many, z);
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
        self.tolerance.around_both(&self.y, &self.y_new);
        combine(&self.stages.z, &tableau::E, &mut self.error_rate);
        for ((error, rate), f) in self.error.iter_mut().zip(&mut self.error_rate).zip(&self.f) {
            *rate /= h;
            *error = f + *rate;
        }
        self.stages.lu.solve(&mut self.error);
        let norm = self.tolerance.norm(&self.error);
        if !rejected || norm <= 1.0 {
            return Ok(norm);
        }
        for (error, y) in self.error.iter_mut().zip(&self.y) {
            *error += y;
        }
        self.counts.nfev += 1;
        system.rhs(self.t, &self.error, &mut self.f_new)?;
        for ((error, rate), f) in self.error.iter_mut().zip(&self.error_rate).zip(&self.f_new) {
            *error = f + rate;
        }
        self.stages.lu.solve(&mut self.error);
        Ok(self.tolerance.norm(&self.error))
    }

    /// Ends the step at `t_new` and `y_new`, where the derivatives are `f_new`.
    fn accept(&mut self, t_new: f64) {
        std::mem::swap(&mut self.y_old, &mut self.y);
        std::mem::swap(&mut self.y, &mut self.y_new);
        std::mem::swap(&mut self.f, &mut self.f_new);
        (self.t_old, self.t) = (self.t, t_new);
        let (n, z) = (self.y.len(), &self.stages.z);
        for (i, powers) in self.powers.chunks_exact_mut(3).enumerate() {
            powers.copy_from_slice(&tableau::powers([z[i], z[n + i], z[2 * n + i]]));
        }
    }
}

impl Stepper for Radau {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, Halt> {
        let n = request.y0.len();
        let zeros = || vec![0.0; n];
        let mut f = zeros();
        let mut counts = Counts { nfev: 1, ..Counts::default() };
        system.rhs(request.t0, &request.y0, &mut f)?;
        if f.iter().any(|value| value.is_nan()) {
            return Err(Halt::NotANumber);
        }
        let h_abs = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, &f, 3, &mut counts)?,
        };
        let at = (request.t0, &request.y0[..], &f[..]);
        let jacobian = Jacobian::start(system, at, &request.atol, &mut counts)?;
        Ok(Self {
            t: request.t0,
            t_old: f64::NAN,
            t_bound: request.t_bound,
            direction: request.direction(),
            max_step: request.max_step,
            h_abs,
            memory: None,
            counts,
            tolerance: Tolerance::new(request),
            jacobian,
            jacobian_is_current: true,
            stages: Stages::new(n, newton::tolerance(request)),
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

    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), Halt> {
        let t = self.t;
        let min_step = min_step(t, self.direction);
        let (mut h_abs, memory) = if self.h_abs > self.max_step {
            (self.max_step, None)
        } else if self.h_abs < min_step {
            (min_step, None)
        } else {
            (self.h_abs, self.memory)
        };
        let mut rejected = false;
        let (end, t_new, error, safety) = loop {
            if h_abs < min_step || h_abs.is_nan() {
                return Err(Halt::StepTooSmall);
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
                self.stages.factored = false;
                continue;
            }
            let last = &self.stages.z[2 * self.y.len()..];
            for ((y_new, y), z) in self.y_new.iter_mut().zip(&self.y).zip(last) {
                *y_new = y + z;
            }
            let error = self.error(system, h, rejected)?;
            let safety = newton::safety(MOST_ITERATIONS, end.iterations);
            if error <= 1.0 {
                break (end, t_new, error, safety);
            }
            h_abs *= (safety * predict_factor(h_abs, memory, error)).max(MIN_FACTOR);
            self.stages.factored = false;
            rejected = true;
        };

        let recompute = !self.jacobian.constant && end.iterations > 2 && end.rate > Some(1e-3);
        let mut factor = (safety * predict_factor(h_abs, memory, error)).min(MAX_FACTOR);
        if !recompute && factor < 1.2 {
            factor = 1.0;
        } else {
            self.stages.factored = false;
        }
        self.counts.nfev += 1;
        system.rhs(t_new, &self.y_new, &mut self.f_new)?;
        if recompute {
            let at = (t_new, &self.y_new[..], &self.f_new[..]);
            self.jacobian.evaluate(system, at, &self.tolerance.atol, &mut self.counts)?;
        }
        self.jacobian_is_current = recompute || self.jacobian.constant;
        self.memory = Some(Memory { h_abs: self.h_abs, error });
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

    fn counts(&self) -> Counts {
        self.counts
    }

    fn interpolant<S: System + ?Sized>(
        &mut self,
        _system: &mut S,
        segment: &mut Segment,
    ) -> Result<(), Interrupt> {
        let numbers = segment.begin(Form::Radau, self.t_old, self.t);
        numbers.extend_from_slice(&self.y_old);
        numbers.extend_from_slice(&self.powers);
        Ok(())
    }
}

/// By how much a step with this error can be longer (Hairer, Wanner, IV.8).
fn predict_factor(h_abs: f64, memory: Option<Memory>, error: f64) -> f64 {
    let multiplier = match memory {
        Some(old) if error != 0.0 => h_abs / old.h_abs * pow(old.error / error, 0.25),
        _ => 1.0,
    };
    multiplier.min(1.0) * pow(error, -0.25)
}

/// `out` ← the interpolant of [`Form::Radau`] after the part `x` of the step.
pub fn interpolate(numbers: &[f64], x: f64, points: Points, out: &mut [f64]) {
    let (y_old, powers) = numbers.split_at(out.len());
    evaluate(y_old, powers, x, points, out);
}

/// `out` ← `y_old` + Q·(x, x², x³).
fn evaluate(y_old: &[f64], q: &[f64], x: f64, points: Points, out: &mut [f64]) {
    let powers = [x, x * x, x * x * x];
    if let ([out], Points::One) = (&mut *out, points) {
        *out = dot(q, &powers) + y_old[0];
        return;
    }
    for ((out, y_old), q) in out.iter_mut().zip(y_old).zip(q.chunks_exact(3)) {
        *out = (q[0] * powers[0] + q[1] * powers[1] + q[2] * powers[2]) + y_old;
    }
}

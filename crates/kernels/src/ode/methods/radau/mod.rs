//! Radau IIA of order 5 for stiff systems: an implicit Runge–Kutta method of three stages, with an error estimate
//! of order 3.
//!
//! Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.8; SciPy's `Radau`.

mod interpolant;
mod stage_equations;
mod tableau;

use super::implicit::implicit_state::ImplicitState;
use super::implicit::newton::{NewtonOutcome, newton_tolerance, safety_factor};
use crate::ode::dense_output::{LocalInterpolant, SummationOrder};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{acceptance_factor, is_too_small, rejection_factor};
use crate::ode::stepper::{StepError, StepState, Stepper};
use crate::ode::sum::combine;
use crate::ode::system::{Interrupt, System};
use interpolant::{RadauInterpolant, interpolate};
use stage_equations::{MAX_ITERATIONS, StageEquations};

/// Size and error of the previous step, from which Gustafsson's controller predicts the next.
#[derive(Clone, Copy)]
struct PreviousStep {
    h_abs: f64,
    error: f64,
}

/// A Radau integration in progress.
pub struct Radau {
    common: ImplicitState,
    previous: Option<PreviousStep>,
    jacobian_is_current: bool,
    equations: StageEquations,
    y: Vec<f64>,
    y_old: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
    f_new: Vec<f64>,
    error_rate: Vec<f64>,
    error: Vec<f64>,
    /// Coefficients of the last step's interpolant: for each component those of x, x², x³.
    powers: Vec<f64>,
}

impl Radau {
    /// Solves the equations of a step of size `h`; with a new Jacobian where the old one does not converge.
    fn solve<S: System + ?Sized>(&mut self, system: &mut S, h: f64) -> Result<NewtonOutcome, Interrupt> {
        self.common.error_scale.set_around(&self.y);
        loop {
            self.extrapolate(h);
            let Self { common, equations, .. } = self;
            let ImplicitState { state, jacobian, error_scale, .. } = common;
            if !equations.is_factored {
                equations.factor(h, &jacobian.matrix, &mut state.stats);
            }
            let start = (state.t, &self.y[..], h);
            let outcome = equations.solve(system, start, error_scale, &mut state.stats)?;
            if outcome.converged || self.jacobian_is_current {
                return Ok(outcome);
            }
            let t = state.t;
            common.update_jacobian(system, (t, &self.y, &self.f))?;
            self.jacobian_is_current = true;
            self.equations.is_factored = false;
        }
    }

    /// Starts Newton's iteration for a step of size `h` at the last step's interpolant, which is continued beyond
    /// its end.
    fn extrapolate(&mut self, h: f64) {
        let StepState { t_old, t, .. } = self.common.state;
        if t_old.is_nan() {
            self.equations.z.fill(0.0);
            return;
        }
        for (z, c) in self.equations.z.chunks_exact_mut(self.y.len()).zip(tableau::C) {
            let x = (t + h * c - t_old) / (t - t_old);
            interpolate(&self.y_old, &self.powers, x, SummationOrder::ManyPoints, z);
            for (z, y) in z.iter_mut().zip(&self.y) {
                *z -= y;
            }
        }
    }

    /// Norm of the estimated error of a step of size `h` to `y_new` (Hairer, Wanner, IV.8):
    ///
    /// ```text
    /// error = (µ_real/h·I − J)⁻¹·(f(t, y) + Σᵢ eᵢ·zᵢ/h)
    /// where the attempt before was rejected and this error is too large as well:
    ///   error = (µ_real/h·I − J)⁻¹·(f(t, y + error) + Σᵢ eᵢ·zᵢ/h)
    /// ```
    ///
    /// The inverse damps stiff components, which would dominate Σ eᵢ·zᵢ; its factors are those of the real system. The
    /// second pass damps them once more before another attempt is rejected.
    fn error<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        h: f64,
        was_rejected: bool,
    ) -> Result<f64, Interrupt> {
        let ImplicitState { state, error_scale, .. } = &mut self.common;
        error_scale.set_around_both(&self.y, &self.y_new);
        combine(&self.equations.z, &tableau::E, &mut self.error_rate);
        for ((error, rate), f) in self.error.iter_mut().zip(&mut self.error_rate).zip(&self.f) {
            *rate /= h;
            *error = f + *rate;
        }
        self.equations.lu.solve(&mut self.error);
        let norm = error_scale.norm(&self.error);
        if !was_rejected || norm <= 1.0 {
            return Ok(norm);
        }
        for (error, y) in self.error.iter_mut().zip(&self.y) {
            *error += y;
        }
        state.stats.nfev += 1;
        system.rhs(state.t, &self.error, &mut self.f_new)?;
        for ((error, rate), f) in self.error.iter_mut().zip(&self.error_rate).zip(&self.f_new) {
            *error = f + rate;
        }
        self.equations.lu.solve(&mut self.error);
        Ok(error_scale.norm(&self.error))
    }

    /// Ends the step at `t_new` and `y_new`, where the derivatives are `f_new`.
    fn accept(&mut self, t_new: f64) {
        std::mem::swap(&mut self.y_old, &mut self.y);
        std::mem::swap(&mut self.y, &mut self.y_new);
        std::mem::swap(&mut self.f, &mut self.f_new);
        let state = &mut self.common.state;
        (state.t_old, state.t) = (state.t, t_new);
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
        let (mut common, f) = ImplicitState::start(system, request, 3)?;
        common.state.t_old = f64::NAN;
        Ok(Self {
            common,
            previous: None,
            jacobian_is_current: true,
            equations: StageEquations::new(n, newton_tolerance(request)),
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

    /// Tries steps until one converges with an error below the tolerance:
    ///
    /// ```text
    /// h = proposed size within the limits
    /// loop
    ///   fail where h no longer moves t; shorten h to end at t_bound
    ///   Newton's iteration fails: h /= 2
    ///   error > 1:                reject, h *= safety·predicted factor
    ///   else accept:
    ///     Newton's iteration was slow: new Jacobian at the end of the step
    ///     propose h·factor; h itself where the factor is below 1.2, so that the LU factors stay
    /// ```
    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError> {
        let ImplicitState { limits, state: StepState { t, .. }, h_abs: proposed, .. } = self.common;
        let min_step = limits.min_step(t);
        let mut h_abs = limits.clamp(proposed, min_step);
        // A size that was not chosen by the controller says nothing about the error.
        let previous = if h_abs.to_bits() == proposed.to_bits() { self.previous } else { None };
        let mut was_rejected = false;
        let (outcome, t_new, error, safety) = loop {
            if is_too_small(h_abs, min_step) {
                return Err(StepError::StepTooSmall);
            }
            let (t_new, _) = limits.end_of_step(t, h_abs);
            let h = t_new - t;
            h_abs = h.abs();
            let outcome = self.solve(system, h)?;
            if !outcome.converged {
                h_abs *= 0.5;
                self.equations.is_factored = false;
                continue;
            }
            let last = &self.equations.z[2 * self.y.len()..];
            for ((y_new, y), z) in self.y_new.iter_mut().zip(&self.y).zip(last) {
                *y_new = y + z;
            }
            let error = self.error(system, h, was_rejected)?;
            let safety = safety_factor(MAX_ITERATIONS, outcome.iterations);
            if error <= 1.0 {
                break (outcome, t_new, error, safety);
            }
            h_abs *= rejection_factor(safety, predict_factor(h_abs, previous, error));
            self.equations.is_factored = false;
            was_rejected = true;
        };

        let is_constant = self.common.jacobian.is_constant;
        let needs_jacobian = !is_constant && outcome.iterations > 2 && outcome.rate > Some(1e-3);
        let mut factor = acceptance_factor(safety, predict_factor(h_abs, previous, error));
        if !needs_jacobian && factor < 1.2 {
            factor = 1.0;
        } else {
            self.equations.is_factored = false;
        }
        self.common.state.stats.nfev += 1;
        system.rhs(t_new, &self.y_new, &mut self.f_new)?;
        if needs_jacobian {
            self.common.update_jacobian(system, (t_new, &self.y_new, &self.f_new))?;
        }
        self.jacobian_is_current = needs_jacobian || is_constant;
        // As in SciPy, the size that had been proposed for the step, not the size that was accepted.
        self.previous = Some(PreviousStep { h_abs: proposed, error });
        self.common.h_abs = h_abs * factor;
        self.accept(t_new);
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
        let StepState { t_old, t, .. } = self.common.state;
        RadauInterpolant::write((t_old, t), &self.y_old, &self.powers, interpolant);
        Ok(())
    }
}

/// By how much a step with this error can be longer: the smaller of the usual prediction and Gustafsson's, which
/// takes in how the error changed from the previous step to this one (Hairer, Wanner, IV.8).
fn predict_factor(h_abs: f64, previous: Option<PreviousStep>, error: f64) -> f64 {
    let multiplier = match previous {
        Some(old) if error != 0.0 => h_abs / old.h_abs * pow(old.error / error, 0.25),
        _ => 1.0,
    };
    multiplier.min(1.0) * pow(error, -0.25)
}

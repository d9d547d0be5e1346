//! The state that Radau and BDF have in common.

use super::error_scale::ErrorScale;
use super::jacobian::Jacobian;
use crate::ode::initial_step::start_adaptive;
use crate::ode::request::Request;
use crate::ode::step_control::StepLimits;
use crate::ode::stepper::{Stats, StepError, StepState};
use crate::ode::system::{Interrupt, System};

/// Position, step size and Jacobian of an implicit integration.
pub struct ImplicitState {
    pub state: StepState,
    pub limits: StepLimits,
    /// Size of the step to try next.
    pub h_abs: f64,
    pub error_scale: ErrorScale,
    pub jacobian: Jacobian,
}

impl ImplicitState {
    /// At the start of a solve by a method whose error estimate has order `error_order`; with f(t0, y0).
    ///
    /// # Errors
    /// When the system ends the solve, or its value at the start is not a number.
    pub fn start<S: System + ?Sized>(
        system: &mut S,
        request: &Request,
        error_order: u32,
    ) -> Result<(Self, Vec<f64>), StepError> {
        let Request { t0, ref y0, .. } = *request;
        let mut stats = Stats::default();
        let mut f0 = vec![0.0; y0.len()];
        let h_abs = start_adaptive(system, request, error_order, &mut f0, &mut stats)?;
        let jacobian = Jacobian::start(system, (t0, y0, &f0), &request.atol, &mut stats)?;
        let common = Self {
            state: StepState { t_old: t0, t: t0, stats },
            limits: StepLimits::new(request),
            h_abs,
            error_scale: ErrorScale::new(request),
            jacobian,
        };
        Ok((common, f0))
    }

    /// Evaluates the Jacobian at (t, y), where the right-hand side is f.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn update_jacobian<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        at: (f64, &[f64], &[f64]),
    ) -> Result<(), Interrupt> {
        self.jacobian.evaluate(system, at, &self.error_scale.atol, &mut self.state.stats)
    }
}

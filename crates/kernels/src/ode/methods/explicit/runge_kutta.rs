//! Steps of an explicit Runge–Kutta method with an embedded error estimate; a tableau makes it one method.

use super::error_norm::{PaddedErrorNorm, PaddedErrorScale};
use super::small_system;
use super::step::ExplicitStep;
use super::tableau::{EmbeddedTableau, MAX_STAGES};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::initial_step::start_adaptive;
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{
    SAFETY, StepLimits, explicit_acceptance_factor, is_too_small, rejection_factor,
};
use crate::ode::stepper::{StepError, StepState, Stepper};
use crate::ode::system::{Interrupt, System};
use std::marker::PhantomData;

/// An explicit Runge–Kutta integration in progress.
pub struct RungeKutta<M, const S: usize> {
    step: ExplicitStep,
    error_scale: PaddedErrorScale,
    /// Size of the step to try next.
    h_abs: f64,
    limits: StepLimits,
    method: PhantomData<M>,
}

macro_rules! stages {
    ($self:ident, $system:ident, $t:ident, $h:ident: $($stage:literal)*) => {
        $(if S > $stage {
            let t = $t + M::C[$stage] * $h;
            $self.step.advance::<$stage>(&M::A[$stage], $h);
            $self.step.state.stats.nfev += 1;
            $self.step.differentiate($system, $stage, t)?;
        })*
    };
}

impl<M: EmbeddedTableau<S>, const S: usize> RungeKutta<M, S> {
    /// Every stage of one attempt, the values and derivatives at its end, and the norm of its error:
    ///
    /// ```text
    /// k₀ = derivatives at t, left by the previous step (first same as last): S evaluations a step, not S + 1
    /// for s = 1 … S − 1:  k_s = f(t + c_s·h, y + h·Σⱼ a_sj·kⱼ), j < s
    /// y_next = y + h·Σⱼ bⱼ·kⱼ, j < S;   k_S = f(t + h, y_next)
    /// error = norm of h·Σⱼ eⱼ·kⱼ, j ≤ S
    /// ```
    ///
    /// A macro writes the loop over s out, because the number of summands is a constant of each sum (see
    /// [`combine`](super::stage_derivatives::StageDerivatives::combine)). Systems of up to four equations take the same
    /// sums in local arrays.
    #[inline(always)]
    fn attempt<Y: System + ?Sized>(&mut self, system: &mut Y, h: f64) -> Result<f64, Interrupt> {
        if S <= 6 {
            let Self { step, error_scale, .. } = self;
            match system.len() {
                1 => return small_system::attempt::<M, Y, S, 1>(step, error_scale, system, h),
                2 => return small_system::attempt::<M, Y, S, 2>(step, error_scale, system, h),
                3 => return small_system::attempt::<M, Y, S, 3>(step, error_scale, system, h),
                4 => return small_system::attempt::<M, Y, S, 4>(step, error_scale, system, h),
                _ => {}
            }
        }
        let t = self.step.state.t;
        stages!(self, system, t, h: 1 2 3 4 5 6 7 8 9 10 11);
        self.step.advance::<S>(&M::B, h);
        self.step.state.stats.nfev += 1;
        self.step.differentiate(system, S, t + h)?;
        self.error_scale.set_scale(&self.step.y, &self.step.y_next);
        let mut errors = PaddedErrorNorm { stages: &self.step.stages, scale: &mut self.error_scale };
        Ok(M::error(&mut errors, h))
    }
}

impl<M: EmbeddedTableau<S>, const S: usize> Stepper for RungeKutta<M, S> {
    fn start<Y: System + ?Sized>(system: &mut Y, request: &Request) -> Result<Self, StepError> {
        const { assert!(S <= MAX_STAGES, "`stages!` lists the stages") };
        let mut step = ExplicitStep::new(request, S + 1 + M::EXTRA_STAGES);
        let ExplicitStep { stages, state, .. } = &mut step;
        let h_abs = start_adaptive(system, request, M::ERROR_ORDER, stages.row_mut(S), &mut state.stats)?;
        Ok(Self {
            step,
            error_scale: PaddedErrorScale::new(request),
            h_abs,
            limits: StepLimits::new(request),
            method: PhantomData,
        })
    }

    /// Tries steps until the error of one is below the tolerance (SciPy's `RungeKutta._step_impl`):
    ///
    /// ```text
    /// h = proposed size within the limits
    /// loop
    ///   fail where h no longer moves t
    ///   shorten h to end at t_bound; attempt
    ///   error < 1: accept, propose h·acceptance factor, return
    ///   else:      reject, h = h·rejection factor
    /// ```
    fn step<Y: System + ?Sized>(&mut self, system: &mut Y) -> Result<(), StepError> {
        let exponent = const { -1.0 / (M::ERROR_ORDER as f64 + 1.0) };
        let t = self.step.state.t;
        let min_step = self.limits.min_step(t);
        let mut h_abs = self.limits.clamp(self.h_abs, min_step);
        let mut was_rejected = false;
        self.step.stages.copy_row(S, 0);
        loop {
            if is_too_small(h_abs, min_step) {
                self.step.stages.copy_row(0, S);
                return Err(StepError::StepTooSmall);
            }
            let (t_new, _) = self.limits.end_of_step(t, h_abs);
            let h = t_new - t;
            h_abs = h.abs();
            let error = self.attempt(system, h)?;
            let power = pow(error, exponent);
            if error < 1.0 {
                self.h_abs = h_abs * explicit_acceptance_factor(power, was_rejected);
                self.step.accept(t_new);
                return Ok(());
            }
            h_abs *= rejection_factor(SAFETY, power);
            was_rejected = true;
        }
    }

    fn state(&self) -> &StepState {
        &self.step.state
    }

    fn y(&self) -> &[f64] {
        self.step.y()
    }

    fn write_interpolant<Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        M::write_interpolant(&mut self.step, system, interpolant)
    }
}

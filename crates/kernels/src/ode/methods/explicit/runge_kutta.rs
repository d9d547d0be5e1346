//! Explicit Runge–Kutta steps with an embedded error estimate: the algorithm; a method is a tableau.

use super::error_norm::{PaddedErrorNorm, PaddedErrorScale};
use super::small_system;
use super::stage_derivatives::{StageDerivatives, pad};
use super::step::Step;
use super::tableau::{MOST_STAGES, Tableau};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::request::Request;
use crate::ode::step_control::{acceptance_factor, initial_step, min_step, rejection_factor};
use crate::ode::stepper::{Stats, StepError, Stepper};
use crate::ode::system::{Interrupt, System};
use std::marker::PhantomData;

/// An explicit Runge–Kutta integration in progress.
pub struct RungeKutta<M, const S: usize> {
    step: Step,
    error_scale: PaddedErrorScale,
    /// Size of the step to try next.
    h: f64,
    direction: f64,
    t_bound: f64,
    max_step: f64,
    method: PhantomData<M>,
}

macro_rules! stages {
    ($self:ident, $system:ident, $t:ident, $h:ident: $($stage:literal)*) => {
        $(if S > $stage {
            let t = $t + M::C[$stage] * $h;
            $self.step.evaluate::<$stage, Y>($system, $stage, (t, $h), &M::A[$stage])?;
        })*
    };
}

impl<M: Tableau<S>, const S: usize> RungeKutta<M, S> {
    /// Every stage of one attempt, and the derivatives at its end; the norm of its error.
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
        let t = self.step.t;
        stages!(self, system, t, h: 1 2 3 4 5 6 7 8 9 10 11);
        self.step.evaluate::<S, Y>(system, S, (t + h, h), &M::B)?;
        self.error_scale.set_scale(&self.step.y, &self.step.y_next);
        let mut errors = PaddedErrorNorm { stages: &self.step.stages, error_scale: &mut self.error_scale };
        Ok(M::error(&mut errors, h))
    }
}

impl<M: Tableau<S>, const S: usize> Stepper for RungeKutta<M, S> {
    fn start<Y: System + ?Sized>(system: &mut Y, request: &Request) -> Result<Self, StepError> {
        const { assert!(S <= MOST_STAGES, "`stages!` lists the stages") };
        let n = request.y0.len();
        let y = pad(&request.y0, 0.0);
        let mut stages = StageDerivatives::new(n, S + 1 + M::EXTRA_STAGES);
        let mut stats = Stats { nfev: 1, ..Stats::default() };
        system.rhs(request.t0, &request.y0, stages.row_mut(S))?;
        if stages.row(S).iter().any(|value| value.is_nan()) {
            return Err(StepError::NotANumber);
        }
        let h = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, stages.row(S), M::ERROR_ORDER, &mut stats)?,
        };
        let (y_old, y_next) = (y.clone(), y.clone());
        Ok(Self {
            step: Step { t_old: request.t0, t: request.t0, y, y_old, y_next, stages, stats },
            error_scale: PaddedErrorScale::new(request),
            h,
            direction: request.direction(),
            t_bound: request.t_bound,
            max_step: request.max_step,
            method: PhantomData,
        })
    }

    fn step<Y: System + ?Sized>(&mut self, system: &mut Y) -> Result<(), StepError> {
        let exponent = const { -1.0 / (M::ERROR_ORDER as f64 + 1.0) };
        let t = self.step.t;
        let min_step = min_step(t, self.direction);
        let mut h_abs = if self.h > self.max_step {
            self.max_step
        } else if self.h < min_step {
            min_step
        } else {
            self.h
        };
        let mut rejected = false;
        self.step.stages.copy_row(S, 0);
        loop {
            // Not a number: from an infinite start, which would never end.
            if h_abs < min_step || h_abs.is_nan() {
                self.step.stages.copy_row(0, S);
                return Err(StepError::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let error = self.attempt(system, h)?;
            if error < 1.0 {
                self.h = h_abs * acceptance_factor(error, exponent, rejected);
                let Step { y, y_old, y_next, .. } = &mut self.step;
                std::mem::swap(y, y_old);
                std::mem::swap(y, y_next);
                (self.step.t_old, self.step.t) = (t, t_new);
                return Ok(());
            }
            h_abs *= rejection_factor(error, exponent);
            rejected = true;
        }
    }

    fn t(&self) -> f64 {
        self.step.t
    }

    fn t_old(&self) -> f64 {
        self.step.t_old
    }

    fn y(&self) -> &[f64] {
        self.step.y()
    }

    fn stats(&self) -> Stats {
        self.step.stats
    }

    fn write_interpolant<Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        M::write_interpolant(&mut self.step, system, interpolant)
    }
}

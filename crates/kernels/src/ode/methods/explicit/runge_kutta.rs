//! Explicit Runge–Kutta steps with an embedded error estimate: the algorithm; a method is a tableau.

use super::error_norm::{AnySize, Errors, Tolerance};
use super::small_system;
use super::stage_derivatives::{Stages, pad};
use super::step::Step;
use crate::ode::dense_output::{Form, Segment};
use crate::ode::request::Request;
use crate::ode::step_control::{growth, initial_step, min_step, shrinkage};
use crate::ode::stepper::{Counts, Halt, Stepper};
use crate::ode::system::{Interrupt, System};
use std::marker::PhantomData;

/// Stages of the largest method.
pub const MOST_STAGES: usize = 12;

/// An explicit method of `S` stages whose last evaluation is the first of the next step.
pub trait Tableau<const S: usize> {
    /// Order of the solution.
    const ORDER: u32;
    /// Order of the error estimate.
    const ERROR_ORDER: u32;
    /// Where in the step each stage is taken.
    const C: [f64; S];
    /// Weights of the earlier stages in each stage.
    const A: [[f64; S]; S];
    /// Weights of the stages in the solution.
    const B: [f64; S];
    /// Further evaluations that dense output takes.
    const EXTRA_STAGES: usize = 0;

    /// Weights of the stages, and of the derivatives at the end, in each estimate of the error.
    const ERRORS: &'static [&'static [f64]];

    /// Root mean square of the estimated error in units of the tolerance.
    fn error(errors: &mut impl Errors, h: f64) -> f64;

    /// Writes the interpolant over the last step.
    ///
    /// # Errors
    /// When the system ends the solve.
    fn interpolant<Y: System + ?Sized>(
        step: &mut Step,
        system: &mut Y,
        segment: &mut Segment,
    ) -> Result<(), Interrupt>;
}

/// An explicit Runge–Kutta integration in progress.
pub struct RungeKutta<M, const S: usize> {
    step: Step,
    tolerance: Tolerance,
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
            let Self { step, tolerance, .. } = self;
            match system.len() {
                1 => return small_system::attempt::<M, Y, S, 1>(step, tolerance, system, h),
                2 => return small_system::attempt::<M, Y, S, 2>(step, tolerance, system, h),
                3 => return small_system::attempt::<M, Y, S, 3>(step, tolerance, system, h),
                4 => return small_system::attempt::<M, Y, S, 4>(step, tolerance, system, h),
                _ => {}
            }
        }
        let t = self.step.t;
        stages!(self, system, t, h: 1 2 3 4 5 6 7 8 9 10 11);
        self.step.evaluate::<S, Y>(system, S, (t + h, h), &M::B)?;
        self.tolerance.set_scale(&self.step.y, &self.step.y_next);
        let mut errors = AnySize { stages: &self.step.stages, tolerance: &mut self.tolerance };
        Ok(M::error(&mut errors, h))
    }
}

impl<M: Tableau<S>, const S: usize> Stepper for RungeKutta<M, S> {
    fn start<Y: System + ?Sized>(system: &mut Y, request: &Request) -> Result<Self, Halt> {
        const { assert!(S <= MOST_STAGES, "`stages!` lists the stages") };
        let n = request.y0.len();
        let y = pad(&request.y0, 0.0);
        let mut stages = Stages::new(n, S + 1 + M::EXTRA_STAGES);
        let mut counts = Counts { nfev: 1, ..Counts::default() };
        system.rhs(request.t0, &request.y0, stages.row_mut(S))?;
        if stages.row(S).iter().any(|value| value.is_nan()) {
            return Err(Halt::NotANumber);
        }
        let h = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, stages.row(S), M::ERROR_ORDER, &mut counts)?,
        };
        let (y_old, y_next) = (y.clone(), y.clone());
        Ok(Self {
            step: Step { t_old: request.t0, t: request.t0, y, y_old, y_next, stages, counts },
            tolerance: Tolerance::new(request),
            h,
            direction: request.direction(),
            t_bound: request.t_bound,
            max_step: request.max_step,
            method: PhantomData,
        })
    }

    fn step<Y: System + ?Sized>(&mut self, system: &mut Y) -> Result<(), Halt> {
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
                return Err(Halt::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let error = self.attempt(system, h)?;
            if error < 1.0 {
                self.h = h_abs * growth(error, exponent, rejected);
                let Step { y, y_old, y_next, .. } = &mut self.step;
                std::mem::swap(y, y_old);
                std::mem::swap(y, y_next);
                (self.step.t_old, self.step.t) = (t, t_new);
                return Ok(());
            }
            h_abs *= shrinkage(error, exponent);
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

    fn counts(&self) -> Counts {
        self.step.counts
    }

    fn interpolant<Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        segment: &mut Segment,
    ) -> Result<(), Interrupt> {
        M::interpolant(&mut self.step, system, segment)
    }
}

/// The interpolant of a pair that needs no further stages: Q = Σⱼ rowⱼ·Pⱼ, of `D` powers.
pub fn polynomial<const J: usize, const D: usize>(
    step: &Step,
    weights: &[[f64; D]; J],
    segment: &mut Segment,
) {
    let numbers = segment.begin(Form::RungeKutta, step.t_old, step.t);
    numbers.extend_from_slice(step.y_old());
    let rows: [&[f64]; J] = std::array::from_fn(|stage| step.stages.row(stage));
    for i in 0..step.stages.n() {
        let mut powers = [0.0; D];
        for (row, weights) in rows.iter().zip(weights) {
            for (power, weight) in powers.iter_mut().zip(weights) {
                *power += row[i] * weight;
            }
        }
        numbers.extend_from_slice(&powers);
    }
}

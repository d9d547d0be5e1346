//! Explicit Runge–Kutta steps with an embedded error estimate: the algorithm; a method is a tableau.

use super::dense_output::{Form, Segment};
use super::method::{Counts, Halt, Stepper};
use super::request::Request;
use super::small_system;
use super::stages::Stages;
use super::step_control::{growth, initial_step, min_step, root_of_count, shrinkage};
use super::sum::{BLOCK, Block, norm};
use super::system::{Interrupt, System};
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

/// Weighted sums of the stages in units of the tolerance.
pub trait Errors {
    /// √Σ (factor·Σⱼ weightⱼ·rowⱼ / scale)², j < `J`.
    fn norm<const J: usize>(&mut self, weights: &[f64; J], factor: f64) -> f64;

    /// Number of equations.
    fn n(&self) -> usize;

    /// Its square root.
    fn root(&self) -> f64;
}

/// What one unit of error is in each component.
pub struct Tolerance {
    rtol: Vec<Block>,
    atol: Vec<Block>,
    scale: Vec<Block>,
    error: Vec<Block>,
    n: usize,
    /// √n.
    root: f64,
}

impl Tolerance {
    /// √n.
    pub fn root(&self) -> f64 {
        self.root
    }

    /// One unit of error in component i.
    #[inline(always)]
    pub fn unit(&self, i: usize, y: f64, y_new: f64) -> f64 {
        unit(self.atol.as_flattened()[i], self.rtol.as_flattened()[i], y, y_new)
    }

    fn new(request: &Request) -> Self {
        let n = request.y0.len();
        let zero = vec![[0.0; BLOCK]; n.div_ceil(BLOCK)];
        // The padding is scaled by one: its error is zero, not zero divided by zero.
        Self {
            rtol: pad(&request.rtol, 0.0),
            atol: pad(&request.atol, 1.0),
            scale: zero.clone(),
            error: zero,
            n,
            root: root_of_count(n),
        }
    }

    #[inline(always)]
    fn set_scale(&mut self, y: &[Block], y_new: &[Block]) {
        for (block, scale) in self.scale.iter_mut().enumerate() {
            for lane in 0..BLOCK {
                let (atol, rtol) = (self.atol[block][lane], self.rtol[block][lane]);
                scale[lane] = unit(atol, rtol, y[block][lane], y_new[block][lane]);
            }
        }
    }
}

/// `atol + rtol·max(|y|, |y_new|)`; not a number where one is not.
#[inline(always)]
fn unit(atol: f64, rtol: f64, y: f64, y_new: f64) -> f64 {
    let (old, new) = (y.abs(), y_new.abs());
    atol + if new <= old { old } else { new } * rtol
}

/// The errors of a system of any size.
struct AnySize<'a> {
    stages: &'a Stages,
    tolerance: &'a mut Tolerance,
}

impl Errors for AnySize<'_> {
    #[inline(always)]
    fn norm<const J: usize>(&mut self, weights: &[f64; J], factor: f64) -> f64 {
        let Tolerance { scale, error, n, .. } = self.tolerance;
        self.stages.combine::<J>(weights, |block, sum| {
            for lane in 0..BLOCK {
                error[block][lane] = sum[lane] * factor / scale[block][lane];
            }
        });
        norm(&error.as_flattened()[..*n])
    }

    fn n(&self) -> usize {
        self.tolerance.n
    }

    fn root(&self) -> f64 {
        self.tolerance.root
    }
}

/// The last accepted step, and the buffers of the next.
pub struct Step {
    /// Start of the step.
    pub t_old: f64,
    /// Its end.
    pub t: f64,
    y: Vec<Block>,
    y_old: Vec<Block>,
    y_next: Vec<Block>,
    /// Derivatives of the stages; after a step, row `S` holds those at its end.
    pub stages: Stages,
    /// Work done so far.
    pub counts: Counts,
}

impl Step {
    /// Buffers for steps of `n` equations with so many rows of derivatives.
    pub fn new(n: usize, rows: usize) -> Self {
        let zero = vec![[0.0; BLOCK]; n.div_ceil(BLOCK)];
        Self {
            t_old: 0.0,
            t: 0.0,
            y: zero.clone(),
            y_old: zero.clone(),
            y_next: zero,
            stages: Stages::new(n, rows),
            counts: Counts::default(),
        }
    }

    /// Where the values at its start and its end are written.
    pub fn ends_mut(&mut self) -> (&mut [f64], &mut [f64]) {
        let n = self.stages.n();
        (&mut self.y_old.as_flattened_mut()[..n], &mut self.y.as_flattened_mut()[..n])
    }

    /// Values at the end of the step.
    pub fn y(&self) -> &[f64] {
        &self.y.as_flattened()[..self.stages.n()]
    }

    /// Values at its start.
    pub fn y_old(&self) -> &[f64] {
        &self.y_old.as_flattened()[..self.stages.n()]
    }

    /// The values that the step leads to if it is accepted.
    #[inline(always)]
    pub fn set_next(&mut self, y_next: &[f64]) {
        self.y_next.as_flattened_mut()[..y_next.len()].copy_from_slice(y_next);
    }

    /// Row `into` ← f(t, y + h·Σⱼ weightⱼ·rowⱼ), j < `J`.
    #[inline(always)]
    fn evaluate<const J: usize, Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        into: usize,
        (t, h): (f64, f64),
        weights: &[f64],
    ) -> Result<(), Interrupt> {
        let (y, y_next, n) = (&self.y, &mut self.y_next, self.stages.n());
        self.stages.combine::<J>(weights, |block, sum| {
            for lane in 0..BLOCK {
                y_next[block][lane] = y[block][lane] + sum[lane] * h;
            }
        });
        self.counts.nfev += 1;
        system.rhs(t, &y_next.as_flattened()[..n], self.stages.row_mut(into))
    }

    /// A further evaluation within the last step, for its interpolant.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn evaluate_extra<const J: usize, Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        c: f64,
        weights: &[f64],
    ) -> Result<(), Interrupt> {
        let h = self.t - self.t_old;
        std::mem::swap(&mut self.y, &mut self.y_old);
        let done = self.evaluate::<J, Y>(system, J, (self.t_old + c * h, h), weights);
        std::mem::swap(&mut self.y, &mut self.y_old);
        done
    }
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

/// `values` in whole blocks.
fn pad(values: &[f64], padding: f64) -> Vec<Block> {
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    let mut padded = blocks.to_vec();
    if !rest.is_empty() {
        let mut last = [padding; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        padded.push(last);
    }
    padded
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

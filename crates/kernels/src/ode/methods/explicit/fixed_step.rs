//! Steps of one size, without any error estimate: for teaching, and to measure orders of convergence.

use super::polynomial::Polynomial;
use super::stage_derivatives::StageDerivatives;
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::request::Request;
use crate::ode::stepper::{Stats, StepError, Stepper};
use crate::ode::sum::{BLOCK, Block};
use crate::ode::system::{Interrupt, System};
use std::marker::PhantomData;

/// An explicit method of `S` stages.
pub trait FixedTableau<const S: usize> {
    /// Order of the solution.
    const ORDER: u32;
    /// Where in the step each stage is taken.
    const C: [f64; S];
    /// Weights of the earlier stages in each stage.
    const A: [[f64; S]; S];
    /// Weights of the stages in the solution.
    const B: [f64; S];
}

/// L. Euler, *Institutiones calculi integralis*, 1768.
pub struct Euler;

impl FixedTableau<1> for Euler {
    const ORDER: u32 = 1;
    const C: [f64; 1] = [0.0];
    const A: [[f64; 1]; 1] = [[0.0]];
    const B: [f64; 1] = [1.0];
}

/// K. Heun, 1900: the trapezoidal rule with a predicted end.
pub struct Heun;

impl FixedTableau<2> for Heun {
    const ORDER: u32 = 2;
    const C: [f64; 2] = [0.0, 1.0];
    const A: [[f64; 2]; 2] = [[0.0, 0.0], [1.0, 0.0]];
    const B: [f64; 2] = [0.5, 0.5];
}

/// C. Runge, 1895: the slope in the middle of the step.
pub struct Midpoint;

impl FixedTableau<2> for Midpoint {
    const ORDER: u32 = 2;
    const C: [f64; 2] = [0.0, 0.5];
    const A: [[f64; 2]; 2] = [[0.0, 0.0], [0.5, 0.0]];
    const B: [f64; 2] = [0.0, 1.0];
}

/// W. Kutta, 1901: the classical method.
pub struct RungeKutta4;

impl FixedTableau<4> for RungeKutta4 {
    const ORDER: u32 = 4;
    const C: [f64; 4] = [0.0, 0.5, 0.5, 1.0];
    const A: [[f64; 4]; 4] = [[0.0; 4], [0.5, 0.0, 0.0, 0.0], [0.0, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]];
    const B: [f64; 4] = [1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0];
}

/// What is left of the interval is taken into a step when it is less than this part of one: times round.
const REST: f64 = 1e-9;

/// An integration in progress with the step size `first_step`; the last step may be shorter.
pub struct FixedStep<M, const S: usize> {
    t0: f64,
    t_bound: f64,
    h: f64,
    steps: f64,
    t_old: f64,
    t: f64,
    y_old: Vec<Block>,
    y: Vec<Block>,
    stage: Vec<Block>,
    stages: StageDerivatives,
    stats: Stats,
    method: PhantomData<M>,
}

macro_rules! stages {
    ($self:ident, $system:ident, $h:ident: $($stage:literal)*) => {
        $(if S > $stage {
            $self.advance::<$stage>(&M::A[$stage], $h);
            let t = $self.t + M::C[$stage] * $h;
            let n = $self.stages.n();
            $system.rhs(t, &$self.stage.as_flattened()[..n], $self.stages.row_mut($stage))?;
        })*
    };
}

impl<M: FixedTableau<S>, const S: usize> FixedStep<M, S> {
    /// `stage` ← y + h·Σⱼ weightⱼ·rowⱼ, j < `J`.
    fn advance<const J: usize>(&mut self, weights: &[f64], h: f64) {
        let Self { stages, stage, y, .. } = self;
        stages.combine::<J>(weights, |block, sum| {
            for lane in 0..BLOCK {
                stage[block][lane] = y[block][lane] + sum[lane] * h;
            }
        });
    }
}

impl<M: FixedTableau<S>, const S: usize> Stepper for FixedStep<M, S> {
    fn start<Y: System + ?Sized>(_: &mut Y, request: &Request) -> Result<Self, StepError> {
        let n = request.y0.len();
        let mut y = vec![[0.0; BLOCK]; n.div_ceil(BLOCK)];
        y.as_flattened_mut()[..n].copy_from_slice(&request.y0);
        let length = request.t_bound - request.t0;
        let h = request.first_step.map_or(length, |h| h * request.direction());
        Ok(Self {
            t0: request.t0,
            t_bound: request.t_bound,
            h,
            steps: 0.0,
            t_old: request.t0,
            t: request.t0,
            y_old: y.clone(),
            stage: y.clone(),
            y,
            stages: StageDerivatives::new(n, S),
            stats: Stats::default(),
            method: PhantomData,
        })
    }

    fn step<Y: System + ?Sized>(&mut self, system: &mut Y) -> Result<(), StepError> {
        let end = self.t0 + (self.steps + 1.0) * self.h;
        let is_last = (self.t_bound - end) / self.h < REST;
        let t_new = if is_last { self.t_bound } else { end };
        let h = t_new - self.t;
        let n = self.stages.n();
        system.rhs(self.t, &self.y.as_flattened()[..n], self.stages.row_mut(0))?;
        stages!(self, system, h: 1 2 3);
        self.advance::<S>(&M::B, h);
        self.stats.nfev += S;
        self.steps += 1.0;
        std::mem::swap(&mut self.y, &mut self.y_old);
        std::mem::swap(&mut self.y, &mut self.stage);
        (self.t_old, self.t) = (self.t, t_new);
        Ok(())
    }

    fn t(&self) -> f64 {
        self.t
    }

    fn t_old(&self) -> f64 {
        self.t_old
    }

    fn y(&self) -> &[f64] {
        &self.y.as_flattened()[..self.stages.n()]
    }

    fn stats(&self) -> Stats {
        self.stats
    }

    /// The straight line.
    fn write_interpolant<Y: System + ?Sized>(
        &mut self,
        _: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        let (n, h) = (self.stages.n(), self.t - self.t_old);
        let coefficients = interpolant.begin::<Polynomial<3>>(self.t_old, self.t);
        let (y_old, y) = (&self.y_old.as_flattened()[..n], &self.y.as_flattened()[..n]);
        coefficients.extend_from_slice(y_old);
        for (y, y_old) in y.iter().zip(y_old) {
            coefficients.extend([(y - y_old) / h, 0.0, 0.0]);
        }
        Ok(())
    }
}

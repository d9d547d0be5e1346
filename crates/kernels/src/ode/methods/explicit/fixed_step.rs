//! Methods with steps of one size and no error estimate, for teaching and to measure orders of convergence.

use super::polynomial::PolynomialInterpolant;
use super::step::ExplicitStep;
use super::tableau::ButcherTableau;
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::request::Request;
use crate::ode::stepper::{StepError, StepState, Stepper};
use crate::ode::sum::BLOCK;
use crate::ode::system::{Interrupt, System};
use std::marker::PhantomData;

/// L. Euler, *Institutiones calculi integralis*, 1768.
pub struct Euler;

impl ButcherTableau<1> for Euler {
    const ORDER: u32 = 1;
    const C: [f64; 1] = [0.0];
    const A: [[f64; 1]; 1] = [[0.0]];
    const B: [f64; 1] = [1.0];
}

/// K. Heun, 1900: the trapezoidal rule, with the end of the step predicted by Euler's method.
pub struct Heun;

impl ButcherTableau<2> for Heun {
    const ORDER: u32 = 2;
    const C: [f64; 2] = [0.0, 1.0];
    const A: [[f64; 2]; 2] = [[0.0, 0.0], [1.0, 0.0]];
    const B: [f64; 2] = [0.5, 0.5];
}

/// C. Runge, 1895: the slope in the middle of the step.
pub struct Midpoint;

impl ButcherTableau<2> for Midpoint {
    const ORDER: u32 = 2;
    const C: [f64; 2] = [0.0, 0.5];
    const A: [[f64; 2]; 2] = [[0.0, 0.0], [0.5, 0.0]];
    const B: [f64; 2] = [0.0, 1.0];
}

/// W. Kutta, 1901: the classical method.
pub struct RungeKutta4;

impl ButcherTableau<4> for RungeKutta4 {
    const ORDER: u32 = 4;
    const C: [f64; 4] = [0.0, 0.5, 0.5, 1.0];
    const A: [[f64; 4]; 4] = [[0.0; 4], [0.5, 0.0, 0.0, 0.0], [0.0, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]];
    const B: [f64; 4] = [1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0];
}

/// The last step takes in what is left of the interval where that is less than this fraction of a step: t0 + k·h is
/// rounded and rarely meets `t_bound` exactly.
const MERGED_REST: f64 = 1e-9;

/// An integration in progress with the step size `first_step`; the last step may be shorter.
pub struct FixedStep<M, const S: usize> {
    step: ExplicitStep,
    t0: f64,
    t_bound: f64,
    /// Step size, negative in a backward integration.
    h: f64,
    /// Number of steps taken.
    steps: f64,
    method: PhantomData<M>,
}

macro_rules! stages {
    ($self:ident, $system:ident, $t:ident, $h:ident: $($stage:literal)*) => {
        $(if S > $stage {
            let t = $t + M::C[$stage] * $h;
            $self.advance::<$stage>(&M::A[$stage], $h);
            $self.step.differentiate($system, $stage, t)?;
        })*
    };
}

impl<M: ButcherTableau<S>, const S: usize> FixedStep<M, S> {
    /// [`ExplicitStep::advance`], but stores number by number, because these methods solve a few equations whose
    /// right-hand side reads single numbers: a step of Lorenz by `RungeKutta4` takes 47 ns, with vector stores 54.
    fn advance<const J: usize>(&mut self, weights: &[f64], h: f64) {
        let ExplicitStep { stages, y, y_next, .. } = &mut self.step;
        stages.combine::<J>(weights, |block, sum| {
            for lane in 0..BLOCK {
                y_next[block][lane] = y[block][lane] + sum[lane] * h;
            }
        });
    }
}

impl<M: ButcherTableau<S>, const S: usize> Stepper for FixedStep<M, S> {
    fn start<Y: System + ?Sized>(_: &mut Y, request: &Request) -> Result<Self, StepError> {
        let length = request.t_bound - request.t0;
        Ok(Self {
            step: ExplicitStep::new(request, S),
            t0: request.t0,
            t_bound: request.t_bound,
            h: request.first_step.map_or(length, |h| h * request.direction()),
            steps: 0.0,
            method: PhantomData,
        })
    }

    /// The stages of `RungeKutta::attempt` without an error: no step is rejected. Ends are multiples of h from t0,
    /// so that rounding does not add up over the steps.
    fn step<Y: System + ?Sized>(&mut self, system: &mut Y) -> Result<(), StepError> {
        let end = self.t0 + (self.steps + 1.0) * self.h;
        let is_last = (self.t_bound - end) / self.h < MERGED_REST;
        let t_new = if is_last { self.t_bound } else { end };
        let t = self.step.state.t;
        let h = t_new - t;
        let ExplicitStep { y, stages, .. } = &mut self.step;
        system.rhs(t, &y.as_flattened()[..stages.n()], stages.row_mut(0))?;
        stages!(self, system, t, h: 1 2 3);
        self.advance::<S>(&M::B, h);
        self.step.state.stats.nfev += S;
        self.step.accept(t_new);
        self.steps += 1.0;
        Ok(())
    }

    fn state(&self) -> &StepState {
        &self.step.state
    }

    fn y(&self) -> &[f64] {
        self.step.y()
    }

    /// The straight line, as a polynomial of three powers.
    fn write_interpolant<Y: System + ?Sized>(
        &mut self,
        _: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        let StepState { t_old, t, .. } = self.step.state;
        let h = t - t_old;
        let coefficients = interpolant.begin::<PolynomialInterpolant<3>>(t_old, t);
        let (y_old, y) = (self.step.y_old(), self.step.y());
        coefficients.extend_from_slice(y_old);
        for (y, y_old) in y.iter().zip(y_old) {
            coefficients.extend([(y - y_old) / h, 0.0, 0.0]);
        }
        Ok(())
    }
}

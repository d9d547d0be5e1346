//! Stochastic gradient descent with momentum, in the form of `PyTorch`: v ← μ v + g, p ← p - rate · v.

use super::{Optimizer, Step};
use crate::nn::spec::Unit;
use crate::simd::{Simd, SimdOp, zip};
use crate::{Element, Error};

pub struct Sgd<T> {
    momentum: T,
}

impl<T: Element> Sgd<T> {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Ok(Self { momentum: T::from_f64(unit.number("momentum", 0.0)?) })
    }
}

impl<T: Element> Optimizer<T> for Sgd<T> {
    fn states(&self) -> usize {
        usize::from(!self.is_plain())
    }

    fn is_plain(&self) -> bool {
        self.momentum == T::ZERO
    }

    fn step(&mut self, step: Step<'_, T>) {
        let (rate, momentum) = (T::from_f64(step.rate), self.momentum);
        let Step { isa, parameters, gradients, state, .. } = step;
        T::dispatch(isa, Descend { parameters, gradients, velocity: state, momentum, rate });
    }
}

struct Descend<'a, T> {
    parameters: &'a mut [T],
    gradients: &'a [T],
    velocity: &'a mut [T],
    momentum: T,
    rate: T,
}

impl<T: Element> SimdOp<T> for Descend<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { parameters, gradients, velocity, momentum, rate } = self;
        let (momentum, descent) = (simd.splat(momentum), simd.splat(-rate));
        if velocity.is_empty() {
            zip(
                simd,
                parameters,
                gradients,
                #[inline(always)]
                |p, g| simd.mul_add(descent, g, p),
            );
            return;
        }
        // A velocity that decays into subnormal numbers would slow every later step.
        zip(
            simd,
            velocity,
            gradients,
            #[inline(always)]
            |v, g| simd.flush(simd.mul_add(momentum, v, g)),
        );
        zip(
            simd,
            parameters,
            velocity,
            #[inline(always)]
            |p, v| simd.mul_add(descent, v, p),
        );
    }
}

//! s ← s + g², p ← p - rate · g / (√s + ε), the rate divided by 1 + (step - 1) · decay.
//! Duchi, Hazan, Singer, "Adaptive subgradient methods" (JMLR 12, 2011).

use super::optimizer::{Optimizer, Step};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::Unit;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Adagrad {
    rate_decay: f64,
    initial: f64,
    epsilon: f64,
    weight_decay: f64,
}

impl Adagrad {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Ok(Self {
            rate_decay: unit.number("learningRateDecay", 0.0)?,
            initial: unit.number("initialAccumulatorValue", 0.0)?,
            epsilon: unit.number("epsilon", 1e-10)?,
            weight_decay: unit.number("weightDecay", 0.0)?,
        })
    }
}

impl<T: Element> Optimizer<T> for Adagrad {
    fn states(&self) -> usize {
        1
    }

    fn step(&mut self, step: Step<'_, T>) {
        let rate = step.rate / (1.0 + (step.step - 1) as f64 * self.rate_decay);
        let rule = Accumulate {
            rate: T::from_f64(-rate),
            // The state starts as zeros.
            initial: if step.step == 1 { T::from_f64(self.initial) } else { T::ZERO },
            epsilon: T::from_f64(self.epsilon),
            decay: T::from_f64(self.weight_decay),
        };
        apply(step, rule);
    }
}

struct Accumulate<T> {
    rate: T,
    initial: T,
    epsilon: T,
    decay: T,
}

impl<T: Element> Rule<T, 2> for Accumulate<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p, sum]: [S::V; 2]) -> [S::V; 2] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let sum = simd.mul_add(g, g, simd.add(sum, simd.splat(self.initial)));
        let step = simd.div(g, denominator(simd, sum, T::ONE, self.epsilon));
        [simd.mul_add(simd.splat(self.rate), step, p), sum]
    }
}

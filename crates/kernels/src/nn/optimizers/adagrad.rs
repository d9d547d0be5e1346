//! s ← s + g², p ← p - η g / (√s + ε), where η is the learning rate divided by 1 + (t - 1) · decay at step t.
//! Duchi, Hazan, Singer, "Adaptive subgradient methods" (JMLR 12, 2011).

use super::optimizer::{Optimizer, OptimizerStep};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::OpSpec;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Adagrad {
    rate_decay: f64,
    initial: f64,
    epsilon: f64,
    weight_decay: f64,
}

impl Adagrad {
    /// # Errors
    /// When an argument is not a number.
    pub fn new(spec: &OpSpec) -> Result<Self, Error> {
        Ok(Self {
            rate_decay: spec.number("learningRateDecay", 0.0)?,
            initial: spec.number("initialAccumulatorValue", 0.0)?,
            epsilon: spec.number("epsilon", 1e-10)?,
            weight_decay: spec.number("weightDecay", 0.0)?,
        })
    }
}

impl<T: Element> Optimizer<T> for Adagrad {
    fn state_count(&self) -> usize {
        1
    }

    fn step(&mut self, step: OptimizerStep<'_, T>) {
        let rate = step.learning_rate / (1.0 + (step.number - 1) as f64 * self.rate_decay);
        let rule = AdagradRule {
            rate: T::from_f64(-rate),
            // The state starts at 0, so the first step adds the initial value of s.
            initial: if step.number == 1 { T::from_f64(self.initial) } else { T::ZERO },
            epsilon: T::from_f64(self.epsilon),
            decay: T::from_f64(self.weight_decay),
        };
        apply(step, rule);
    }
}

struct AdagradRule<T> {
    rate: T,
    initial: T,
    epsilon: T,
    decay: T,
}

/// The state: s.
impl<T: Element> Rule<T, 2> for AdagradRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p, sum]: [S::V; 2]) -> [S::V; 2] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let sum = simd.mul_add(g, g, simd.add(sum, simd.splat(self.initial)));
        let step = simd.div(g, denominator(simd, sum, T::ONE, self.epsilon));
        [simd.mul_add(simd.splat(self.rate), step, p), sum]
    }
}

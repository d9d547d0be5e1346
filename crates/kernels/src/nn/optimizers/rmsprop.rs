//! s ← α s + (1 - α) g², p ← p - η g / (√s + ε), where η is the learning rate. When centered, the square of
//! the mean gradient is subtracted from s; with momentum, v ← μ v + g / (√s + ε) and p ← p - η v.
//! Hinton, "Neural networks for machine learning", lecture 6 (2012); centered: Graves, arXiv:1308.0850.

use super::optimizer::{Optimizer, OptimizerStep};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::OpSpec;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct RmsProp {
    alpha: f64,
    epsilon: f64,
    momentum: f64,
    is_centered: bool,
    weight_decay: f64,
}

impl RmsProp {
    /// # Errors
    /// When an argument is not a number.
    pub fn new(spec: &OpSpec) -> Result<Self, Error> {
        Ok(Self {
            alpha: spec.number("alpha", 0.99)?,
            epsilon: spec.number("epsilon", 1e-8)?,
            momentum: spec.number("momentum", 0.0)?,
            is_centered: spec.flag("centered", false),
            weight_decay: spec.number("weightDecay", 0.0)?,
        })
    }

    fn has_momentum(&self) -> bool {
        self.momentum != 0.0
    }
}

impl<T: Element> Optimizer<T> for RmsProp {
    fn state_count(&self) -> usize {
        1 + usize::from(self.is_centered) + usize::from(self.has_momentum())
    }

    fn step(&mut self, step: OptimizerStep<'_, T>) {
        let rule = RmsPropRule {
            rate: T::from_f64(-step.learning_rate),
            alpha: T::from_f64(self.alpha),
            one_minus_alpha: T::from_f64(1.0 - self.alpha),
            epsilon: T::from_f64(self.epsilon),
            momentum: T::from_f64(self.momentum),
            decay: T::from_f64(self.weight_decay),
            is_centered: self.is_centered,
            has_momentum: self.has_momentum(),
        };
        match Optimizer::<T>::state_count(self) {
            1 => apply::<T, _, 2>(step, rule),
            2 => apply::<T, _, 3>(step, rule),
            _ => apply::<T, _, 4>(step, rule),
        }
    }
}

struct RmsPropRule<T> {
    rate: T,
    alpha: T,
    one_minus_alpha: T,
    epsilon: T,
    momentum: T,
    decay: T,
    is_centered: bool,
    has_momentum: bool,
}

/// The state: the mean square, the mean gradient where centered, the velocity where there is momentum.
impl<T: Element, const M: usize> Rule<T, M> for RmsPropRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, mut values: [S::V; M]) -> [S::V; M] {
        let (p, rest) = (values[0], simd.splat(self.one_minus_alpha));
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let square = simd.mul(simd.mul(rest, g), g);
        values[1] = simd.mul_add(simd.splat(self.alpha), values[1], square);
        let mut variance = values[1];
        if self.is_centered {
            let mean = simd.mul_add(rest, simd.sub(g, values[2]), values[2]);
            values[2] = mean;
            // Rounding can make the difference of the mean squares negative.
            let zero = simd.splat(T::ZERO);
            variance = simd.at_least(simd.sub(variance, simd.mul(mean, mean)), zero);
        }
        let mut step = simd.div(g, denominator(simd, variance, T::ONE, self.epsilon));
        if self.has_momentum {
            step = simd.mul_add(simd.splat(self.momentum), values[M - 1], step);
            values[M - 1] = step;
        }
        values[0] = simd.mul_add(simd.splat(self.rate), step, p);
        values
    }
}

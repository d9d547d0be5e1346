//! s ← α s + (1 - α) g², p ← p - rate · g / (√s + ε). Centered, the mean gradient's square is taken from s;
//! with momentum v ← μ v + g / (√s + ε), p ← p - rate · v.
//! Hinton, "Neural networks for machine learning", lecture 6 (2012); centered: Graves, arXiv:1308.0850.

use super::optimizer::{Optimizer, Step};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::Unit;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct RmsProp {
    alpha: f64,
    epsilon: f64,
    momentum: f64,
    centered: bool,
    weight_decay: f64,
}

impl RmsProp {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Ok(Self {
            alpha: unit.number("alpha", 0.99)?,
            epsilon: unit.number("epsilon", 1e-8)?,
            momentum: unit.number("momentum", 0.0)?,
            centered: unit.flag("centered", false),
            weight_decay: unit.number("weightDecay", 0.0)?,
        })
    }

    fn has_momentum(&self) -> bool {
        self.momentum != 0.0
    }
}

impl<T: Element> Optimizer<T> for RmsProp {
    fn states(&self) -> usize {
        1 + usize::from(self.centered) + usize::from(self.has_momentum())
    }

    fn step(&mut self, step: Step<'_, T>) {
        let rule = Root {
            rate: T::from_f64(-step.rate),
            alpha: T::from_f64(self.alpha),
            rest: T::from_f64(1.0 - self.alpha),
            epsilon: T::from_f64(self.epsilon),
            momentum: T::from_f64(self.momentum),
            decay: T::from_f64(self.weight_decay),
            centered: self.centered,
            has_momentum: self.has_momentum(),
        };
        match Optimizer::<T>::states(self) {
            1 => apply::<T, _, 2>(step, rule),
            2 => apply::<T, _, 3>(step, rule),
            _ => apply::<T, _, 4>(step, rule),
        }
    }
}

struct Root<T> {
    rate: T,
    alpha: T,
    rest: T,
    epsilon: T,
    momentum: T,
    decay: T,
    centered: bool,
    has_momentum: bool,
}

/// The state: the mean square, the mean gradient where centered, the velocity where there is momentum.
impl<T: Element, const M: usize> Rule<T, M> for Root<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, mut values: [S::V; M]) -> [S::V; M] {
        let (p, rest) = (values[0], simd.splat(self.rest));
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let square = simd.mul(simd.mul(rest, g), g);
        values[1] = simd.mul_add(simd.splat(self.alpha), values[1], square);
        let mut variance = values[1];
        if self.centered {
            let mean = simd.mul_add(rest, simd.sub(g, values[2]), values[2]);
            values[2] = mean;
            // Rounding can leave less than nothing.
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

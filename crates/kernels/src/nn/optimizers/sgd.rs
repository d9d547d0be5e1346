//! Stochastic gradient descent: v ← μ v + (1 - dampening) g, p ← p - η v, where η is the learning rate, or
//! with Nesterov's momentum p ← p - η (g + μ v).
//! Sutskever et al., "On the importance of initialization and momentum in deep learning" (ICML 2013).

use super::optimizer::{Optimizer, OptimizerStep};
use super::rule::{Rule, apply};
use crate::nn::spec::OpSpec;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Sgd {
    momentum: f64,
    dampening: f64,
    nesterov: bool,
    weight_decay: f64,
}

impl Sgd {
    /// # Errors
    /// When an argument is not a number.
    pub fn new(spec: &OpSpec) -> Result<Self, Error> {
        Ok(Self {
            momentum: spec.number("momentum", 0.0)?,
            dampening: spec.number("dampening", 0.0)?,
            nesterov: spec.flag("nesterov", false),
            weight_decay: spec.number("weightDecay", 0.0)?,
        })
    }

    fn has_momentum(&self) -> bool {
        self.momentum != 0.0
    }
}

impl<T: Element> Optimizer<T> for Sgd {
    fn state_count(&self) -> usize {
        usize::from(self.has_momentum())
    }

    fn is_vanilla_sgd(&self) -> bool {
        !self.has_momentum() && self.weight_decay == 0.0
    }

    fn step(&mut self, step: OptimizerStep<'_, T>) {
        let (rate, decay) = (T::from_f64(-step.learning_rate), T::from_f64(self.weight_decay));
        if !self.has_momentum() {
            return apply(step, VanillaRule { rate, decay });
        }
        // The first velocity is the gradient, without dampening, as in PyTorch.
        let share = if step.number == 1 { 1.0 } else { 1.0 - self.dampening };
        let (velocity_rate, gradient_rate) = if self.nesterov {
            (-step.learning_rate * self.momentum, -step.learning_rate)
        } else {
            (-step.learning_rate, 0.0)
        };
        let rule = MomentumRule {
            decay,
            momentum: T::from_f64(self.momentum),
            share: T::from_f64(share),
            velocity_rate: T::from_f64(velocity_rate),
            gradient_rate: T::from_f64(gradient_rate),
        };
        apply(step, rule);
    }
}

struct VanillaRule<T> {
    rate: T,
    decay: T,
}

impl<T: Element> Rule<T, 1> for VanillaRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p]: [S::V; 1]) -> [S::V; 1] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        [simd.mul_add(simd.splat(self.rate), g, p)]
    }
}

struct MomentumRule<T> {
    decay: T,
    momentum: T,
    share: T,
    velocity_rate: T,
    gradient_rate: T,
}

/// The state: v.
impl<T: Element> Rule<T, 2> for MomentumRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p, v]: [S::V; 2]) -> [S::V; 2] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let v = simd.mul_add(simd.splat(self.momentum), v, simd.mul(simd.splat(self.share), g));
        let p = simd.mul_add(simd.splat(self.gradient_rate), g, p);
        [simd.mul_add(simd.splat(self.velocity_rate), v, p), v]
    }
}

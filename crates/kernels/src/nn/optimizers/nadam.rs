//! Adam with Nesterov's momentum, whose coefficient grows as μₜ = β₁ (1 - ½ · 0.96^(t ψ)):
//! p ← p - η ((1 - μₜ) g / (1 - ∏μᵢ) + μₜ₊₁ m / (1 - μₜ₊₁ ∏μᵢ)) / (√v̂ + ε), the products over i = 1 … t.
//! Dozat, "Incorporating Nesterov momentum into Adam" (ICLR workshop 2016).

use super::adam::{MomentOptions, Moments};
use super::optimizer::{Optimizer, OptimizerStep};
use super::rule::{Rule, apply};
use crate::nn::spec::OpSpec;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Nadam {
    options: MomentOptions,
    /// ψ
    momentum_decay: f64,
    /// A step, and ∏μᵢ up to it.
    product: (u64, f64),
}

impl Nadam {
    /// # Errors
    /// When an argument is not a number.
    pub fn new(spec: &OpSpec) -> Result<Self, Error> {
        let is_decoupled = spec.flag("decoupledWeightDecay", false);
        Ok(Self {
            options: MomentOptions::parse(spec, is_decoupled, 0.0)?,
            momentum_decay: spec.number("momentumDecay", 4e-3)?,
            product: (0, 1.0),
        })
    }

    /// μₜ
    fn momentum(&self, step: u64) -> f64 {
        self.options.beta1() * (1.0 - 0.5 * libm::pow(0.96, step as f64 * self.momentum_decay))
    }

    /// ∏μᵢ up to `step`. Continues from the last product, or from the start when training went back to an
    /// earlier step.
    fn product(&mut self, step: u64) -> f64 {
        if self.product.0 > step {
            self.product = (0, 1.0);
        }
        let (known, product) = self.product;
        let product = (known + 1..=step).fold(product, |product, i| product * self.momentum(i));
        self.product = (step, product);
        product
    }
}

impl<T: Element> Optimizer<T> for Nadam {
    fn state_count(&self) -> usize {
        2
    }

    fn step(&mut self, step: OptimizerStep<'_, T>) {
        let (now, next) = (self.momentum(step.number), self.momentum(step.number + 1));
        let product = self.product(step.number);
        let rate = -step.learning_rate;
        let rule = NadamRule {
            gradient_rate: T::from_f64(rate * (1.0 - now) / (1.0 - product)),
            momentum_rate: T::from_f64(rate * next / (1.0 - product * next)),
            moments: Moments::new(self.options, &step),
        };
        apply(step, rule);
    }
}

struct NadamRule<T> {
    gradient_rate: T,
    momentum_rate: T,
    moments: Moments<T>,
}

/// The state: m and v.
impl<T: Element> Rule<T, 3> for NadamRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, values: [S::V; 3]) -> [S::V; 3] {
        let p = values[0];
        let [g, m, v] = self.moments.update(simd, g, values);
        let momentum = simd.mul(simd.splat(self.momentum_rate), m);
        let step = simd.mul_add(simd.splat(self.gradient_rate), g, momentum);
        let step = simd.div(step, self.moments.denominator(simd, v));
        [simd.mul_add(self.moments.keep(simd), p, step), m, v]
    }
}

//! Adam with Nesterov's momentum, whose share grows as μₜ = β₁ (1 - ½ · 0.96^(t ψ)):
//! p ← p - rate ((1 - μₜ) g / (1 - ∏μᵢ) + μₜ₊₁ m / (1 - μₜ₊₁ ∏μᵢ)) / (√v̂ + ε), products up to i = t.
//! Dozat, "Incorporating Nesterov momentum into Adam" (ICLR workshop 2016).

use super::adam::Betas;
use super::optimizer::{Optimizer, Step};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::Unit;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Nadam {
    betas: Betas,
    epsilon: f64,
    momentum_decay: f64,
    weight_decay: f64,
    is_decoupled: bool,
    /// ∏μᵢ up to that step.
    product: (u64, f64),
}

impl Nadam {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Ok(Self {
            betas: Betas::parse(unit)?,
            epsilon: unit.number("epsilon", 1e-8)?,
            momentum_decay: unit.number("momentumDecay", 4e-3)?,
            weight_decay: unit.number("weightDecay", 0.0)?,
            is_decoupled: unit.flag("decoupledWeightDecay", false),
            product: (0, 1.0),
        })
    }

    fn momentum(&self, step: u64) -> f64 {
        self.betas.first * (1.0 - 0.5 * libm::pow(0.96, step as f64 * self.momentum_decay))
    }

    /// ∏μᵢ, from where it was last known, or from the start when training went back.
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
    fn states(&self) -> usize {
        2
    }

    fn step(&mut self, step: Step<'_, T>) {
        let (now, next) = (self.momentum(step.step), self.momentum(step.step + 1));
        let product = self.product(step.step);
        let (coupled, decoupled) =
            if self.is_decoupled { (0.0, self.weight_decay) } else { (self.weight_decay, 0.0) };
        let rule = Ahead {
            of_gradient: T::from_f64(-step.rate * (1.0 - now) / (1.0 - product)),
            of_momentum: T::from_f64(-step.rate * next / (1.0 - product * next)),
            first: T::from_f64(1.0 - self.betas.first),
            second: T::from_f64(self.betas.second),
            rest: T::from_f64(1.0 - self.betas.second),
            root: T::from_f64(self.betas.unbiased_root(step.step)),
            epsilon: T::from_f64(self.epsilon),
            decay: T::from_f64(coupled),
            keep: T::from_f64(1.0 - step.rate * decoupled),
        };
        apply(step, rule);
    }
}

struct Ahead<T> {
    of_gradient: T,
    of_momentum: T,
    first: T,
    second: T,
    rest: T,
    root: T,
    epsilon: T,
    decay: T,
    keep: T,
}

impl<T: Element> Rule<T, 3> for Ahead<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p, m, v]: [S::V; 3]) -> [S::V; 3] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let m = simd.mul_add(simd.splat(self.first), simd.sub(g, m), m);
        let square = simd.mul(simd.mul(simd.splat(self.rest), g), g);
        let v = simd.mul_add(simd.splat(self.second), v, square);
        let momentum = simd.mul(simd.splat(self.of_momentum), m);
        let step = simd.mul_add(simd.splat(self.of_gradient), g, momentum);
        let step = simd.div(step, denominator(simd, v, self.root, self.epsilon));
        [simd.mul_add(simd.splat(self.keep), p, step), m, v]
    }
}

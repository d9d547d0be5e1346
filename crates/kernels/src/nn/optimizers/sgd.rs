//! Stochastic gradient descent: v ← μ v + (1 - dampening) g, p ← p - rate · v, or with Nesterov's momentum
//! p ← p - rate (g + μ v).
//! Sutskever et al., "On the importance of initialization and momentum in deep learning" (ICML 2013).

use super::optimizer::{Optimizer, Step};
use super::rule::{Rule, apply};
use crate::nn::spec::Unit;
use crate::simd::Simd;
use crate::{Element, Error};

pub struct Sgd {
    momentum: f64,
    dampening: f64,
    nesterov: bool,
    weight_decay: f64,
}

impl Sgd {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Ok(Self {
            momentum: unit.number("momentum", 0.0)?,
            dampening: unit.number("dampening", 0.0)?,
            nesterov: unit.flag("nesterov", false),
            weight_decay: unit.number("weightDecay", 0.0)?,
        })
    }

    fn has_momentum(&self) -> bool {
        self.momentum != 0.0
    }
}

impl<T: Element> Optimizer<T> for Sgd {
    fn states(&self) -> usize {
        usize::from(self.has_momentum())
    }

    fn is_plain(&self) -> bool {
        !self.has_momentum() && self.weight_decay == 0.0
    }

    fn step(&mut self, step: Step<'_, T>) {
        let (rate, decay) = (T::from_f64(-step.rate), T::from_f64(self.weight_decay));
        if !self.has_momentum() {
            return apply(step, Plain { rate, decay });
        }
        // The first velocity is the gradient, whatever the dampening.
        let share = if step.step == 1 { 1.0 } else { 1.0 - self.dampening };
        let (of_velocity, of_gradient) =
            if self.nesterov { (-step.rate * self.momentum, -step.rate) } else { (-step.rate, 0.0) };
        let rule = Heavy {
            decay,
            momentum: T::from_f64(self.momentum),
            share: T::from_f64(share),
            of_velocity: T::from_f64(of_velocity),
            of_gradient: T::from_f64(of_gradient),
        };
        apply(step, rule);
    }
}

struct Plain<T> {
    rate: T,
    decay: T,
}

impl<T: Element> Rule<T, 1> for Plain<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p]: [S::V; 1]) -> [S::V; 1] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        [simd.mul_add(simd.splat(self.rate), g, p)]
    }
}

struct Heavy<T> {
    decay: T,
    momentum: T,
    share: T,
    of_velocity: T,
    of_gradient: T,
}

impl<T: Element> Rule<T, 2> for Heavy<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, [p, v]: [S::V; 2]) -> [S::V; 2] {
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let v = simd.mul_add(simd.splat(self.momentum), v, simd.mul(simd.splat(self.share), g));
        let p = simd.mul_add(simd.splat(self.of_gradient), g, p);
        [simd.mul_add(simd.splat(self.of_velocity), v, p), v]
    }
}

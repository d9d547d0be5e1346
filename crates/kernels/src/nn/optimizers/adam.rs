//! m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², p ← p - rate · m̂ / (√v̂ + ε), m̂ and v̂ free of the bias
//! of their start at 0; `AMSGrad` takes the largest v so far.
//! Kingma, Ba, arXiv:1412.6980; `AMSGrad`: Reddi, Kale, Kumar, arXiv:1904.09237.

use super::optimizer::{Optimizer, Step};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::Unit;
use crate::simd::Simd;
use crate::{Element, Error};

/// The rates at which the two moments are forgotten.
#[derive(Clone, Copy)]
pub struct Betas {
    pub first: f64,
    pub second: f64,
}

impl Betas {
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        Ok(Self { first: unit.number("beta1", 0.9)?, second: unit.number("beta2", 0.999)? })
    }

    /// 1 / √(1 - β₂ᵗ)
    pub fn unbiased_root(self, step: u64) -> f64 {
        1.0 / libm::sqrt(1.0 - libm::pow(self.second, step as f64))
    }
}

pub struct Adam {
    betas: Betas,
    epsilon: f64,
    amsgrad: bool,
    weight_decay: f64,
    /// Whether weights decay by themselves, and not through the gradient.
    is_decoupled: bool,
}

impl Adam {
    pub fn new(unit: &Unit) -> Result<Self, Error> {
        Self::with(unit, false, 0.0)
    }

    pub fn with(unit: &Unit, is_decoupled: bool, weight_decay: f64) -> Result<Self, Error> {
        Ok(Self {
            betas: Betas::parse(unit)?,
            epsilon: unit.number("epsilon", 1e-8)?,
            amsgrad: unit.flag("amsgrad", false),
            weight_decay: unit.number("weightDecay", weight_decay)?,
            is_decoupled,
        })
    }
}

impl<T: Element> Optimizer<T> for Adam {
    fn states(&self) -> usize {
        2 + usize::from(self.amsgrad)
    }

    fn step(&mut self, step: Step<'_, T>) {
        let (coupled, decoupled) =
            if self.is_decoupled { (0.0, self.weight_decay) } else { (self.weight_decay, 0.0) };
        let rate = step.rate / (1.0 - libm::pow(self.betas.first, step.step as f64));
        let rule = Moments {
            rate: T::from_f64(-rate),
            first: T::from_f64(1.0 - self.betas.first),
            second: T::from_f64(self.betas.second),
            rest: T::from_f64(1.0 - self.betas.second),
            root: T::from_f64(self.betas.unbiased_root(step.step)),
            epsilon: T::from_f64(self.epsilon),
            decay: T::from_f64(coupled),
            keep: T::from_f64(1.0 - step.rate * decoupled),
        };
        if self.amsgrad { apply::<T, _, 4>(step, rule) } else { apply::<T, _, 3>(step, rule) }
    }
}

struct Moments<T> {
    rate: T,
    first: T,
    second: T,
    rest: T,
    root: T,
    epsilon: T,
    decay: T,
    keep: T,
}

/// The state: m, v, and with `AMSGrad` the largest v.
impl<T: Element, const M: usize> Rule<T, M> for Moments<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, mut values: [S::V; M]) -> [S::V; M] {
        let (p, m, v) = (values[0], values[1], values[2]);
        let g = simd.mul_add(simd.splat(self.decay), p, g);
        let m = simd.mul_add(simd.splat(self.first), simd.sub(g, m), m);
        let square = simd.mul(simd.mul(simd.splat(self.rest), g), g);
        let v = simd.mul_add(simd.splat(self.second), v, square);
        (values[1], values[2]) = (m, v);
        let mut largest = v;
        if M == 4 {
            largest = simd.at_least(values[3], v);
            values[3] = largest;
        }
        let step = simd.div(m, denominator(simd, largest, self.root, self.epsilon));
        let kept = simd.mul(simd.splat(self.keep), p);
        values[0] = simd.mul_add(simd.splat(self.rate), step, kept);
        values
    }
}

//! m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², p ← p - η m̂ / (√v̂ + ε), where η is the learning rate, and
//! m̂ and v̂ are m and v corrected for the bias of their start at 0; `AMSGrad` takes the largest v so far in
//! place of v.
//! Kingma, Ba, arXiv:1412.6980; `AMSGrad`: Reddi, Kale, Kumar, arXiv:1904.09237.

use super::optimizer::{Optimizer, OptimizerStep};
use super::rule::{Rule, apply, denominator};
use crate::nn::spec::OpSpec;
use crate::simd::Simd;
use crate::{Element, Error};

/// The arguments that Adam and its variants have in common.
#[derive(Clone, Copy)]
pub struct MomentOptions {
    beta1: f64,
    beta2: f64,
    epsilon: f64,
    weight_decay: f64,
    /// Whether weights decay by themselves, and not through the gradient.
    is_decoupled: bool,
}

impl MomentOptions {
    /// # Errors
    /// When an argument is not a number.
    pub fn parse(spec: &OpSpec, is_decoupled: bool, weight_decay: f64) -> Result<Self, Error> {
        Ok(Self {
            beta1: spec.number("beta1", 0.9)?,
            beta2: spec.number("beta2", 0.999)?,
            epsilon: spec.number("epsilon", 1e-8)?,
            weight_decay: spec.number("weightDecay", weight_decay)?,
            is_decoupled,
        })
    }

    /// β₁, the share of the first moment that one step keeps.
    pub fn beta1(self) -> f64 {
        self.beta1
    }
}

/// The two moments of the gradient, and what else one step needs of [`MomentOptions`], as elements.
pub struct Moments<T> {
    one_minus_beta1: T,
    beta2: T,
    one_minus_beta2: T,
    /// 1 / √(1 - β₂ᵗ), which corrects the bias of √v.
    root_correction: T,
    epsilon: T,
    /// λ of the weight decay that is part of the gradient.
    coupled_decay: T,
    /// The share of each weight that decoupled weight decay leaves, 1 - η λ.
    keep: T,
}

impl<T: Element> Moments<T> {
    pub fn new(options: MomentOptions, step: &OptimizerStep<'_, T>) -> Self {
        let MomentOptions { beta1, beta2, epsilon, weight_decay, is_decoupled } = options;
        let (coupled, decoupled) = if is_decoupled { (0.0, weight_decay) } else { (weight_decay, 0.0) };
        Self {
            one_minus_beta1: T::from_f64(1.0 - beta1),
            beta2: T::from_f64(beta2),
            one_minus_beta2: T::from_f64(1.0 - beta2),
            root_correction: T::from_f64(1.0 / libm::sqrt(1.0 - libm::pow(beta2, step.number as f64))),
            epsilon: T::from_f64(epsilon),
            coupled_decay: T::from_f64(coupled),
            keep: T::from_f64(1.0 - step.learning_rate * decoupled),
        }
    }

    /// The gradient with its weight decay, and both moments after this step.
    #[inline(always)]
    pub fn update<S: Simd<T>>(&self, simd: S, g: S::V, [p, m, v]: [S::V; 3]) -> [S::V; 3] {
        let g = simd.mul_add(simd.splat(self.coupled_decay), p, g);
        let m = simd.mul_add(simd.splat(self.one_minus_beta1), simd.sub(g, m), m);
        let square = simd.mul(simd.mul(simd.splat(self.one_minus_beta2), g), g);
        let v = simd.mul_add(simd.splat(self.beta2), v, square);
        [g, m, v]
    }

    /// √v̂ + ε
    #[inline(always)]
    pub fn denominator<S: Simd<T>>(&self, simd: S, v: S::V) -> S::V {
        denominator(simd, v, self.root_correction, self.epsilon)
    }

    /// The share of each weight that decoupled weight decay leaves.
    #[inline(always)]
    pub fn keep<S: Simd<T>>(&self, simd: S) -> S::V {
        simd.splat(self.keep)
    }
}

pub struct Adam {
    options: MomentOptions,
    amsgrad: bool,
}

impl Adam {
    /// # Errors
    /// When an argument is not a number.
    pub fn new(spec: &OpSpec) -> Result<Self, Error> {
        Ok(Self::with(spec, MomentOptions::parse(spec, false, 0.0)?))
    }

    /// Adam decoupled from its weight decay: before each step p ← (1 - η λ) p, so that the decay does not
    /// pass through the moments. Loshchilov, Hutter, "Decoupled weight decay regularization",
    /// arXiv:1711.05101.
    /// # Errors
    /// When an argument is not a number.
    pub fn adamw(spec: &OpSpec) -> Result<Self, Error> {
        Ok(Self::with(spec, MomentOptions::parse(spec, true, 0.01)?))
    }

    fn with(spec: &OpSpec, options: MomentOptions) -> Self {
        Self { options, amsgrad: spec.flag("amsgrad", false) }
    }
}

impl<T: Element> Optimizer<T> for Adam {
    fn state_count(&self) -> usize {
        2 + usize::from(self.amsgrad)
    }

    fn step(&mut self, step: OptimizerStep<'_, T>) {
        let rate = step.learning_rate / (1.0 - libm::pow(self.options.beta1, step.number as f64));
        let rule = AdamRule { rate: T::from_f64(-rate), moments: Moments::new(self.options, &step) };
        if self.amsgrad { apply::<T, _, 4>(step, rule) } else { apply::<T, _, 3>(step, rule) }
    }
}

struct AdamRule<T> {
    /// -η / (1 - β₁ᵗ), which corrects the bias of m.
    rate: T,
    moments: Moments<T>,
}

/// The state: m, v, and with `AMSGrad` the largest v so far.
impl<T: Element, const M: usize> Rule<T, M> for AdamRule<T> {
    #[inline(always)]
    fn step<S: Simd<T>>(&self, simd: S, g: S::V, mut values: [S::V; M]) -> [S::V; M] {
        let p = values[0];
        let [_, m, v] = self.moments.update(simd, g, [p, values[1], values[2]]);
        (values[1], values[2]) = (m, v);
        let mut largest = v;
        if M == 4 {
            largest = simd.at_least(values[3], v);
            values[3] = largest;
        }
        let step = simd.div(m, self.moments.denominator(simd, largest));
        values[0] = simd.mul_add(simd.splat(self.rate), step, simd.mul(self.moments.keep(simd), p));
        values
    }
}

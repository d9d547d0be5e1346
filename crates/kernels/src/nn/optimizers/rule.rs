//! The loop that all optimizers share: one pass over parameters, gradients and state.

use super::optimizer::OptimizerStep;
use crate::Element;
use crate::simd::{Simd, SimdOp, combine};

/// The formula of an optimizer, for one vector of parameters. `M` counts the parameters and the arrays of
/// state.
pub trait Rule<T, const M: usize> {
    /// Returns parameters and state after the step; `values` holds them before it, the parameters first.
    fn step<S: Simd<T>>(&self, simd: S, gradient: S::V, values: [S::V; M]) -> [S::V; M];
}

struct Pass<'a, T, R, const M: usize> {
    rule: R,
    values: [&'a mut [T]; M],
    gradients: &'a [T],
}

impl<T: Element, R: Rule<T, M>, const M: usize> SimdOp<T> for Pass<'_, T, R, M> {
    type Output = ();
    /// ```text
    /// for each vector position of the model's parameters
    ///     load parameters p, states s₁ … and gradient g
    ///     (p, s₁, …) ← rule(g, p, s₁, …)
    ///     turn subnormal results to 0
    ///     store p, s₁, …
    /// ```
    ///
    /// The pass is bound by memory, so each array is read and written once, and it passes over all layers
    /// together: parameters, gradients and states are contiguous and have the same layout. Weights, and moments
    /// above all, that decay into subnormal numbers would make every later step slower.
    /// See docs/decisions/networks.md#optimizers-are-rules.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { rule, values, gradients } = self;
        combine(
            simd,
            values,
            [gradients],
            #[inline(always)]
            |values, [gradient]| {
                let mut values = rule.step(simd, gradient, values);
                for value in &mut values {
                    *value = simd.flush(*value);
                }
                values
            },
        );
    }
}

/// Applies a rule to all parameters.
pub fn apply<T: Element, R: Rule<T, M>, const M: usize>(step: OptimizerStep<'_, T>, rule: R) {
    let OptimizerStep { isa, parameters, gradients, state, .. } = step;
    let mut state = state.chunks_exact_mut(parameters.len().max(1));
    let mut parameters = Some(parameters);
    let values = std::array::from_fn(|_| parameters.take().or_else(|| state.next()).unwrap_or_default());
    T::dispatch(isa, Pass { rule, values, gradients });
}

/// √square · factor + ε, at least the smallest normal number: where ε is 0, an unused weight would become
/// 0/0.
#[inline(always)]
pub fn denominator<T: Element, S: Simd<T>>(simd: S, square: S::V, factor: T, epsilon: T) -> S::V {
    let root = simd.mul_add(simd.sqrt(square), simd.splat(factor), simd.splat(epsilon));
    simd.at_least(root, simd.splat(T::MIN_POSITIVE))
}

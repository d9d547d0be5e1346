//! The loop that all optimizers share: one pass over parameters, gradients and state.

use super::optimizer::Step;
use crate::Element;
use crate::simd::{Simd, SimdOp, combine};

/// The step of an optimizer for a vector of parameters; `M` counts them and the arrays of state.
pub trait Rule<T, const M: usize> {
    /// The parameters and their state after a step, from those before it and the gradient.
    fn step<S: Simd<T>>(&self, simd: S, gradient: S::V, values: [S::V; M]) -> [S::V; M];
}

struct Pass<'a, T, R, const M: usize> {
    rule: R,
    values: [&'a mut [T]; M],
    gradients: &'a [T],
}

impl<T: Element, R: Rule<T, M>, const M: usize> SimdOp<T> for Pass<'_, T, R, M> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { rule, values, gradients } = self;
        // Weights, and moments above all, that decay into subnormal numbers would slow every later step.
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
pub fn apply<T: Element, R: Rule<T, M>, const M: usize>(step: Step<'_, T>, rule: R) {
    let Step { isa, parameters, gradients, state, .. } = step;
    let mut state = state.chunks_exact_mut(parameters.len().max(1));
    let mut parameters = Some(parameters);
    let values = std::array::from_fn(|_| parameters.take().or_else(|| state.next()).unwrap_or_default());
    T::dispatch(isa, Pass { rule, values, gradients });
}

/// √square · factor + ε, and never 0: where ε is 0, an unused weight would become 0/0.
#[inline(always)]
pub fn denominator<T: Element, S: Simd<T>>(simd: S, square: S::V, factor: T, epsilon: T) -> S::V {
    let root = simd.mul_add(simd.sqrt(square), simd.splat(factor), simd.splat(epsilon));
    simd.at_least(root, simd.splat(T::MIN_POSITIVE))
}

//! The steps that elementary functions are composed of.

use crate::Element;
use crate::simd::traits::Simd;

/// All lanes `value`.
#[inline(always)]
pub fn constant<T: Element, S: Simd<T>>(simd: S, value: f64) -> S::V {
    simd.splat(T::from_f64(value))
}

/// |x|
#[inline(always)]
pub fn abs<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    simd.at_least(x, simd.sub(simd.splat(T::ZERO), x))
}

/// x limited to ±`limit`; NaN stays NaN.
#[inline(always)]
pub fn clamp<T: Element, S: Simd<T>>(simd: S, x: S::V, limit: T) -> S::V {
    simd.at_most(simd.at_least(x, simd.splat(-limit)), simd.splat(limit))
}

/// c₀ xⁿ + c₁ xⁿ⁻¹ + … + cₙ by Horner's rule, the coefficient of the highest power first.
///
/// Each multiply-add waits for the one before, but successive vectors of a slice are independent, so the processor
/// overlaps their chains; a scheme with shorter chains (Estrin's) would only add products.
#[inline(always)]
pub(super) fn polynomial<T: Element, S: Simd<T>>(simd: S, coefficients: &[T], x: S::V) -> S::V {
    let mut p = simd.splat(coefficients[0]);
    for &coefficient in &coefficients[1..] {
        p = simd.mul_add(p, x, simd.splat(coefficient));
    }
    p
}

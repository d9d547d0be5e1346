//! Elementary functions on vectors: the same code, constants and order of operations everywhere.

use super::Simd;
use crate::Element;

/// (2ⁿ, eʳ - 1) with x = n ln 2 + r and |r| ≤ ½ ln 2, so that neither eˣ nor eˣ - 1 cancels.
#[inline(always)]
fn exp_parts<T: Element, S: Simd<T>>(simd: S, x: S::V) -> (S::V, S::V) {
    let round = simd.splat(T::ROUND);
    let rounded = simd.mul_add(x, simd.splat(T::LOG2_E), round);
    let n = simd.sub(rounded, round);
    let r = simd.mul_add(n, simd.splat(-T::LN2_HIGH), x);
    let r = simd.mul_add(n, simd.splat(-T::LN2_LOW), r);
    let mut p = simd.splat(T::EXPM1[0]);
    for &coefficient in &T::EXPM1[1..] {
        p = simd.mul_add(p, r, simd.splat(coefficient));
    }
    (simd.exp2_rounded(rounded), simd.mul_add(simd.mul(r, r), p, r))
}

#[inline(always)]
fn clamp<T: Element, S: Simd<T>>(simd: S, x: S::V, limit: T) -> S::V {
    simd.at_most(simd.at_least(x, simd.splat(-limit)), simd.splat(limit))
}

/// eˣ, x clamped to ±[`Element::EXP_LIMIT`].
#[inline(always)]
pub fn exp<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let (scale, expm1) = exp_parts(simd, clamp(simd, x, T::EXP_LIMIT));
    simd.mul_add(scale, expm1, scale)
}

/// 1 / (1 + e⁻ˣ)
#[inline(always)]
pub fn sigmoid<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let one = simd.splat(T::ONE);
    let negative = simd.sub(simd.splat(T::ZERO), x);
    simd.div(one, simd.add(one, exp(simd, negative)))
}

/// tanh x = (e²ˣ - 1) / (e²ˣ + 1), exact to the last bits near zero too.
#[inline(always)]
pub fn tanh<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let x = clamp(simd, x, T::TANH_LIMIT);
    let one = simd.splat(T::ONE);
    let (scale, expm1) = exp_parts(simd, simd.add(x, x));
    let numerator = simd.mul_add(scale, expm1, simd.sub(scale, one));
    simd.div(numerator, simd.add(numerator, simd.splat(T::ONE + T::ONE)))
}

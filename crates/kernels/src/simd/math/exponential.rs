//! Elementary functions on vectors: the same code, constants and order of operations everywhere.

use super::basic::{clamp, polynomial};
use crate::Element;
use crate::simd::traits::Simd;

/// (2ⁿ, eʳ - 1) with x = n ln 2 + r and |r| ≤ ½ ln 2, so that neither eˣ nor eˣ - 1 cancels.
#[inline(always)]
fn exp_parts<T: Element, S: Simd<T>>(simd: S, x: S::V) -> (S::V, S::V) {
    let (rounded, r) = reduce_exponent(simd, x, x);
    exp_of_reduced(simd, rounded, r)
}

/// n of `whole`, in the low bits, and what is then left of x.
#[inline(always)]
fn reduce_exponent<T: Element, S: Simd<T>>(simd: S, whole: S::V, x: S::V) -> (S::V, S::V) {
    let round = simd.splat(T::ROUND);
    let rounded = simd.mul_add(whole, simd.splat(T::LOG2_E), round);
    let n = simd.sub(rounded, round);
    let r = simd.mul_add(n, simd.splat(-T::LN2_HIGH), x);
    (rounded, simd.mul_add(n, simd.splat(-T::LN2_LOW), r))
}

#[inline(always)]
fn exp_of_reduced<T: Element, S: Simd<T>>(simd: S, rounded: S::V, r: S::V) -> (S::V, S::V) {
    let p = polynomial(simd, T::EXPM1, r);
    (simd.exp2_rounded(rounded), simd.mul_add(simd.mul(r, r), p, r))
}

/// eˣ, x clamped to ±[`Element::EXP_LIMIT`].
#[inline(always)]
pub fn exp<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let (scale, expm1) = exp_parts(simd, clamp(simd, x, T::EXP_LIMIT));
    simd.mul_add(scale, expm1, scale)
}

/// e^(x + rest) of an x with few digits, to which the rest could not be added without loss; x is within
/// ±[`Element::EXP_LIMIT`].
#[inline(always)]
pub(super) fn exp_sum<T: Element, S: Simd<T>>(simd: S, x: S::V, rest: S::V) -> S::V {
    let (rounded, r) = reduce_exponent(simd, simd.add(x, rest), x);
    let (scale, expm1) = exp_of_reduced(simd, rounded, simd.add(r, rest));
    simd.mul_add(scale, expm1, scale)
}

/// eˣ - 1, exact to the last bits near zero too; x clamped to ±[`Element::EXP_LIMIT`].
#[inline(always)]
pub fn expm1<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let (scale, expm1) = exp_parts(simd, clamp(simd, x, T::EXP_LIMIT));
    simd.mul_add(scale, expm1, simd.sub(scale, simd.splat(T::ONE)))
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

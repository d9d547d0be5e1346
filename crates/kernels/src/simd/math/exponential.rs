//! The exponential and what is made from it.
//!
//! ```text
//! n ← x / ln 2, rounded to an integer                     by adding ROUND, which leaves n in the low bits
//! r ← x - n · ln 2                                        |r| ≤ ½ ln 2; ln 2 in two parts, so that nothing is lost
//! p ← eʳ - 1 = r + r² · polynomial(r)                     Cephes' coefficients, or the Taylor series in float64
//! eˣ ← 2ⁿ · p + 2ⁿ,  eˣ - 1 ← 2ⁿ · p + (2ⁿ - 1)           2ⁿ by shifting n into the exponent
//! ```
//!
//! The reduction is that of W. J. Cody and W. Waite, "Software manual for the elementary functions" (1980). Everything
//! is built on eʳ - 1 instead of eʳ, so that eˣ - 1 and tanh keep their last bits near zero.

use super::basic::{clamp, polynomial};
use crate::Element;
use crate::simd::traits::Simd;

/// (2ⁿ, eʳ - 1) with x = n ln 2 + r and |r| ≤ ½ ln 2, so that neither eˣ nor eˣ - 1 cancels.
#[inline(always)]
fn exp_parts<T: Element, S: Simd<T>>(simd: S, x: S::V) -> (S::V, S::V) {
    let (rounded, r) = reduce_exponent(simd, x, x);
    exp_of_reduced(simd, rounded, r)
}

/// n = `whole` / ln 2 as an integer in the low bits of the first result, and x - n ln 2.
#[inline(always)]
fn reduce_exponent<T: Element, S: Simd<T>>(simd: S, whole: S::V, x: S::V) -> (S::V, S::V) {
    let round = simd.splat(T::ROUND);
    let rounded = simd.mul_add(whole, simd.splat(T::LOG2_E), round);
    let n = simd.sub(rounded, round);
    let r = simd.mul_add(n, simd.splat(-T::LN2_HIGH), x);
    (rounded, simd.mul_add(n, simd.splat(-T::LN2_LOW), r))
}

/// (2ⁿ, eʳ - 1) of the results of [`reduce_exponent`].
#[inline(always)]
fn exp_of_reduced<T: Element, S: Simd<T>>(simd: S, rounded: S::V, r: S::V) -> (S::V, S::V) {
    let p = polynomial(simd, T::EXPM1, r);
    (simd.exp2_rounded(rounded), simd.mul_add(simd.mul(r, r), p, r))
}

/// eˣ, x clamped to ±[`Element::EXP_LIMIT`]: see docs/decisions/kernels.md#probabilities-never-reach-0.
#[inline(always)]
pub fn exp<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let (scale, expm1) = exp_parts(simd, clamp(simd, x, T::EXP_LIMIT));
    simd.mul_add(scale, expm1, scale)
}

/// e^(x + rest) for a `rest` so small that adding it to x would lose its digits: it is added to r instead. x is within
/// ±[`Element::EXP_LIMIT`].
#[inline(always)]
pub(super) fn exp_sum<T: Element, S: Simd<T>>(simd: S, x: S::V, rest: S::V) -> S::V {
    let (rounded, r) = reduce_exponent(simd, simd.add(x, rest), x);
    let (scale, expm1) = exp_of_reduced(simd, rounded, simd.add(r, rest));
    simd.mul_add(scale, expm1, scale)
}

/// eˣ - 1, accurate to the last bits near zero, too; x clamped to ±[`Element::EXP_LIMIT`].
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

/// tanh x = (e²ˣ - 1) / (e²ˣ + 1), accurate to the last bits near zero, too.
#[inline(always)]
pub fn tanh<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let x = clamp(simd, x, T::TANH_LIMIT);
    let one = simd.splat(T::ONE);
    let (scale, expm1) = exp_parts(simd, simd.add(x, x));
    let numerator = simd.mul_add(scale, expm1, simd.sub(scale, one));
    simd.div(numerator, simd.add(numerator, simd.splat(T::ONE + T::ONE)))
}

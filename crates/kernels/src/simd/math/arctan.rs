//! The arc tangent, its argument reduced as in Cephes (S. L. Moshier).
//!
//! ```text
//! |x| ≤ tan ⅛π               s ← |x|                      offset 0
//! tan ⅛π < |x| ≤ tan ⅜π      s ← (|x| - 1) / (|x| + 1)    offset ¼π
//! tan ⅜π < |x|               s ← -1 / |x|                 offset ½π
//! arctan |x| ← offset + s + s³ · polynomial(s²)           |s| ≤ √2 - 1
//! ```
//!
//! All three are selected lane by lane as numerator and denominator, so that one division serves them.

use super::basic::{abs, constant, polynomial};
use crate::Element;
use crate::simd::traits::Simd;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, SQRT_2};

/// tan ⅛π
const TAN_PI_8: f64 = SQRT_2 - 1.0;
/// tan ⅜π
const TAN_3_PI_8: f64 = SQRT_2 + 1.0;

/// arctan x
#[inline(always)]
pub fn arctan<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let (zero, one) = (simd.splat(T::ZERO), simd.splat(T::ONE));
    let size = abs(simd, x);
    let (middle, steep) =
        (simd.sub(size, constant(simd, TAN_PI_8)), simd.sub(size, constant(simd, TAN_3_PI_8)));
    let numerator = simd.choose(steep, simd.sub(zero, one), simd.choose(middle, simd.sub(size, one), size));
    let denominator = simd.choose(steep, size, simd.choose(middle, simd.add(size, one), one));
    let offset =
        simd.where_positive(middle, simd.choose(steep, constant(simd, FRAC_PI_2), constant(simd, FRAC_PI_4)));
    let s = simd.div(numerator, denominator);
    let square = simd.mul(s, s);
    let reduced = simd.mul_add(simd.mul(s, square), polynomial(simd, T::ATAN, square), s);
    let angle = simd.add(offset, reduced);
    let negative = simd.sub(zero, x);
    // Neither positive nor negative: x itself, so that zeros keep their sign and NaN stays NaN.
    simd.choose(x, angle, simd.choose(negative, simd.sub(zero, angle), x))
}

//! Logarithms by ln m = 2 artanh((m - 1) / (m + 1)).

use super::basic::{abs, polynomial};
use super::exponential::exp;
use crate::Element;
use crate::simd::traits::Simd;

/// 2 artanh s, |s| ≤ ⅓
#[inline(always)]
fn twice_artanh<T: Element, S: Simd<T>>(simd: S, s: S::V) -> S::V {
    let (double, square) = (simd.add(s, s), simd.mul(s, s));
    let p = polynomial(simd, T::ATANH, square);
    simd.mul_add(simd.mul(double, square), p, double)
}

/// ln x; x below the smallest normal number counts as that; NaN for infinity.
#[inline(always)]
pub fn log<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let x = simd.at_least(x, simd.splat(T::MIN_POSITIVE));
    let (n, m) = simd.frexp(x);
    let one = simd.splat(T::ONE);
    let s = simd.div(simd.sub(m, one), simd.add(m, one));
    // What is not finite has lost itself in the bits, and comes back as NaN.
    let rest = simd.mul_add(n, simd.splat(T::LN2_LOW), simd.sub(x, x));
    let small = simd.add(twice_artanh(simd, s), rest);
    simd.mul_add(n, simd.splat(T::LN2_HIGH), small)
}

/// ln(1 + eˣ) = max(0, x) + ln(1 + e^-|x|)
#[inline(always)]
pub fn softplus<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    simd.add(simd.at_least(x, simd.splat(T::ZERO)), softplus_rest(simd, x))
}

/// ln(1 + e^-|x|)
#[inline(always)]
pub fn softplus_rest<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let u = exp(simd, simd.sub(simd.splat(T::ZERO), abs(simd, x)));
    let s = simd.div(u, simd.add(u, simd.splat(T::ONE + T::ONE)));
    twice_artanh(simd, s)
}

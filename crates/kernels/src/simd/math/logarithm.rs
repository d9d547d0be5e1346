//! The logarithm and what is made from it.
//!
//! ```text
//! x = 2ⁿ · m with √½ ≤ m < √2                             from the bits of x
//! s ← (m - 1) / (m + 1)                                   |s| ≤ (√2 - 1) / (√2 + 1) < ⅓
//! ln m ← 2 artanh s = 2 s + 2 s³ · polynomial(s²)
//! ln x ← n · ln 2 + ln m                                  ln 2 in two parts, the smaller one added first
//! ```
//!
//! For x close to 1, n is 0 and m is x, so that nothing cancels.

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

/// ln x. An x below the smallest normal number counts as that number; infinity gives NaN.
#[inline(always)]
pub fn log<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let x = simd.at_least(x, simd.splat(T::MIN_POSITIVE));
    let (n, m) = simd.frexp(x);
    let one = simd.splat(T::ONE);
    let s = simd.div(simd.sub(m, one), simd.add(m, one));
    // Taking the bits apart made numbers of infinity and NaN; x - x is NaN for both, and 0 for all others.
    let rest = simd.mul_add(n, simd.splat(T::LN2_LOW), simd.sub(x, x));
    let small = simd.add(twice_artanh(simd, s), rest);
    simd.mul_add(n, simd.splat(T::LN2_HIGH), small)
}

/// softplus x = ln(1 + eˣ) = max(0, x) + ln(1 + e^-|x|), which overflows nowhere.
#[inline(always)]
pub fn softplus<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    simd.add(simd.at_least(x, simd.splat(T::ZERO)), softplus_rest(simd, x))
}

/// ln(1 + e^-|x|) = 2 artanh(u / (u + 2)) with u = e^-|x|.
#[inline(always)]
pub fn softplus_rest<T: Element, S: Simd<T>>(simd: S, x: S::V) -> S::V {
    let u = exp(simd, simd.sub(simd.splat(T::ZERO), abs(simd, x)));
    let s = simd.div(u, simd.add(u, simd.splat(T::ONE + T::ONE)));
    twice_artanh(simd, s)
}

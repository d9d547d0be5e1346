//! The standard normal distribution.

use super::basic::{abs, constant, polynomial};
use super::exponential::exp_sum;
use crate::Element;
use crate::simd::traits::Simd;

/// 1/√(2π)
const HEIGHT: f64 = 0.398_942_280_401_432_7;

/// (Φ(x), φ(x)), distribution and density; the lower tail is exact to the last bits, too.
#[inline(always)]
pub fn normal<T: Element, S: Simd<T>>(simd: S, x: S::V) -> (S::V, S::V) {
    let limit = simd.splat(T::NORMAL_LIMIT);
    let beyond = abs(simd, x);
    let size = simd.at_most(beyond, limit);
    // e^(-x²/2) in two factors, as x² rounded would cost the exponential its last bits: size = high + low,
    // where the square of high is exact.
    let round = simd.splat(T::ROUND);
    let high = simd
        .mul(simd.sub(simd.mul_add(size, constant(simd, 16.0), round), round), constant(simd, 1.0 / 16.0));
    let low = simd.mul(simd.sub(size, high), simd.add(size, high));
    let bell = exp_sum(
        simd,
        simd.mul(simd.mul(high, high), constant(simd, -0.5)),
        simd.mul(low, constant(simd, -0.5)),
    );
    let four = constant(simd, 4.0);
    let reciprocal = simd.div(simd.splat(T::ONE), simd.add(size, four));
    let t = simd.mul(simd.sub(size, four), reciprocal);
    let tail = simd.mul(simd.mul(bell, polynomial(simd, T::MILLS, t)), reciprocal);
    let inside = simd.sub(limit, beyond);
    let tail = simd.where_positive(inside, tail);
    let density = simd.where_positive(inside, simd.mul(bell, constant(simd, HEIGHT)));
    (simd.choose(x, simd.sub(simd.splat(T::ONE), tail), tail), density)
}

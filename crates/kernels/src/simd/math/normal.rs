//! The standard normal distribution.
//!
//! ```text
//! bell ← e^(-x²/2)                                        in two factors, see below
//! t ← (|x| - 4) / (|x| + 4)                               maps 0 … limit to -1 … t(limit)
//! tail ← bell · polynomial(t) / (|x| + 4)                 1 - Φ(|x|)
//! Φ(x) ← tail where x ≤ 0, else 1 - tail
//! φ(x) ← bell / √(2π)
//! ```
//!
//! The polynomial is that of Mills' ratio, (1 - Φ(x)) / φ(x), which varies slowly; 1 + erf would cancel in the lower
//! tail. The form and the variable t are those of M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of
//! (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞" (Mathematics of Computation 36, 1981).

use super::basic::{abs, constant, polynomial};
use super::exponential::exp_sum;
use crate::Element;
use crate::simd::traits::Simd;

/// 1/√(2π), the density at 0.
const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;

/// (Φ(x), φ(x)), distribution and density, accurate to the last bits in the lower tail, too. Beyond
/// [`Coefficients::NORMAL_LIMIT`](super::coefficients::Coefficients::NORMAL_LIMIT) they are 0 or 1, and 0.
#[inline(always)]
pub fn normal<T: Element, S: Simd<T>>(simd: S, x: S::V) -> (S::V, S::V) {
    let limit = simd.splat(T::NORMAL_LIMIT);
    let beyond = abs(simd, x);
    let size = simd.at_most(beyond, limit);
    // e^(-x²/2) from two summands, because the rounding of x² would cost the exponential its last bits:
    // x² = high² + (x - high)(x + high), where high has so few digits that its square is exact.
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
    let density = simd.where_positive(inside, simd.mul(bell, constant(simd, DENSITY_AT_0)));
    (simd.choose(x, simd.sub(simd.splat(T::ONE), tail), tail), density)
}

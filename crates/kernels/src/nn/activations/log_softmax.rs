//! aᵢ = zᵢ - max z - ln Σⱼ e^(zⱼ - max z)

use super::function::{Rowwise, highest};
use crate::Element;
use crate::simd::{Simd, largest, map, map_sum, math, reduce, zip};

#[derive(Clone, Copy)]
pub struct LogSoftmax;

impl Rowwise for LogSoftmax {
    /// Three passes over the row, as in softmax:
    ///
    /// ```text
    /// shift = max z                                  so that no exponential overflows
    /// z ← z - shift, total = sum of e^(z - shift)
    /// z ← z - ln total
    /// ```
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], features: usize) {
        let shift = simd.splat(largest(simd, &row[..features]));
        let total = map_sum(
            simd,
            row,
            features,
            #[inline(always)]
            |z| {
                let z = simd.sub(z, shift);
                (z, math::exp(simd, z))
            },
        );
        let total = math::log(simd, simd.splat(total));
        map(
            simd,
            row,
            #[inline(always)]
            |z| simd.sub(z, total),
        );
        row[features..].fill(T::ZERO);
    }

    #[inline(always)]
    fn across<T: Element, S: Simd<T>>(self, simd: S, values: &mut [S::V]) {
        let highest = highest(simd, values);
        let mut total = simd.splat(T::ZERO);
        for value in values.iter_mut() {
            *value = simd.sub(*value, highest);
            total = simd.add(total, math::exp(simd, *value));
        }
        let total = math::log(simd, total);
        for value in values {
            *value = simd.sub(*value, total);
        }
    }

    /// ∂C/∂zᵢ = ∂C/∂aᵢ - e^aᵢ Σⱼ ∂C/∂aⱼ
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: &[T], da: &mut [T]) {
        let total = reduce(
            simd,
            da,
            #[inline(always)]
            |sum, da| simd.add(sum, da),
        );
        let total = simd.splat(-total);
        zip(
            simd,
            da,
            a,
            #[inline(always)]
            |da, a| simd.mul_add(math::exp(simd, a), total, da),
        );
    }
}

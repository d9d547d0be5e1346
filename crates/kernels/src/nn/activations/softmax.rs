//! aᵢ = e^(zᵢ - max z) / Σⱼ e^(zⱼ - max z)

use super::function::{Rowwise, highest};
use crate::Element;
use crate::nn::vector::exponentials_in;
use crate::simd::{Simd, largest, map, math};

#[derive(Clone, Copy)]
pub struct Softmax;

impl Rowwise for Softmax {
    /// Three passes over the row, which stays in the first-level cache:
    ///
    /// ```text
    /// shift = max z                              so that no exponential overflows
    /// z ← e^(z - shift), total = sum of them     the padding of the last vector becomes 0
    /// z ← z / total                              0 / total leaves the padding at 0
    /// ```
    ///
    /// The last pass takes whole vectors, padding included. exp never returns 0, so that logarithms of a
    /// softmax stay finite. See docs/decisions/kernels.md#probabilities-never-reach-0.
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], features: usize) {
        let (row, behind) = row.split_at_mut(features.next_multiple_of(S::LANES).min(row.len()));
        behind.fill(T::ZERO);
        let shift = largest(simd, &row[..features]);
        let total = simd.splat(exponentials_in(simd, row, features, shift));
        map(
            simd,
            row,
            #[inline(always)]
            |x| simd.div(x, total),
        );
    }

    #[inline(always)]
    fn across<T: Element, S: Simd<T>>(self, simd: S, values: &mut [S::V]) {
        let highest = highest(simd, values);
        let mut total = simd.splat(T::ZERO);
        for value in values.iter_mut() {
            *value = math::exp(simd, simd.sub(*value, highest));
            total = simd.add(total, *value);
        }
        for value in values {
            *value = simd.div(*value, total);
        }
    }

    /// ∂C/∂zᵢ = aᵢ (∂C/∂aᵢ - Σⱼ aⱼ ∂C/∂aⱼ)
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, _: S, a: &[T], da: &mut [T]) {
        let mut mean = T::ZERO;
        for (&a, &da) in a.iter().zip(da.iter()) {
            mean += a * da;
        }
        for (&a, da) in a.iter().zip(da.iter_mut()) {
            *da = a * (*da - mean);
        }
    }
}

//! aᵢ = e^(zᵢ - max z) / Σⱼ e^(zⱼ - max z)

use super::function::{Rowwise, highest};
use crate::Element;
use crate::simd::{Simd, largest, map, map_sum, math};

#[derive(Clone, Copy)]
pub struct Softmax;

impl Rowwise for Softmax {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], columns: usize) {
        let (row, behind) = row.split_at_mut(columns.next_multiple_of(S::LANES).min(row.len()));
        behind.fill(T::ZERO);
        let shift = simd.splat(largest(simd, &row[..columns]));
        let total = simd.splat(map_sum(
            simd,
            row,
            columns,
            #[inline(always)]
            |z| {
                let x = math::exp(simd, simd.sub(z, shift));
                (x, x)
            },
        ));
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

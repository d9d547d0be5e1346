//! aᵢ = e^(zᵢ - max z) / Σⱼ e^(zⱼ - max z)

use super::Rowwise;
use crate::Element;
use crate::simd::{Simd, map, math, reduce};

#[derive(Clone, Copy)]
pub struct Softmax;

impl Rowwise for Softmax {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], columns: usize) {
        let mut highest = row[0];
        for &z in &row[1..columns] {
            if z > highest {
                highest = z;
            }
        }
        let shift = simd.splat(highest);
        map(
            simd,
            row,
            #[inline(always)]
            |z| math::exp(simd, simd.sub(z, shift)),
        );
        row[columns..].fill(T::ZERO);
        let total = simd.splat(reduce(
            simd,
            row,
            #[inline(always)]
            |sum, x| simd.add(sum, x),
        ));
        map(
            simd,
            row,
            #[inline(always)]
            |x| simd.div(x, total),
        );
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

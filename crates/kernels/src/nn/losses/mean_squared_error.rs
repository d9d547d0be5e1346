//! C = 1/n Σᵢ (aᵢ - yᵢ)² over the n outputs of a sample.

use super::SampleLoss;
use crate::Element;
use crate::nn::dataset::Target;
use crate::simd::{Simd, map, reduce};

pub struct MeanSquaredError;

impl SampleLoss for MeanSquaredError {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(simd: S, a: &[T], target: Target<'_, T>, d: &mut [T]) -> f64 {
        target.difference(simd, a, d);
        let sum = reduce(
            simd,
            d,
            #[inline(always)]
            |sum, d| simd.mul_add(d, d, sum),
        )
        .to_f64();
        let count = a.len() as f64;
        let factor = simd.splat(T::from_f64(2.0 / count));
        map(
            simd,
            d,
            #[inline(always)]
            |d| simd.mul(d, factor),
        );
        sum / count
    }
}

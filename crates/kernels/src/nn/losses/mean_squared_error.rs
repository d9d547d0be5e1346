//! C = 1/n Σᵢ (aᵢ - yᵢ)² over the n outputs of a sample.

use super::{Batch, BatchLoss};
use crate::Element;
use crate::simd::{Simd, map};

pub struct MeanSquaredError;

impl BatchLoss for MeanSquaredError {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        batch.difference(simd);
        let sum = batch.squares(simd);
        let count = batch.width as f64;
        let factor = simd.splat(T::from_f64(2.0 / count));
        map(
            simd,
            batch.d,
            #[inline(always)]
            |d| simd.mul(d, factor),
        );
        sum / count
    }
}

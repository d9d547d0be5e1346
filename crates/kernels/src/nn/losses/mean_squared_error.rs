//! C = 1/n Σᵢ (aᵢ - yᵢ)² over the n outputs of a sample.

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct MeanSquaredError;

impl Pointwise for MeanSquaredError {
    const IS_MEAN: bool = true;

    /// The term is (a - y)², its derivative 2 (a - y).
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let error = simd.sub(a, y);
        (simd.mul(error, error), simd.add(error, error))
    }
}

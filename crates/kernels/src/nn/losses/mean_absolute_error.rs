//! C = 1/n Σᵢ |aᵢ - yᵢ| over the n outputs of a sample.

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct MeanAbsoluteError;

impl Pointwise for MeanAbsoluteError {
    const IS_MEAN: bool = true;

    /// The term is |a - y|, its derivative 1 where a > y, -1 where a < y, and 0 where a = y.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let (error, opposite, one) = (simd.sub(a, y), simd.sub(y, a), simd.splat(T::ONE));
        let sign = simd.sub(simd.where_positive(error, one), simd.where_positive(opposite, one));
        (math::abs(simd, error), sign)
    }
}

//! C = ½ Σᵢ (aᵢ - yᵢ)², the quadratic cost of Nielsen, "Neural Networks and Deep Learning" (2015), ch. 1.

use super::{Batch, BatchLoss};
use crate::Element;
use crate::simd::Simd;

pub struct Quadratic;

impl BatchLoss for Quadratic {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        batch.difference(simd);
        0.5 * batch.squares(simd)
    }
}

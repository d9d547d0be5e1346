//! C = ½ Σᵢ (aᵢ - yᵢ)², the quadratic cost of Nielsen, "Neural Networks and Deep Learning" (2015), ch. 1.

use super::SampleLoss;
use crate::Element;
use crate::nn::dataset::Target;
use crate::simd::{Simd, reduce};

pub struct Quadratic;

impl SampleLoss for Quadratic {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(simd: S, a: &[T], target: Target<'_, T>, d: &mut [T]) -> f64 {
        target.difference(simd, a, d);
        0.5 * reduce(
            simd,
            d,
            #[inline(always)]
            |sum, d| simd.mul_add(d, d, sum),
        )
        .to_f64()
    }
}

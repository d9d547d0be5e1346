//! C = ½ Σᵢ (aᵢ - yᵢ)², the quadratic cost of Nielsen, "Neural Networks and Deep Learning" (2015), ch. 1.

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Quadratic;

impl Pointwise for Quadratic {
    const IS_MEAN: bool = false;

    /// ∂C/∂a = a - y
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let error = simd.sub(a, y);
        (simd.mul(simd.mul(error, error), math::constant(simd, 0.5)), error)
    }
}

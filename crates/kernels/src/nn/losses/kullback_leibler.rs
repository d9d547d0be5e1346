//! C = Σᵢ yᵢ ln(yᵢ / aᵢ), the divergence of the outputs from the targets, both clipped to between 1e-7 and 1.
//! Kullback, Leibler, "On information and sufficiency" (1951).

use super::loss_function::{CLIP, Pointwise, clip};
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct KullbackLeibler;

impl Pointwise for KullbackLeibler {
    const IS_MEAN: bool = false;

    /// ∂C/∂a = -y / a, and 0 where a was clipped.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let zero = simd.splat(T::ZERO);
        let (p, y) = (clip(simd, a, CLIP, 1.0), clip(simd, y, CLIP, 1.0));
        let ratio = simd.div(y, p);
        let slope = simd.choose(simd.sub(p, a), zero, simd.sub(zero, ratio));
        (simd.mul(y, math::log(simd, ratio)), simd.choose(simd.sub(a, p), zero, slope))
    }
}

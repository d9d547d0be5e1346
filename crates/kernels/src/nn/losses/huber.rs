//! C = 1/n Σᵢ h(aᵢ - yᵢ) over the n outputs of a sample, with h(e) = ½ e² where |e| ≤ δ, else δ (|e| - ½ δ).
//! Huber, "Robust estimation of a location parameter" (1964).

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::{Simd, math};

/// The Huber loss with its δ.
#[derive(Clone, Copy)]
pub struct Huber(pub f64);

impl Pointwise for Huber {
    const IS_MEAN: bool = true;

    /// With e = a - y, and c = e clamped to ±δ: h = c (e - ½ c) and ∂h/∂a = c, without a branch.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let error = simd.sub(a, y);
        let clamped = math::clamp(simd, error, T::from_f64(self.0));
        let half = simd.mul(clamped, math::constant(simd, 0.5));
        (simd.mul(clamped, simd.sub(error, half)), clamped)
    }
}

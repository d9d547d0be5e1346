//! C = 1/n Σᵢ of ½ e² where |e| ≤ δ, else δ (|e| - ½ δ), with e = aᵢ - yᵢ, over the n outputs of a sample.
//! Huber, "Robust estimation of a location parameter" (1964).

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::{Simd, math};

/// With its δ.
#[derive(Clone, Copy)]
pub struct Huber(pub f64);

impl Pointwise for Huber {
    const IS_MEAN: bool = true;

    /// With c = e clamped to ±δ, C = c (e - ½ c) and ∂C/∂a = c.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let error = simd.sub(a, y);
        let clamped = math::clamp(simd, error, T::from_f64(self.0));
        let half = simd.mul(clamped, math::constant(simd, 0.5));
        (simd.mul(clamped, simd.sub(error, half)), clamped)
    }
}

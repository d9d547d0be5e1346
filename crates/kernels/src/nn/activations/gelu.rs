//! a = z Φ(z), where Φ is the cumulative distribution function of the standard normal distribution.
//! Hendrycks, Gimpel, "Gaussian error linear units" (2016).

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Gelu;

impl Elementwise for Gelu {
    const NEEDS_PREACTIVATIONS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        let (distribution, _) = math::normal(simd, z);
        simd.mul(z, distribution)
    }

    /// ∂a/∂z = Φ(z) + z φ(z)
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, z: S::V, da: S::V) -> S::V {
        let (distribution, density) = math::normal(simd, z);
        simd.mul(da, simd.mul_add(z, density, distribution))
    }
}

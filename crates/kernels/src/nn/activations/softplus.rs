//! a = ln(1 + eᶻ)

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Softplus;

impl Elementwise for Softplus {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        math::softplus(simd, z)
    }

    /// ∂a/∂z = σ(z) = 1 - e⁻ᵃ
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        let negative = simd.sub(simd.splat(T::ZERO), a);
        simd.mul(da, simd.sub(simd.splat(T::ZERO), math::expm1(simd, negative)))
    }
}

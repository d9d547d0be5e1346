//! a = 1 / (1 + e⁻ᶻ)

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Sigmoid;

impl Elementwise for Sigmoid {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        math::sigmoid(simd, z)
    }

    /// ∂a/∂z = a (1 - a)
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        let slope = simd.mul(a, simd.sub(simd.splat(T::ONE), a));
        simd.mul(da, slope)
    }
}

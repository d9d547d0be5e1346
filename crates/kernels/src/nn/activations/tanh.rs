//! a = tanh z

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Tanh;

impl Elementwise for Tanh {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        math::tanh(simd, z)
    }

    /// ∂a/∂z = 1 - a²
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        let slope = simd.sub(simd.splat(T::ONE), simd.mul(a, a));
        simd.mul(da, slope)
    }
}

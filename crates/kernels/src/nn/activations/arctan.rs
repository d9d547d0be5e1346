//! a = arctan z

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Arctan;

impl Elementwise for Arctan {
    const NEEDS_PREACTIVATIONS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        math::arctan(simd, z)
    }

    /// ∂a/∂z = 1 / (1 + z²)
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, z: S::V, da: S::V) -> S::V {
        let one = simd.splat(T::ONE);
        simd.div(da, simd.mul_add(z, z, one))
    }
}

//! a = max(0, z)

use super::function::Elementwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct Relu;

impl Elementwise for Relu {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        simd.at_least(z, simd.splat(T::ZERO))
    }

    /// ∂a/∂z = 1 where z > 0, else 0, also at z = 0.
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        simd.where_positive(a, da)
    }
}

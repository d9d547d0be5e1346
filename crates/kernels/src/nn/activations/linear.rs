//! a = z

use super::function::Elementwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct Linear;

impl Elementwise for Linear {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, _: S, z: S::V) -> S::V {
        z
    }

    /// ∂a/∂z = 1
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, _: S, _: S::V, da: S::V) -> S::V {
        da
    }
}

//! a = z / (1 + |z|)

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Softsign;

impl Elementwise for Softsign {
    const NEEDS_PREACTIVATIONS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        simd.div(z, simd.add(simd.splat(T::ONE), math::abs(simd, z)))
    }

    /// ∂a/∂z = 1 / (1 + |z|)²
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, z: S::V, da: S::V) -> S::V {
        let one = simd.splat(T::ONE);
        let share = simd.div(one, simd.add(one, math::abs(simd, z)));
        simd.mul(da, simd.mul(share, share))
    }
}

//! a = z where z > 0, else α (eᶻ - 1); α ≥ 0.
//! Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units"
//! (ICLR 2016).

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Elu(pub f64);

impl Elementwise for Elu {
    const TAKES_ALPHA: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        scaled(simd, z, 1.0, self.0)
    }

    /// ∂a/∂z = 1, or α eᶻ = a + α
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        simd.mul(da, slope(simd, a, 1.0, self.0))
    }
}

/// high · z where z > 0, else low · (eᶻ - 1)
#[inline(always)]
pub(super) fn scaled<T: Element, S: Simd<T>>(simd: S, z: S::V, high: f64, low: f64) -> S::V {
    let (high, low) = (simd.splat(T::from_f64(high)), simd.splat(T::from_f64(low)));
    simd.choose(z, simd.mul(z, high), simd.mul(math::expm1(simd, z), low))
}

/// Derivative of [`scaled`] with respect to z, from its value a.
#[inline(always)]
pub(super) fn slope<T: Element, S: Simd<T>>(simd: S, a: S::V, high: f64, low: f64) -> S::V {
    let (high, low) = (simd.splat(T::from_f64(high)), simd.splat(T::from_f64(low)));
    simd.choose(a, high, simd.add(a, low))
}

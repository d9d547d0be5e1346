//! a = ½ z (1 + tanh u), u = √(2/π) (z + 0.044715 z³): gelu as it was approximated before libraries had erf.

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct GeluTanh;

/// 2 √(2/π), as ½ (1 + tanh u) = σ(2u).
const OUTER: f64 = 1.595_769_121_605_730_8;
const CUBIC: f64 = 0.044_715;
/// From here on σ is 0 or 1, and z² is far from overflowing.
const LIMIT: f64 = 100.0;

impl Elementwise for GeluTanh {
    const FROM_SUMS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        // Far below, where σ has stopped falling, z must stop as well.
        let z = simd.at_least(z, math::constant(simd, -LIMIT));
        simd.mul(z, share(simd, z).0)
    }

    /// ∂a/∂z = σ(2u) + z σ(2u) σ(-2u) 2u'
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, z: S::V, da: S::V) -> S::V {
        let z = math::clamp(simd, z, T::from_f64(LIMIT));
        let (share, slope) = share(simd, z);
        simd.mul(da, simd.mul_add(z, slope, share))
    }
}

/// σ(2u) and its derivative.
#[inline(always)]
fn share<T: Element, S: Simd<T>>(simd: S, z: S::V) -> (S::V, S::V) {
    let limited = math::clamp(simd, z, T::from_f64(LIMIT));
    let (square, one) = (simd.mul(limited, limited), simd.splat(T::ONE));
    let inner = simd.mul_add(square, math::constant(simd, OUTER * CUBIC), math::constant(simd, OUTER));
    let inner_slope =
        simd.mul_add(square, math::constant(simd, 3.0 * OUTER * CUBIC), math::constant(simd, OUTER));
    let falling = math::exp(simd, simd.sub(simd.splat(T::ZERO), simd.mul(limited, inner)));
    let share = simd.div(one, simd.add(one, falling));
    // σ(-2u) = e^(-2u) σ(2u), where 1 - σ(2u) would cancel.
    (share, simd.mul(simd.mul(share, simd.mul(falling, share)), inner_slope))
}

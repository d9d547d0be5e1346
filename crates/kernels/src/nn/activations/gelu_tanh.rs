//! a = ½ z (1 + tanh u) with u = √(2/π) (z + 0.044715 z³): the approximation of gelu that its authors give.
//! Hendrycks, Gimpel, "Gaussian error linear units" (2016).

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct GeluTanh;

/// 2 √(2/π): ½ (1 + tanh u) is computed as σ(2u).
const OUTER: f64 = 1.595_769_121_605_730_8;
const CUBIC: f64 = 0.044_715;
/// |z| is limited to this value: σ(2u) is 0 or 1 there already, and z² does not overflow.
const LIMIT: f64 = 100.0;

impl Elementwise for GeluTanh {
    const NEEDS_PREACTIVATIONS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        // σ(2u) stops at the smallest value of exp, so z is limited too: z σ(2u) then stays near 0.
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
    // σ(-2u) is computed as e^(-2u) σ(2u), because 1 - σ(2u) cancels for large u.
    (share, simd.mul(simd.mul(share, simd.mul(falling, share)), inner_slope))
}

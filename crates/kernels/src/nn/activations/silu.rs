//! a = z σ(z), also called swish.
//! Ramachandran, Zoph, Le, "Searching for activation functions" (2017).

use super::function::Elementwise;
use crate::Element;
use crate::simd::{Simd, math};

#[derive(Clone, Copy)]
pub struct Silu;

impl Elementwise for Silu {
    const NEEDS_PREACTIVATIONS: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        // σ stops at the smallest value of exp, so z is limited too: z σ(z) then stays near 0.
        let z = simd.at_least(z, simd.splat(-T::EXP_LIMIT));
        simd.mul(z, math::sigmoid(simd, z))
    }

    /// ∂a/∂z = σ(z) (1 + z σ(-z)), with σ(-z) = e⁻ᶻ σ(z)
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, z: S::V, da: S::V) -> S::V {
        let one = simd.splat(T::ONE);
        let z = math::clamp(simd, z, T::EXP_LIMIT);
        let falling = math::exp(simd, simd.sub(simd.splat(T::ZERO), z));
        let share = simd.div(one, simd.add(one, falling));
        let rest = simd.mul(z, simd.mul(falling, share));
        simd.mul(da, simd.mul_add(share, rest, share))
    }
}

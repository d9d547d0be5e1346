//! a = max(0, min(6, z + 3)) / 6

use super::function::Elementwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct HardSigmoid;

impl Elementwise for HardSigmoid {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        let (three, six) = (simd.splat(T::from(3)), simd.splat(T::from(6)));
        let raised = simd.at_least(simd.add(z, three), simd.splat(T::ZERO));
        simd.div(simd.at_most(raised, six), six)
    }

    /// ∂a/∂z = ⅙ for -3 < z < 3, else 0, also at ±3, as in `PyTorch`.
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        let slope = simd.mul(da, simd.splat(T::ONE / T::from(6)));
        let above = simd.where_positive(a, slope);
        simd.where_positive(simd.sub(simd.splat(T::ONE), a), above)
    }
}

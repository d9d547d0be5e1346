//! C = 1/n Σᵢ max(0, 1 - yᵢ aᵢ) over the n outputs of a sample, or 1/n Σᵢ max(0, 1 - yᵢ aᵢ)²; y is -1 or 1,
//! and a target of 0 counts as -1.

use super::loss_function::Pointwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct Hinge;

impl Pointwise for Hinge {
    const IS_MEAN: bool = true;

    /// ∂C/∂a = -y where y a < 1, else 0.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let (missing, downhill) = margin(simd, a, y);
        (missing, simd.where_positive(missing, downhill))
    }
}

#[derive(Clone, Copy)]
pub struct SquaredHinge;

impl Pointwise for SquaredHinge {
    const IS_MEAN: bool = true;

    /// ∂C/∂a = -2 y max(0, 1 - y a)
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let (missing, downhill) = margin(simd, a, y);
        (simd.mul(missing, missing), simd.mul(simd.add(missing, missing), downhill))
    }
}

/// max(0, 1 - y a), and -y, the direction in which a reduces the loss negated.
#[inline(always)]
fn margin<T: Element, S: Simd<T>>(simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
    let (zero, one) = (simd.splat(T::ZERO), simd.splat(T::ONE));
    let opposite = simd.sub(zero, y);
    let downhill = simd.choose(y, opposite, simd.choose(opposite, opposite, one));
    (simd.at_least(simd.mul_add(downhill, a, one), zero), downhill)
}

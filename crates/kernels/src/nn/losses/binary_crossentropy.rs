//! C = -1/n Σᵢ yᵢ ln aᵢ + (1 - yᵢ) ln(1 - aᵢ) over the n outputs of a sample.

use super::loss_function::{CLIP, Pointwise, clip};
use super::smoothing::Smoothing;
use crate::Element;
use crate::simd::{Simd, math};

/// The loss of probabilities, whatever layer computes them.
#[derive(Clone, Copy)]
pub struct FromProbabilities(pub Smoothing);

impl Pointwise for FromProbabilities {
    const IS_MEAN: bool = true;

    /// ∂C/∂a = (a - y) / (a (1 - a)), and 0 where a was clipped.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let y = self.0.apply(simd, y);
        // a and 1 - a are clipped separately: in single precision 1 - (1 - 1e-7) has an error of a fifth.
        let rest = simd.sub(simd.splat(T::ONE), a);
        let (p, rest) = (clip(simd, a, CLIP, 1.0 - CLIP), clip(simd, rest, CLIP, 1.0 - CLIP));
        let slope = simd.div(simd.sub(p, y), simd.mul(p, rest));
        let zero = simd.splat(T::ZERO);
        let slope = simd.choose(simd.sub(a, p), zero, simd.choose(simd.sub(p, a), zero, slope));
        (entropy(simd, y, p, rest), slope)
    }
}

/// The loss together with the sigmoid before it: the derivative with respect to z needs no clipping and does
/// not cancel.
#[derive(Clone, Copy)]
pub struct FromSigmoid(pub Smoothing);

impl Pointwise for FromSigmoid {
    const IS_MEAN: bool = true;

    /// ∂C/∂z = a - y
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let y = self.0.apply(simd, y);
        // Where a was rounded to 1, the exact 1 - a may be as large as half a unit in the last place of 1.
        let least = simd.splat(T::EPSILON / (T::ONE + T::ONE));
        let rest = simd.at_least(simd.sub(simd.splat(T::ONE), a), least);
        (entropy(simd, y, a, rest), simd.sub(a, y))
    }
}

/// -y ln p - (1 - y) ln(1 - p)
#[inline(always)]
fn entropy<T: Element, S: Simd<T>>(simd: S, y: S::V, p: S::V, rest: S::V) -> S::V {
    let other = simd.mul(simd.sub(simd.splat(T::ONE), y), math::log(simd, rest));
    simd.sub(simd.splat(T::ZERO), simd.mul_add(y, math::log(simd, p), other))
}

/// The loss of logits z, the logarithms of odds.
#[derive(Clone, Copy)]
pub struct FromLogits(pub Smoothing);

impl Pointwise for FromLogits {
    const IS_MEAN: bool = true;

    /// C = max(0, z) - y z + ln(1 + e^-|z|), ∂C/∂z = σ(z) - y
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, z: S::V, y: S::V) -> (S::V, S::V) {
        let y = self.0.apply(simd, y);
        let line = simd.sub(simd.at_least(z, simd.splat(T::ZERO)), simd.mul(y, z));
        let loss = simd.add(line, math::softplus_rest(simd, z));
        (loss, simd.sub(math::sigmoid(simd, z), y))
    }
}

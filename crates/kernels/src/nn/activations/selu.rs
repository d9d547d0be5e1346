//! a = λ elu(z), with the λ and α for which mean 0 and variance 1 are a fixed point from layer to layer.
//! Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks" (2017).

use super::elu::{scaled, slope};
use super::function::Elementwise;
use crate::Element;
use crate::simd::Simd;

const ALPHA: f64 = 1.673_263_242_354_377_2;
const LAMBDA: f64 = 1.050_700_987_355_480_5;

#[derive(Clone, Copy)]
pub struct Selu;

impl Elementwise for Selu {
    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        scaled(simd, z, LAMBDA, LAMBDA * ALPHA)
    }

    /// ∂a/∂z = λ, or λ α eᶻ = a + λ α
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        simd.mul(da, slope(simd, a, LAMBDA, LAMBDA * ALPHA))
    }
}

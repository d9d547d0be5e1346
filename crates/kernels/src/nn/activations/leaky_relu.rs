//! a = z where z > 0, else α z; α ≥ 0.
//! Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models" (ICML 2013).

use super::function::Elementwise;
use crate::Element;
use crate::simd::Simd;

#[derive(Clone, Copy)]
pub struct LeakyRelu(pub f64);

impl Elementwise for LeakyRelu {
    const TAKES_ALPHA: bool = true;

    #[inline(always)]
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V {
        simd.choose(z, z, simd.mul(z, simd.splat(T::from_f64(self.0))))
    }

    /// ∂a/∂z = 1 where z > 0, else α, also at z = 0, as in `PyTorch` and `TensorFlow`. As α ≥ 0, a > 0 where
    /// z > 0.
    #[inline(always)]
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: S::V, da: S::V) -> S::V {
        simd.choose(a, da, simd.mul(da, simd.splat(T::from_f64(self.0))))
    }
}

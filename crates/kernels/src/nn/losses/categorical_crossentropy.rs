//! C = -Σᵢ yᵢ ln aᵢ, from class indices or from vectors.

use super::{Batch, BatchLoss};
use crate::Element;
use crate::nn::dataset::Target;
use crate::simd::Simd;

/// Probabilities are kept this far from 0 and 1.
const CLIP: f64 = 1e-7;

/// After any layer that gives probabilities.
pub struct FromProbabilities;

impl BatchLoss for FromProbabilities {
    /// ∂C/∂aᵢ = -yᵢ / aᵢ, and 0 where aᵢ was clipped.
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, _: S, mut batch: Batch<'_, T>) -> f64 {
        let mut loss = 0.0;
        for (a, target, d) in batch.rows() {
            for (index, (&a, d)) in a.iter().zip(d).enumerate() {
                let (a, y) = (a.to_f64(), target.value(index).to_f64());
                let clipped = a.clamp(CLIP, 1.0 - CLIP);
                loss -= y * libm::log(clipped);
                *d = T::from_f64(if clipped.to_bits() == a.to_bits() { -y / a } else { 0.0 });
            }
        }
        loss
    }
}

/// After a softmax, with its derivative: nothing is clipped, and nothing cancels.
pub struct FromSoftmax;

impl BatchLoss for FromSoftmax {
    /// ∂C/∂zᵢ = aᵢ Σⱼ yⱼ - yᵢ
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        let mut loss = 0.0;
        for (a, target, d) in batch.rows() {
            match target {
                Target::Label(label) => {
                    target.difference(simd, a, d);
                    loss -= libm::log(a[label].to_f64());
                }
                Target::Values(y) => {
                    let total = y.iter().fold(T::ZERO, |total, &y| total + y);
                    for ((&a, &y), d) in a.iter().zip(y).zip(d) {
                        if y != T::ZERO {
                            loss -= y.to_f64() * libm::log(a.to_f64());
                        }
                        *d = a * total - y;
                    }
                }
            }
        }
        loss
    }
}

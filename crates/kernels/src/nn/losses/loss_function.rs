//! What one loss implements, and how a loss of single outputs is applied to a batch.

use super::batch::LossBatch;
use crate::Element;
use crate::simd::Simd;

/// Probabilities are clipped to this distance from 0 and 1, as in Keras.
pub const CLIP: f64 = 1e-7;

/// x within bounds; NaN stays NaN.
#[inline(always)]
pub fn clip<T: Element, S: Simd<T>>(simd: S, x: S::V, low: f64, high: f64) -> S::V {
    simd.at_most(simd.at_least(x, simd.splat(T::from_f64(low))), simd.splat(T::from_f64(high)))
}

/// A loss of a whole batch.
pub trait BatchLoss {
    /// Returns the sum of C over the samples and writes ∂C/∂a to `batch.d`, leaving the padding of rows 0.
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, batch: LossBatch<'_, T>) -> f64;
}

/// A loss of a sample that is the sum, or the mean, of one term for each output.
pub trait Pointwise {
    /// Whether the loss is the mean of the terms, and not their sum.
    const IS_MEAN: bool;
    /// The term of output a and target y, and its derivative with respect to a.
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V);
}

impl<P: Pointwise + Copy> BatchLoss for P {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: LossBatch<'_, T>) -> f64 {
        let share = if P::IS_MEAN { 1.0 / batch.features as f64 } else { 1.0 };
        let factor = simd.splat(T::from_f64(share));
        let sum = batch.each_output(
            simd,
            #[inline(always)]
            |a, y| {
                let (loss, slope) = self.term::<T, S>(simd, a, y);
                (loss, if P::IS_MEAN { simd.mul(slope, factor) } else { slope })
            },
        );
        sum * share
    }
}

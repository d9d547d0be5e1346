//! What one loss implements, and how a loss of single outputs is applied to a batch.

use super::batch::Batch;
use crate::Element;
use crate::simd::Simd;

/// Probabilities are kept this far from 0 and 1, as Keras does.
pub const CLIP: f64 = 1e-7;

/// x within bounds; NaN stays.
#[inline(always)]
pub fn clip<T: Element, S: Simd<T>>(simd: S, x: S::V, low: f64, high: f64) -> S::V {
    simd.at_most(simd.at_least(x, simd.splat(T::from_f64(low))), simd.splat(T::from_f64(high)))
}

/// A loss of a whole batch.
pub trait BatchLoss {
    /// Sum of C over the samples, with ∂C/∂a left in `batch.d`, where what is behind each row's width stays 0.
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, batch: Batch<'_, T>) -> f64;
}

/// A loss of a sample that is the sum, or the mean, of one term for each output.
pub trait Pointwise {
    /// Whether it is the mean.
    const IS_MEAN: bool;
    /// The term of output a and target y, and its derivative with respect to a.
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V);
}

impl<P: Pointwise + Copy> BatchLoss for P {
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        let share = if P::IS_MEAN { 1.0 / batch.width as f64 } else { 1.0 };
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

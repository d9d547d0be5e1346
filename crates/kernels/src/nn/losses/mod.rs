//! Losses: each file gives the loss and its gradient with respect to the output together.

mod categorical_crossentropy;
mod mean_squared_error;
mod quadratic;

use super::dataset::{Dataset, Target};
use super::spec::Unit;
use crate::simd::{Isa, Simd, SimdOp, reduce};
use crate::{Element, Error};

/// A loss of a whole batch.
trait BatchLoss {
    /// Sum of C over the samples, with ∂C/∂a left in `batch.d`, where what is behind each row's width stays 0.
    fn evaluate<T: Element, S: Simd<T>>(simd: S, batch: Batch<'_, T>) -> f64;
}

/// The registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Loss {
    CategoricalCrossentropy,
    /// With respect to the logits: the derivative of the softmax before it is included.
    SoftmaxCrossentropy,
    MeanSquaredError,
    Quadratic,
}

impl Loss {
    /// # Errors
    /// When no loss has this name.
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        match unit.kind.as_str() {
            "categoricalCrossentropy" | "sparseCategoricalCrossentropy" => Ok(Self::CategoricalCrossentropy),
            "meanSquaredError" => Ok(Self::MeanSquaredError),
            "quadratic" => Ok(Self::Quadratic),
            _ => Err(unit.unknown(
                "loss",
                &[
                    "categoricalCrossentropy",
                    "meanSquaredError",
                    "quadratic",
                    "sparseCategoricalCrossentropy",
                ],
            )),
        }
    }

    /// Sum of the losses over a batch, with the gradients of the sum left in `batch.d`.
    pub fn evaluate<T: Element>(self, isa: Isa, batch: Batch<'_, T>) -> f64 {
        T::dispatch(isa, Evaluate { loss: self, batch })
    }
}

/// Outputs and targets of some samples.
pub struct Batch<'a, T> {
    /// Outputs, in rows of `stride` values of which the first `width` count.
    pub a: &'a [T],
    /// Where the gradients go, in the same rows, 0 behind the width.
    pub d: &'a mut [T],
    /// Distance of rows.
    pub stride: usize,
    /// Values that count.
    pub width: usize,
    /// Where the targets are.
    pub data: &'a Dataset<T>,
    /// Which of them, row by row.
    pub samples: &'a [u32],
}

impl<T: Element> Batch<'_, T> {
    /// Each sample's outputs, target and gradient.
    #[inline(always)]
    fn rows(&mut self) -> impl Iterator<Item = (&[T], Target<'_, T>, &mut [T])> {
        let Batch { a, d, stride, width, data, samples } = self;
        let rows = a.chunks_exact(*stride).zip(d.chunks_exact_mut(*stride)).zip(samples.iter());
        let width = *width;
        rows.map(
            #[inline(always)]
            move |((a, d), &sample)| (&a[..width], data.target(sample as usize), &mut d[..width]),
        )
    }

    /// d ← a - y
    #[inline(always)]
    fn difference<S: Simd<T>>(&mut self, simd: S) {
        for (a, target, d) in self.rows() {
            target.difference(simd, a, d);
        }
    }

    /// Σ d² over the batch.
    #[inline(always)]
    fn squares<S: Simd<T>>(&self, simd: S) -> f64 {
        let sum = reduce(
            simd,
            self.d,
            #[inline(always)]
            |sum, d| simd.mul_add(d, d, sum),
        );
        sum.to_f64()
    }
}

struct Evaluate<'a, T> {
    loss: Loss,
    batch: Batch<'a, T>,
}

impl<T: Element> SimdOp<T> for Evaluate<'_, T> {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        match self.loss {
            Loss::CategoricalCrossentropy => {
                categorical_crossentropy::FromProbabilities::evaluate(simd, self.batch)
            }
            Loss::SoftmaxCrossentropy => categorical_crossentropy::FromSoftmax::evaluate(simd, self.batch),
            Loss::MeanSquaredError => mean_squared_error::MeanSquaredError::evaluate(simd, self.batch),
            Loss::Quadratic => quadratic::Quadratic::evaluate(simd, self.batch),
        }
    }
}

//! Losses: each file gives a sample's loss and its gradient with respect to the output together.

mod categorical_crossentropy;
mod mean_squared_error;
mod quadratic;

use super::dataset::Target;
use super::spec::Unit;
use crate::simd::{Isa, Simd, SimdOp};
use crate::{Element, Error};

/// A loss of one sample.
trait SampleLoss {
    /// C, with ∂C/∂a left in `d`. All three have the output's width.
    fn evaluate<T: Element, S: Simd<T>>(simd: S, a: &[T], target: Target<'_, T>, d: &mut [T]) -> f64;
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
    pub fn evaluate<T: Element>(self, isa: Isa, batch: Batch<'_, '_, T>) -> f64 {
        T::dispatch(isa, Evaluate { loss: self, batch })
    }
}

/// Outputs and targets of some samples.
pub struct Batch<'a, 'b, T> {
    /// Outputs, in rows of `stride` values of which the first `width` count.
    pub a: &'a [T],
    /// Where the gradients go, in the same rows.
    pub d: &'a mut [T],
    /// Distance of rows.
    pub stride: usize,
    /// Values that count.
    pub width: usize,
    /// The target of each row.
    pub target: &'a dyn Fn(usize) -> Target<'b, T>,
}

struct Evaluate<'a, 'b, T> {
    loss: Loss,
    batch: Batch<'a, 'b, T>,
}

impl<T: Element> SimdOp<T> for Evaluate<'_, '_, T> {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        match self.loss {
            Loss::CategoricalCrossentropy => self.sum::<categorical_crossentropy::FromProbabilities, S>(simd),
            Loss::SoftmaxCrossentropy => self.sum::<categorical_crossentropy::FromSoftmax, S>(simd),
            Loss::MeanSquaredError => self.sum::<mean_squared_error::MeanSquaredError, S>(simd),
            Loss::Quadratic => self.sum::<quadratic::Quadratic, S>(simd),
        }
    }
}

impl<T: Element> Evaluate<'_, '_, T> {
    #[inline(always)]
    fn sum<L: SampleLoss, S: Simd<T>>(self, simd: S) -> f64 {
        let Batch { a, d, stride, width, target } = self.batch;
        let rows = a.chunks_exact(stride).zip(d.chunks_exact_mut(stride));
        let mut total = 0.0;
        for (index, (a, d)) in rows.enumerate() {
            total += L::evaluate(simd, &a[..width], target(index), &mut d[..width]);
        }
        total
    }
}

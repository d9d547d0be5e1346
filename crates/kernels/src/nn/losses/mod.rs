//! Losses: each file gives the loss and its gradient with respect to the output together.

mod categorical_crossentropy;
mod mean_squared_error;
mod quadratic;

use super::activations::Activation;
use super::dataset::{Target, Targets};
use super::spec::Unit;
use super::vector::scale;
use crate::simd::{Isa, Simd, SimdOp, reduce};
use crate::{Element, Error};

/// A loss of a whole batch.
trait BatchLoss {
    /// Sum of C over the samples, with ∂C/∂a left in `batch.d`, where what is behind each row's width stays 0.
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, batch: Batch<'_, T>) -> f64;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    CategoricalCrossentropy,
    MeanSquaredError,
    Quadratic,
}

const NAMES: &[(&str, Kind)] = &[
    ("categoricalCrossentropy", Kind::CategoricalCrossentropy),
    ("meanSquaredError", Kind::MeanSquaredError),
    ("quadratic", Kind::Quadratic),
    ("sparseCategoricalCrossentropy", Kind::CategoricalCrossentropy),
];

/// A registered loss with its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    kind: Kind,
    /// Counts on the loss, where a model has several.
    weight: f64,
    /// Whether the derivative of the activation before it is included.
    is_fused: bool,
}

impl Loss {
    /// # Errors
    /// When no loss has this name, or an argument does not fit.
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        let Some(&(_, kind)) = NAMES.iter().find(|(name, _)| *name == unit.kind) else {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            return Err(unit.unknown("loss", &names));
        };
        Ok(Self { kind, weight: unit.number("weight", 1.0)?, is_fused: false })
    }

    /// The activation whose derivative the loss can include: then nothing is clipped, and nothing cancels.
    pub fn partner(&self) -> Option<Activation> {
        (self.kind == Kind::CategoricalCrossentropy).then_some(Activation::SOFTMAX)
    }

    /// From now on the derivative of [`Self::partner`] is included.
    pub fn fuse(&mut self) {
        self.is_fused = true;
    }

    /// Whether a single output means its class by its sign, and not by the side of ½.
    pub fn is_of_logits(&self) -> bool {
        false
    }

    /// Sum of the losses over a batch, with the gradients of the sum left in `batch.d`.
    pub fn evaluate<T: Element>(self, isa: Isa, mut batch: Batch<'_, T>) -> f64 {
        let Some(weights) = batch.targets.weights() else {
            let sum = T::dispatch(isa, Evaluate { loss: self, batch: batch.reborrow() });
            if self.weight.to_bits() != 1f64.to_bits() {
                scale(isa, batch.d, T::from_f64(self.weight));
            }
            return sum * self.weight;
        };
        let mut total = 0.0;
        for (row, &sample) in batch.samples.iter().enumerate() {
            let weight = weights[sample as usize].to_f64() * self.weight;
            let one = batch.row(row);
            let loss = T::dispatch(isa, Evaluate { loss: self, batch: one });
            scale(isa, batch.row(row).d, T::from_f64(weight));
            // What does not count may even be infinite.
            if weight != 0.0 {
                total += weight * loss;
            }
        }
        total
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
    pub targets: &'a Targets<T>,
    /// Which of them, row by row.
    pub samples: &'a [u32],
}

impl<'a, T: Element> Batch<'a, T> {
    fn reborrow(&mut self) -> Batch<'_, T> {
        Batch { d: &mut *self.d, ..*self }
    }

    fn row(&mut self, index: usize) -> Batch<'_, T> {
        let range = index * self.stride..(index + 1) * self.stride;
        let (a, samples) = (&self.a[range.clone()], &self.samples[index..=index]);
        Batch { a, samples, d: &mut self.d[range], ..*self }
    }

    /// Each sample's outputs, target and gradient.
    #[inline(always)]
    fn rows(&mut self) -> impl Iterator<Item = (&'a [T], Target<'a, T>, &mut [T])> {
        let Batch { a, d, stride, width, targets, samples } = self;
        let (a, targets, samples, stride, width) = (*a, *targets, *samples, *stride, *width);
        a.chunks_exact(stride).zip(d.chunks_exact_mut(stride)).zip(samples).map(
            #[inline(always)]
            move |((a, d), &sample)| (&a[..width], targets.of(sample as usize), &mut d[..width]),
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
        match (self.loss.kind, self.loss.is_fused) {
            (Kind::CategoricalCrossentropy, false) => {
                categorical_crossentropy::FromProbabilities.evaluate(simd, self.batch)
            }
            (Kind::CategoricalCrossentropy, true) => {
                categorical_crossentropy::FromSoftmax.evaluate(simd, self.batch)
            }
            (Kind::MeanSquaredError, _) => mean_squared_error::MeanSquaredError.evaluate(simd, self.batch),
            (Kind::Quadratic, _) => quadratic::Quadratic.evaluate(simd, self.batch),
        }
    }
}

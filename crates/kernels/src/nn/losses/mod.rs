//! Losses: one file each, which computes the loss and its gradient with respect to the output together. This
//! file is the registry.

mod batch;
mod binary_crossentropy;
mod categorical_crossentropy;
mod hinge;
mod huber;
mod kullback_leibler;
mod loss_function;
mod mean_absolute_error;
mod mean_squared_error;
mod quadratic;
mod smoothing;

pub use batch::LossBatch;

use super::activations::Activation;
use super::spec::OpSpec;
use super::vector::scale;
use crate::simd::{Isa, Simd, SimdOp};
use crate::{Element, Error};
use loss_function::BatchLoss;
use smoothing::Smoothing;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LossKind {
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Hinge,
    Huber,
    KullbackLeibler,
    MeanAbsoluteError,
    MeanSquaredError,
    Quadratic,
    SquaredHinge,
}

const NAMES: &[(&str, LossKind)] = &[
    ("binaryCrossentropy", LossKind::BinaryCrossentropy),
    ("categoricalCrossentropy", LossKind::CategoricalCrossentropy),
    ("hinge", LossKind::Hinge),
    ("huber", LossKind::Huber),
    ("kullbackLeibler", LossKind::KullbackLeibler),
    ("meanAbsoluteError", LossKind::MeanAbsoluteError),
    ("meanSquaredError", LossKind::MeanSquaredError),
    ("quadratic", LossKind::Quadratic),
    ("sparseCategoricalCrossentropy", LossKind::CategoricalCrossentropy),
    ("squaredHinge", LossKind::SquaredHinge),
];

/// A registered loss with its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    kind: LossKind,
    /// Factor of the loss, where a model has several.
    weight: f64,
    /// δ of the Huber loss.
    delta: f64,
    /// Share of each target that is spread evenly over all classes.
    label_smoothing: f64,
    /// Whether the outputs are logits, and not probabilities.
    from_logits: bool,
    /// Whether the gradient is the one with respect to the input of the activation before the loss.
    is_fused: bool,
}

impl Loss {
    /// Names of all registered losses.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// # Errors
    /// When no loss has this name, or an argument does not fit.
    pub fn parse(spec: &OpSpec) -> Result<Self, Error> {
        let Some(&(_, kind)) = NAMES.iter().find(|(name, _)| *name == spec.kind) else {
            return Err(spec.unknown("loss", &Self::names().collect::<Vec<_>>()));
        };
        Ok(Self {
            kind,
            weight: spec.number("weight", 1.0)?,
            delta: spec.number("delta", 1.0)?,
            label_smoothing: spec.number("labelSmoothing", 0.0)?,
            from_logits: spec.flag("fromLogits", false),
            is_fused: false,
        })
    }

    /// The activation whose derivative the loss can include, so that nothing is clipped and nothing cancels.
    pub fn fusable_activation(&self) -> Option<Activation> {
        match self.kind {
            LossKind::BinaryCrossentropy if !self.from_logits => Some(Activation::SIGMOID),
            LossKind::CategoricalCrossentropy if !self.from_logits => Some(Activation::SOFTMAX),
            _ => None,
        }
    }

    /// Includes the derivative of [`Self::fusable_activation`] from now on.
    pub fn fuse(&mut self) {
        self.is_fused = true;
    }

    /// Whether the class of a single output is decided at 0, and not at ½.
    pub fn has_boundary_at_zero(&self) -> bool {
        self.from_logits || matches!(self.kind, LossKind::Hinge | LossKind::SquaredHinge)
    }

    /// Returns the sum of the losses over a batch and writes the gradients of that sum to `batch.d`.
    ///
    /// Without sample weights, one call covers the whole batch. With them each row is a call of its own,
    /// whose gradient is then scaled by the weight of its sample.
    pub fn evaluate<T: Element>(self, isa: Isa, mut batch: LossBatch<'_, T>) -> f64 {
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
            // A sample of weight 0 is left out, not multiplied: its loss may be infinite, and 0 · ∞ is NaN.
            if weight == 0.0 {
                batch.row(row).d.fill(T::ZERO);
                continue;
            }
            let loss = T::dispatch(isa, Evaluate { loss: self, batch: batch.row(row) });
            scale(isa, batch.row(row).d, T::from_f64(weight));
            total += weight * loss;
        }
        total
    }
}

struct Evaluate<'a, T> {
    loss: Loss,
    batch: LossBatch<'a, T>,
}

impl<T: Element> SimdOp<T> for Evaluate<'_, T> {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        let Self { loss: Loss { kind, label_smoothing, from_logits, is_fused, delta, .. }, batch } = self;
        let classes = if kind == LossKind::BinaryCrossentropy { 2 } else { batch.features };
        let smoothing = Smoothing::new(label_smoothing, classes);
        match kind {
            LossKind::BinaryCrossentropy if from_logits => {
                binary_crossentropy::FromLogits(smoothing).evaluate(simd, batch)
            }
            LossKind::BinaryCrossentropy if is_fused => {
                binary_crossentropy::FromSigmoid(smoothing).evaluate(simd, batch)
            }
            LossKind::BinaryCrossentropy => {
                binary_crossentropy::FromProbabilities(smoothing).evaluate(simd, batch)
            }
            LossKind::CategoricalCrossentropy if from_logits => {
                categorical_crossentropy::FromLogits(smoothing).evaluate(simd, batch)
            }
            LossKind::CategoricalCrossentropy if is_fused => {
                categorical_crossentropy::FromSoftmax(smoothing).evaluate(simd, batch)
            }
            LossKind::CategoricalCrossentropy => {
                categorical_crossentropy::FromProbabilities(smoothing).evaluate(simd, batch)
            }
            LossKind::Hinge => hinge::Hinge.evaluate(simd, batch),
            LossKind::Huber => huber::Huber(delta).evaluate(simd, batch),
            LossKind::KullbackLeibler => kullback_leibler::KullbackLeibler.evaluate(simd, batch),
            LossKind::MeanAbsoluteError => mean_absolute_error::MeanAbsoluteError.evaluate(simd, batch),
            LossKind::MeanSquaredError => mean_squared_error::MeanSquaredError.evaluate(simd, batch),
            LossKind::Quadratic => quadratic::Quadratic.evaluate(simd, batch),
            LossKind::SquaredHinge => hinge::SquaredHinge.evaluate(simd, batch),
        }
    }
}

//! Losses: each file gives the loss and its gradient with respect to the output together.

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

pub use batch::Batch;

use super::activations::Activation;
use super::spec::Unit;
use super::vector::scale;
use crate::simd::{Isa, Simd, SimdOp};
use crate::{Element, Error};
use loss_function::BatchLoss;
use smoothing::Smoothing;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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

const NAMES: &[(&str, Kind)] = &[
    ("binaryCrossentropy", Kind::BinaryCrossentropy),
    ("categoricalCrossentropy", Kind::CategoricalCrossentropy),
    ("hinge", Kind::Hinge),
    ("huber", Kind::Huber),
    ("kullbackLeibler", Kind::KullbackLeibler),
    ("meanAbsoluteError", Kind::MeanAbsoluteError),
    ("meanSquaredError", Kind::MeanSquaredError),
    ("quadratic", Kind::Quadratic),
    ("sparseCategoricalCrossentropy", Kind::CategoricalCrossentropy),
    ("squaredHinge", Kind::SquaredHinge),
];

/// A registered loss with its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    kind: Kind,
    /// Counts on the loss, where a model has several.
    weight: f64,
    /// Of the Huber loss.
    delta: f64,
    /// Share of each target that is spread over all classes.
    label_smoothing: f64,
    /// Whether the outputs are logarithms of odds instead of probabilities.
    from_logits: bool,
    /// Whether the derivative of the activation before it is included.
    is_fused: bool,
}

impl Loss {
    /// Of all that are registered.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// # Errors
    /// When no loss has this name, or an argument does not fit.
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        let Some(&(_, kind)) = NAMES.iter().find(|(name, _)| *name == unit.kind) else {
            return Err(unit.unknown("loss", &Self::names().collect::<Vec<_>>()));
        };
        Ok(Self {
            kind,
            weight: unit.number("weight", 1.0)?,
            delta: unit.number("delta", 1.0)?,
            label_smoothing: unit.number("labelSmoothing", 0.0)?,
            from_logits: unit.flag("fromLogits", false),
            is_fused: false,
        })
    }

    /// The activation whose derivative the loss can include: then nothing is clipped, and nothing cancels.
    pub fn partner(&self) -> Option<Activation> {
        match self.kind {
            Kind::BinaryCrossentropy if !self.from_logits => Some(Activation::SIGMOID),
            Kind::CategoricalCrossentropy if !self.from_logits => Some(Activation::SOFTMAX),
            _ => None,
        }
    }

    /// From now on the derivative of [`Self::partner`] is included.
    pub fn fuse(&mut self) {
        self.is_fused = true;
    }

    /// Whether a single output means its class by its sign, and not by the side of ½.
    pub fn is_of_logits(&self) -> bool {
        self.from_logits || matches!(self.kind, Kind::Hinge | Kind::SquaredHinge)
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
            // What does not count may even be infinite.
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
    batch: Batch<'a, T>,
}

impl<T: Element> SimdOp<T> for Evaluate<'_, T> {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        let Self { loss: Loss { kind, label_smoothing, from_logits, is_fused, delta, .. }, batch } = self;
        let classes = if kind == Kind::BinaryCrossentropy { 2 } else { batch.width };
        let smoothing = Smoothing::new(label_smoothing, classes);
        match kind {
            Kind::BinaryCrossentropy if from_logits => {
                binary_crossentropy::FromLogits(smoothing).evaluate(simd, batch)
            }
            Kind::BinaryCrossentropy if is_fused => {
                binary_crossentropy::FromSigmoid(smoothing).evaluate(simd, batch)
            }
            Kind::BinaryCrossentropy => {
                binary_crossentropy::FromProbabilities(smoothing).evaluate(simd, batch)
            }
            Kind::CategoricalCrossentropy if from_logits => {
                categorical_crossentropy::FromLogits(smoothing).evaluate(simd, batch)
            }
            Kind::CategoricalCrossentropy if is_fused => {
                categorical_crossentropy::FromSoftmax(smoothing).evaluate(simd, batch)
            }
            Kind::CategoricalCrossentropy => {
                categorical_crossentropy::FromProbabilities(smoothing).evaluate(simd, batch)
            }
            Kind::Hinge => hinge::Hinge.evaluate(simd, batch),
            Kind::Huber => huber::Huber(delta).evaluate(simd, batch),
            Kind::KullbackLeibler => kullback_leibler::KullbackLeibler.evaluate(simd, batch),
            Kind::MeanAbsoluteError => mean_absolute_error::MeanAbsoluteError.evaluate(simd, batch),
            Kind::MeanSquaredError => mean_squared_error::MeanSquaredError.evaluate(simd, batch),
            Kind::Quadratic => quadratic::Quadratic.evaluate(simd, batch),
            Kind::SquaredHinge => hinge::SquaredHinge.evaluate(simd, batch),
        }
    }
}

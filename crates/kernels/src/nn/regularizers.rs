//! Penalties that are added to the loss: of parameters, and of a layer's outputs.

use super::layers::layer::Layer;
use super::spec::OpSpec;
use super::vector::{add_slope, penalty};
use crate::{Element, Error, Isa};
use std::ops::Range;

/// λ₁ Σ|w| + λ₂ Σw²
#[derive(Clone, Copy, Debug, PartialEq)]
struct Penalty {
    l1: f64,
    l2: f64,
}

impl Penalty {
    /// Reads the penalty of `kernel` from the arguments `kernelL1` and `kernelL2`; none where both are absent
    /// or 0.
    fn parse(spec: &OpSpec, name: &str) -> Result<Option<Self>, Error> {
        let l1 = spec.number(&format!("{name}L1"), 0.0)?;
        let l2 = spec.number(&format!("{name}L2"), 0.0)?;
        Ok((l1 != 0.0 || l2 != 0.0).then_some(Self { l1, l2 }))
    }

    fn cost<T: Element>(self, isa: Isa, values: &[T]) -> f64 {
        penalty(isa, values, self.l1, self.l2)
    }

    /// gradient ← gradient + share · (λ₁ sign w + 2 λ₂ w)
    fn add_gradient<T: Element>(self, isa: Isa, values: &[T], gradient: &mut [T], share: f64) {
        add_slope(isa, gradient, values, T::from_f64(share * self.l1), T::from_f64(share * 2.0 * self.l2));
    }
}

/// The penalty of a layer's outputs, summed over the samples of a batch.
#[derive(Clone, Copy, Debug)]
pub struct ActivityRegularizer(Penalty);

impl ActivityRegularizer {
    /// # Errors
    /// When `activityL1` or `activityL2` is not a number.
    pub fn parse(spec: &OpSpec) -> Result<Option<Self>, Error> {
        Ok(Penalty::parse(spec, "activity")?.map(Self))
    }

    /// The penalty of rows of outputs, `stride` apart, of which the first `features` values count.
    pub fn cost<T: Element>(self, isa: Isa, outputs: &[T], stride: usize, features: usize) -> f64 {
        outputs.chunks_exact(stride).map(|row| self.0.cost(isa, &row[..features])).sum()
    }

    /// Adds the gradient of `share` times the penalty to `deltas`, in rows like those of the outputs.
    pub fn add_gradient<T: Element>(
        self,
        isa: Isa,
        outputs: &[T],
        deltas: &mut [T],
        (stride, features): (usize, usize),
        share: f64,
    ) {
        for (a, d) in outputs.chunks_exact(stride).zip(deltas.chunks_exact_mut(stride)) {
            self.0.add_gradient(isa, &a[..features], &mut d[..features], share);
        }
    }
}

/// The penalties of all parameters of a model, each with its range in the region of parameters.
#[derive(Default)]
pub struct WeightRegularizers(Vec<(Range<usize>, Penalty)>);

impl WeightRegularizers {
    /// Adds the penalties of the next layer, whose parameters lie in `range`.
    /// # Errors
    /// When an argument is not a number.
    pub fn add<T: Element>(
        &mut self,
        spec: &OpSpec,
        layer: &dyn Layer<T>,
        range: &Range<usize>,
    ) -> Result<(), Error> {
        for (index, parameter) in layer.parameters().iter().enumerate().filter(|(_, p)| p.is_trained) {
            if let Some(penalty) = Penalty::parse(spec, parameter.name)? {
                let own = layer.parameter_range(index);
                self.0.push((range.start + own.start..range.start + own.end, penalty));
            }
        }
        Ok(())
    }

    /// Whether no parameter has a penalty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sum of the penalties.
    pub fn cost<T: Element>(&self, isa: Isa, parameters: &[T]) -> f64 {
        self.0.iter().map(|(range, penalty)| penalty.cost(isa, &parameters[range.clone()])).sum()
    }

    /// Adds the penalties' gradients to those of the mean loss.
    pub fn add_gradients<T: Element>(&self, isa: Isa, parameters: &[T], gradients: &mut [T]) {
        for (range, penalty) in &self.0 {
            penalty.add_gradient(isa, &parameters[range.clone()], &mut gradients[range.clone()], 1.0);
        }
    }
}

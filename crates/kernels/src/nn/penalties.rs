//! What parameters and outputs cost beside the loss, and the bounds that parameters are kept in.

use super::layers::Layer;
use super::plan::Node;
use super::spec::Unit;
use super::vector::{add_slope, penalty};
use crate::{Element, Error, Isa};
use std::ops::Range;

/// λ₁ Σ|w| + λ₂ Σw²
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Penalty {
    l1: f64,
    l2: f64,
}

impl Penalty {
    /// The penalty of `kernel` is given by `kernelL1` and `kernelL2`; none where both are absent or 0.
    fn parse(unit: &Unit, name: &str) -> Result<Option<Self>, Error> {
        let l1 = unit.number(&format!("{name}L1"), 0.0)?;
        let l2 = unit.number(&format!("{name}L2"), 0.0)?;
        Ok((l1 != 0.0 || l2 != 0.0).then_some(Self { l1, l2 }))
    }

    fn cost<T: Element>(self, isa: Isa, values: &[T]) -> f64 {
        penalty(isa, values, self.l1, self.l2)
    }

    /// gradient ← gradient + λ₁ sign w + 2 λ₂ w
    fn add_gradient<T: Element>(self, isa: Isa, values: &[T], gradient: &mut [T]) {
        add_slope(isa, gradient, values, T::from_f64(self.l1), T::from_f64(2.0 * self.l2));
    }
}

/// What a layer's outputs cost.
#[derive(Clone, Copy, Debug)]
pub struct Activity(Penalty);

impl Activity {
    /// # Errors
    /// When an argument is no number.
    pub fn parse(unit: &Unit) -> Result<Option<Self>, Error> {
        Ok(Penalty::parse(unit, "activity")?.map(Self))
    }

    /// Summed over a batch.
    pub fn cost<T: Element>(self, isa: Isa, outputs: &[T], stride: usize, width: usize) -> f64 {
        outputs.chunks_exact(stride).map(|row| self.0.cost(isa, &row[..width])).sum()
    }

    /// Of the sum over a batch.
    pub fn add_gradient<T: Element>(
        self,
        isa: Isa,
        outputs: &[T],
        deltas: &mut [T],
        stride: usize,
        width: usize,
    ) {
        for (a, d) in outputs.chunks_exact(stride).zip(deltas.chunks_exact_mut(stride)) {
            self.0.add_gradient(isa, &a[..width], &mut d[..width]);
        }
    }
}

struct MaxNorm {
    node: usize,
    parameter: usize,
    limit: f64,
}

/// Of all parameters of a model.
#[derive(Default)]
pub struct Penalties {
    costs: Vec<(Range<usize>, Penalty)>,
    bounds: Vec<MaxNorm>,
    nodes: usize,
}

impl Penalties {
    /// Those of the next layer.
    /// # Errors
    /// When an argument is no number.
    pub fn add<T: Element>(
        &mut self,
        unit: &Unit,
        layer: &dyn Layer<T>,
        place: &Range<usize>,
    ) -> Result<(), Error> {
        for (index, parameter) in layer.parameters().iter().enumerate() {
            if !parameter.is_trained {
                continue;
            }
            let own = layer.place(index);
            if let Some(penalty) = Penalty::parse(unit, parameter.name)? {
                self.costs.push((place.start + own.start..place.start + own.end, penalty));
            }
            let limit = unit.number(&format!("{}MaxNorm", parameter.name), f64::INFINITY)?;
            if limit < f64::INFINITY {
                self.bounds.push(MaxNorm { node: self.nodes, parameter: index, limit });
            }
        }
        self.nodes += 1;
        Ok(())
    }

    /// Whether a step is more than its optimizer's.
    pub fn is_empty(&self) -> bool {
        self.costs.is_empty() && self.bounds.is_empty()
    }

    /// Their sum.
    pub fn cost<T: Element>(&self, isa: Isa, parameters: &[T]) -> f64 {
        self.costs.iter().map(|(range, penalty)| penalty.cost(isa, &parameters[range.clone()])).sum()
    }

    /// Adds theirs to the gradients of the mean loss.
    pub fn add_gradients<T: Element>(&self, isa: Isa, parameters: &[T], gradients: &mut [T]) {
        for (range, penalty) in &self.costs {
            penalty.add_gradient(isa, &parameters[range.clone()], &mut gradients[range.clone()]);
        }
    }

    /// Values of the largest parameter that has a bound.
    pub fn scratch_length<T: Element>(&self, nodes: &[Node<T>]) -> usize {
        let sizes =
            self.bounds.iter().map(|bound| nodes[bound.node].layer.parameters()[bound.parameter].size());
        sizes.max().unwrap_or(0)
    }

    /// Scales down what is beyond its bound: the weights of each unit, that is along all axes but the last.
    pub fn constrain<T: Element>(&self, nodes: &[Node<T>], parameters: &mut [T], scratch: &mut [T]) {
        for bound in &self.bounds {
            let node = &nodes[bound.node];
            let shape = &node.layer.parameters()[bound.parameter].shape;
            let units = if shape.len() > 1 { shape[shape.len() - 1] } else { 1 };
            let values = &mut scratch[..shape.iter().product()];
            let own = &mut parameters[node.parameters.clone()];
            node.layer.read(bound.parameter, own, values);
            let mut is_beyond = false;
            for unit in 0..units {
                let squares = values.iter().skip(unit).step_by(units).map(|w| w.to_f64() * w.to_f64());
                let norm = libm::sqrt(squares.sum());
                if norm > bound.limit {
                    is_beyond = true;
                    let factor = T::from_f64(bound.limit / norm);
                    for value in values.iter_mut().skip(unit).step_by(units) {
                        *value = *value * factor;
                    }
                }
            }
            if is_beyond {
                node.layer.write(bound.parameter, values, own);
            }
        }
    }
}

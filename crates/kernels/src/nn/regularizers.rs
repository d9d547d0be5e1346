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

    /// gradient ← gradient + share · (λ₁ sign w + 2 λ₂ w)
    fn add_gradient<T: Element>(self, isa: Isa, values: &[T], gradient: &mut [T], share: f64) {
        add_slope(isa, gradient, values, T::from_f64(share * self.l1), T::from_f64(share * 2.0 * self.l2));
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

    /// Of `share` of the sum over a batch.
    pub fn add_gradient<T: Element>(
        self,
        isa: Isa,
        outputs: &[T],
        deltas: &mut [T],
        (stride, width): (usize, usize),
        share: f64,
    ) {
        for (a, d) in outputs.chunks_exact(stride).zip(deltas.chunks_exact_mut(stride)) {
            self.0.add_gradient(isa, &a[..width], &mut d[..width], share);
        }
    }
}

struct MaxNorm {
    node: usize,
    parameter: usize,
    limit: f64,
    /// Over which the norms are taken.
    axes: Vec<usize>,
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
                let axes = unit.text(&format!("{}MaxNormAxes", parameter.name)).unwrap_or("0");
                let axes = axes.split(',').filter_map(|axis| axis.parse().ok()).collect();
                self.bounds.push(MaxNorm { node: self.nodes, parameter: index, limit, axes });
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
            penalty.add_gradient(isa, &parameters[range.clone()], &mut gradients[range.clone()], 1.0);
        }
    }

    /// For values and norms of the largest parameter that has a bound.
    pub fn scratch_length<T: Element>(&self, nodes: &[Node<T>]) -> usize {
        let sizes =
            self.bounds.iter().map(|bound| nodes[bound.node].layer.parameters()[bound.parameter].size());
        2 * sizes.max().unwrap_or(0)
    }

    /// Scales down the weights whose norm is beyond its bound.
    pub fn constrain<T: Element>(&self, nodes: &[Node<T>], parameters: &mut [T], scratch: &mut [T]) {
        for bound in &self.bounds {
            let node = &nodes[bound.node];
            let parameter = &node.layer.parameters()[bound.parameter];
            let (values, norms) = scratch.split_at_mut(parameter.size());
            let own = &mut parameters[node.parameters.clone()];
            node.layer.read(bound.parameter, own, values);
            if bound.shorten(&parameter.shape, values, &mut norms[..values.len()]) {
                node.layer.write(bound.parameter, values, own);
            }
        }
    }
}

impl MaxNorm {
    /// Whether anything was beyond the bound.
    fn shorten<T: Element>(&self, shape: &[usize], values: &mut [T], norms: &mut [T]) -> bool {
        norms.fill(T::ZERO);
        for (index, &value) in values.iter().enumerate() {
            norms[self.group(shape, index)] += value * value;
        }
        let mut is_beyond = false;
        for (index, value) in values.iter_mut().enumerate() {
            let norm = libm::sqrt(norms[self.group(shape, index)].to_f64());
            if norm > self.limit {
                is_beyond = true;
                *value = *value * T::from_f64(self.limit / norm);
            }
        }
        is_beyond
    }

    /// The place along the other axes: values there share a norm.
    fn group(&self, shape: &[usize], index: usize) -> usize {
        let (mut rest, mut group, mut stride) = (index, 0, 1);
        for (axis, &size) in shape.iter().enumerate().rev() {
            if !self.axes.contains(&axis) {
                group += rest % size * stride;
                stride *= size;
            }
            rest /= size;
        }
        group
    }
}

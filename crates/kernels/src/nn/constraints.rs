//! Bounds that parameters are kept within after each step of the optimizer.

use super::layers::layer::Layer;
use super::node::Node;
use super::spec::OpSpec;
use crate::{Element, Error};

/// The largest L2 norm of a parameter along some of its axes.
struct MaxNorm {
    node: usize,
    parameter: usize,
    limit: f64,
    /// The axes over which squares are summed; each position along the other axes has a norm of its own.
    axes: Vec<usize>,
}

/// The bounds of all parameters of a model.
#[derive(Default)]
pub struct Constraints(Vec<MaxNorm>);

impl Constraints {
    /// Adds the bounds of the layer that becomes node number `node`: `kernelMaxNorm=2 kernelMaxNormAxes=0,1`.
    /// # Errors
    /// When a bound is not a number.
    pub fn add<T: Element>(&mut self, spec: &OpSpec, layer: &dyn Layer<T>, node: usize) -> Result<(), Error> {
        for (index, parameter) in layer.parameters().iter().enumerate().filter(|(_, p)| p.is_trained) {
            let limit = spec.number(&format!("{}MaxNorm", parameter.name), f64::INFINITY)?;
            if limit < f64::INFINITY {
                let axes = spec.text(&format!("{}MaxNormAxes", parameter.name)).unwrap_or("0");
                let axes = axes.split(',').filter_map(|axis| axis.parse().ok()).collect();
                self.0.push(MaxNorm { node, parameter: index, limit, axes });
            }
        }
        Ok(())
    }

    /// Whether no parameter has a bound.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Elements that [`Self::apply`] needs: values and norms of the largest parameter that has a bound.
    pub fn scratch_length<T: Element>(&self, nodes: &[Node<T>]) -> usize {
        let sizes = self.0.iter().map(|bound| nodes[bound.node].layer.parameters()[bound.parameter].size());
        2 * sizes.max().unwrap_or(0)
    }

    /// Scales weights whose norm is above its limit down to the limit.
    pub fn apply<T: Element>(&self, nodes: &[Node<T>], parameters: &mut [T], scratch: &mut [T]) {
        for bound in &self.0 {
            let node = &nodes[bound.node];
            let parameter = &node.layer.parameters()[bound.parameter];
            let (values, norms) = scratch.split_at_mut(parameter.size());
            let own = &mut parameters[node.parameters.clone()];
            node.layer.read(bound.parameter, own, values);
            if bound.scale_down(&parameter.shape, values, &mut norms[..values.len()]) {
                node.layer.write(bound.parameter, values, own);
            }
        }
    }
}

impl MaxNorm {
    /// Scales the row-major `values` of a parameter; returns whether any norm was above the limit.
    fn scale_down<T: Element>(&self, shape: &[usize], values: &mut [T], norms: &mut [T]) -> bool {
        norms.fill(T::ZERO);
        for (index, &value) in values.iter().enumerate() {
            norms[self.group(shape, index)] += value * value;
        }
        let mut has_changed = false;
        for (index, value) in values.iter_mut().enumerate() {
            let norm = libm::sqrt(norms[self.group(shape, index)].to_f64());
            if norm > self.limit {
                has_changed = true;
                *value = *value * T::from_f64(self.limit / norm);
            }
        }
        has_changed
    }

    /// The row-major index of a value along the axes that are not summed: values with the same one share a
    /// norm.
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

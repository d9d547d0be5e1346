//! Where everything lies: the tensors of a graph, its layers, and the arena cut into regions.

use super::constraints::Constraints;
use super::layers::build;
use super::layers::layer::{Layer, Parameter};
use super::memory::Regions;
use super::node::Node;
use super::regularizers::{ActivityRegularizer, WeightRegularizers};
use super::spec::Spec;
use super::tensors::{Target, Tensor};
use crate::gemm::panels::stride;
use crate::{Element, Error, Isa};
use std::ops::Range;

/// A whole model in its places.
pub struct Plan<T> {
    /// Number of the tensors that are the model's inputs.
    pub inputs: usize,
    /// Inputs first, then the output of each node.
    pub tensors: Vec<Tensor>,
    /// In an order in which each reads only what comes before it.
    pub nodes: Vec<Node<T>>,
    /// The tensors that the model answers.
    pub outputs: Vec<usize>,
    /// Penalties of the parameters.
    pub regularizers: WeightRegularizers,
    /// Bounds of the parameters.
    pub constraints: Constraints,
    /// Without the optimizer's state, which the program adds.
    pub regions: Regions,
}

impl<T: Element> Plan<T> {
    /// # Errors
    /// When a layer is unknown or does not fit the tensors that it reads.
    pub fn new(spec: &Spec, isa: Isa) -> Result<Self, Error> {
        let mut plan = Self {
            inputs: spec.inputs.len(),
            tensors: Vec::new(),
            nodes: Vec::new(),
            outputs: spec.outputs.clone(),
            regularizers: WeightRegularizers::default(),
            constraints: Constraints::default(),
            regions: Regions::default(),
        };
        for shape in &spec.inputs {
            let width = shape.iter().fold(1, |width: usize, &size| width.saturating_mul(size));
            let values = Regions::take(&mut plan.regions.batch, width.saturating_mul(spec.batch));
            plan.tensor(isa, spec.batch, width, values, spec.input_gradients);
        }
        for layer in &spec.layers {
            let widths: Vec<usize> = layer.from.iter().map(|&tensor| plan.tensors[tensor].width).collect();
            let unit = &layer.unit;
            plan.node(unit, build(unit, &widths, isa)?, &layer.from, (isa, spec.batch))?;
        }
        plan.place_deltas();
        Ok(plan)
    }

    fn tensor(&mut self, isa: Isa, batch: usize, width: usize, values: Range<usize>, has_deltas: bool) {
        let stride = stride::<T>(isa, width);
        let length = if has_deltas { stride.saturating_mul(batch) } else { 0 };
        let deltas = Regions::take(&mut self.regions.deltas, length);
        self.tensors.push(Tensor { width, stride, values, deltas, offsets: Vec::new() });
    }

    fn node(
        &mut self,
        unit: &super::spec::Unit,
        layer: Box<dyn Layer<T>>,
        from: &[usize],
        (isa, batch): (Isa, usize),
    ) -> Result<(), Error> {
        let width = layer.width();
        let length = stride::<T>(isa, width).saturating_mul(batch);
        let regions = &mut self.regions;
        let parameters = Regions::take(&mut regions.parameters, layer.parameter_length());
        let statistics = Regions::take(&mut regions.statistics, layer.statistics_length());
        let kept = Regions::take(&mut regions.kept, layer.kept_length(batch));
        let values = Regions::take(&mut regions.outputs, length);
        regions.scratch = regions.scratch.max(layer.scratch_length(batch));
        self.regularizers.add(unit, &*layer, &parameters)?;
        self.constraints.add(unit, &*layer, self.nodes.len())?;
        self.tensor(isa, batch, width, values, true);
        let (to, from) = (self.tensors.len() - 1, from.to_vec());
        let activity = ActivityRegularizer::parse(unit)?;
        self.nodes.push(Node {
            layer,
            from,
            to,
            targets: Vec::new(),
            parameters,
            statistics,
            kept,
            activity,
        });
        Ok(())
    }

    /// The last reader of a tensor, backwards the first, writes its deltas; the others add to them. The loss
    /// has written those of an output before any layer.
    fn place_deltas(&mut self) {
        let mut written = vec![false; self.tensors.len()];
        for &output in &self.outputs {
            written[output] = true;
        }
        for node in self.nodes.iter_mut().rev() {
            let mut spare = 0;
            for &tensor in &node.from {
                let deltas = self.tensors[tensor].deltas.clone();
                node.targets.push(if deltas.is_empty() {
                    Target::Nowhere
                } else if written[tensor] {
                    Target::Added(Regions::take(&mut spare, deltas.len()), deltas)
                } else {
                    Target::Deltas(deltas)
                });
                written[tensor] = true;
            }
            self.regions.spare = self.regions.spare.max(spare);
        }
    }

    /// Fills in what needs memory, once the arena was got.
    pub fn place_rows(&mut self, batch: usize) {
        for tensor in &mut self.tensors {
            tensor.offsets = (0..batch).map(|row| row * tensor.stride).collect();
        }
    }

    /// How many layers, and losses, read a tensor.
    pub fn readers(&self, tensor: usize) -> usize {
        let layers = self.nodes.iter().flat_map(|node| &node.from).filter(|&&from| from == tensor);
        layers.count() + self.outputs.iter().filter(|&&output| output == tensor).count()
    }

    /// The node that owns the model's `index`-th parameter, and which of its own that is.
    /// # Errors
    /// When there are not as many.
    pub fn parameter(&self, index: usize) -> Result<(&Node<T>, usize, &Parameter), Error> {
        let mut before = 0;
        for node in &self.nodes {
            let own = node.layer.parameters();
            if let Some(parameter) = own.get(index - before) {
                return Ok((node, index - before, parameter));
            }
            before += own.len();
        }
        Err(Error::argument(
            "parameter-index",
            "program",
            format!("parameter {index}"),
            format!("the model has {before}"),
            "count from 0 in the order of the layers",
        ))
    }
}

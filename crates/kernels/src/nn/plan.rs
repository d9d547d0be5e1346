//! Plans a model: makes its layers, and decides where every tensor, parameter and gradient lies.

use super::constraints::Constraints;
use super::layers::build;
use super::layers::layer::{Layer, Parameter};
use super::memory::MemoryLayout;
use super::node::Node;
use super::regularizers::{ActivityRegularizer, WeightRegularizers};
use super::spec::{OpSpec, Spec};
use super::tensors::{GradientDestination, Tensor};
use crate::gemm::panels::stride;
use crate::{Element, Error, Isa};
use std::ops::Range;

/// A planned model.
pub struct Plan<T> {
    /// Number of the tensors that are the model's inputs.
    pub input_count: usize,
    /// Inputs first, then the output of each node; an id is an index into it.
    pub tensors: Vec<Tensor>,
    /// The layers, in an order in which each reads only what comes before it.
    pub nodes: Vec<Node<T>>,
    /// The tensors that are the model's outputs.
    pub output_ids: Vec<usize>,
    /// Penalties of the parameters.
    pub regularizers: WeightRegularizers,
    /// Bounds of the parameters.
    pub constraints: Constraints,
    /// Lengths of the memory's regions, without the optimizer's state, which the program adds.
    pub layout: MemoryLayout,
}

impl<T: Element> Plan<T> {
    /// Plans the model of a spec.
    /// # Errors
    /// When a layer is unknown or does not fit the tensors that it reads.
    pub fn new(spec: &Spec, isa: Isa) -> Result<Self, Error> {
        let mut plan = Self {
            input_count: spec.inputs.len(),
            tensors: Vec::new(),
            nodes: Vec::new(),
            output_ids: spec.output_ids.clone(),
            regularizers: WeightRegularizers::default(),
            constraints: Constraints::default(),
            layout: MemoryLayout::default(),
        };
        for shape in &spec.inputs {
            let features = shape.iter().fold(1, |features: usize, &size| features.saturating_mul(size));
            let length = features.saturating_mul(spec.batch_size);
            let values = MemoryLayout::append(&mut plan.layout.converted_inputs, length);
            plan.add_tensor(isa, spec.batch_size, features, values, spec.input_gradients);
        }
        for layer in &spec.layers {
            let features: Vec<usize> = layer.input_ids.iter().map(|&id| plan.tensors[id].features).collect();
            let built = build(&layer.op, &features, isa)?;
            plan.add_node(&layer.op, built, &layer.input_ids, (isa, spec.batch_size))?;
        }
        plan.plan_gradients();
        Ok(plan)
    }

    fn add_tensor(
        &mut self,
        isa: Isa,
        batch_size: usize,
        features: usize,
        values: Range<usize>,
        has_deltas: bool,
    ) {
        let stride = stride::<T>(isa, features);
        let length = if has_deltas { stride.saturating_mul(batch_size) } else { 0 };
        let deltas = MemoryLayout::append(&mut self.layout.deltas, length);
        self.tensors.push(Tensor { features, stride, values, deltas, offsets: Vec::new() });
    }

    fn add_node(
        &mut self,
        op: &OpSpec,
        layer: Box<dyn Layer<T>>,
        input_ids: &[usize],
        (isa, batch_size): (Isa, usize),
    ) -> Result<(), Error> {
        let features = layer.features();
        let length = stride::<T>(isa, features).saturating_mul(batch_size);
        let layout = &mut self.layout;
        let parameters = MemoryLayout::append(&mut layout.parameters, layer.parameter_length());
        let buffers = MemoryLayout::append(&mut layout.buffers, layer.buffer_length());
        let saved = MemoryLayout::append(&mut layout.saved, layer.saved_length(batch_size));
        let values = MemoryLayout::append(&mut layout.outputs, length);
        layout.layer_scratch = layout.layer_scratch.max(layer.scratch_length(batch_size));
        self.regularizers.add(op, &*layer, &parameters)?;
        self.constraints.add(op, &*layer, self.nodes.len())?;
        self.add_tensor(isa, batch_size, features, values, true);
        self.nodes.push(Node {
            layer,
            input_ids: input_ids.to_vec(),
            output_id: self.tensors.len() - 1,
            gradient_destinations: Vec::new(),
            parameters,
            buffers,
            saved,
            activity: ActivityRegularizer::parse(op)?,
        });
        Ok(())
    }

    /// Decides where each layer writes the gradients of its inputs.
    ///
    /// ```text
    /// for each node, from the last to the first, as in a backward pass
    ///     for each of its inputs
    ///         the first to reach a tensor writes its deltas, later ones add to them
    /// ```
    ///
    /// The loss writes the deltas of the model's outputs before any layer.
    fn plan_gradients(&mut self) {
        let mut is_written = vec![false; self.tensors.len()];
        for &output in &self.output_ids {
            is_written[output] = true;
        }
        for node in self.nodes.iter_mut().rev() {
            let mut scratch = 0;
            for &id in &node.input_ids {
                let deltas = self.tensors[id].deltas.clone();
                node.gradient_destinations.push(if deltas.is_empty() {
                    GradientDestination::Nowhere
                } else if is_written[id] {
                    let scratch = MemoryLayout::append(&mut scratch, deltas.len());
                    GradientDestination::AddedToDeltas { scratch, deltas }
                } else {
                    GradientDestination::Deltas(deltas)
                });
                is_written[id] = true;
            }
            self.layout.gradient_scratch = self.layout.gradient_scratch.max(scratch);
        }
    }

    /// Makes the tables of offsets. Called when the arena exists: a batch that does not fit in memory must
    /// fail there.
    pub fn make_offsets(&mut self, batch_size: usize) {
        for tensor in &mut self.tensors {
            tensor.offsets = (0..batch_size).map(|row| row * tensor.stride).collect();
        }
    }

    /// How many layers and losses read a tensor.
    pub fn reader_count(&self, id: usize) -> usize {
        let layers = self.nodes.iter().flat_map(|node| &node.input_ids).filter(|&&input| input == id);
        layers.count() + self.output_ids.iter().filter(|&&output| output == id).count()
    }

    /// The node that owns the model's parameter `index`, the parameter's index within that node, and the
    /// parameter.
    /// # Errors
    /// When the model has fewer parameters.
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
            format!("there is no parameter {index}"),
            format!("the model has {before}"),
            "count from 0 in the order of the layers",
        ))
    }
}

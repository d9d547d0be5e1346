//! Where everything lies: layers with their shapes, and the arena cut into regions.

use super::layers::{Layer, Parameter, build};
use super::spec::Spec;
use crate::{Element, Error, Isa};
use std::ops::Range;

/// A planned layer, with its places in the parameter and output regions.
pub struct Node<T> {
    /// What it computes.
    pub layer: Box<dyn Layer<T>>,
    /// In the parameter, gradient and state regions.
    pub parameters: Range<usize>,
    /// In the output and delta regions.
    pub outputs: Range<usize>,
    /// Where each row of the outputs starts, counted from their own start.
    pub offsets: Vec<usize>,
}

/// Lengths of the arena's regions, in their order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Regions {
    /// One set of parameters; gradients and each state array are as long.
    pub parameters: usize,
    /// Optimizer state.
    pub state: usize,
    /// One batch of converted inputs.
    pub batch: usize,
    /// Outputs of all layers; deltas are as long.
    pub outputs: usize,
    /// For one layer's backward pass at a time.
    pub scratch: usize,
}

/// The arena, cut.
pub struct Memory<'a, T> {
    /// Parameters of all layers.
    pub parameters: &'a mut [T],
    /// Their optimizer state.
    pub state: &'a mut [T],
    /// Parameters and state when the loss was last known to be finite.
    pub saved: &'a mut [T],
    /// Gradients of all parameters.
    pub gradients: &'a mut [T],
    /// One batch of converted inputs.
    pub batch: &'a mut [T],
    /// Outputs of all layers.
    pub outputs: &'a mut [T],
    /// ∂C/∂output of all layers.
    pub deltas: &'a mut [T],
    /// For one layer's backward pass at a time.
    pub scratch: &'a mut [T],
}

impl Regions {
    /// Elements of the whole arena.
    pub fn total(&self) -> usize {
        let learned = self.parameters.saturating_add(self.state);
        [learned, learned, self.parameters, self.batch, self.outputs, self.outputs, self.scratch]
            .iter()
            .fold(0, |total, &length| total.saturating_add(length))
    }

    /// Cuts an arena of [`Self::total`] elements.
    pub fn cut<'a, T>(&self, arena: &'a mut [T]) -> Memory<'a, T> {
        let (parameters, rest) = arena.split_at_mut(self.parameters);
        let (state, rest) = rest.split_at_mut(self.state);
        let (saved, rest) = rest.split_at_mut(self.parameters + self.state);
        let (gradients, rest) = rest.split_at_mut(self.parameters);
        let (batch, rest) = rest.split_at_mut(self.batch);
        let (outputs, rest) = rest.split_at_mut(self.outputs);
        let (deltas, scratch) = rest.split_at_mut(self.outputs);
        Memory { parameters, state, saved, gradients, batch, outputs, deltas, scratch }
    }
}

/// All layers of a spec, behind one another.
pub struct Plan<T> {
    /// From the input on.
    pub nodes: Vec<Node<T>>,
    /// Values of one input sample.
    pub inputs: usize,
    /// Without the optimizer's state, which the program adds.
    pub regions: Regions,
}

/// Elements to the next cache line, so that every region and layer starts on one.
const LINE: usize = 16;

fn aligned(length: usize) -> usize {
    length.checked_next_multiple_of(LINE).unwrap_or(usize::MAX)
}

impl<T: Element> Plan<T> {
    /// # Errors
    /// When a layer is unknown or does not fit behind the one before.
    pub fn new(spec: &Spec, isa: Isa) -> Result<Self, Error> {
        let inputs = spec.input.iter().fold(1, |width: usize, &size| width.saturating_mul(size));
        let mut regions = Regions { batch: aligned(inputs.saturating_mul(spec.batch)), ..Regions::default() };
        let mut nodes = Vec::with_capacity(spec.layers.len());
        let mut width = inputs;
        for unit in &spec.layers {
            let layer: Box<dyn Layer<T>> = build(unit, width, isa)?;
            let (first, start) = (regions.parameters, regions.outputs);
            let length = layer.stride().saturating_mul(spec.batch);
            regions.parameters = aligned(first.saturating_add(layer.parameter_length()));
            regions.outputs = aligned(start.saturating_add(length));
            regions.scratch = regions.scratch.max(layer.scratch_length());
            width = layer.width();
            nodes.push(Node {
                parameters: first..first.saturating_add(layer.parameter_length()),
                outputs: start..start.saturating_add(length),
                offsets: Vec::new(),
                layer,
            });
        }
        Ok(Self { nodes, inputs, regions })
    }

    /// Fills in what needs memory, once the arena was got.
    pub fn place_rows(&mut self, batch: usize) {
        for node in &mut self.nodes {
            node.offsets = (0..batch).map(|row| row * node.layer.stride()).collect();
        }
    }

    /// Values of one output sample.
    pub fn outputs(&self) -> usize {
        self.nodes.last().map_or(self.inputs, |node| node.layer.width())
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

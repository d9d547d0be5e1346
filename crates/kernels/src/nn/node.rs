//! A layer of a plan, with the ranges of its parameters and memory.

use super::layers::layer::Layer;
use super::regularizers::ActivityRegularizer;
use super::tensors::GradientDestination;
use std::ops::Range;

/// A layer of a plan.
pub struct Node<T> {
    /// What the node computes.
    pub layer: Box<dyn Layer<T>>,
    /// The tensors that the layer reads.
    pub input_ids: Vec<usize>,
    /// The tensor that the layer writes.
    pub output_id: usize,
    /// Where the gradient of each input goes.
    pub gradient_destinations: Vec<GradientDestination>,
    /// Range in the regions of parameters and gradients, and in each array of optimizer state.
    pub parameters: Range<usize>,
    /// Range in the region of buffers.
    pub buffers: Range<usize>,
    /// Range in the region of what is saved from forward to backward.
    pub saved: Range<usize>,
    /// Penalty of the layer's outputs.
    pub activity: Option<ActivityRegularizer>,
}

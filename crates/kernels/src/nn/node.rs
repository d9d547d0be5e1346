//! A layer of a plan, and where its tensors, parameters and memory lie.

use super::layers::layer::Layer;
use super::regularizers::ActivityRegularizer;
use super::tensors::Target;
use std::ops::Range;

/// A layer in its place.
pub struct Node<T> {
    /// What it computes.
    pub layer: Box<dyn Layer<T>>,
    /// The tensors that it reads.
    pub from: Vec<usize>,
    /// The tensor that it writes.
    pub to: usize,
    /// Where the gradients of its inputs go.
    pub targets: Vec<Target>,
    /// In the regions of parameters, gradients and each array of optimizer state.
    pub parameters: Range<usize>,
    /// In the region of statistics.
    pub statistics: Range<usize>,
    /// In the region of what is kept from forward to backward.
    pub kept: Range<usize>,
    /// What its outputs cost.
    pub activity: Option<ActivityRegularizer>,
}

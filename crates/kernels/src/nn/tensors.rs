//! The tensors of a model, and the views of them that a layer gets.

use super::samples::dataset::Dataset;
use crate::Element;
use crate::gemm::panels::Rows;
use std::ops::Range;

/// The values that pass from one layer to others: an input of the model, or a layer's output.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Values of one sample.
    pub width: usize,
    /// Distance of samples; what is between them stays 0 in deltas.
    pub stride: usize,
    /// In the region of outputs; of an input that comes as bytes, in that of converted batches.
    pub values: Range<usize>,
    /// In the region of deltas; empty where nothing needs them.
    pub deltas: Range<usize>,
    /// Where each sample of a batch starts.
    pub offsets: Vec<usize>,
}

/// Where a layer leaves the gradient of one of its inputs.
#[derive(Clone, Debug)]
pub enum Target {
    /// Nobody needs it.
    Nowhere,
    /// In the region of deltas.
    Deltas(Range<usize>),
    /// In the spare region, to be added to the deltas of a tensor that another layer reads, too.
    Added(Range<usize>, Range<usize>),
}

/// A batch of samples, where the data set or the conversion of its bytes left them.
#[derive(Clone, Copy)]
pub struct Feed<'a, T> {
    /// Holds the samples.
    pub data: &'a Dataset<T>,
    /// For each input, where the samples start.
    pub offsets: &'a [Vec<usize>],
    /// How many.
    pub samples: usize,
}

/// The tensors that a layer reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a, T> {
    pub(super) tensors: &'a [Tensor],
    pub(super) from: &'a [usize],
    pub(super) outputs: &'a [T],
    pub(super) converted: &'a [T],
    pub(super) feed: Feed<'a, T>,
}

impl<'a, T: Element> Inputs<'a, T> {
    /// How many they are.
    pub fn count(&self) -> usize {
        self.from.len()
    }

    /// The samples of one.
    pub fn rows(&self, index: usize) -> Rows<'a, T> {
        let from = self.from[index];
        let (tensor, Feed { data, offsets, samples }) = (&self.tensors[from], self.feed);
        match offsets.get(from) {
            Some(offsets) => {
                let values = data.gathered(from, &self.converted[tensor.values.clone()]);
                Rows::new(values, &offsets[..samples], tensor.width)
            }
            None => Rows::new(&self.outputs[tensor.values.clone()], &tensor.offsets[..samples], tensor.width),
        }
    }
}

/// Where the gradients of a layer's inputs go.
pub struct Gradients<'a, T> {
    pub(super) deltas: &'a mut [T],
    pub(super) spare: &'a mut [T],
    pub(super) targets: &'a [Target],
    pub(super) tensors: &'a [Tensor],
    pub(super) from: &'a [usize],
    pub(super) samples: usize,
}

impl<T: Element> Gradients<'_, T> {
    /// ∂C/∂input, samples a stride apart, all to be overwritten; nothing where nobody needs it.
    pub fn of(&mut self, index: usize) -> Option<&mut [T]> {
        let used = self.samples * self.tensors[self.from[index]].stride;
        match &self.targets[index] {
            Target::Nowhere => None,
            Target::Deltas(range) => Some(&mut self.deltas[range.clone()][..used]),
            Target::Added(range, _) => Some(&mut self.spare[range.clone()][..used]),
        }
    }
}

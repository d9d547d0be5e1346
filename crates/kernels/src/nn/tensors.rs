//! The tensors of a model, and the views of them that a layer gets.

use super::samples::dataset::Dataset;
use crate::Element;
use crate::gemm::panels::Rows;
use std::ops::Range;

/// Values that layers pass on: an input of the model, or the output of a layer.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Values of one sample.
    pub features: usize,
    /// Distance of samples; the padding between them stays 0 in deltas.
    pub stride: usize,
    /// Range in the region of outputs; of a model's input, in the region of converted inputs.
    pub values: Range<usize>,
    /// Range of ∂C/∂tensor in the region of deltas; empty where no layer needs it.
    pub deltas: Range<usize>,
    /// Where each sample of a batch starts in `values`.
    pub offsets: Vec<usize>,
}

/// Where a layer writes the gradient of one of its inputs.
#[derive(Clone, Debug)]
pub enum GradientDestination {
    /// The gradient is not needed.
    Nowhere,
    /// A range of the region of deltas.
    Deltas(Range<usize>),
    /// A range of the gradient scratch, from where it is added to deltas that another reader of the tensor
    /// has written.
    AddedToDeltas {
        /// Range of the gradient scratch.
        scratch: Range<usize>,
        /// Range of the region of deltas.
        deltas: Range<usize>,
    },
}

/// The inputs of a model for one batch: values of the data set, in place, or converted from its bytes.
#[derive(Clone, Copy)]
pub struct InputBatch<'a, T> {
    /// The data set that holds the samples.
    pub data: &'a Dataset<T>,
    /// For each input, where the samples start, in the slice that `Dataset::gathered` returns.
    pub offsets: &'a [Vec<usize>],
    /// Number of samples.
    pub samples: usize,
}

/// The tensors that a layer reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a, T> {
    pub(super) tensors: &'a [Tensor],
    pub(super) input_ids: &'a [usize],
    pub(super) outputs: &'a [T],
    pub(super) converted: &'a [T],
    pub(super) batch: InputBatch<'a, T>,
}

impl<'a, T: Element> Inputs<'a, T> {
    /// Number of tensors.
    pub fn count(&self) -> usize {
        self.input_ids.len()
    }

    /// The samples of the tensor that is the layer's input `index`.
    pub fn rows(&self, index: usize) -> Rows<'a, T> {
        let id = self.input_ids[index];
        let (tensor, InputBatch { data, offsets, samples }) = (&self.tensors[id], self.batch);
        // Ids count the model's inputs first, and only these have offsets in the batch.
        if let Some(offsets) = offsets.get(id) {
            let values = data.gathered(id, &self.converted[tensor.values.clone()]);
            return Rows::new(values, &offsets[..samples], tensor.features);
        }
        Rows::new(&self.outputs[tensor.values.clone()], &tensor.offsets[..samples], tensor.features)
    }
}

/// Where the gradients of a layer's inputs go.
pub struct InputGradients<'a, T> {
    pub(super) deltas: &'a mut [T],
    pub(super) gradient_scratch: &'a mut [T],
    pub(super) destinations: &'a [GradientDestination],
    pub(super) tensors: &'a [Tensor],
    pub(super) input_ids: &'a [usize],
    pub(super) samples: usize,
}

impl<T: Element> InputGradients<'_, T> {
    /// The slice for ∂C/∂input of input `index`, samples a stride apart, all of which has to be overwritten;
    /// none where the gradient is not needed.
    pub fn of(&mut self, index: usize) -> Option<&mut [T]> {
        let length = self.samples * self.tensors[self.input_ids[index]].stride;
        match &self.destinations[index] {
            GradientDestination::Nowhere => None,
            GradientDestination::Deltas(range) => Some(&mut self.deltas[range.clone()][..length]),
            GradientDestination::AddedToDeltas { scratch, .. } => {
                Some(&mut self.gradient_scratch[scratch.clone()][..length])
            }
        }
    }
}

//! The contract of a layer: what it declares, and what a forward and a backward pass give it.

use crate::nn::activations::Activation;
use crate::nn::spec::Unit;
use crate::nn::tensors::{Gradients, Inputs};
use crate::rng::Generator;
use crate::{Element, Error};
use std::ops::Range;

/// A layer with its shapes planned. Samples of a tensor are `panels::stride` of its width apart, and what stands
/// behind the width stays 0 in deltas.
pub trait Layer<T: Element>: Send {
    /// Values of one output sample.
    fn width(&self) -> usize;
    /// The weights, in the facade's order: trained ones first.
    fn parameters(&self) -> &[Parameter] {
        &[]
    }
    /// Elements that the trained parameters take in the layer's own layout.
    fn parameter_length(&self) -> usize {
        0
    }
    /// Where a trained parameter lies in the layer's own layout.
    fn place(&self, _index: usize) -> Range<usize> {
        0..self.parameter_length()
    }
    /// Elements that the parameters take that are not trained.
    fn statistics_length(&self) -> usize {
        0
    }
    /// Elements kept from forward to backward.
    fn kept_length(&self, _batch: usize) -> usize {
        0
    }
    /// Elements of scratch memory for one pass.
    fn scratch_length(&self, _batch: usize) -> usize {
        0
    }
    /// Leaves out the derivative of a final activation, which the loss then has done; false where it has another.
    fn fuse(&mut self, _activation: Activation) -> bool {
        false
    }
    /// Whether `backward` can add a step straight to the parameters.
    fn updates_in_place(&self) -> bool {
        false
    }
    /// Leaves the outputs of a batch in `pass.out`.
    fn forward(&self, pass: Forward<'_, T>);
    /// Leaves the gradients with respect to inputs and parameters.
    fn backward(&self, pass: Backward<'_, T>);
    /// Copies parameter `index` out of the layer's layout, row-major: of its parameters, or its statistics.
    fn read(&self, _index: usize, _from: &[T], _values: &mut [T]) {}
    /// Copies row-major values into the layer's layout: of its parameters, or its statistics.
    fn write(&self, _index: usize, _values: &[T], _to: &mut [T]) {}
}

/// One array of weights inside a layer's parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `kernel`, `bias`, …
    pub name: &'static str,
    /// The shape the facade sees.
    pub shape: Vec<usize>,
    /// Whether it has a gradient; otherwise it is one of the layer's statistics.
    pub is_trained: bool,
}

impl Parameter {
    /// With a gradient.
    pub fn trained(name: &'static str, shape: Vec<usize>) -> Self {
        Self { name, shape, is_trained: true }
    }

    /// Number of values.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

/// What one forward pass of a layer reads and writes.
pub struct Forward<'a, T> {
    /// The layer's inputs.
    pub inputs: Inputs<'a, T>,
    /// The layer's parameters.
    pub parameters: &'a [T],
    /// Its parameters that are not trained.
    pub statistics: &'a [T],
    /// Where the outputs go, a stride apart.
    pub out: &'a mut [T],
    /// What `backward` finds again.
    pub kept: &'a mut [T],
    /// As much memory as the layer asked for.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
    /// Where random numbers come from.
    pub random: Random,
}

/// What one backward pass of a layer reads and writes.
pub struct Backward<'a, T> {
    /// The layer's inputs.
    pub inputs: Inputs<'a, T>,
    /// The layer's outputs, as `forward` left them.
    pub out: &'a [T],
    /// ∂C/∂output of the summed loss on entry; the layer may overwrite it.
    pub d_out: &'a mut [T],
    /// Where each sample of `out` and `d_out` starts.
    pub offsets: &'a [usize],
    /// Where ∂C/∂input goes.
    pub d_in: Gradients<'a, T>,
    /// The layer's parameters.
    pub parameters: &'a mut [T],
    /// Where the parameters' gradients go; absent where they go straight into the parameters.
    pub gradients: Option<&'a mut [T]>,
    /// Its parameters that are not trained, which it changes where the mode is training.
    pub statistics: &'a mut [T],
    /// Counts on every parameter gradient: 1/batch, or -rate/batch straight into the parameters.
    pub factor: T,
    /// What `forward` kept.
    pub kept: &'a mut [T],
    /// As much memory as the layer asked for.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
}

/// What a pass is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is dropped, and running statistics count.
    Inference,
    /// As in training, but nothing is learned.
    Probe,
    /// A training step.
    Training,
}

impl Mode {
    /// Whether layers behave as in training.
    pub fn is_training(self) -> bool {
        self != Self::Inference
    }
}

/// The random numbers of a step follow from the seed, the step and the layer alone, so that a step can be repeated.
#[derive(Clone, Copy, Debug)]
pub struct Random {
    /// Of the program.
    pub seed: u64,
    /// Number of the step.
    pub step: u64,
    /// Index of the layer.
    pub layer: usize,
}

impl Random {
    /// The stream of this layer in this step.
    pub fn generator(self) -> Generator {
        const LAYERS: u32 = 20;
        Generator::new(!self.seed, (self.step << LAYERS) | self.layer as u64)
    }
}

/// The error for tensors that a layer cannot join.
pub(super) fn misfit(unit: &Unit, widths: &[usize], expected: &str) -> Error {
    let actual = format!("inputs of {widths:?} values came");
    Error::shape("layer-inputs", &*unit.kind, actual, expected, "pass other tensors")
}

//! The contract of a layer: what it declares when a model is planned, and what each of its passes reads and
//! writes.

use crate::nn::activations::Activation;
use crate::nn::spec::OpSpec;
use crate::nn::tensors::{InputGradients, Inputs};
use crate::rng::Generator;
use crate::{Element, Error};
use std::ops::Range;

/// A layer whose shapes are known.
///
/// Samples of a tensor with `n` features lie `gemm::panels::stride(n)` elements apart; the padding between
/// them is 0 in deltas (∂C/∂tensor).
pub trait Layer<T: Element>: Send {
    /// Values of one output sample.
    fn features(&self) -> usize;
    /// The weights, in the order that users see: trained ones first, then buffers.
    fn parameters(&self) -> &[Parameter] {
        &[]
    }
    /// Elements of all trained parameters in the layer's own layout.
    fn parameter_length(&self) -> usize {
        0
    }
    /// Where parameter `index` lies in the layer's own layout: among its trained parameters, or among its
    /// buffers.
    fn parameter_range(&self, _index: usize) -> Range<usize> {
        0..self.parameter_length()
    }
    /// Elements of all buffers: parameters that are not trained, such as running means.
    fn buffer_length(&self) -> usize {
        0
    }
    /// Elements that `forward` saves for `backward`.
    fn saved_length(&self, _batch: usize) -> usize {
        0
    }
    /// Elements of scratch memory for one pass.
    fn scratch_length(&self, _batch: usize) -> usize {
        0
    }
    /// Asks the layer to leave the derivative of its final activation to the loss. Returns false where the
    /// layer ends with another activation.
    fn fuse(&mut self, _activation: Activation) -> bool {
        false
    }
    /// Whether `backward` can add a step directly to the parameters.
    fn updates_in_place(&self) -> bool {
        false
    }
    /// Writes the outputs of a batch to `pass.out`.
    fn forward(&self, pass: Forward<'_, T>);
    /// Writes the gradients with respect to inputs and parameters.
    fn backward(&self, pass: Backward<'_, T>);
    /// Copies parameter `index` from the layer's own layout, of its parameters or buffers, to row-major
    /// `values`.
    fn read(&self, index: usize, from: &[T], values: &mut [T]) {
        values.copy_from_slice(&from[self.parameter_range(index)]);
    }
    /// Copies row-major `values` of parameter `index` to the layer's own layout, of its parameters or
    /// buffers.
    fn write(&self, index: usize, values: &[T], to: &mut [T]) {
        to[self.parameter_range(index)].copy_from_slice(values);
    }
}

/// One array of weights of a layer.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `kernel`, `bias`, …
    pub name: &'static str,
    /// The shape that users see.
    pub shape: Vec<usize>,
    /// Whether the parameter has a gradient; otherwise it is one of the layer's buffers.
    pub is_trained: bool,
}

impl Parameter {
    /// A parameter with a gradient.
    pub fn trained(name: &'static str, shape: Vec<usize>) -> Self {
        Self { name, shape, is_trained: true }
    }

    /// A parameter without a gradient.
    pub fn buffer(name: &'static str, shape: Vec<usize>) -> Self {
        Self { name, shape, is_trained: false }
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
    /// The layer's trained parameters.
    pub parameters: &'a [T],
    /// The layer's parameters that are not trained.
    pub buffers: &'a [T],
    /// Where the outputs go, samples a stride apart.
    pub out: &'a mut [T],
    /// [`Layer::saved_length`] elements that `backward` gets as this pass leaves them.
    pub saved: &'a mut [T],
    /// [`Layer::scratch_length`] elements of any content.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
    /// Source of the layer's random numbers.
    pub random: RandomSource,
}

/// What one backward pass of a layer reads and writes.
pub struct Backward<'a, T> {
    /// The layer's inputs.
    pub inputs: Inputs<'a, T>,
    /// The layer's outputs, as `forward` left them.
    pub out: &'a [T],
    /// ∂C/∂output of the summed loss; the layer may overwrite it.
    pub d_out: &'a mut [T],
    /// Where each sample of `out` and `d_out` starts.
    pub offsets: &'a [usize],
    /// Where ∂C/∂input goes.
    pub d_in: InputGradients<'a, T>,
    /// The layer's trained parameters.
    pub parameters: &'a mut [T],
    /// Where the parameters' gradients go; none where they are added directly to the parameters.
    pub gradients: Option<&'a mut [T]>,
    /// The layer's parameters that are not trained, which it changes in [`Mode::Training`] alone.
    pub buffers: &'a mut [T],
    /// Factor of every parameter gradient: 1/batch, or -(learning rate)/batch where they are added to the
    /// parameters.
    pub factor: T,
    /// What `forward` saved.
    pub saved: &'a mut [T],
    /// [`Layer::scratch_length`] elements of any content.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
}

/// What a pass is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Prediction: dropout does nothing, and normalisation uses its running mean and variance.
    Inference,
    /// Layers behave as in training, but neither parameters nor buffers change.
    GradientsOnly,
    /// A training step.
    Training,
}

impl Mode {
    /// Whether layers behave as in training.
    pub fn is_training(self) -> bool {
        self != Self::Inference
    }
}

/// Seeds the random numbers of a layer in one step from seed, step and layer alone, so that a step can be
/// repeated. See docs/decisions/networks.md#a-steps-random-numbers-follow-from-seed-step-and-layer.
#[derive(Clone, Copy, Debug)]
pub struct RandomSource {
    /// Seed of the program.
    pub seed: u64,
    /// Number of the step.
    pub step: u64,
    /// Index of the layer.
    pub layer: usize,
}

impl RandomSource {
    /// A generator at the start of the stream of this layer in this step.
    pub fn generator(self) -> Generator {
        const LAYER_BITS: u32 = 20;
        Generator::new(!self.seed, (self.step << LAYER_BITS) | self.layer as u64)
    }
}

/// The error for inputs of `features` values each that a layer cannot take.
pub(super) fn unfit_inputs(spec: &OpSpec, features: &[usize], expected: &str) -> Error {
    let actual = format!("inputs of {features:?} values came");
    Error::shape("layer-inputs", &*spec.kind, actual, expected, "pass other tensors")
}

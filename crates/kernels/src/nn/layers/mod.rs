//! Layers: each file has `forward` beside `backward`.

mod activation;
mod dense;

use super::spec::Unit;
use crate::gemm::panels::Rows;
use crate::{Element, Error, Isa};

/// One array of weights inside a layer's parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `kernel`, `bias`, …
    pub name: &'static str,
    /// The shape the facade sees.
    pub shape: Vec<usize>,
}

impl Parameter {
    /// Number of values.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

/// What one backward pass of a layer reads and writes.
pub struct Backward<'a, T> {
    /// The layer's input.
    pub x: Rows<'a, T>,
    /// The layer's output, as `forward` left it.
    pub out: &'a [T],
    /// ∂C/∂output of the summed loss on entry; the layer may overwrite it.
    pub d_out: &'a mut [T],
    /// Where each row of `out` and `d_out` starts.
    pub offsets: &'a [usize],
    /// Where ∂C/∂input goes, unless the input is the data.
    pub d_in: Option<&'a mut [T]>,
    /// The layer's parameters.
    pub parameters: &'a mut [T],
    /// Where the parameters' gradients go; absent where they go straight into the parameters.
    pub gradients: Option<&'a mut [T]>,
    /// Counts on every parameter gradient: 1/batch, or -rate/batch straight into the parameters.
    pub factor: T,
    /// As much memory as the layer asked for.
    pub scratch: &'a mut [T],
}

/// A layer with its shapes planned. Rows of the output are `stride` values apart, the first `width` count.
pub trait Layer<T: Element>: Send {
    /// Values of one output sample.
    fn width(&self) -> usize;
    /// Distance of output rows.
    fn stride(&self) -> usize;
    /// The weights, in the facade's order.
    fn parameters(&self) -> &[Parameter] {
        &[]
    }
    /// Elements that the parameters take in the layer's own layout.
    fn parameter_length(&self) -> usize {
        0
    }
    /// Elements of scratch memory for one backward pass.
    fn scratch_length(&self) -> usize {
        0
    }
    /// Leaves out the derivative of a final softmax, which the loss then has done; false without one.
    fn fuse_softmax(&mut self) -> bool {
        false
    }
    /// The outputs for rows `x`.
    fn forward(&self, x: Rows<'_, T>, parameters: &[T], out: &mut [T]);
    /// The gradients with respect to input and parameters.
    fn backward(&self, pass: Backward<'_, T>);
    /// Copies parameter `index` out of the layer's layout, row-major.
    fn read(&self, _index: usize, _parameters: &[T], _values: &mut [T]) {}
    /// Copies row-major values into the layer's layout.
    fn write(&self, _index: usize, _values: &[T], _parameters: &mut [T]) {}
}

/// Plans one layer behind an input of `width` values a sample.
/// # Errors
/// When the kind is unknown or an argument does not fit.
pub fn build<T: Element>(unit: &Unit, width: usize, isa: Isa) -> Result<Box<dyn Layer<T>>, Error> {
    match unit.kind.as_str() {
        "activation" => Ok(Box::new(activation::ActivationLayer::new(unit, width, isa)?)),
        "dense" => Ok(Box::new(dense::Dense::new::<T>(unit, width, isa)?)),
        _ => Err(unit.unknown("layer", &["activation", "dense"])),
    }
}

//! Layers: each file has `forward` beside `backward`.

mod activation;
mod add;
mod average_pooling2d;
mod axis_order;
mod batch_normalization;
mod channels;
mod concatenate;
mod conv2d;
mod dense;
mod dropout;
mod global_average_pooling2d;
mod global_max_pooling2d;
mod layer_normalization;
mod max_pooling2d;
mod windows;
mod zero_padding2d;

use super::activations::Activation;
use super::passes::{Backward, Forward};
use super::spec::Unit;
use crate::{Element, Error, Isa};
use std::ops::Range;

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

/// The registry: `name => what makes the layer`, of a unit, the widths that it reads and an instruction set.
macro_rules! registry {
    ($($name:literal => $make:expr;)*) => {
        /// Plans one layer that reads tensors of `widths` values a sample.
        /// # Errors
        /// When the kind is unknown or an argument does not fit.
        pub fn build<T: Element>(unit: &Unit, widths: &[usize], isa: Isa) -> Result<Box<dyn Layer<T>>, Error> {
            match unit.kind.as_str() {
                $($name => {
                    let make: fn(&Unit, &[usize], Isa) -> Result<_, Error> = $make;
                    Ok(Box::new(make(unit, widths, isa)?))
                })*
                _ => Err(unit.unknown("layer", &[$($name),*])),
            }
        }
    };
}

registry! {
    "activation" => |unit, widths, isa| activation::ActivationLayer::new::<T>(unit, one(unit, widths)?, isa);
    "add" => |unit, widths, isa| add::Add::new::<T>(unit, widths, isa);
    "averagePooling2d" => |unit, widths, isa| average_pooling2d::AveragePooling2d::new::<T>(unit, one(unit, widths)?, isa);
    "batchNormalization" => |unit, widths, isa| batch_normalization::BatchNormalization::new::<T>(unit, one(unit, widths)?, isa);
    "concatenate" => |unit, widths, _| concatenate::Concatenate::new(unit, widths);
    "conv2d" => |unit, widths, isa| conv2d::Conv2d::new::<T>(unit, one(unit, widths)?, isa);
    "dense" => |unit, widths, isa| dense::Dense::new::<T>(unit, one(unit, widths)?, isa);
    "depthwiseConv2d" => |unit, widths, isa| conv2d::Conv2d::depthwise::<T>(unit, one(unit, widths)?, isa);
    "dropout" => |unit, widths, _| dropout::Dropout::new(unit, one(unit, widths)?);
    "globalAveragePooling2d" => |unit, widths, isa| global_average_pooling2d::GlobalAveragePooling2d::new(unit, one(unit, widths)?, isa);
    "globalMaxPooling2d" => |unit, widths, isa| global_max_pooling2d::GlobalMaxPooling2d::new(unit, one(unit, widths)?, isa);
    "layerNormalization" => |unit, widths, isa| layer_normalization::LayerNormalization::new::<T>(unit, one(unit, widths)?, isa);
    "maxPooling2d" => |unit, widths, isa| max_pooling2d::MaxPooling2d::new::<T>(unit, one(unit, widths)?, isa);
    "zeroPadding2d" => |unit, widths, _| zero_padding2d::ZeroPadding2d::new(unit, one(unit, widths)?);
}

/// The width of the only tensor that a layer reads.
fn one(unit: &Unit, widths: &[usize]) -> Result<usize, Error> {
    match widths {
        &[width] => Ok(width),
        _ => Err(misfit(unit, widths, "it takes one")),
    }
}

/// The error for tensors that a layer cannot join.
fn misfit(unit: &Unit, widths: &[usize], expected: &str) -> Error {
    let actual = format!("inputs of {widths:?} values came");
    Error::shape("layer-inputs", &*unit.kind, actual, expected, "pass other tensors")
}

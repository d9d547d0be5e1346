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
pub mod layer;
mod layer_normalization;
mod max_pooling2d;
mod windows;
mod zero_padding2d;

use super::spec::Unit;
use crate::{Element, Error, Isa};
use layer::{Layer, misfit};

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

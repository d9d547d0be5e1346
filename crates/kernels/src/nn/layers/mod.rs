//! Layers: one file each, with `forward` beside `backward`. This file is the registry.

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
mod global_pooling2d;
pub mod layer;
mod layer_normalization;
mod max_pooling2d;
mod pooling2d;
mod windows;
mod zero_padding2d;

use super::spec::OpSpec;
use crate::{Element, Error, Isa};
use layer::{Layer, unfit_inputs};

/// Makes `build` from lines `name => what makes the layer`, given its spec, the features of the tensors that
/// it reads, and an instruction set.
macro_rules! registry {
    ($($name:literal => $make:expr;)*) => {
        /// Makes the layer that a spec names; `features` are the values of one sample of each tensor that it
        /// reads.
        /// # Errors
        /// When the kind is unknown or an argument does not fit.
        pub fn build<T: Element>(spec: &OpSpec, features: &[usize], isa: Isa) -> Result<Box<dyn Layer<T>>, Error> {
            match spec.kind.as_str() {
                $($name => {
                    let make: fn(&OpSpec, &[usize], Isa) -> Result<_, Error> = $make;
                    Ok(Box::new(make(spec, features, isa)?))
                })*
                _ => Err(spec.unknown("layer", &[$($name),*])),
            }
        }
    };
}

registry! {
    "activation" => |spec, features, isa| activation::ActivationLayer::new::<T>(spec, only(spec, features)?, isa);
    "add" => |spec, features, isa| add::Add::new::<T>(spec, features, isa);
    "averagePooling2d" => |spec, features, isa| average_pooling2d::AveragePooling2d::new::<T>(spec, only(spec, features)?, isa);
    "batchNormalization" => |spec, features, isa| batch_normalization::BatchNormalization::new::<T>(spec, only(spec, features)?, isa);
    "concatenate" => |spec, features, _| concatenate::Concatenate::new(spec, features);
    "conv2d" => |spec, features, isa| conv2d::Conv2d::new::<T>(spec, only(spec, features)?, isa);
    "dense" => |spec, features, isa| dense::Dense::new::<T>(spec, only(spec, features)?, isa);
    "depthwiseConv2d" => |spec, features, isa| conv2d::Conv2d::depthwise::<T>(spec, only(spec, features)?, isa);
    "dropout" => |spec, features, _| dropout::Dropout::new(spec, only(spec, features)?);
    "globalAveragePooling2d" => |spec, features, isa| global_average_pooling2d::GlobalAveragePooling2d::new(spec, only(spec, features)?, isa);
    "globalMaxPooling2d" => |spec, features, isa| global_max_pooling2d::GlobalMaxPooling2d::new(spec, only(spec, features)?, isa);
    "layerNormalization" => |spec, features, isa| layer_normalization::LayerNormalization::new::<T>(spec, only(spec, features)?, isa);
    "maxPooling2d" => |spec, features, isa| max_pooling2d::MaxPooling2d::new::<T>(spec, only(spec, features)?, isa);
    "zeroPadding2d" => |spec, features, _| zero_padding2d::ZeroPadding2d::new(spec, only(spec, features)?);
}

/// Features of the only tensor that a layer reads.
fn only(spec: &OpSpec, features: &[usize]) -> Result<usize, Error> {
    match features {
        &[features] => Ok(features),
        _ => Err(unfit_inputs(spec, features, "the layer takes one")),
    }
}

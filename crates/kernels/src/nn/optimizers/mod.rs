//! Optimizers: one file each, with `PyTorch`'s formulas. A learning rate is applied here, or by the backward
//! pass of a layer where the optimizer is plain gradient descent.

mod adagrad;
mod adam;
mod clipping;
mod nadam;
mod optimizer;
mod rmsprop;
mod rule;
mod sgd;

pub use clipping::Clipping;
pub use optimizer::{Optimizer, OptimizerStep};

use super::spec::OpSpec;
use crate::{Element, Error};

/// Names of all registered optimizers.
pub const NAMES: &[&str] = &["adagrad", "adam", "adamw", "nadam", "rmsprop", "sgd"];

/// Makes the optimizer that a spec names: the registry.
/// # Errors
/// When the kind is unknown or an argument does not fit.
pub fn build<T: Element>(spec: &OpSpec) -> Result<Box<dyn Optimizer<T>>, Error> {
    match spec.kind.as_str() {
        "adagrad" => Ok(Box::new(adagrad::Adagrad::new(spec)?)),
        "adam" => Ok(Box::new(adam::Adam::new(spec)?)),
        "adamw" => Ok(Box::new(adam::Adam::adamw(spec)?)),
        "nadam" => Ok(Box::new(nadam::Nadam::new(spec)?)),
        "rmsprop" => Ok(Box::new(rmsprop::RmsProp::new(spec)?)),
        "sgd" => Ok(Box::new(sgd::Sgd::new(spec)?)),
        _ => Err(spec.unknown("optimizer", NAMES)),
    }
}

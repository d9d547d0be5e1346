//! Optimizers: one file each, with `PyTorch`'s formulas.

mod adagrad;
mod adam;
mod adamw;
mod clipping;
mod nadam;
mod optimizer;
mod rmsprop;
mod rule;
mod sgd;

pub use clipping::Clipping;
pub use optimizer::{Optimizer, Step};

use super::spec::Unit;
use crate::{Element, Error};

/// The registry.
pub const NAMES: &[&str] = &["adagrad", "adam", "adamw", "nadam", "rmsprop", "sgd"];

/// # Errors
/// When the kind is unknown or an argument does not fit.
pub fn build<T: Element>(unit: &Unit) -> Result<Box<dyn Optimizer<T>>, Error> {
    match unit.kind.as_str() {
        "adagrad" => Ok(Box::new(adagrad::Adagrad::new(unit)?)),
        "adam" => Ok(Box::new(adam::Adam::new(unit)?)),
        "adamw" => Ok(Box::new(adamw::adamw(unit)?)),
        "nadam" => Ok(Box::new(nadam::Nadam::new(unit)?)),
        "rmsprop" => Ok(Box::new(rmsprop::RmsProp::new(unit)?)),
        "sgd" => Ok(Box::new(sgd::Sgd::new(unit)?)),
        _ => Err(unit.unknown("optimizer", NAMES)),
    }
}

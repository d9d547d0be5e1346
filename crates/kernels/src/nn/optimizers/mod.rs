//! Optimizers: one file each, with `PyTorch`'s formulas.

mod adagrad;
mod adam;
mod adamw;
mod clipping;
mod nadam;
mod rmsprop;
mod rule;
mod sgd;

pub use clipping::Clipping;

use super::spec::Unit;
use crate::{Element, Error, Isa};

/// What one step of an optimizer reads and writes, in the layers' own layout.
pub struct Step<'a, T> {
    /// The instruction set.
    pub isa: Isa,
    /// All parameters of the model.
    pub parameters: &'a mut [T],
    /// Of the mean loss.
    pub gradients: &'a [T],
    /// [`Optimizer::states`] arrays of the parameters' length, one behind the other.
    pub state: &'a mut [T],
    /// Number of this step, from 1.
    pub step: u64,
    /// The learning rate of this step.
    pub rate: f64,
}

/// Updates all parameters at once.
pub trait Optimizer<T: Element>: Send {
    /// Arrays of state for each parameter.
    fn states(&self) -> usize;
    /// Whether a step is just `p ← p - rate · g`, which backward passes can do without storing g.
    fn is_plain(&self) -> bool {
        false
    }
    /// What it keeps beside the arrays follows from the number of the step alone.
    fn step(&mut self, step: Step<'_, T>);
}

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

//! Optimizers: one file each.

mod sgd;

use super::spec::Unit;
use crate::{Element, Error, Isa};

/// Updates all parameters at once, in the layers' own layout.
pub trait Optimizer<T: Element>: Send {
    /// Arrays of state for each parameter.
    fn states(&self) -> usize;
    /// Whether a step is just `p ← p - rate · g`, which backward passes can do without storing g.
    fn is_plain(&self) -> bool;
    /// `state` holds [`Self::states`] arrays of the parameters' length, one behind the other.
    fn step(&self, isa: Isa, parameters: &mut [T], gradients: &[T], state: &mut [T], rate: T);
}

/// # Errors
/// When the kind is unknown or an argument does not fit.
pub fn build<T: Element>(unit: &Unit) -> Result<Box<dyn Optimizer<T>>, Error> {
    match unit.kind.as_str() {
        "sgd" => Ok(Box::new(sgd::Sgd::<T>::new(unit)?)),
        _ => Err(unit.unknown("optimizer", &["sgd"])),
    }
}

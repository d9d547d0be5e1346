//! What one optimizer implements.

use crate::{Element, Isa};

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

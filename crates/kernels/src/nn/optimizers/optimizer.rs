//! What one optimizer implements.

use crate::{Element, Isa};

/// What one step of an optimizer reads and writes; all arrays are in the layers' own layout.
pub struct OptimizerStep<'a, T> {
    /// The instruction set.
    pub isa: Isa,
    /// All parameters of the model.
    pub parameters: &'a mut [T],
    /// Gradients of the mean loss with respect to the parameters.
    pub gradients: &'a [T],
    /// [`Optimizer::state_count`] arrays as long as the parameters, one behind the other, 0 before the first
    /// step.
    pub state: &'a mut [T],
    /// Number of this step, from 1.
    pub number: u64,
    /// Learning rate of this step.
    pub learning_rate: f64,
}

/// Updates all parameters at once.
pub trait Optimizer<T: Element>: Send {
    /// How many values of state each parameter has.
    fn state_count(&self) -> usize;
    /// Whether a step is `p ← p - learning rate · g` and nothing else: backward passes can then update the
    /// parameters without storing g.
    /// See docs/decisions/kernels.md#small-batches-update-the-weights-without-storing-a-gradient.
    fn is_vanilla_sgd(&self) -> bool {
        false
    }
    /// Does one step. Whatever an optimizer remembers outside of `state` must follow from the number of the
    /// step, as a diverged call goes back to an earlier one.
    fn step(&mut self, step: OptimizerStep<'_, T>);
}

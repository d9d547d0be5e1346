//! What a call of `train` did since the parameters were copied, so that it can be repeated up to a step.

/// The steps since the parameters, buffers and optimizer state were copied.
///
/// A diverged call restores the copy and repeats the steps up to the last after which the loss was finite, so that
/// training itself keeps nothing from step to step. See docs/decisions/networks.md, "A diverged fit goes back exactly".
#[derive(Default)]
pub struct UndoLog {
    /// Identity of the data set.
    pub data: u64,
    /// Updates done before.
    pub steps: u64,
    /// Samples in the order of training.
    pub order: Vec<u32>,
    /// Samples of one epoch, where `order` holds several.
    pub epoch: Option<usize>,
    /// The learning rate of each step.
    pub rates: Vec<f64>,
}

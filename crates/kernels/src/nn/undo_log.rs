//! What a call of `train` did since parameters were copied, so that it can be repeated up to a step.

/// The steps since parameters, buffers and optimizer state were copied.
///
/// A diverged call restores the copy and repeats the steps up to the last after which the loss was finite, so
/// training itself keeps nothing from step to step.
/// See docs/decisions/networks.md#a-diverged-fit-is-undone-exactly.
#[derive(Default)]
pub struct UndoLog {
    /// Identity of the data set that was trained on.
    pub data: u64,
    /// Number of steps done before the copy.
    pub steps: u64,
    /// Samples in the order of training.
    pub order: Vec<u32>,
    /// Samples of one epoch, where `order` holds several epochs.
    pub epoch: Option<usize>,
    /// Learning rate of each step.
    pub learning_rates: Vec<f64>,
}

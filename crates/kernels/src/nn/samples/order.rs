//! The order in which samples are trained.

/// Indices of samples, in the order in which they are trained.
#[derive(Clone, Copy)]
pub struct SampleOrder<'a> {
    /// Indices into the data set.
    pub samples: &'a [u32],
    /// Samples of one epoch, where `samples` holds several epochs: no batch reaches from one epoch into the
    /// next.
    pub epoch: Option<usize>,
}

impl<'a> SampleOrder<'a> {
    /// An order as JavaScript passes it: `epoch` is 0 where `samples` are a single epoch, or a part of one.
    pub fn new(samples: &'a [u32], epoch: u32) -> Self {
        Self { samples, epoch: (epoch > 0).then_some(epoch as usize) }
    }

    /// Samples of one epoch, or all of them; at least 1.
    pub(crate) fn epoch_samples(self) -> usize {
        self.epoch.unwrap_or(self.samples.len()).max(1)
    }

    /// The batches of all epochs, of at most `size` samples each.
    pub(crate) fn batches(self, size: usize) -> impl Iterator<Item = &'a [u32]> + Clone {
        self.samples.chunks(self.epoch_samples()).flat_map(move |epoch| epoch.chunks(size))
    }
}

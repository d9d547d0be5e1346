//! The order in which samples are trained.

/// Samples in the order in which they are trained.
#[derive(Clone, Copy)]
pub struct SampleOrder<'a> {
    /// Indices of the samples.
    pub samples: &'a [u32],
    /// Where they are those of several epochs, how many make one: no batch reaches into the next.
    pub epoch: Option<usize>,
}

impl<'a> SampleOrder<'a> {
    /// The form in which it crosses: 0 for a single epoch, or a part of one.
    pub fn new(samples: &'a [u32], epoch: u32) -> Self {
        Self { samples, epoch: (epoch > 0).then_some(epoch as usize) }
    }

    pub(crate) fn epoch_samples(self) -> usize {
        self.epoch.unwrap_or(self.samples.len()).max(1)
    }

    /// At most `size` samples each.
    pub(crate) fn batches(self, size: usize) -> impl Iterator<Item = &'a [u32]> + Clone {
        self.samples.chunks(self.epoch_samples()).flat_map(move |epoch| epoch.chunks(size))
    }
}

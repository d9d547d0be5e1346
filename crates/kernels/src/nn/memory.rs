//! The arena's regions, in their order.

use std::ops::Range;

/// Lengths of the regions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Regions {
    /// Trained weights; gradients and each array of optimizer state are as long.
    pub parameters: usize,
    /// Weights that are not trained, such as running means.
    pub statistics: usize,
    /// Optimizer state.
    pub state: usize,
    /// One batch of converted inputs.
    pub batch: usize,
    /// Outputs of all layers.
    pub outputs: usize,
    /// ∂C/∂tensor of all tensors that need it.
    pub deltas: usize,
    /// What layers keep from forward to backward.
    pub kept: usize,
    /// Input gradients of one layer that are added to those of another.
    pub spare: usize,
    /// For one layer's pass at a time.
    pub scratch: usize,
}

/// The arena, cut.
pub struct Memory<'a, T> {
    /// Trained weights of all layers.
    pub parameters: &'a mut [T],
    /// Weights that are not trained.
    pub statistics: &'a mut [T],
    /// Optimizer state.
    pub state: &'a mut [T],
    /// Parameters, statistics and state when the loss was last known to be finite.
    pub saved: &'a mut [T],
    /// Gradients of all parameters.
    pub gradients: &'a mut [T],
    /// One batch of converted inputs.
    pub batch: &'a mut [T],
    /// Outputs of all layers.
    pub outputs: &'a mut [T],
    /// ∂C/∂tensor of all tensors that need it.
    pub deltas: &'a mut [T],
    /// What layers keep from forward to backward.
    pub kept: &'a mut [T],
    /// Input gradients of one layer that are added to those of another.
    pub spare: &'a mut [T],
    /// For one layer's pass at a time.
    pub scratch: &'a mut [T],
}

/// Elements to the next cache line, so that every region and layer starts on one.
const LINE: usize = 16;

impl Regions {
    /// Takes the next `length` elements of a region, up to a whole cache line.
    pub fn take(region: &mut usize, length: usize) -> Range<usize> {
        let start = *region;
        let end = start.saturating_add(length);
        *region = end.checked_next_multiple_of(LINE).unwrap_or(usize::MAX);
        start..end
    }

    fn learned(&self) -> usize {
        self.parameters.saturating_add(self.statistics).saturating_add(self.state)
    }

    /// Elements of the whole arena.
    pub fn total(&self) -> usize {
        let learned = self.learned();
        let passing = [self.batch, self.outputs, self.deltas, self.kept, self.spare, self.scratch];
        [learned, learned, self.parameters]
            .iter()
            .chain(&passing)
            .fold(0, |total, &length| total.saturating_add(length))
    }

    /// Cuts an arena of [`Self::total`] elements.
    pub fn cut<'a, T>(&self, arena: &'a mut [T]) -> Memory<'a, T> {
        let mut rest = arena;
        let mut next = |length: usize| {
            let (region, behind) = std::mem::take(&mut rest).split_at_mut(length);
            rest = behind;
            region
        };
        Memory {
            parameters: next(self.parameters),
            statistics: next(self.statistics),
            state: next(self.state),
            saved: next(self.learned()),
            gradients: next(self.parameters),
            batch: next(self.batch),
            outputs: next(self.outputs),
            deltas: next(self.deltas),
            kept: next(self.kept),
            spare: next(self.spare),
            scratch: next(self.scratch),
        }
    }
}

impl<T: Copy> Memory<'_, T> {
    /// Keeps what training changes.
    pub fn save(&mut self) {
        let mut rest = &mut *self.saved;
        for region in [&*self.parameters, &*self.statistics, &*self.state] {
            let (place, behind) = rest.split_at_mut(region.len());
            place.copy_from_slice(region);
            rest = behind;
        }
    }

    /// Takes back what [`Self::save`] kept.
    pub fn restore(&mut self) {
        let mut rest = &*self.saved;
        for region in [&mut *self.parameters, &mut *self.statistics, &mut *self.state] {
            let (place, behind) = rest.split_at(region.len());
            region.copy_from_slice(place);
            rest = behind;
        }
    }
}

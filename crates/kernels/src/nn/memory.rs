//! The memory of a program: one arena, cut into regions.

use std::ops::Range;

/// Lengths of the regions, in elements.
#[derive(Clone, Copy, Debug, Default)]
pub struct MemoryLayout {
    /// Trained parameters; the gradients, and each array of optimizer state, are as long.
    pub parameters: usize,
    /// Parameters that are not trained, such as running means.
    pub buffers: usize,
    /// Optimizer state.
    pub state: usize,
    /// Inputs of one batch that were converted from bytes.
    pub converted_inputs: usize,
    /// Outputs of all layers.
    pub outputs: usize,
    /// ∂C/∂tensor of all tensors whose gradient is needed.
    pub deltas: usize,
    /// What layers save from forward to backward.
    pub saved: usize,
    /// Input gradients of one layer that are added to deltas.
    pub gradient_scratch: usize,
    /// Scratch memory of one pass of one layer.
    pub layer_scratch: usize,
}

/// The regions of an arena.
pub struct Memory<'a, T> {
    /// Trained parameters of all layers.
    pub parameters: &'a mut [T],
    /// Parameters that are not trained.
    pub buffers: &'a mut [T],
    /// Optimizer state: one array as long as the parameters behind the other.
    pub state: &'a mut [T],
    /// Copy of parameters, buffers and state, of a time when the loss was known to be finite.
    pub undo_copy: &'a mut [T],
    /// Gradients of all trained parameters.
    pub gradients: &'a mut [T],
    /// Inputs of one batch that were converted from bytes.
    pub converted_inputs: &'a mut [T],
    /// Outputs of all layers.
    pub outputs: &'a mut [T],
    /// ∂C/∂tensor of all tensors whose gradient is needed.
    pub deltas: &'a mut [T],
    /// What layers save from forward to backward.
    pub saved: &'a mut [T],
    /// Input gradients of one layer that are added to deltas.
    pub gradient_scratch: &'a mut [T],
    /// Scratch memory of one pass of one layer.
    pub layer_scratch: &'a mut [T],
}

/// Elements of a cache line of float32: every range of a region starts at a multiple of it.
const LINE: usize = 16;

impl MemoryLayout {
    /// Appends `length` elements to a region, rounded up to a whole cache line, and returns their range.
    pub fn append(region: &mut usize, length: usize) -> Range<usize> {
        let start = *region;
        let end = start.saturating_add(length);
        *region = end.checked_next_multiple_of(LINE).unwrap_or(usize::MAX);
        start..end
    }

    /// Elements of all that training changes: parameters, buffers and state.
    fn trained(&self) -> usize {
        self.parameters.saturating_add(self.buffers).saturating_add(self.state)
    }

    /// Elements of the whole arena; `usize::MAX` where that overflows.
    pub fn total(&self) -> usize {
        let lengths = [
            self.trained(),
            self.trained(),
            self.parameters,
            self.converted_inputs,
            self.outputs,
            self.deltas,
            self.saved,
            self.gradient_scratch,
            self.layer_scratch,
        ];
        lengths.into_iter().fold(0, usize::saturating_add)
    }

    /// Cuts an arena of [`Self::total`] elements into its regions.
    pub fn cut<'a, T>(&self, arena: &'a mut [T]) -> Memory<'a, T> {
        let mut rest = arena;
        let mut next = |length: usize| {
            let (region, behind) = std::mem::take(&mut rest).split_at_mut(length);
            rest = behind;
            region
        };
        Memory {
            parameters: next(self.parameters),
            buffers: next(self.buffers),
            state: next(self.state),
            undo_copy: next(self.trained()),
            gradients: next(self.parameters),
            converted_inputs: next(self.converted_inputs),
            outputs: next(self.outputs),
            deltas: next(self.deltas),
            saved: next(self.saved),
            gradient_scratch: next(self.gradient_scratch),
            layer_scratch: next(self.layer_scratch),
        }
    }
}

impl<T: Copy> Memory<'_, T> {
    /// Copies all that training changes.
    pub fn take_undo_copy(&mut self) {
        let mut rest = &mut *self.undo_copy;
        for region in [&*self.parameters, &*self.buffers, &*self.state] {
            let (copy, behind) = rest.split_at_mut(region.len());
            copy.copy_from_slice(region);
            rest = behind;
        }
    }

    /// Copies back what [`Self::take_undo_copy`] copied.
    pub fn restore_undo_copy(&mut self) {
        let mut rest = &*self.undo_copy;
        for region in [&mut *self.parameters, &mut *self.buffers, &mut *self.state] {
            let (copy, behind) = rest.split_at(region.len());
            region.copy_from_slice(copy);
            rest = behind;
        }
    }
}

//! The weights `[rows][columns][inputs of a group][filters]` in the order in which the products read them.

use super::loops::{Block, Loops, Run};
use crate::Element;

impl Loops {
    /// For each block a row with the bias, then one for each tap; lanes that are not used are 0.
    pub fn pack<T: Element>(&self, kernel: &[T], bias: &[T], lanes: usize, packed: &mut [T]) {
        let filters = kernel.len() / self.taps.len();
        packed.fill(T::ZERO);
        for &Block { column, width, weights, .. } in &self.blocks {
            let columns = column..column + width.used;
            let mut rows = packed[weights..].chunks_exact_mut(width.vectors * lanes);
            if let Some(row) = rows.next().filter(|_| !bias.is_empty()) {
                row[..width.used].copy_from_slice(&bias[columns.clone()]);
            }
            for (row, values) in rows.zip(kernel.chunks_exact(filters)) {
                row[..width.used].copy_from_slice(&values[columns.clone()]);
            }
        }
    }

    /// For each run, a row for each output channel.
    pub fn transpose<T: Element>(&self, kernel: &[T], lanes: usize, packed: &mut [T]) {
        let filters = kernel.len() / self.taps.len();
        packed.fill(T::ZERO);
        for (index, &Run { column, tap, width, weights, .. }) in self.runs.iter().enumerate() {
            let rows = packed[weights..].chunks_exact_mut(width.vectors * lanes);
            if self.lanewise {
                let fresh = self.blocks[index % self.blocks.len()].fresh;
                let values = &kernel[tap * filters + column..][..width.used];
                for row in rows.take(1) {
                    row[fresh..width.used].copy_from_slice(&values[fresh..]);
                }
                continue;
            }
            for (row, column) in rows.zip(column..column + self.group[1]) {
                let values = kernel[tap * filters + column..].iter().step_by(filters);
                for (value, from) in row[..width.used].iter_mut().zip(values) {
                    *value = *from;
                }
            }
        }
    }

    /// Gradients in the blocks' order, times a factor, into the kernel's.
    pub fn unpack<T: Element>(&self, gradients: &[T], factor: T, lanes: usize, kernel: &mut [T]) {
        let filters = kernel.len() / self.taps.len();
        for block in &self.blocks {
            let rows = gradients[block.gradients..].chunks_exact(2 * lanes);
            let (fresh, used) = (block.fresh, block.width.used);
            for (row, values) in rows.zip(kernel.chunks_exact_mut(filters)) {
                let columns = block.column + fresh..block.column + used;
                for (value, gradient) in values[columns].iter_mut().zip(&row[fresh..used]) {
                    *value = *gradient * factor;
                }
            }
        }
    }
}

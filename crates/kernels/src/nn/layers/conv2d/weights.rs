//! Copies of the weights, `[rows][columns][inputs of a group][filters]`, in the order in which the products
//! read them.

use super::loops::{Block, Loops, Run};
use crate::Element;
use std::ops::Range;

impl Loops {
    /// Packs, for each block, a row with the bias, then a row for each tap; unused lanes are 0.
    pub fn pack<T: Element>(&self, kernel: &[T], bias: &[T], lanes: usize, packed: &mut [T]) {
        packed.fill(T::ZERO);
        for block in &self.blocks {
            let width = block.width.vectors * lanes;
            let (first, rows) = packed[block.weights..].split_at_mut(width);
            if !bias.is_empty() {
                self.each_window(block, bias.len(), |_, filters, lanes| {
                    first[lanes].copy_from_slice(&bias[filters]);
                });
            }
            self.each_row(block, kernel.len(), |row, weights, lanes| {
                rows[row * width..][lanes].copy_from_slice(&kernel[weights]);
            });
        }
    }

    /// Writes `factor` times the gradients, which are in the blocks' order, to those of the kernel.
    pub fn unpack<T: Element>(&self, gradients: &[T], factor: T, lanes: usize, kernel: &mut [T]) {
        kernel.fill(T::ZERO);
        for block in &self.blocks {
            let rows = &gradients[block.gradients..];
            self.each_row(block, kernel.len(), |row, weights, columns| {
                // Lanes that overlap an earlier block have been added there.
                let fresh = block.fresh.saturating_sub(columns.start).min(columns.len());
                let gradients = &rows[row * 2 * lanes..][columns][fresh..];
                for (value, &gradient) in kernel[weights][fresh..].iter_mut().zip(gradients) {
                    *value += gradient * factor;
                }
            });
        }
    }

    /// Packs the transposed weights: for each run, a row for each output channel.
    pub fn transpose<T: Element>(&self, kernel: &[T], filters: usize, lanes: usize, packed: &mut [T]) {
        packed.fill(T::ZERO);
        for &Run { column, tap, fresh, width, weights, .. } in &self.runs {
            let rows = packed[weights..].chunks_exact_mut(width.vectors * lanes);
            if self.lanewise {
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

    /// Calls `f` for each joined window that a block has output channels of: with the window, its filters,
    /// and their lanes in the block.
    fn each_window(
        &self,
        block: &Block,
        filters: usize,
        mut f: impl FnMut(usize, Range<usize>, Range<usize>),
    ) {
        let columns = block.column..block.column + block.width.used;
        for window in 0..self.joined {
            let own = window * filters;
            let (start, end) = (columns.start.max(own), columns.end.min(own + filters));
            if start < end {
                f(window, start - own..end - own, start - columns.start..end - columns.start);
            }
        }
    }

    /// Calls `f` for each row and joined window of a block: with the row, the range of its weights in the
    /// kernel, of `size` in all, and their lanes. A weight occurs once for each joined window.
    fn each_row(&self, block: &Block, size: usize, mut f: impl FnMut(usize, Range<usize>, Range<usize>)) {
        let [height, width, span] = self.kernel;
        let inputs = self.group[0];
        let filters = size / (height * width * inputs);
        for row in 0..height {
            for column in 0..span {
                self.each_window(block, filters, |window, own, lanes| {
                    let Some(own_column) =
                        column.checked_sub(window * self.stride).filter(|&own| own < width)
                    else {
                        return;
                    };
                    for input in 0..inputs {
                        let start = ((row * width + own_column) * inputs + input) * filters;
                        let tap = (row * span + column) * inputs + input;
                        f(tap, start + own.start..start + own.end, lanes.clone());
                    }
                });
            }
        }
    }
}

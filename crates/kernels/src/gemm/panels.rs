//! The layout in which dense layers keep their weights, and rows of samples anywhere in memory.
//!
//! ```text
//! W[depth][columns]  →  panels[columns / width][depth][width]
//!
//! columns   0 1 2 3 | 4 5 6 7 | 8 9 0 0      width 4: three panels, zeros behind column 9
//! ```
//!
//! A panel is what BLIS packs B into for every product: the micro-kernel reads it from its start to its end. Weights
//! stay packed over all steps; only reading and writing them from outside goes through row-major order. The width is
//! two vectors, or one where that holds all columns: see
//! docs/decisions/kernels.md#layers-of-at-most-a-vectors-columns-use-panels-of-one-vector.

use crate::Element;
use crate::simd::{Isa, lanes};

/// Columns of one panel of a matrix with so many columns.
pub fn width<T: Element>(isa: Isa, columns: usize) -> usize {
    let lanes = lanes::<T>(isa);
    if columns <= lanes { lanes } else { 2 * lanes }
}

/// `columns` rounded up to whole panels: the stride of rows that panels multiply into.
pub fn stride<T: Element>(isa: Isa, columns: usize) -> usize {
    columns.checked_next_multiple_of(width::<T>(isa, columns)).unwrap_or(usize::MAX)
}

/// Rows of equal width at any offsets of one slice: samples, gathered without a copy.
#[derive(Clone, Copy)]
pub struct Rows<'a, T> {
    data: &'a [T],
    offsets: &'a [usize],
    width: usize,
}

impl<'a, T: Element> Rows<'a, T> {
    /// # Panics
    /// When a row reaches beyond `data`.
    pub fn new(data: &'a [T], offsets: &'a [usize], width: usize) -> Self {
        let room = data.len().checked_sub(width);
        assert!(
            offsets.is_empty() || room.is_some_and(|room| all_at_most(room, offsets)),
            "a row reaches beyond its data"
        );
        Self { data, offsets, width }
    }

    /// Where R rows begin.
    /// # Safety
    /// There are R rows from `first` on.
    #[inline(always)]
    pub(super) unsafe fn pointers<const R: usize>(&self, first: usize) -> [*const T; R] {
        let mut rows = [self.data.as_ptr(); R];
        for (r, row) in rows.iter_mut().enumerate() {
            // SAFETY: the caller's promise; offsets lie inside the data.
            unsafe { *row = row.add(*self.offsets.get_unchecked(first + r)) };
        }
        rows
    }

    /// The slice that offsets count from.
    pub(super) fn data(&self) -> &'a [T] {
        self.data
    }

    /// Where each row begins in the data.
    pub(super) fn offsets(&self) -> &'a [usize] {
        self.offsets
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        self.offsets.len()
    }

    /// Values in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// One row.
    pub fn row(&self, index: usize) -> &'a [T] {
        &self.data[self.offsets[index]..][..self.width]
    }
}

/// Whether no offset is larger than `most`. Every pass of a layer asks, so there is no branch for each offset: one that
/// is too large makes the difference negative, and the highest bit of any value or difference stays in the union.
fn all_at_most(most: usize, offsets: &[usize]) -> bool {
    let high_bits = offsets.iter().fold(0, |any, &offset| any | offset | most.wrapping_sub(offset));
    isize::try_from(high_bits).is_ok()
}

/// Writes row-major `[depth][columns]` values into panels of `width` columns.
/// # Panics
/// When `values` or `panels` are shorter than the matrix.
pub fn pack<T: Element>(values: &[T], columns: usize, width: usize, panels: &mut [T]) {
    let depth = values.len() / columns;
    for (panel, rows) in panels.chunks_exact_mut(depth * width).enumerate() {
        let first = panel * width;
        let used = width.min(columns - first);
        for (row, values) in rows.chunks_exact_mut(width).zip(values.chunks_exact(columns)) {
            row[..used].copy_from_slice(&values[first..first + used]);
            row[used..].fill(T::ZERO);
        }
    }
}

/// Reads panels back as row-major `[depth][columns]` values.
/// # Panics
/// When `values` or `panels` are shorter than the matrix.
pub fn unpack<T: Element>(panels: &[T], columns: usize, width: usize, values: &mut [T]) {
    let depth = values.len() / columns;
    for (panel, rows) in panels.chunks_exact(depth * width).enumerate() {
        let first = panel * width;
        let used = width.min(columns - first);
        for (row, values) in rows.chunks_exact(width).zip(values.chunks_exact_mut(columns)) {
            values[first..first + used].copy_from_slice(&row[..used]);
        }
    }
}

/// The panels of the transposed matrix: `[depth][columns]` in, `[columns][depth]` out, as panels of these widths.
///
/// ```text
/// for column, k:
///     out[k / out_width][column][k % out_width] ← panels[column / width][k][column % width]
/// zeros behind row `depth` of the last panel
/// ```
///
/// The values of a row of a panel are read in order and go to successive rows of one panel of the result, `out_width`
/// apart.
/// # Panics
/// When the slices have other lengths than the matrices.
pub fn transpose<T: Element>(
    panels: &[T],
    depth: usize,
    columns: usize,
    [width, out_width]: [usize; 2],
    out: &mut [T],
) {
    assert_eq!(panels.len(), columns.next_multiple_of(width) * depth);
    assert_eq!(out.len(), depth.next_multiple_of(out_width) * columns);
    for (index, panel) in panels.chunks_exact(depth * width).enumerate() {
        let first = index * width;
        let used = width.min(columns - first);
        for (k, row) in panel.chunks_exact(width).enumerate() {
            let start = (k / out_width) * columns * out_width + first * out_width + k % out_width;
            for (column, value) in row[..used].iter().enumerate() {
                // SAFETY: the panel of k has `columns` rows, and first + column is one of them.
                unsafe { *out.get_unchecked_mut(start + column * out_width) = *value };
            }
        }
    }
    let used = depth % out_width;
    if used > 0 {
        let last = out.len() - columns * out_width;
        for row in out[last..].chunks_exact_mut(out_width) {
            row[used..].fill(T::ZERO);
        }
    }
}

/// The rows of the transposed matrix, `[columns][depth]` row-major, of a matrix that is a single panel.
/// # Panics
/// When `rows` is longer than the panel has such rows.
pub fn unpack_transposed<T: Element>(panel: &[T], columns: usize, width: usize, rows: &mut [T]) {
    let depth = rows.len() / columns;
    for (column, row) in rows.chunks_exact_mut(depth).enumerate() {
        for (value, panel) in row.iter_mut().zip(panel.chunks_exact(width)) {
            *value = panel[column];
        }
    }
}

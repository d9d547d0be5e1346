//! The operands of a product.

use crate::Element;

/// A row-major matrix in a slice, or the same read transposed: one of the two strides is 1.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T> {
    pub(super) data: &'a [T],
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Distance in `data` from a row to the next.
    pub(super) row_stride: usize,
    /// Distance in `data` from a column to the next.
    pub(super) column_stride: usize,
}

impl<'a, T: Element> Matrix<'a, T> {
    /// Row-major `[rows][columns]`.
    /// # Panics
    /// When `data` has another length.
    pub fn new(data: &'a [T], rows: usize, columns: usize) -> Self {
        assert_eq!(data.len(), rows * columns);
        Self { data, rows, columns, row_stride: columns, column_stride: 1 }
    }

    /// The same memory, read transposed.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

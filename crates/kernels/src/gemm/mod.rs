//! Matrix products: one entry for any shapes and strides, and the panel products of dense layers.
//!
//! The blocked algorithm is the one of Goto and van de Geijn, "Anatomy of high-performance matrix
//! multiplication" (ACM TOMS 34, 2008): B in panels that stay in the first-level cache, A in strips in
//! the second, one register tile inside.
#![allow(unsafe_code, reason = "register tiles work on addresses, checked once for each product")]

mod const_dispatch;
pub mod indirect;
pub(crate) mod micro_kernel;
mod pack;
pub mod panels;
pub mod small_k;
pub mod small_n;

use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};
use micro_kernel::{ByRow, Ends, Left, Right, Strip, balanced, tile, with_rows};

/// Depth of a block: a panel of B this deep stays in the first-level cache.
const DEPTH: usize = 192;
/// Strips of A in a block, kept in the second-level cache.
const STRIPS: usize = 16;
/// Columns of a block of B, kept in the last cache.
const COLUMNS: usize = 2048;
/// The widest tile's columns: two vectors of 16.
const MAX_WIDTH: usize = 32;
/// The tallest tile's rows.
const MAX_ROWS: usize = 14;

/// A row-major matrix in a slice, or the same read transposed: one of the strides is 1.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T> {
    data: &'a [T],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
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

    /// op(A)·op(B) as a new row-major `[m][n]`, each operand row-major and read transposed where its flag says.
    /// # Panics
    /// When the lengths do not fit.
    pub fn multiply(isa: Isa, a: (&'a [T], bool), b: (&'a [T], bool), [m, n, k]: [usize; 3]) -> Vec<T> {
        let view = |(data, transposed): (&'a [T], bool), rows: usize, columns: usize| {
            if transposed {
                Matrix::new(data, columns, rows).transposed()
            } else {
                Matrix::new(data, rows, columns)
            }
        };
        let mut c = vec![T::ZERO; m * n];
        gemm(isa, view(a, m, k), view(b, k, n), &mut c);
        c
    }
}

struct Gemm<'a, T> {
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    c: &'a mut [T],
    scratch: &'a mut [T],
}

/// C[m][n] ← A[m][k] · B[k][n], C row-major.
/// # Panics
/// When the shapes do not fit.
///
/// ```
/// use ferrograd_kernels::{Isa, gemm::{Matrix, gemm}};
/// let mut c = [0.0; 1];
/// gemm(Isa::detect(), Matrix::new(&[1.0, 2.0], 1, 2), Matrix::new(&[3.0, 4.0], 2, 1), &mut c);
/// assert_eq!(c, [11.0]);
/// ```
pub fn gemm<T: Element>(isa: Isa, a: Matrix<'_, T>, b: Matrix<'_, T>, c: &mut [T]) {
    assert_eq!(a.columns, b.rows);
    assert_eq!(c.len(), a.rows * b.columns);
    let columns = b.columns.min(COLUMNS).next_multiple_of(MAX_WIDTH);
    let rows = a.rows.min(STRIPS * MAX_ROWS);
    T::with_scratch(a.columns.min(DEPTH) * (columns + rows), |scratch| {
        T::dispatch(isa, Gemm { a, b, c, scratch });
    });
}

impl<T: Element> SimdOp<T> for Gemm<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { a, b, c, scratch } = self;
        let (m, n, k) = (a.rows, b.columns, a.columns);
        let width = 2 * S::LANES;
        if k == 0 {
            c.fill(T::ZERO);
        }
        // Rows are read in place: that is faster than packing them, whatever their length.
        let packs = a.column_stride != 1;
        let tallest = if packs { S::MR_PACKED } else { S::MR };
        let (b_panels, a_strips) =
            scratch.split_at_mut(k.min(DEPTH) * n.min(COLUMNS).next_multiple_of(MAX_WIDTH));
        for column in (0..n).step_by(COLUMNS) {
            let columns = (n - column).min(COLUMNS);
            for (first, depth) in balanced(k, DEPTH) {
                pack::panels(simd, &b, (first, depth), (column, columns), b_panels);
                for (row, rows) in balanced(m, STRIPS * tallest) {
                    if packs {
                        for (strip, count) in balanced(rows, tallest) {
                            let packed = &mut a_strips[strip * depth..][..count * depth];
                            pack::strip(&a, (row + strip, count), (first, depth), packed);
                        }
                    }
                    for panel in (0..columns).step_by(width) {
                        let b_panel = &b_panels[panel * depth..][..depth * width];
                        for (strip, count) in balanced(rows, tallest) {
                            let start = (row + strip) * n + column + panel;
                            let target = Target {
                                c: &mut c[start..],
                                stride: n,
                                used: width.min(columns - panel),
                                accumulate: first > 0,
                            };
                            if packs {
                                let a = &a_strips[strip * depth..][..count * depth];
                                with_rows!(count, S::MR_PACKED, R => {
                                    target.write::<S, _, R>(simd, Strip::<T, R>(a.as_ptr()), b_panel);
                                });
                            } else {
                                let a_rows = &a.data[(row + strip) * a.row_stride + first..];
                                with_rows!(count, S::MR, R => {
                                    let rows = ByRow::<T, R>::strided(a_rows, a.row_stride, depth);
                                    target.write::<S, _, R>(simd, rows, b_panel);
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One tile's place in C, with fewer used columns at the right edge.
struct Target<'a, T> {
    c: &'a mut [T],
    stride: usize,
    used: usize,
    accumulate: bool,
}

impl<T: Element> Target<'_, T> {
    /// A holds R rows as deep as the panel.
    #[inline(always)]
    fn write<S: Simd<T>, A: Left<T>, const R: usize>(self, simd: S, a: A, panel: &[T]) {
        let width = 2 * S::LANES;
        let depth = panel.len() / width;
        assert!(self.c.len() >= (R - 1) * self.stride + self.used);
        if self.used == width {
            let c = self.c.as_mut_ptr();
            let right = Right { b: panel.as_ptr(), b_stride: width, c, c_stride: self.stride };
            // SAFETY: the sizes were asserted.
            unsafe { tile::<T, S, A, R, 2>(simd, depth, a, right, Ends::plain(self.accumulate)) };
            return;
        }
        let mut edge = [T::ZERO; MAX_ROWS * MAX_WIDTH];
        let right = Right { b: panel.as_ptr(), b_stride: width, c: edge.as_mut_ptr(), c_stride: width };
        // SAFETY: the sizes were asserted; R and the width are at most the edge's.
        unsafe { tile::<T, S, A, R, 2>(simd, depth, a, right, Ends::plain(false)) };
        for (row, sums) in edge.chunks_exact(width).take(R).enumerate() {
            let c = &mut self.c[row * self.stride..][..self.used];
            for (c, &sum) in c.iter_mut().zip(sums) {
                *c = if self.accumulate { *c + sum } else { sum };
            }
        }
    }
}

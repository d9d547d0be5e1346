//! Products of any two matrices, block by block.
//!
//! The five loops are those of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (ACM
//! TOMS 34, 2008), as BLIS names them:
//!
//! ```text
//! for NC columns of B and C:                              NC·KC values of B stay in the last cache
//!     for at most KC rows of B, columns of A:
//!         pack this block of B into panels of NR columns
//!         for MC rows of A and C:                         MC·KC values of A stay in the second-level cache
//!             pack this block of A, where A is transposed, into panels of MR rows
//!             for each panel of B:                        KC·NR values stay in the first-level cache
//!                 for MR rows of A:
//!                     micro-kernel: C[MR][NR] (+)= A[MR][KC] · B[KC][NR]
//! ```
//!
//! Unlike in BLIS, rows of an A that is not transposed are read in place: packing them cost 15 %, see
//! docs/decisions/kernels.md#our-own-products-stay-crates-are-oracles.

use super::const_dispatch::with_rows;
use super::matrix::Matrix;
use super::micro_kernel::{
    Epilogue, LeftOperand, PackedPanel, RowPointers, TilePointers, balanced, micro_kernel,
};
use super::pack;
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// Depth of a block: a panel of B this deep stays in the first-level cache.
const KC: usize = 192;
/// MC / MR, the tiles below each other in a block of A, which stays in the second-level cache.
const MC_TILES: usize = 16;
/// Columns of a block of B, which stays in the last cache.
const NC: usize = 2048;
/// NR of the widest tile: two vectors of 16.
const MAX_NR: usize = 32;
/// MR of the tallest tile.
const MAX_MR: usize = 14;

struct Gemm<'a, T> {
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    c: &'a mut [T],
    scratch: &'a mut [T],
}

/// `C[m][n] ← A[m][k] · B[k][n]`, C row-major.
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
    let columns = b.columns.min(NC).next_multiple_of(MAX_NR);
    let rows = a.rows.min(MC_TILES * MAX_MR);
    T::with_scratch(a.columns.min(KC) * (columns + rows), |scratch| {
        T::dispatch(isa, Gemm { a, b, c, scratch });
    });
}

/// op(A)·op(B) as a new row-major `[m][n]`, each operand row-major and read transposed where its flag says so.
/// # Panics
/// When the lengths do not fit.
pub fn matmul<'a, T: Element>(
    isa: Isa,
    a: (&'a [T], bool),
    b: (&'a [T], bool),
    [m, n, k]: [usize; 3],
) -> Vec<T> {
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

impl<T: Element> SimdOp<T> for Gemm<'_, T> {
    type Output = ();
    /// The loops at the top of this file.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { a, b, c, scratch } = self;
        let (m, n, k) = (a.rows, b.columns, a.columns);
        let nr = 2 * S::LANES;
        if k == 0 {
            c.fill(T::ZERO);
        }
        let packs_a = a.column_stride != 1;
        let mr = if packs_a { S::MR_PACKED } else { S::MR };
        let (b_block, a_block) = scratch.split_at_mut(k.min(KC) * n.min(NC).next_multiple_of(MAX_NR));
        for column in (0..n).step_by(NC) {
            let columns = (n - column).min(NC);
            for (first, depth) in balanced(k, KC) {
                pack::b_panels(simd, &b, (first, depth), (column, columns), b_block);
                for (row, rows) in balanced(m, MC_TILES * mr) {
                    if packs_a {
                        for (tile, count) in balanced(rows, mr) {
                            let packed = &mut a_block[tile * depth..][..count * depth];
                            pack::a_panel(&a, (row + tile, count), (first, depth), packed);
                        }
                    }
                    for panel in (0..columns).step_by(nr) {
                        let b_panel = &b_block[panel * depth..][..depth * nr];
                        for (tile, count) in balanced(rows, mr) {
                            let start = (row + tile) * n + column + panel;
                            let output = OutputTile {
                                c: &mut c[start..],
                                stride: n,
                                used: nr.min(columns - panel),
                                accumulate: first > 0,
                            };
                            if packs_a {
                                let a = &a_block[tile * depth..][..count * depth];
                                with_rows!(count, S::MR_PACKED, R => {
                                    output.write::<S, _, R>(simd, PackedPanel::<T, R>(a.as_ptr()), b_panel);
                                });
                            } else {
                                let a_rows = &a.data[(row + tile) * a.row_stride + first..];
                                with_rows!(count, S::MR, R => {
                                    let rows = RowPointers::<T, R>::strided(a_rows, a.row_stride, depth);
                                    output.write::<S, _, R>(simd, rows, b_panel);
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The part of C that one tile computes.
struct OutputTile<'a, T> {
    /// C from the tile's first value on.
    c: &'a mut [T],
    stride: usize,
    /// Columns that exist: fewer than NR at the right edge of C.
    used: usize,
    /// Whether an earlier block of the depth has written C.
    accumulate: bool,
}

impl<T: Element> OutputTile<'_, T> {
    /// Multiplies R rows of A, as deep as the panel of B. A tile at the right edge is computed whole in a buffer, from
    /// which the columns that exist are copied.
    #[inline(always)]
    fn write<S: Simd<T>, A: LeftOperand<T>, const R: usize>(self, simd: S, a: A, panel: &[T]) {
        let nr = 2 * S::LANES;
        let depth = panel.len() / nr;
        assert!(self.c.len() >= (R - 1) * self.stride + self.used);
        if self.used == nr {
            let c = self.c.as_mut_ptr();
            let pointers = TilePointers { b: panel.as_ptr(), b_stride: nr, c, c_stride: self.stride };
            let epilogue = Epilogue::plain(self.accumulate);
            // SAFETY: the sizes were asserted.
            unsafe { micro_kernel::<T, S, A, R, 2>(simd, depth, a, pointers, epilogue) };
            return;
        }
        let mut edge = [T::ZERO; MAX_MR * MAX_NR];
        let pointers = TilePointers { b: panel.as_ptr(), b_stride: nr, c: edge.as_mut_ptr(), c_stride: nr };
        // SAFETY: the sizes were asserted; R and NR are at most the buffer's.
        unsafe { micro_kernel::<T, S, A, R, 2>(simd, depth, a, pointers, Epilogue::plain(false)) };
        for (row, sums) in edge.chunks_exact(nr).take(R).enumerate() {
            let c = &mut self.c[row * self.stride..][..self.used];
            for (c, &sum) in c.iter_mut().zip(sums) {
                *c = if self.accumulate { *c + sum } else { sum };
            }
        }
    }
}

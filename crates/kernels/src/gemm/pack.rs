//! Blocks of A and B, copied into the order in which the micro-kernel reads them, so that it reads adjacent memory
//! whatever the strides are.

use super::matrix::Matrix;
use crate::Element;
use crate::simd::Simd;

/// Columns of B into panels, `[columns / NR][depth][NR]`.
///
/// ```text
/// for each panel of NR columns:
///     B row-major:   for k: panel[k] ← B[k][panel's columns]             two vector copies
///     B transposed:  for j: panel[..][j] ← column j, adjacent in memory  one value a row
/// ```
///
/// What stands behind the last column is arbitrary: the start of the next row, or left from an earlier block. It only
/// reaches columns of the tile that are not copied to C.
#[inline(always)]
pub fn b_panels<T: Element, S: Simd<T>>(
    simd: S,
    b: &Matrix<'_, T>,
    (first, depth): (usize, usize),
    (column, columns): (usize, usize),
    panels: &mut [T],
) {
    let nr = 2 * S::LANES;
    for (index, panel) in panels.chunks_exact_mut(depth * nr).take(columns.div_ceil(nr)).enumerate() {
        let start = column + index * nr;
        let used = nr.min(column + columns - start);
        if b.column_stride == 1 {
            for (k, row) in panel.chunks_exact_mut(nr).enumerate() {
                let source = &b.data[(first + k) * b.row_stride + start..];
                if source.len() >= nr {
                    // SAFETY: the source holds two vectors, of this row or with the start of the next.
                    unsafe {
                        simd.store(row.as_mut_ptr(), simd.load(source.as_ptr()));
                        simd.store(row.as_mut_ptr().add(S::LANES), simd.load(source.as_ptr().add(S::LANES)));
                    }
                } else {
                    row[..used].copy_from_slice(&source[..used]);
                }
            }
        } else {
            for j in 0..used {
                let source = &b.data[(start + j) * b.column_stride + first..];
                for (row, value) in panel.chunks_exact_mut(nr).zip(source) {
                    row[j] = *value;
                }
            }
        }
    }
}

/// Rows of a transposed A into one panel, `[depth][rows]`: row k of the panel is adjacent in memory.
#[inline(always)]
pub fn a_panel<T: Element>(
    a: &Matrix<'_, T>,
    (row, rows): (usize, usize),
    (first, depth): (usize, usize),
    panel: &mut [T],
) {
    debug_assert!(a.row_stride == 1 && panel.len() == rows * depth);
    for (k, values) in panel.chunks_exact_mut(rows).enumerate() {
        let source = &a.data[(first + k) * a.column_stride + row..];
        for (value, from) in values.iter_mut().zip(source) {
            *value = *from;
        }
    }
}

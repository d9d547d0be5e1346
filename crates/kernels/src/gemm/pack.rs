//! Blocks of A and B, copied into the order in which tiles read them.

use super::Matrix;
use crate::Element;
use crate::simd::Simd;

/// Columns of B into `[columns / width][depth][width]`. What stands behind the last column is arbitrary.
#[inline(always)]
pub fn panels<T: Element, S: Simd<T>>(
    simd: S,
    b: &Matrix<'_, T>,
    (first, depth): (usize, usize),
    (column, columns): (usize, usize),
    panels: &mut [T],
) {
    let width = 2 * S::LANES;
    for (index, panel) in panels.chunks_exact_mut(depth * width).take(columns.div_ceil(width)).enumerate() {
        let start = column + index * width;
        let used = width.min(column + columns - start);
        if b.column_stride == 1 {
            for (k, row) in panel.chunks_exact_mut(width).enumerate() {
                let source = &b.data[(first + k) * b.row_stride + start..];
                if source.len() >= width {
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
                for (row, value) in panel.chunks_exact_mut(width).zip(source) {
                    row[j] = *value;
                }
            }
        }
    }
}

/// Rows of a transposed A into `[depth][rows]`.
#[inline(always)]
pub fn strip<T: Element>(
    a: &Matrix<'_, T>,
    (row, rows): (usize, usize),
    (first, depth): (usize, usize),
    strip: &mut [T],
) {
    debug_assert!(a.row_stride == 1 && strip.len() == rows * depth);
    for (k, values) in strip.chunks_exact_mut(rows).enumerate() {
        let source = &a.data[(first + k) * a.column_stride + row..];
        for (value, from) in values.iter_mut().zip(source) {
            *value = *from;
        }
    }
}

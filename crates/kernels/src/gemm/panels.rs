//! Weights as column panels, `[columns / width][depth][width]` with width = two vectors, and the three
//! products of a dense layer on them. The last panel is filled with zero columns.

use super::tile::{ByDepth, ByRow, Right, balanced, tile, with_rows};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp, lanes};

/// Columns of one panel.
pub fn width<T: Element>(isa: Isa) -> usize {
    2 * lanes::<T>(isa)
}

/// `columns` rounded up to whole panels: the stride of rows that panels multiply into.
pub fn stride<T: Element>(isa: Isa, columns: usize) -> usize {
    columns.checked_next_multiple_of(width::<T>(isa)).unwrap_or(usize::MAX)
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
            offsets.is_empty() || room.is_some_and(|room| offsets.iter().all(|&offset| offset <= room)),
            "a row reaches beyond its data"
        );
        Self { data, offsets, width }
    }

    /// # Safety
    /// There are R rows from `first` on.
    #[inline(always)]
    unsafe fn pointers<const R: usize>(&self, first: usize) -> [*const T; R] {
        let mut rows = [self.data.as_ptr(); R];
        for (r, row) in rows.iter_mut().enumerate() {
            // SAFETY: the caller's promise; offsets lie inside the data.
            unsafe { *row = row.add(*self.offsets.get_unchecked(first + r)) };
        }
        rows
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

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    panels: &'a [T],
    out: &'a mut [T],
    stride: usize,
}

/// `out[rows][stride] ← x[rows][depth] · panels`
/// # Panics
/// When `panels` or `out` do not have these sizes.
pub fn multiply<T: Element>(isa: Isa, x: Rows<'_, T>, panels: &[T], out: &mut [T], stride: usize) {
    assert_eq!(panels.len(), x.width * stride);
    assert!(out.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa)));
    T::dispatch(isa, Multiply { x, panels, out, stride });
}

impl<T: Element> SimdOp<T> for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, panels, out, stride } = self;
        let (width, depth) = (2 * S::LANES, x.width);
        for panel in 0..stride / width {
            for (first, count) in balanced(x.count(), S::ROWS) {
                with_rows!(count, S::ROWS, R => {
                    // SAFETY: the sizes were checked in `multiply`, the rows in `Rows::new`.
                    unsafe {
                        let rows = x.pointers::<R>(first);
                        let right = Right {
                            b: panels.as_ptr().add(panel * depth * width),
                            b_stride: width,
                            c: out.as_mut_ptr().add(first * stride + panel * width),
                            c_stride: stride,
                        };
                        tile::<T, S, _, R>(simd, depth, ByRow::<T, R>(rows), right, false);
                    }
                });
            }
        }
    }
}

/// Most passes over the weights before a tile, which reads them once, is faster than rank updates.
const PASSES: usize = 3;

struct Outer<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    panels: &'a mut [T],
    stride: usize,
    accumulate: bool,
}

/// `panels ← xᵀ · dz`, plus `panels` where `accumulate`: a weight gradient, or a whole SGD update with
/// `dz` scaled by the negative learning rate.
/// # Panics
/// When `panels` or `dz` do not have the sizes of such a product.
pub fn outer<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    panels: &mut [T],
    stride: usize,
    accumulate: bool,
) {
    assert_eq!(panels.len(), x.width * stride);
    assert!(dz.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa)));
    T::dispatch(isa, Outer { x, dz, panels, stride, accumulate });
}

impl<T: Element> SimdOp<T> for Outer<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, dz, panels, stride, accumulate } = self;
        let (width, features, samples) = (2 * S::LANES, x.width, x.count());
        for panel in 0..stride / width {
            // SAFETY: the sizes were checked in `outer`, the rows in `Rows::new`.
            let (dz, target) = unsafe {
                (dz.as_ptr().add(panel * width), panels.as_mut_ptr().add(panel * features * width))
            };
            if accumulate && samples <= PASSES * S::RANK {
                for (first, count) in balanced(samples, S::RANK) {
                    with_rows!(count, S::RANK, R => {
                        // SAFETY: as above.
                        unsafe {
                            let (rows, dz) = (x.pointers::<R>(first), dz.add(first * stride));
                            rank_update::<T, S, R>(simd, rows, dz, stride, target, features);
                        }
                    });
                }
                continue;
            }
            for (first, count) in balanced(features, S::COLUMNS) {
                with_rows!(count, S::COLUMNS, R => {
                    // SAFETY: as above.
                    unsafe {
                        let a = ByDepth { first: x.data.as_ptr().add(first), offsets: x.offsets.as_ptr() };
                        let right = Right { b: dz, b_stride: stride, c: target.add(first * width), c_stride: width };
                        tile::<T, S, _, R>(simd, samples, a, right, accumulate);
                    }
                });
            }
        }
    }
}

/// W[f] ← W[f] + Σᵣ x[r][f] · dz[r], with all of dz in registers: W is read and written once.
/// # Safety
/// Each row has `features` values, dz R rows of two vectors, W `features` such rows.
#[inline(always)]
unsafe fn rank_update<T: Element, S: Simd<T>, const R: usize>(
    simd: S,
    rows: [*const T; R],
    dz: *const T,
    stride: usize,
    w: *mut T,
    features: usize,
) {
    // SAFETY: the caller's promise, throughout.
    unsafe {
        let mut d = [[simd.splat(T::ZERO); 2]; R];
        for (r, [low, high]) in d.iter_mut().enumerate() {
            *low = simd.load(dz.add(r * stride));
            *high = simd.load(dz.add(r * stride + S::LANES));
        }
        for f in 0..features {
            let w = w.add(f * 2 * S::LANES);
            let (mut w0, mut w1) = (simd.load(w), simd.load(w.add(S::LANES)));
            for (row, [low, high]) in rows.iter().zip(&d) {
                let x = simd.splat(*row.add(f));
                w0 = simd.mul_add(x, *low, w0);
                w1 = simd.mul_add(x, *high, w1);
            }
            simd.store(w, w0);
            simd.store(w.add(S::LANES), w1);
        }
    }
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

/// The panels of the transposed matrix: `[depth][columns]` in, `[columns][depth]` out, both as panels.
/// # Panics
/// When the slices have other lengths than the matrices.
pub fn transpose<T: Element>(panels: &[T], depth: usize, columns: usize, width: usize, out: &mut [T]) {
    assert_eq!(panels.len(), columns.next_multiple_of(width) * depth);
    assert_eq!(out.len(), depth.next_multiple_of(width) * columns);
    for (index, panel) in panels.chunks_exact(depth * width).enumerate() {
        let first = index * width;
        let used = width.min(columns - first);
        for (k, row) in panel.chunks_exact(width).enumerate() {
            let start = (k / width) * columns * width + first * width + k % width;
            for (column, value) in row[..used].iter().enumerate() {
                // SAFETY: the panel of k has `columns` rows, and first + column is one of them.
                unsafe { *out.get_unchecked_mut(start + column * width) = *value };
            }
        }
    }
    let used = depth % width;
    if used > 0 {
        let last = out.len() - columns * width;
        for row in out[last..].chunks_exact_mut(width) {
            row[used..].fill(T::ZERO);
        }
    }
}

//! Weights as column panels, `[columns / width][depth][width]` with width = two vectors, or one where that holds
//! all columns, and the three products of a dense layer on them. The last panel is filled with zero columns.

use super::micro_kernel::{ByDepth, ByRow, Ends, Right, balanced, tile, with_rows};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp, lanes};

/// Columns of one panel of so many columns.
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

/// Without a branch for each, as every pass of a layer asks.
fn all_at_most(most: usize, offsets: &[usize]) -> bool {
    let high_bits = offsets.iter().fold(0, |any, &offset| any | offset | most.wrapping_sub(offset));
    isize::try_from(high_bits).is_ok()
}

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    panels: &'a [T],
    start: Option<&'a [T]>,
    out: &'a mut [T],
    stride: usize,
}

/// `out[rows][stride] ← x[rows][depth] · panels`, plus a bias where every row starts with one.
/// # Panics
/// When `panels`, `start` or `out` do not have these sizes.
pub fn multiply<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    panels: &[T],
    start: Option<&[T]>,
    out: &mut [T],
    stride: usize,
) {
    assert_eq!(panels.len(), x.width * stride);
    assert!(start.is_none_or(|start| start.len() == stride));
    assert!(out.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa, stride)));
    T::dispatch(isa, Multiply { x, panels, start, out, stride });
}

impl<T: Element> SimdOp<T> for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if self.stride == S::LANES { self.panels_of::<S, 1>(simd) } else { self.panels_of::<S, 2>(simd) }
    }
}

impl<T: Element> Multiply<'_, T> {
    /// Panels of N vectors.
    #[inline(always)]
    fn panels_of<S: Simd<T>, const N: usize>(self, simd: S) {
        let Self { x, panels, start, out, stride } = self;
        let (width, depth) = (N * S::LANES, x.width);
        for panel in 0..stride / width {
            let start = start.map(|start| &start[panel * width..][..width]);
            let ends = Ends { start, ..Ends::plain(false) };
            for (first, count) in balanced(x.count(), S::MR) {
                with_rows!(count, S::MR, R => {
                    // SAFETY: the sizes were checked in `multiply`, the rows in `Rows::new`.
                    unsafe {
                        let rows = x.pointers::<R>(first);
                        let right = Right {
                            b: panels.as_ptr().add(panel * depth * width),
                            b_stride: width,
                            c: out.as_mut_ptr().add(first * stride + panel * width),
                            c_stride: stride,
                        };
                        tile::<T, S, _, R, N>(simd, depth, ByRow::<T, R>(rows), right, ends);
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
    factor: T,
    accumulate: bool,
}

/// `panels ← factor · xᵀ · dz`, plus `panels` where `accumulate`: a weight gradient, or a whole SGD update with
/// the negative learning rate as the factor.
/// # Panics
/// When `panels` or `dz` do not have the sizes of such a product.
pub fn outer<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    panels: &mut [T],
    stride: usize,
    (factor, accumulate): (T, bool),
) {
    assert_eq!(panels.len(), x.width * stride);
    assert!(dz.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa, stride)));
    T::dispatch(isa, Outer { x, dz, panels, stride, factor, accumulate });
}

impl<T: Element> SimdOp<T> for Outer<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if self.stride == S::LANES { self.panels_of::<S, 1>(simd) } else { self.panels_of::<S, 2>(simd) }
    }
}

impl<T: Element> Outer<'_, T> {
    /// Panels of N vectors.
    #[inline(always)]
    fn panels_of<S: Simd<T>, const N: usize>(self, simd: S) {
        let Self { x, dz, panels, stride, factor, accumulate } = self;
        let (width, features, samples) = (N * S::LANES, x.width, x.count());
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
                            rank_update::<T, S, R, N>(simd, rows, (dz, stride), factor, (target, features));
                        }
                    });
                }
                continue;
            }
            for (first, count) in balanced(features, S::MR_PACKED) {
                with_rows!(count, S::MR_PACKED, R => {
                    // SAFETY: as above.
                    unsafe {
                        let a = ByDepth { first: x.data.as_ptr().add(first), offsets: x.offsets.as_ptr() };
                        let right = Right { b: dz, b_stride: stride, c: target.add(first * width), c_stride: width };
                        let ends = Ends { factor, ..Ends::plain(accumulate) };
                        tile::<T, S, _, R, N>(simd, samples, a, right, ends);
                    }
                });
            }
        }
    }
}

/// W[f] ← W[f] + Σᵣ x[r][f] · factor · dz[r], with all of dz in registers: W is read and written once.
/// # Safety
/// Each row has `features` values, dz R rows of N vectors, W `features` such rows.
#[inline(always)]
unsafe fn rank_update<T: Element, S: Simd<T>, const R: usize, const N: usize>(
    simd: S,
    rows: [*const T; R],
    (dz, stride): (*const T, usize),
    factor: T,
    (w, features): (*mut T, usize),
) {
    let factor = simd.splat(factor);
    // SAFETY: the caller's promise, throughout.
    unsafe {
        let mut d = [[simd.splat(T::ZERO); N]; R];
        for (r, vectors) in d.iter_mut().enumerate() {
            for (n, vector) in vectors.iter_mut().enumerate() {
                *vector = simd.mul(factor, simd.load(dz.add(r * stride + n * S::LANES)));
            }
        }
        for f in 0..features {
            let w = w.add(f * N * S::LANES);
            let mut sums = [simd.splat(T::ZERO); N];
            for (n, sum) in sums.iter_mut().enumerate() {
                *sum = simd.load(w.add(n * S::LANES));
            }
            for (row, vectors) in rows.iter().zip(&d) {
                let x = simd.splat(*row.add(f));
                for (sum, vector) in sums.iter_mut().zip(vectors) {
                    *sum = simd.mul_add(x, *vector, *sum);
                }
            }
            for (n, sum) in sums.into_iter().enumerate() {
                simd.store(w.add(n * S::LANES), sum);
            }
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

/// The panels of the transposed matrix: `[depth][columns]` in, `[columns][depth]` out, as panels of these widths.
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

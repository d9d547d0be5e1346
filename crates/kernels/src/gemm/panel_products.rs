//! The products of a dense layer on weights in [panels](super::panels): forward (and ∂C/∂x, on the panels of Wᵀ), and
//! the gradient of the weights.

use super::const_dispatch::with_rows;
use super::micro_kernel::{ColumnOffsets, Epilogue, RowPointers, TilePointers, balanced, micro_kernel};
use super::panels::{Rows, width};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    panels: &'a [T],
    bias: Option<&'a [T]>,
    out: &'a mut [T],
    stride: usize,
}

/// `out[rows][stride] ← x[rows][depth] · panels`, plus a bias for each column where there is one.
/// # Panics
/// When `panels`, `bias` or `out` do not have these sizes.
pub fn multiply<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    panels: &[T],
    bias: Option<&[T]>,
    out: &mut [T],
    stride: usize,
) {
    assert_eq!(panels.len(), x.width() * stride);
    assert!(bias.is_none_or(|bias| bias.len() == stride));
    assert!(out.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa, stride)));
    T::dispatch(isa, Multiply { x, panels, bias, out, stride });
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
    ///
    /// ```text
    /// for each panel of W:                    it stays in the cache while all samples pass
    ///     for MR samples:
    ///         micro-kernel: out[samples][panel] ← bias[panel] + x[samples] · panel
    /// ```
    #[inline(always)]
    fn panels_of<S: Simd<T>, const N: usize>(self, simd: S) {
        let Self { x, panels, bias, out, stride } = self;
        let (width, depth) = (N * S::LANES, x.width());
        for panel in 0..stride / width {
            let bias = bias.map(|bias| &bias[panel * width..][..width]);
            let epilogue = Epilogue { bias, ..Epilogue::plain(false) };
            for (first, count) in balanced(x.count(), S::MR) {
                with_rows!(count, S::MR, R => {
                    // SAFETY: the sizes were checked in `multiply`, the rows in `Rows::new`.
                    unsafe {
                        let rows = x.pointers::<R>(first);
                        let pointers = TilePointers {
                            b: panels.as_ptr().add(panel * depth * width),
                            b_stride: width,
                            c: out.as_mut_ptr().add(first * stride + panel * width),
                            c_stride: stride,
                        };
                        micro_kernel::<T, S, _, R, N>(simd, depth, RowPointers::<T, R>(rows), pointers, epilogue);
                    }
                });
            }
        }
    }
}

/// Most passes over the weights before a tile, which reads them once, is faster than rank-k updates.
const MAX_PASSES: usize = 3;

struct WeightGradient<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    panels: &'a mut [T],
    stride: usize,
    alpha: T,
    accumulate: bool,
}

/// `panels ← alpha · xᵀ · dz`, plus `panels` where `accumulate`: a weight gradient, or a whole SGD update with the
/// negative learning rate as alpha.
/// # Panics
/// When `panels` or `dz` do not have the sizes of such a product.
pub fn weight_gradient<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    panels: &mut [T],
    stride: usize,
    (alpha, accumulate): (T, bool),
) {
    assert_eq!(panels.len(), x.width() * stride);
    assert!(dz.len() >= x.count() * stride && stride.is_multiple_of(width::<T>(isa, stride)));
    T::dispatch(isa, WeightGradient { x, dz, panels, stride, alpha, accumulate });
}

impl<T: Element> SimdOp<T> for WeightGradient<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if self.stride == S::LANES { self.panels_of::<S, 1>(simd) } else { self.panels_of::<S, 2>(simd) }
    }
}

impl<T: Element> WeightGradient<'_, T> {
    /// Panels of N vectors.
    ///
    /// ```text
    /// for each panel of W:
    ///     where W is updated and there are few samples:
    ///         for at most RANK samples: rank-k update of the whole panel
    ///     else for MR_PACKED features:
    ///         micro-kernel: panel[features] ← alpha · Σ over samples x[sample][features]ᵀ · dz[sample][panel]
    /// ```
    ///
    /// A tile reads x and dz of all samples once for its few features, which pays when there are many samples. With
    /// few, reading and writing W is what takes time, and a rank-k update does that once for RANK samples: see
    /// docs/decisions/kernels.md#small-batches-update-the-weights-without-storing-a-gradient.
    #[inline(always)]
    fn panels_of<S: Simd<T>, const N: usize>(self, simd: S) {
        let Self { x, dz, panels, stride, alpha, accumulate } = self;
        let (width, features, samples) = (N * S::LANES, x.width(), x.count());
        for panel in 0..stride / width {
            // SAFETY: the sizes were checked in `weight_gradient`, the rows in `Rows::new`.
            let (dz, target) = unsafe {
                (dz.as_ptr().add(panel * width), panels.as_mut_ptr().add(panel * features * width))
            };
            if accumulate && samples <= MAX_PASSES * S::RANK {
                for (first, count) in balanced(samples, S::RANK) {
                    with_rows!(count, S::RANK, R => {
                        // SAFETY: as above.
                        unsafe {
                            let (rows, dz) = (x.pointers::<R>(first), dz.add(first * stride));
                            rank_update::<T, S, R, N>(simd, rows, (dz, stride), alpha, (target, features));
                        }
                    });
                }
                continue;
            }
            for (first, count) in balanced(features, S::MR_PACKED) {
                with_rows!(count, S::MR_PACKED, R => {
                    // SAFETY: as above.
                    unsafe {
                        let first_feature = x.data().as_ptr().add(first);
                        let a = ColumnOffsets { first: first_feature, offsets: x.offsets().as_ptr() };
                        let c = target.add(first * width);
                        let pointers = TilePointers { b: dz, b_stride: stride, c, c_stride: width };
                        let epilogue = Epilogue { alpha, ..Epilogue::plain(accumulate) };
                        micro_kernel::<T, S, _, R, N>(simd, samples, a, pointers, epilogue);
                    }
                });
            }
        }
    }
}

/// The rank-R update `W[f] ← W[f] + Σᵣ x[r][f] · alpha · dz[r]` of a panel.
///
/// ```text
/// d[r][n] ← alpha · dz[r][n]                       R·N registers, filled once
/// for f in 0..features:
///     sum[n] ← W[f][n]
///     for r in 0..R:
///         x ← x[r][f] in all lanes
///         sum[n] ← x · d[r][n] + sum[n]
///     W[f][n] ← sum[n]                             W is read and written once
/// ```
///
/// Where the micro-kernel holds a tile of W in registers and passes over the samples, this holds the samples' deltas
/// and passes over W. The sums of one feature form a chain; those of the next features are independent of it and
/// overlap.
/// # Safety
/// Each row has `features` values, dz R rows of N vectors, W `features` such rows.
#[inline(always)]
unsafe fn rank_update<T: Element, S: Simd<T>, const R: usize, const N: usize>(
    simd: S,
    rows: [*const T; R],
    (dz, stride): (*const T, usize),
    alpha: T,
    (w, features): (*mut T, usize),
) {
    let alpha = simd.splat(alpha);
    // SAFETY: the caller's promise, throughout.
    unsafe {
        let mut d = [[simd.splat(T::ZERO); N]; R];
        for (r, vectors) in d.iter_mut().enumerate() {
            for (n, vector) in vectors.iter_mut().enumerate() {
                *vector = simd.mul(alpha, simd.load(dz.add(r * stride + n * S::LANES)));
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

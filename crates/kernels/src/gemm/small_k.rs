//! Parameter gradients of dense layers with very few inputs (the k of the forward product). Each vector of dz is
//! multiplied by so few inputs that loading it is much of the work, so the bias adds it in the same pass.
//!
//! See docs/decisions/kernels.md#layers-of-at-most-four-units-or-inputs-multiply-along-the-other-side.

use super::const_dispatch::{MAX_SMALL, with_small};
use super::micro_kernel::{load_vectors, store_scaled};
use super::panels::{Rows, width};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// Whether the parameter gradients of a layer of so many inputs are faster here.
pub fn is_small_k(inputs: usize) -> bool {
    inputs <= MAX_SMALL
}

struct ParameterGradient<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    panels: &'a mut [T],
    bias: Option<&'a mut [T]>,
    stride: usize,
    alpha: T,
    accumulate: bool,
}

/// `panels ← alpha · xᵀ · dz` and `bias ← alpha · Σ dz`, plus their previous values where `accumulate`.
/// # Panics
/// When the layer has too many inputs, or the slices do not have the sizes of such products.
pub fn parameter_gradient<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    (panels, bias): (&mut [T], Option<&mut [T]>),
    stride: usize,
    (alpha, accumulate): (T, bool),
) {
    assert!(is_small_k(x.width()) && stride.is_multiple_of(width::<T>(isa, stride)));
    assert_eq!(panels.len(), x.width() * stride);
    assert_eq!(dz.len(), x.count() * stride);
    assert!(bias.as_ref().is_none_or(|bias| bias.len() == stride));
    T::dispatch(isa, ParameterGradient { x, dz, panels, bias, stride, alpha, accumulate });
}

impl<T: Element> SimdOp<T> for ParameterGradient<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        with_small!(self.x.width(), D => {
            let mut first = 0;
            // As many accumulators as there are registers, so that no sum waits for the one before.
            while S::RANK > 0 && first + 4 * S::LANES <= self.stride {
                self.columns::<S, D, 4>(simd, first);
                first += 4 * S::LANES;
            }
            while first + 2 * S::LANES <= self.stride {
                self.columns::<S, D, 2>(simd, first);
                first += 2 * S::LANES;
            }
            if first < self.stride {
                self.columns::<S, D, 1>(simd, first);
            }
        });
    }
}

impl<T: Element> ParameterGradient<'_, T> {
    /// The gradients of C vectors of columns, from `first` on, for D inputs.
    ///
    /// ```text
    /// for each sample:
    ///     dz ← dz[sample][columns]
    ///     dw[f] ← x[sample][f] · dz + dw[f]           D·C accumulators
    ///     db ← db + dz                                C accumulators
    /// W[f][columns] ← alpha · dw[f], bias[columns] ← alpha · db, plus what was there where `accumulate`
    /// ```
    #[inline(always)]
    fn columns<S: Simd<T>, const D: usize, const C: usize>(&mut self, simd: S, first: usize) {
        let mut sums = [[simd.splat(T::ZERO); C]; D];
        let mut totals = [simd.splat(T::ZERO); C];
        for (row, dz) in self.dz.chunks_exact(self.stride).enumerate() {
            let dz = load_vectors::<T, S, C>(simd, &dz[first..]);
            for (sums, &x) in sums.iter_mut().zip(self.x.row(row)) {
                let x = simd.splat(x);
                for (sum, dz) in sums.iter_mut().zip(dz) {
                    *sum = simd.mul_add(x, dz, *sum);
                }
            }
            for (total, dz) in totals.iter_mut().zip(dz) {
                *total = simd.add(*total, dz);
            }
        }
        let (width, update) = ((2 * S::LANES).min(self.stride), (self.alpha, self.accumulate));
        for (vector, &total) in totals.iter().enumerate() {
            let column = first + vector * S::LANES;
            for (feature, sums) in sums.iter().enumerate() {
                let at = (column / width * D + feature) * width + column % width;
                let weights = &mut self.panels[at..at + S::LANES];
                // SAFETY: the slice has exactly LANES elements.
                unsafe { store_scaled(simd, weights.as_mut_ptr(), sums[vector], update) };
            }
            if let Some(bias) = &mut self.bias {
                let bias = &mut bias[column..column + S::LANES];
                // SAFETY: as above.
                unsafe { store_scaled(simd, bias.as_mut_ptr(), total, update) };
            }
        }
    }
}

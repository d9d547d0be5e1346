//! Gradients of dense layers with very few inputs, where every vector of dz is soon used up: the bias takes its
//! part while it is there.

use super::const_dispatch::{MOST, vectors, with_few};
use super::micro_kernel::put;
use super::panels::{Rows, width};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// Whether a layer of so many inputs is better off here.
pub fn is_small_k(inputs: usize) -> bool {
    inputs <= MOST
}

struct Outer<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    panels: &'a mut [T],
    bias: Option<&'a mut [T]>,
    stride: usize,
    factor: T,
    accumulate: bool,
}

/// `panels ← factor · xᵀ · dz` and `bias ← factor · Σ dz`, plus what they were where `accumulate`.
/// # Panics
/// When the layer is not shallow, or the slices do not have the sizes of such products.
pub fn outer<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    (panels, bias): (&mut [T], Option<&mut [T]>),
    stride: usize,
    (factor, accumulate): (T, bool),
) {
    assert!(is_small_k(x.width()) && stride.is_multiple_of(width::<T>(isa, stride)));
    assert_eq!(panels.len(), x.width() * stride);
    assert_eq!(dz.len(), x.count() * stride);
    assert!(bias.as_ref().is_none_or(|bias| bias.len() == stride));
    T::dispatch(isa, Outer { x, dz, panels, bias, stride, factor, accumulate });
}

impl<T: Element> SimdOp<T> for Outer<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        with_few!(self.x.width(), D => {
            let mut first = 0;
            // As many sums as there are registers, so that none waits for the one before.
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

impl<T: Element> Outer<'_, T> {
    /// C vectors of columns from `first` on.
    #[inline(always)]
    fn columns<S: Simd<T>, const D: usize, const C: usize>(&mut self, simd: S, first: usize) {
        let mut sums = [[simd.splat(T::ZERO); C]; D];
        let mut totals = [simd.splat(T::ZERO); C];
        for (row, dz) in self.dz.chunks_exact(self.stride).enumerate() {
            let dz = vectors::<T, S, C>(simd, &dz[first..]);
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
        let (width, update) = ((2 * S::LANES).min(self.stride), (self.factor, self.accumulate));
        for (vector, &total) in totals.iter().enumerate() {
            let column = first + vector * S::LANES;
            for (feature, sums) in sums.iter().enumerate() {
                let at = (column / width * D + feature) * width + column % width;
                let place = &mut self.panels[at..at + S::LANES];
                // SAFETY: the slice has exactly LANES elements.
                unsafe { put(simd, place.as_mut_ptr(), sums[vector], update) };
            }
            if let Some(bias) = &mut self.bias {
                let place = &mut bias[column..column + S::LANES];
                // SAFETY: as above.
                unsafe { put(simd, place.as_mut_ptr(), total, update) };
            }
        }
    }
}

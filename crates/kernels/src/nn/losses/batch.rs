//! Outputs and targets of some samples.

use crate::Element;
use crate::nn::samples::targets::{Target, Targets};
use crate::simd::{Simd, zip_rows};

/// Outputs and targets of some samples.
pub struct Batch<'a, T> {
    /// Outputs, in rows of `stride` values of which the first `width` count.
    pub a: &'a [T],
    /// Where the gradients go, in the same rows, 0 behind the width.
    pub d: &'a mut [T],
    /// Distance of rows, whole vectors.
    pub stride: usize,
    /// Values that count.
    pub width: usize,
    /// Where the targets are.
    pub targets: &'a Targets<T>,
    /// Which of them, row by row.
    pub samples: &'a [u32],
}

impl<'a, T: Element> Batch<'a, T> {
    pub(super) fn reborrow(&mut self) -> Batch<'_, T> {
        Batch { d: &mut *self.d, ..*self }
    }

    pub(super) fn row(&mut self, index: usize) -> Batch<'_, T> {
        let range = index * self.stride..(index + 1) * self.stride;
        let (a, samples) = (&self.a[range.clone()], &self.samples[index..=index]);
        Batch { a, samples, d: &mut self.d[range], ..*self }
    }

    /// Each sample's outputs, target and gradient, each in a whole row.
    #[inline(always)]
    pub(super) fn rows(&mut self) -> impl Iterator<Item = (&'a [T], Target<'a, T>, &mut [T])> {
        let Batch { a, d, stride, targets, samples, .. } = self;
        let (a, targets, samples, stride) = (*a, *targets, *samples, *stride);
        a.chunks_exact(stride).zip(d.chunks_exact_mut(stride)).zip(samples).map(
            #[inline(always)]
            move |((a, d), &sample)| (a, targets.of(sample as usize), d),
        )
    }

    /// Whether the targets are classes; they all are, or none is.
    #[inline(always)]
    pub(super) fn has_labels(&self) -> bool {
        let first = self.samples.first().map(|&sample| self.targets.of(sample as usize));
        matches!(first, Some(Target::Label(_)))
    }

    /// d ← y
    #[inline(always)]
    pub(super) fn write_targets(&mut self) {
        if self.has_labels() {
            self.d.fill(T::ZERO);
        }
        for (_, target, d) in self.rows() {
            match target {
                Target::Label(label) => d[label] = T::ONE,
                Target::Values(y) => d[..y.len()].copy_from_slice(y),
            }
        }
    }

    /// Sum of the losses f(a, y), whose derivatives, the second results, go to d.
    #[inline(always)]
    pub(super) fn each_output<S: Simd<T>>(&mut self, simd: S, f: impl Fn(S::V, S::V) -> (S::V, S::V)) -> f64 {
        self.write_targets();
        zip_rows(
            simd,
            (self.d, self.a),
            (self.stride, self.width),
            #[inline(always)]
            |y, a| {
                let (loss, slope) = f(a, y);
                (slope, loss)
            },
        )
    }
}

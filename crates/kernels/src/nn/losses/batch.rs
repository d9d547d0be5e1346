//! Outputs and targets of the samples of one batch.

use crate::Element;
use crate::nn::samples::targets::{Target, Targets};
use crate::simd::{Simd, zip_rows};

/// Outputs a and targets y of some samples, and where the gradients d = ∂C/∂a go.
pub struct LossBatch<'a, T> {
    /// Outputs, in rows of `stride` values of which the first `features` count.
    pub a: &'a [T],
    /// Gradients, in the same rows, 0 behind the first `features` values.
    pub d: &'a mut [T],
    /// Distance of rows: a whole number of vectors.
    pub stride: usize,
    /// Outputs of one sample.
    pub features: usize,
    /// Targets of all samples of the data set.
    pub targets: &'a Targets<T>,
    /// For each row, the index of its sample in the data set.
    pub samples: &'a [u32],
}

impl<'a, T: Element> LossBatch<'a, T> {
    pub(super) fn reborrow(&mut self) -> LossBatch<'_, T> {
        LossBatch { d: &mut *self.d, ..*self }
    }

    pub(super) fn row(&mut self, index: usize) -> LossBatch<'_, T> {
        let range = index * self.stride..(index + 1) * self.stride;
        let (a, samples) = (&self.a[range.clone()], &self.samples[index..=index]);
        LossBatch { a, samples, d: &mut self.d[range], ..*self }
    }

    /// Outputs, target and gradient of each sample; outputs and gradient as whole rows with their padding.
    #[inline(always)]
    pub(super) fn rows(&mut self) -> impl Iterator<Item = (&'a [T], Target<'a, T>, &mut [T])> {
        let LossBatch { a, d, stride, targets, samples, .. } = self;
        let (a, targets, samples, stride) = (*a, *targets, *samples, *stride);
        a.chunks_exact(stride).zip(d.chunks_exact_mut(stride)).zip(samples).map(
            #[inline(always)]
            move |((a, d), &sample)| (a, targets.of(sample as usize), d),
        )
    }

    /// Whether the targets are class indices; either all targets are, or none is.
    #[inline(always)]
    pub(super) fn has_labels(&self) -> bool {
        let first = self.samples.first().map(|&sample| self.targets.of(sample as usize));
        matches!(first, Some(Target::Label(_)))
    }

    /// d ← y, one-hot where the targets are class indices.
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

    /// Sum of the losses of all outputs, where f(a, y) returns the loss of an output and its derivative,
    /// which is written to d.
    ///
    /// ```text
    /// for each sample: d ← y              all targets of the batch first
    /// for each sample
    ///     for each vector of the row
    ///         (loss, d) ← f(a, d)
    ///         sum += loss
    /// ```
    ///
    /// The targets are copied in a pass of their own because labels are written as single values: a vector
    /// that is read right after a narrower store to it waits until that store has reached the cache. A whole
    /// batch later it has.
    /// See docs/decisions/kernels.md#losses-write-all-targets-first-then-take-whole-rows-in-vectors.
    #[inline(always)]
    pub(super) fn each_output<S: Simd<T>>(&mut self, simd: S, f: impl Fn(S::V, S::V) -> (S::V, S::V)) -> f64 {
        self.write_targets();
        zip_rows(
            simd,
            (self.d, self.a),
            (self.stride, self.features),
            #[inline(always)]
            |y, a| {
                let (loss, slope) = f(a, y);
                (slope, loss)
            },
        )
    }
}

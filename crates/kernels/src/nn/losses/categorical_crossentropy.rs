//! C = -Σᵢ yᵢ ln aᵢ, from class indices or from vectors.

use super::batch::LossBatch;
use super::loss_function::{BatchLoss, CLIP, Pointwise, clip};
use super::smoothing::Smoothing;
use crate::Element;
use crate::nn::samples::targets::Target;
use crate::nn::vector::{exponentials_in, scale_in};
use crate::simd::{Simd, largest, map_sum, math, zip};

/// The loss of probabilities, whatever layer computes them.
#[derive(Clone, Copy)]
pub struct FromProbabilities(pub Smoothing);

impl Pointwise for FromProbabilities {
    const IS_MEAN: bool = false;

    /// ∂C/∂a = -y / a, and 0 where a was clipped.
    #[inline(always)]
    fn term<T: Element, S: Simd<T>>(self, simd: S, a: S::V, y: S::V) -> (S::V, S::V) {
        let zero = simd.splat(T::ZERO);
        let y = simd.sub(zero, self.0.apply(simd, y));
        let p = clip(simd, a, CLIP, 1.0 - CLIP);
        let slope = simd.choose(simd.sub(p, a), zero, simd.div(y, p));
        (simd.mul(y, math::log(simd, p)), simd.choose(simd.sub(a, p), zero, slope))
    }
}

/// The loss together with the softmax before it: the derivative with respect to z needs no clipping and does
/// not cancel.
pub struct FromSoftmax(pub Smoothing);

impl BatchLoss for FromSoftmax {
    /// ∂C/∂zᵢ = aᵢ Σⱼ yⱼ - yᵢ
    ///
    /// ```text
    /// if targets are class indices and are not smoothed
    ///     for each sample: d ← a, d[label] -= 1, and collect a[label]
    ///     C = -sum of ln of the collected values, 16 at a time
    /// else
    ///     for each vector of the batch: C += -y ln a, d ← -y
    ///     for each sample: d ← d + a · Σ y
    /// ```
    ///
    /// Class indices need one logarithm a sample, so they have a loop of their own, and the logarithms are
    /// collected because one in vectors costs as much as a whole vector of them.
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: LossBatch<'_, T>) -> f64 {
        let features = batch.features;
        if self.0.is_none() && batch.has_labels() {
            let mut logarithms = Logarithms::new();
            for (a, target, d) in batch.rows() {
                let Target::Label(label) = target else { continue };
                target.difference(simd, &a[..features], &mut d[..features]);
                logarithms.add(simd, a[label]);
            }
            return -logarithms.finish(simd);
        }
        let loss = batch.each_output(
            simd,
            #[inline(always)]
            |a, y| {
                let y = simd.sub(simd.splat(T::ZERO), self.0.apply(simd, y));
                (simd.mul(y, math::log(simd, a)), y)
            },
        );
        for (a, target, d) in batch.rows() {
            let total = simd.splat(T::from_f64(self.0.total(sum(target), features)));
            // The padding of the row stays 0, as a softmax leaves it 0.
            zip(
                simd,
                d,
                a,
                #[inline(always)]
                |d, a| simd.mul_add(a, total, d),
            );
        }
        loss
    }
}

/// The loss of logits z, whose softmax would be the probabilities.
pub struct FromLogits(pub Smoothing);

impl BatchLoss for FromLogits {
    /// C = Σᵢ yᵢ (max z - zᵢ + ln Σⱼ e^(zⱼ - max z)), ∂C/∂zᵢ = softmax(z)ᵢ Σⱼ yⱼ - yᵢ
    ///
    /// ```text
    /// for each sample
    ///     highest = max z
    ///     d ← e^(z - highest), total = sum of d
    ///     if the target is a class index and is not smoothed
    ///         d ← d / total, d[label] -= 1
    ///         C += highest - z[label] + ln total     logarithms collected, 16 at a time
    ///     else, in double precision
    ///         d ← d Σ y / total - y
    ///         C += Σ y (highest - z + ln total)
    /// ```
    ///
    /// The maximum is subtracted so that no exponential overflows; log-sum-exp is never computed as the
    /// logarithm of a rounded softmax, so C is exact for logits of any size.
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: LossBatch<'_, T>) -> f64 {
        let features = batch.features;
        let is_by_label = self.0.is_none() && batch.has_labels();
        let mut logarithms = Logarithms::new();
        let mut loss = 0.0;
        for (z, target, d) in batch.rows() {
            let z = &z[..features];
            d[..features].copy_from_slice(z);
            let highest = largest(simd, z);
            let total = exponentials_in(simd, d, features, highest);
            if let (Target::Label(label), true) = (target, is_by_label) {
                scale_in(simd, d, T::ONE / total);
                d[label] -= T::ONE;
                loss += (highest - z[label]).to_f64();
                logarithms.add(simd, total);
                continue;
            }
            let targets = self.0.total(sum(target), features);
            let log = libm::log(total.to_f64());
            let share = targets / total.to_f64();
            for (index, (&z, d)) in z.iter().zip(d).enumerate() {
                let y = self.0.of(target.value(index).to_f64());
                loss += y * ((highest - z).to_f64() + log);
                *d = T::from_f64(d.to_f64() * share - y);
            }
        }
        loss + logarithms.finish(simd)
    }
}

/// Sum of a target's values.
#[inline(always)]
fn sum<T: Element>(target: Target<'_, T>) -> f64 {
    match target {
        Target::Label(_) => 1.0,
        Target::Values(y) => y.iter().fold(0.0, |total, &y| total + y.to_f64()),
    }
}

/// A sum of logarithms, taken 16 at a time, in vectors.
struct Logarithms<T> {
    pending: [T; 16],
    count: usize,
    sum: f64,
}

impl<T: Element> Logarithms<T> {
    #[inline(always)]
    fn new() -> Self {
        Self { pending: [T::ONE; 16], count: 0, sum: 0.0 }
    }

    #[inline(always)]
    fn add<S: Simd<T>>(&mut self, simd: S, x: T) {
        self.pending[self.count] = x;
        self.count += 1;
        if self.count == self.pending.len() {
            self.flush(simd);
        }
    }

    #[inline(always)]
    fn flush<S: Simd<T>>(&mut self, simd: S) {
        let sum = map_sum(
            simd,
            &mut self.pending,
            self.count,
            #[inline(always)]
            |x| (x, math::log(simd, x)),
        );
        self.sum += sum.to_f64();
        self.count = 0;
    }

    #[inline(always)]
    fn finish<S: Simd<T>>(mut self, simd: S) -> f64 {
        if self.count > 0 {
            self.flush(simd);
        }
        self.sum
    }
}

//! C = -Σᵢ yᵢ ln aᵢ, from class indices or from vectors.

use super::batch::Batch;
use super::loss_function::{BatchLoss, CLIP, Pointwise, clip};
use super::smoothing::Smoothing;
use crate::Element;
use crate::nn::samples::targets::Target;
use crate::simd::{Simd, largest, map, map_sum, math, zip};

/// After any layer that gives probabilities.
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

/// After a softmax, with its derivative: nothing is clipped, and nothing cancels.
pub struct FromSoftmax(pub Smoothing);

impl BatchLoss for FromSoftmax {
    /// ∂C/∂zᵢ = aᵢ Σⱼ yⱼ - yᵢ
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        let width = batch.width;
        if self.0.is_none() && batch.has_labels() {
            let mut logarithms = Logarithms::new();
            for (a, target, d) in batch.rows() {
                let Target::Label(label) = target else { continue };
                target.difference(simd, &a[..width], &mut d[..width]);
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
            let total = simd.splat(T::from_f64(self.0.total(sum(target), width)));
            // A softmax leaves zeros behind the width.
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

/// After a layer that gives z, whose softmax would be the probabilities.
pub struct FromLogits(pub Smoothing);

impl BatchLoss for FromLogits {
    /// C = Σᵢ yᵢ (max z - zᵢ + ln Σⱼ e^(zⱼ - max z)), ∂C/∂zᵢ = softmax(z)ᵢ Σⱼ yⱼ - yᵢ
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        let width = batch.width;
        let by_label = self.0.is_none() && batch.has_labels();
        let mut logarithms = Logarithms::new();
        let mut loss = 0.0;
        for (z, target, d) in batch.rows() {
            let z = &z[..width];
            d[..width].copy_from_slice(z);
            let highest = largest(simd, z);
            let total = exponentials(simd, d, width, highest);
            if let (Target::Label(label), true) = (target, by_label) {
                scale(simd, d, T::ONE / total);
                d[label] -= T::ONE;
                loss += (highest - z[label]).to_f64();
                logarithms.add(simd, total);
                continue;
            }
            let targets = self.0.total(sum(target), width);
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

/// z ← e^(z - shift), and their sum.
#[inline(always)]
fn exponentials<T: Element, S: Simd<T>>(simd: S, row: &mut [T], width: usize, shift: T) -> T {
    let shift = simd.splat(shift);
    map_sum(
        simd,
        row,
        width,
        #[inline(always)]
        |z| {
            let x = math::exp(simd, simd.sub(z, shift));
            (x, x)
        },
    )
}

#[inline(always)]
fn scale<T: Element, S: Simd<T>>(simd: S, row: &mut [T], factor: T) {
    let factor = simd.splat(factor);
    map(
        simd,
        row,
        #[inline(always)]
        |x| simd.mul(x, factor),
    );
}

/// Of the target's values.
#[inline(always)]
fn sum<T: Element>(target: Target<'_, T>) -> f64 {
    match target {
        Target::Label(_) => 1.0,
        Target::Values(y) => y.iter().fold(0.0, |total, &y| total + y.to_f64()),
    }
}

/// A sum of logarithms, a few vectors of them at a time.
struct Logarithms<T> {
    waiting: [T; 16],
    count: usize,
    sum: f64,
}

impl<T: Element> Logarithms<T> {
    #[inline(always)]
    fn new() -> Self {
        Self { waiting: [T::ONE; 16], count: 0, sum: 0.0 }
    }

    #[inline(always)]
    fn add<S: Simd<T>>(&mut self, simd: S, x: T) {
        self.waiting[self.count] = x;
        self.count += 1;
        if self.count == self.waiting.len() {
            self.flush(simd);
        }
    }

    #[inline(always)]
    fn flush<S: Simd<T>>(&mut self, simd: S) {
        let sum = map_sum(
            simd,
            &mut self.waiting,
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

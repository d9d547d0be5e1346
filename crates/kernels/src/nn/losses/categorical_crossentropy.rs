//! C = -Σᵢ yᵢ ln aᵢ, from class indices or from vectors.

use super::smoothing::Smoothing;
use super::{Batch, BatchLoss, CLIP, Pointwise};
use crate::Element;
use crate::nn::dataset::Target;
use crate::simd::{Simd, largest, map_sum, math, zip_rows};

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
        let low = simd.splat(T::from_f64(CLIP));
        let high = simd.splat(T::from_f64(1.0 - CLIP));
        let p = simd.at_most(simd.at_least(a, low), high);
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
        let first = batch.targets.of(batch.samples[0] as usize);
        if self.0.is_none() && matches!(first, Target::Label(_)) {
            return of_labels(simd, batch);
        }
        batch.write_targets();
        let (stride, width) = (batch.stride, batch.width);
        let mut loss = 0.0;
        for (a, target, d) in batch.rows() {
            let total = simd.splat(T::from_f64(self.0.total(sum(target), width)));
            loss += zip_rows(
                simd,
                (d, a),
                (stride, width),
                #[inline(always)]
                |y, a| {
                    let y = self.0.apply(simd, y);
                    (simd.sub(simd.mul(a, total), y), simd.mul(y, math::log(simd, a)))
                },
            );
        }
        -loss
    }
}

/// Of the target's values.
#[inline(always)]
fn sum<T: Element>(target: Target<'_, T>) -> f64 {
    match target {
        Target::Label(_) => 1.0,
        Target::Values(y) => y.iter().fold(0.0, |total, &y| total + y.to_f64()),
    }
}

/// Only the class's own probability needs a logarithm, and they take a vector of those at a time.
#[inline(always)]
fn of_labels<T: Element, S: Simd<T>>(simd: S, mut batch: Batch<'_, T>) -> f64 {
    const CHUNK: usize = 16;
    let width = batch.width;
    let mut loss = 0.0;
    let (mut own, mut count) = ([T::ONE; CHUNK], 0);
    for (a, target, d) in batch.rows() {
        let Target::Label(label) = target else { continue };
        target.difference(simd, &a[..width], &mut d[..width]);
        own[count] = a[label];
        count += 1;
        if count == CHUNK {
            loss += logarithms(simd, &mut own);
            count = 0;
        }
    }
    -(loss + logarithms(simd, &mut own[..count]))
}

#[inline(always)]
fn logarithms<T: Element, S: Simd<T>>(simd: S, values: &mut [T]) -> f64 {
    let count = values.len();
    let sum = map_sum(
        simd,
        values,
        count,
        #[inline(always)]
        |a| (a, math::log(simd, a)),
    );
    sum.to_f64()
}

/// After a layer that gives z, whose softmax would be the probabilities.
pub struct FromLogits(pub Smoothing);

impl BatchLoss for FromLogits {
    /// C = Σᵢ yᵢ (ln Σⱼ e^zⱼ - zᵢ), ∂C/∂zᵢ = softmax(z)ᵢ Σⱼ yⱼ - yᵢ
    #[inline(always)]
    fn evaluate<T: Element, S: Simd<T>>(self, simd: S, mut batch: Batch<'_, T>) -> f64 {
        batch.write_targets();
        let (stride, width) = (batch.stride, batch.width);
        let mut loss = 0.0;
        for (z, target, d) in batch.rows() {
            let total = simd.splat(T::from_f64(self.0.total(sum(target), width)));
            let highest = simd.splat(largest(simd, &z[..width]));
            let sum = zip_rows(
                simd,
                (&mut *d, z),
                (stride, width),
                #[inline(always)]
                |y, z| (y, math::exp(simd, simd.sub(z, highest))),
            );
            let scale = simd.splat(T::from_f64(libm::log(sum)));
            loss += zip_rows(
                simd,
                (d, z),
                (stride, width),
                #[inline(always)]
                |y, z| {
                    let y = self.0.apply(simd, y);
                    let log = simd.sub(simd.sub(z, highest), scale);
                    (simd.sub(simd.mul(math::exp(simd, log), total), y), simd.mul(y, log))
                },
            );
        }
        -loss
    }
}

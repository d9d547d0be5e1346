//! Operations on whole slices that layers, losses, optimizers and data sets share.

use crate::Element;
use crate::simd::{Isa, Simd, SimdOp, load_at, map, map_sum, math, reduce, store_at, zip};

struct Scale<'a, T>(&'a mut [T], T);

/// x ← factor · x
pub fn scale<T: Element>(isa: Isa, values: &mut [T], factor: T) {
    T::dispatch(isa, Scale(values, factor));
}

impl<T: Element> SimdOp<T> for Scale<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        scale_in(simd, self.0, self.1);
    }
}

/// x ← factor · x, inside of a kernel.
#[inline(always)]
pub fn scale_in<T: Element, S: Simd<T>>(simd: S, values: &mut [T], factor: T) {
    let factor = simd.splat(factor);
    map(
        simd,
        values,
        #[inline(always)]
        |x| simd.mul(x, factor),
    );
}

/// z ← e^(z - shift) for the first `features` values of a row, inside of a kernel; returns their sum.
#[inline(always)]
pub fn exponentials_in<T: Element, S: Simd<T>>(simd: S, row: &mut [T], features: usize, shift: T) -> T {
    let shift = simd.splat(shift);
    map_sum(
        simd,
        row,
        features,
        #[inline(always)]
        |z| {
            let x = math::exp(simd, simd.sub(z, shift));
            (x, x)
        },
    )
}

struct Add<'a, T>(&'a mut [T], &'a [T]);

/// sum ← sum + x
/// # Panics
/// When the slices differ in length.
pub fn add<T: Element>(isa: Isa, sum: &mut [T], x: &[T]) {
    T::dispatch(isa, Add(sum, x));
}

impl<T: Element> SimdOp<T> for Add<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        zip(
            simd,
            self.0,
            self.1,
            #[inline(always)]
            |sum, x| simd.add(sum, x),
        );
    }
}

struct AddSlope<'a, T>(&'a mut [T], &'a [T], T, T);

/// gradient ← gradient + l1 · sign x + slope · x
/// # Panics
/// When the slices differ in length.
pub fn add_slope<T: Element>(isa: Isa, gradient: &mut [T], x: &[T], l1: T, slope: T) {
    T::dispatch(isa, AddSlope(gradient, x, l1, slope));
}

impl<T: Element> SimdOp<T> for AddSlope<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (l1, slope, zero) = (simd.splat(self.2), simd.splat(self.3), simd.splat(T::ZERO));
        zip(
            simd,
            self.0,
            self.1,
            #[inline(always)]
            |gradient, x| {
                let up = simd.where_positive(x, l1);
                let down = simd.where_positive(simd.sub(zero, x), l1);
                simd.add(gradient, simd.mul_add(slope, x, simd.sub(up, down)))
            },
        );
    }
}

/// l1 Σ|x| + l2 Σx².
pub fn penalty<T: Element>(isa: Isa, values: &[T], l1: f64, l2: f64) -> f64 {
    let mut total = 0.0;
    if l1 != 0.0 {
        total += l1 * T::dispatch(isa, Magnitudes(values)).to_f64();
    }
    if l2 != 0.0 {
        total += l2 * squares(isa, values);
    }
    total
}

struct Magnitudes<'a, T>(&'a [T]);

impl<T: Element> SimdOp<T> for Magnitudes<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let zero = simd.splat(T::ZERO);
        reduce(
            simd,
            self.0,
            #[inline(always)]
            |sum, x| simd.add(sum, simd.at_least(x, simd.sub(zero, x))),
        )
    }
}

struct Squares<'a, T>(&'a [T]);

/// Σx²
pub fn squares<T: Element>(isa: Isa, values: &[T]) -> f64 {
    T::dispatch(isa, Squares(values)).to_f64()
}

impl<T: Element> SimdOp<T> for Squares<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        reduce(
            simd,
            self.0,
            #[inline(always)]
            |sum, x| simd.mul_add(x, x, sum),
        )
    }
}

struct Clamp<'a, T>(&'a mut [T], T);

/// x ← x limited to ±limit
pub fn clamp<T: Element>(isa: Isa, values: &mut [T], limit: T) {
    T::dispatch(isa, Clamp(values, limit));
}

impl<T: Element> SimdOp<T> for Clamp<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let (low, high) = (simd.splat(-self.1), simd.splat(self.1));
        map(
            simd,
            self.0,
            #[inline(always)]
            |x| simd.at_most(simd.at_least(x, low), high),
        );
    }
}

struct AddRows<'a, T> {
    rows: &'a [T],
    sum: &'a mut [T],
    factor: T,
    accumulate: bool,
}

/// sum ← factor · Σ rows, plus the old sum where `accumulate`; each row is as long as the sum.
pub fn add_rows<T: Element>(isa: Isa, rows: &[T], sum: &mut [T], (factor, accumulate): (T, bool)) {
    T::dispatch(isa, AddRows { rows, sum, factor, accumulate });
}

impl<T: Element> SimdOp<T> for AddRows<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        if !self.accumulate {
            self.sum.fill(T::ZERO);
        }
        crate::simd::add_rows(simd, self.rows, self.sum, self.factor);
    }
}

struct AddPixels<'a, T>(&'a [T], &'a mut [T]);

/// sum ← sum + Σ pixels, where a pixel is as long as the sum, which may be far shorter than a vector.
pub fn add_pixels<T: Element>(isa: Isa, pixels: &[T], sum: &mut [T]) {
    if !sum.is_empty() {
        T::dispatch(isa, AddPixels(pixels, sum));
    }
}

impl<T: Element> SimdOp<T> for AddPixels<'_, T> {
    type Output = ();
    /// ```text
    /// for each vector of channels
    ///     for every fourth pixel: sums[0] += pixel, sums[1] += next pixel, sums[2] += …, sums[3] += …
    ///     add the remaining pixels to sums[0]
    ///     sum[channels] += (sums[0] + sums[1]) + (sums[2] + sums[3])
    /// ```
    ///
    /// Four partial sums, because each addition to a single one would wait for the addition before it. With
    /// fewer channels than lanes, the lanes behind the channels add up the next pixel's values, which
    /// `store_at` leaves out.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        const SUMS: usize = 4;
        let (pixels, channels) = (self.0, self.1.len());
        for channel in (0..channels).step_by(S::LANES) {
            let mut sums = [simd.splat(T::ZERO); SUMS];
            let mut pixel = channel;
            while pixel + (SUMS - 1) * channels < pixels.len() {
                for sum in &mut sums {
                    *sum = simd.add(*sum, load_at(simd, pixels, pixel));
                    pixel += channels;
                }
            }
            while pixel < pixels.len() {
                sums[0] = simd.add(sums[0], load_at(simd, pixels, pixel));
                pixel += channels;
            }
            let [a, b, c, d] = sums;
            let total = simd.add(simd.add(a, b), simd.add(c, d));
            let before = load_at(simd, self.1, channel);
            store_at(simd, self.1, channel, simd.add(before, total));
        }
    }
}

struct Residue<'a, T>(&'a [T]);

impl<T: Element> SimdOp<T> for Residue<'_, T> {
    type Output = T;
    /// Σ (x - x), which is 0, or NaN where any x is NaN or infinite: a sum needs no branch for each value.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        reduce(
            simd,
            self.0,
            #[inline(always)]
            |sum, x| simd.add(sum, simd.sub(x, x)),
        )
    }
}

/// Index of the first NaN or infinity: blocks are tested by [`Residue`], and only a bad block value by value.
pub fn first_non_finite<T: Element>(isa: Isa, values: &[T]) -> Option<usize> {
    const BLOCK: usize = 4096;
    let block = values.chunks(BLOCK).position(|block| !T::dispatch(isa, Residue(block)).is_finite())?;
    let start = block * BLOCK;
    values[start..].iter().position(|x| !x.is_finite()).map(|index| start + index)
}

//! Values of channels, repeated to a period of whole vectors: rows are read as streams, however few channels
//! there are.

use crate::Element;
use crate::gemm::panels::Rows;
use crate::simd::{Simd, SimdOp, combine};

/// Values that hide the latency of sums over a period.
const LONG: usize = 512;
/// Most lanes of any instruction set.
const LANES: usize = 16;

/// How the values of a sample belong to channels: `[…][count][inner]`.
#[derive(Clone, Copy, Debug)]
pub struct Channels {
    /// Number of channels.
    pub count: usize,
    inner: usize,
    /// Elements after which the channels repeat, some whole number of times.
    pub period: usize,
}

impl Channels {
    /// Of samples of `width` values, a multiple of `count · inner`.
    pub fn new(width: usize, count: usize, inner: usize) -> Self {
        let once = count * inner;
        let repeats = if once >= LONG { 1 } else { LONG.div_ceil(once * LANES) * LANES };
        Self { count, inner, period: (once * repeats).min(width) }
    }

    /// A place of the period that belongs to a channel.
    pub fn place(self, channel: usize) -> usize {
        channel * self.inner
    }

    /// Sums over a period to sums over its channels, left in front.
    pub fn fold<T: Element>(self, sums: &mut [T]) {
        let (once, rest) = sums.split_at_mut(self.count * self.inner);
        for repeat in rest.chunks(once.len()) {
            for (sum, &x) in once.iter_mut().zip(repeat) {
                *sum += x;
            }
        }
        if self.inner > 1 {
            for channel in 0..self.count {
                let values = &once[channel * self.inner..][..self.inner];
                once[channel] = values.iter().fold(T::ZERO, |sum, &x| sum + x);
            }
        }
    }

    /// Values of channels, in front, to a whole period.
    pub fn expand<T: Element>(self, values: &mut [T]) {
        let once = self.count * self.inner;
        if self.inner > 1 {
            for channel in (0..self.count).rev() {
                let value = values[channel];
                values[channel * self.inner..][..self.inner].fill(value);
            }
        }
        let mut filled = once;
        while filled < values.len() {
            let more = filled.min(values.len() - filled);
            values.copy_within(..more, filled);
            filled += more;
        }
    }
}

/// For each place of the period Σ(x - mean) and Σ(x - mean)².
pub struct Deviations<'a, T> {
    pub x: Rows<'a, T>,
    pub mean: &'a [T],
    pub sums: &'a mut [T],
    pub squares: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Deviations<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, mean, sums, squares } = self;
        for row in 0..x.count() {
            for x in x.row(row).chunks(mean.len()) {
                let used = x.len();
                combine(
                    simd,
                    [&mut sums[..used], &mut squares[..used]],
                    [x, &mean[..used]],
                    #[inline(always)]
                    |[sum, square], [x, mean]| {
                        let d = simd.sub(x, mean);
                        [simd.add(sum, d), simd.mul_add(d, d, square)]
                    },
                );
            }
        }
    }
}

/// out ← (x - mean) · scale + shift
pub struct Normalise<'a, T> {
    pub x: Rows<'a, T>,
    pub mean: &'a [T],
    pub scale: &'a [T],
    pub shift: &'a [T],
    pub out: &'a mut [T],
    pub stride: usize,
}

impl<T: Element> SimdOp<T> for Normalise<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, mean, scale, shift, out, stride } = self;
        for (row, out) in out.chunks_exact_mut(stride).enumerate() {
            let x = x.row(row).chunks(mean.len());
            for (x, out) in x.zip(out.chunks_mut(mean.len())) {
                let used = x.len();
                combine(
                    simd,
                    [&mut out[..used]],
                    [x, &mean[..used], &scale[..used], &shift[..used]],
                    #[inline(always)]
                    |_, [x, mean, scale, shift]| [simd.mul_add(simd.sub(x, mean), scale, shift)],
                );
            }
        }
    }
}

/// For each place of the period Σdy and Σdy (x - mean).
pub struct Slopes<'a, T> {
    pub x: Rows<'a, T>,
    pub dy: Rows<'a, T>,
    pub mean: &'a [T],
    pub sums: &'a mut [T],
    pub products: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Slopes<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, dy, mean, sums, products } = self;
        for row in 0..x.count() {
            let x = x.row(row).chunks(mean.len());
            for (x, dy) in x.zip(dy.row(row).chunks(mean.len())) {
                let used = x.len();
                combine(
                    simd,
                    [&mut sums[..used], &mut products[..used]],
                    [x, dy, &mean[..used]],
                    #[inline(always)]
                    |[sum, product], [x, dy, mean]| {
                        [simd.add(sum, dy), simd.mul_add(dy, simd.sub(x, mean), product)]
                    },
                );
            }
        }
    }
}

/// dx ← dy · scale + (x - mean) · slope + shift
pub struct InputGradient<'a, T> {
    pub x: Rows<'a, T>,
    pub dy: Rows<'a, T>,
    pub mean: &'a [T],
    pub scale: &'a [T],
    pub slope: &'a [T],
    pub shift: &'a [T],
    pub dx: &'a mut [T],
    pub stride: usize,
}

impl<T: Element> SimdOp<T> for InputGradient<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { x, dy, mean, scale, slope, shift, dx, stride } = self;
        for (row, dx) in dx.chunks_exact_mut(stride).enumerate() {
            let (values, behind) = dx.split_at_mut(x.width());
            behind.fill(T::ZERO);
            let x = x.row(row).chunks(mean.len());
            let dy = dy.row(row).chunks(mean.len());
            for ((x, dy), dx) in x.zip(dy).zip(values.chunks_mut(mean.len())) {
                let used = x.len();
                combine(
                    simd,
                    [dx],
                    [x, dy, &mean[..used], &scale[..used], &slope[..used], &shift[..used]],
                    #[inline(always)]
                    |_, [x, dy, mean, scale, slope, shift]| {
                        [simd.mul_add(dy, scale, simd.mul_add(simd.sub(x, mean), slope, shift))]
                    },
                );
            }
        }
    }
}

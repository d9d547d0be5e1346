//! Values of channels, repeated to a period of whole vectors, so that vectors are full however few channels
//! there are.
//!
//! With 3 channels, the values of a row belong to channels 0 1 2 0 1 2 …; a vector of 16 starts at another
//! channel each time. So everything that is known for each channel is expanded to a period, a multiple of
//! both the channels and the lanes, and every pass is
//!
//! ```text
//! for each sample
//!     for each period of the sample
//!         for each vector position of the period
//!             combine the sample's vector with the period's vectors of mean, scale, …
//! ```
//!
//! Sums are collected for each position of the period, and folded into one for each channel at the end.
//! See docs/decisions/kernels.md#few-channels-are-read-as-streams.

use crate::Element;
use crate::gemm::panels::Rows;
use crate::simd::{MAX_LANES, Simd, SimdOp, combine};

/// Shortest period: the addition to one position has finished long before the position comes again.
const SHORTEST_PERIOD: usize = 512;

/// How the values of a sample belong to channels: `[…][count][inner]`.
#[derive(Clone, Copy, Debug)]
pub struct Channels {
    /// Number of channels.
    pub count: usize,
    /// Neighbouring values that belong to the same channel.
    inner: usize,
    /// Elements of the period: a whole number of repeats of all channels.
    pub period: usize,
}

impl Channels {
    /// The channels of samples of `features` values, a multiple of `count · inner`.
    pub fn new(features: usize, count: usize, inner: usize) -> Self {
        let once = count * inner;
        let repeats =
            if once >= SHORTEST_PERIOD { 1 } else { SHORTEST_PERIOD.div_ceil(once * MAX_LANES) * MAX_LANES };
        Self { count, inner, period: (once * repeats).min(features) }
    }

    /// The first index of the period that belongs to a channel.
    pub fn first_index(self, channel: usize) -> usize {
        channel * self.inner
    }

    /// Adds up the sums of a period to one for each channel; these are left in front.
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

    /// Repeats the values of channels, which are in front, to a whole period.
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

/// Adds Σ(x - mean) and Σ(x - mean)² for each position of the period.
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
                let length = x.len();
                combine(
                    simd,
                    [&mut sums[..length], &mut squares[..length]],
                    [x, &mean[..length]],
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
                let length = x.len();
                combine(
                    simd,
                    [&mut out[..length]],
                    [x, &mean[..length], &scale[..length], &shift[..length]],
                    #[inline(always)]
                    |_, [x, mean, scale, shift]| [simd.mul_add(simd.sub(x, mean), scale, shift)],
                );
            }
        }
    }
}

/// Adds Σdy and Σdy (x - mean) for each position of the period.
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
                let length = x.len();
                combine(
                    simd,
                    [&mut sums[..length], &mut products[..length]],
                    [x, dy, &mean[..length]],
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
            let (values, padding) = dx.split_at_mut(x.width());
            padding.fill(T::ZERO);
            let x = x.row(row).chunks(mean.len());
            let dy = dy.row(row).chunks(mean.len());
            for ((x, dy), dx) in x.zip(dy).zip(values.chunks_mut(mean.len())) {
                let length = x.len();
                combine(
                    simd,
                    [dx],
                    [x, dy, &mean[..length], &scale[..length], &slope[..length], &shift[..length]],
                    #[inline(always)]
                    |_, [x, dy, mean, scale, slope, shift]| {
                        [simd.mul_add(dy, scale, simd.mul_add(simd.sub(x, mean), slope, shift))]
                    },
                );
            }
        }
    }
}

//! The mean of each channel over windows of an image; padding does not count.

use super::layer::{Backward, Forward, Layer};
use super::windows::{Windows, share};
use crate::gemm::panels::stride;
use crate::nn::spec::OpSpec;
use crate::simd::{Simd, SimdOp, first_lanes, load_at, store_at};
use crate::{Element, Error, Isa};

pub struct AveragePooling2d {
    isa: Isa,
    windows: Windows,
    features: usize,
    stride: usize,
}

impl AveragePooling2d {
    /// `shape=rows,columns,channels kernel=… strides=… padding=top,bottom,left,right`.
    pub fn new<T: Element>(spec: &OpSpec, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(spec, inputs)?;
        let features = windows.count() * windows.channels;
        Ok(Self { isa, windows, features, stride: stride::<T>(isa, features) })
    }
}

impl<T: Element> Layer<T> for AveragePooling2d {
    fn features(&self) -> usize {
        self.features
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            let windows = &self.windows;
            T::dispatch(self.isa, Means { windows, x: x.row(index), out: &mut out[..self.features] });
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let width = pass.inputs.rows(0).width();
        let Some(d_in) = pass.d_in.of(0) else { return };
        let distance = d_in.len() / pass.offsets.len();
        d_in.fill(T::ZERO);
        for (dx, &offset) in d_in.chunks_exact_mut(distance).zip(pass.offsets) {
            let (windows, d) = (&self.windows, &pass.d_out[offset..][..self.features]);
            T::dispatch(self.isa, Shares { windows, d, dx: &mut dx[..width] });
        }
    }
}

struct Means<'a, T> {
    windows: &'a Windows,
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Means<'_, T> {
    type Output = ();
    /// What vectors write behind the channels of a pixel, the next pixel overwrites.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { windows, x, out } = self;
        let ([height, width], channels) = (windows.output, windows.channels);
        let stride = windows.image[1] * channels;
        let mut to = 0;
        for row in 0..height {
            let rows = windows.span(0, row);
            for column in 0..width {
                let columns = windows.span(1, column);
                let share = simd.splat(share(&rows, &columns));
                let first = windows.pixel(rows.start, columns.start);
                for channel in (0..channels).step_by(S::LANES) {
                    let mut sum = simd.splat(T::ZERO);
                    let mut line = first + channel;
                    for _ in rows.clone() {
                        let mut from = line;
                        for _ in columns.clone() {
                            sum = simd.add(sum, load_at(simd, x, from));
                            from += channels;
                        }
                        line += stride;
                    }
                    store_at(simd, out, to + channel, simd.mul(sum, share));
                }
                to += channels;
            }
        }
    }
}

struct Shares<'a, T> {
    windows: &'a Windows,
    d: &'a [T],
    dx: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Shares<'_, T> {
    type Output = ();
    /// Lanes behind the channels add 0 to the next pixel, or where windows do not overlap, leave it to be written.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { windows, d, dx } = self;
        let ([height, width], channels) = (windows.output, windows.channels);
        let adds = windows.overlap() || (channels > S::LANES && !channels.is_multiple_of(S::LANES));
        let (all, last) = (first_lanes(simd, S::LANES), first_lanes(simd, channels % S::LANES));
        for row in 0..height {
            let rows = windows.span(0, row);
            for y in rows.clone() {
                let mut from = row * width * channels;
                for column in 0..width {
                    let columns = windows.span(1, column);
                    let share = simd.splat(share(&rows, &columns));
                    let line = windows.pixel(y, columns.start);
                    for channel in (0..channels).step_by(S::LANES) {
                        let own = if channel + S::LANES <= channels { all } else { last };
                        let part = simd.mul(load_at(simd, d, from + channel), share);
                        let part = simd.where_positive(own, part);
                        let mut to = line + channel;
                        for _ in columns.clone() {
                            let part = if adds { simd.add(load_at(simd, dx, to), part) } else { part };
                            store_at(simd, dx, to, part);
                            to += channels;
                        }
                    }
                    from += channels;
                }
            }
        }
    }
}

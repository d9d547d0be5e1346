//! The largest value of each channel in windows of an image; padding does not count.

use super::layer::{Backward, Forward, Layer};
use super::windows::Windows;
use crate::gemm::panels::stride;
use crate::nn::spec::OpSpec;
use crate::simd::{Simd, SimdOp, first_lanes, lanes, load_at, store_at};
use crate::{Element, Error, Isa};

pub struct MaxPooling2d {
    isa: Isa,
    windows: Windows,
    features: usize,
    stride: usize,
    /// Elements of a row of the output with its pixels in whole vectors.
    row: usize,
}

impl MaxPooling2d {
    /// `shape=rows,columns,channels kernel=… strides=… padding=top,bottom,left,right`.
    pub fn new<T: Element>(spec: &OpSpec, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(spec, inputs)?;
        let features = windows.count() * windows.channels;
        let row = windows.output[1] * windows.channels.next_multiple_of(lanes::<T>(isa));
        Ok(Self { isa, windows, features, stride: stride::<T>(isa, features), row })
    }
}

impl<T: Element> Layer<T> for MaxPooling2d {
    fn features(&self) -> usize {
        self.features
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.row
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            let windows = &self.windows;
            T::dispatch(self.isa, Maxima { windows, x: x.row(index), out: &mut out[..self.features] });
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let x = pass.inputs.rows(0);
        let Some(d_in) = pass.d_in.of(0) else { return };
        let distance = d_in.len() / pass.offsets.len();
        d_in.fill(T::ZERO);
        for (index, dx) in d_in.chunks_exact_mut(distance).enumerate() {
            let own = pass.offsets[index]..pass.offsets[index] + self.features;
            let winners = Winners {
                windows: &self.windows,
                x: x.row(index),
                maxima: &pass.out[own.clone()],
                d: &pass.d_out[own],
                left: &mut pass.scratch[..self.row],
                dx: &mut dx[..x.width()],
            };
            T::dispatch(self.isa, winners);
        }
    }
}

struct Maxima<'a, T> {
    windows: &'a Windows,
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Maxima<'_, T> {
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
                let first = windows.pixel(rows.start, columns.start);
                for channel in (0..channels).step_by(S::LANES) {
                    let mut highest = load_at(simd, x, first + channel);
                    let mut line = first + channel;
                    for _ in rows.clone() {
                        let mut from = line;
                        for _ in columns.clone() {
                            highest = simd.at_least(highest, load_at(simd, x, from));
                            from += channels;
                        }
                        line += stride;
                    }
                    store_at(simd, out, to + channel, highest);
                }
                to += channels;
            }
        }
    }
}

struct Winners<'a, T> {
    windows: &'a Windows,
    x: &'a [T],
    maxima: &'a [T],
    d: &'a [T],
    left: &'a mut [T],
    dx: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Winners<'_, T> {
    type Output = ();
    /// The gradient goes to the first of equal values; `left` holds it, window by window, until it is met. The
    /// image is walked row by row: where windows do not overlap, every value is then written once, in order, and
    /// what lanes behind the channels write is written later.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { windows, x, maxima, d, left, dx } = self;
        let ([height, width], channels) = (windows.output, windows.channels);
        let adds = windows.overlap() || (channels > S::LANES && !channels.is_multiple_of(S::LANES));
        let (all, last) = (first_lanes(simd, S::LANES), first_lanes(simd, channels % S::LANES));
        for row in 0..height {
            let first = row * width * channels;
            for y in windows.span(0, row) {
                let is_first = y == windows.span(0, row).start;
                let mut saved = 0;
                for column in 0..width {
                    let columns = windows.span(1, column);
                    let line = windows.pixel(y, columns.start);
                    for channel in (0..channels).step_by(S::LANES) {
                        let from = first + column * channels + channel;
                        let highest = load_at(simd, maxima, from);
                        let mut rest = if is_first {
                            let own = if channel + S::LANES <= channels { all } else { last };
                            simd.where_positive(own, load_at(simd, d, from))
                        } else {
                            load_at(simd, left, saved)
                        };
                        let mut to = line + channel;
                        for _ in columns.clone() {
                            let below = simd.sub(highest, load_at(simd, x, to));
                            let after = simd.where_positive(below, rest);
                            let won = simd.sub(rest, after);
                            rest = after;
                            let won = if adds { simd.add(load_at(simd, dx, to), won) } else { won };
                            store_at(simd, dx, to, won);
                            to += channels;
                        }
                        store_at(simd, left, saved, rest);
                        saved += S::LANES;
                    }
                }
            }
        }
    }
}

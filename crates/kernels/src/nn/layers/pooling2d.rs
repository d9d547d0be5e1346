//! What max and average pooling share: the layer, and its loops over the windows of an image. Padding does
//! not count.

use super::layer::{Backward, Forward, Layer};
use super::windows::Windows;
use crate::gemm::panels::stride;
use crate::nn::spec::OpSpec;
use crate::simd::{Simd, SimdOp, first_lanes, lanes, load_at, store_at};
use crate::{Element, Error, Isa};
use std::ops::Range;

/// One kind of pooling; `share` is always 1 / the number of the window's pixels, in every lane.
///
/// All methods have to be `#[inline(always)]`, as they run in the innermost loops.
pub trait Pooling: Copy + Default + Send {
    /// Whether the gradient of a window goes to a single pixel.
    const HAS_WINNER: bool;
    /// What a window's value starts as; its first pixel is at `first`.
    fn start<T: Element, S: Simd<T>>(self, simd: S, x: &[T], first: usize) -> S::V;
    /// A window's value with one more pixel.
    fn fold<T: Element, S: Simd<T>>(self, simd: S, value: S::V, pixel: S::V) -> S::V;
    /// The output, from the value with all pixels.
    fn finish<T: Element, S: Simd<T>>(self, simd: S, value: S::V, share: S::V) -> S::V;
    /// The gradient that a window has for its pixels, from that of its output.
    fn window_gradient<T: Element, S: Simd<T>>(self, simd: S, d: S::V, share: S::V) -> S::V;
    /// The gradient that pixel `x` gets. Where there is a winner, it is taken away from `remaining`, what the
    /// pixels before have left of the window's gradient.
    fn pixel_gradient<T: Element, S: Simd<T>>(
        self,
        simd: S,
        remaining: &mut S::V,
        output: S::V,
        x: impl Fn() -> S::V,
    ) -> S::V;
}

/// Pooling of the kind `P` over windows of an image.
pub struct Pooling2d<P> {
    kind: P,
    isa: Isa,
    windows: Windows,
    features: usize,
    stride: usize,
    /// Elements that keep the remaining gradient of one row of windows, each pixel in whole vectors.
    remaining: usize,
}

impl<P: Pooling> Pooling2d<P> {
    /// `shape=rows,columns,channels kernel=… strides=… padding=top,bottom,left,right`.
    /// # Errors
    /// When an argument is missing or does not fit.
    pub fn new<T: Element>(spec: &OpSpec, input_features: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(spec, input_features)?;
        let features = windows.count() * windows.channels;
        let row = windows.output[1] * windows.channels.next_multiple_of(lanes::<T>(isa));
        let remaining = if P::HAS_WINNER { row } else { 0 };
        Ok(Self { kind: P::default(), isa, windows, features, stride: stride::<T>(isa, features), remaining })
    }
}

impl<T: Element, P: Pooling> Layer<T> for Pooling2d<P> {
    fn features(&self) -> usize {
        self.features
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.remaining
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            let (kind, windows) = (self.kind, &self.windows);
            let op = PoolForward { kind, windows, x: x.row(index), out: &mut out[..self.features] };
            T::dispatch(self.isa, op);
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let x = pass.inputs.rows(0);
        let Some(d_in) = pass.d_in.of(0) else { return };
        let input_stride = d_in.len() / pass.offsets.len();
        d_in.fill(T::ZERO);
        for (index, dx) in d_in.chunks_exact_mut(input_stride).enumerate() {
            let own = pass.offsets[index]..pass.offsets[index] + self.features;
            let op = PoolBackward {
                kind: self.kind,
                windows: &self.windows,
                x: x.row(index),
                out: &pass.out[own.clone()],
                d_out: &pass.d_out[own],
                remaining: &mut pass.scratch[..self.remaining],
                dx: &mut dx[..x.width()],
            };
            T::dispatch(self.isa, op);
        }
    }
}

struct PoolForward<'a, T, P> {
    kind: P,
    windows: &'a Windows,
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Element, P: Pooling> SimdOp<T> for PoolForward<'_, T, P> {
    type Output = ();
    /// ```text
    /// for each window, row by row
    ///     for each vector of channels
    ///         value = start
    ///         for each row and column of the window that lies in the image
    ///             value = fold(value, pixel)
    ///         store finish(value)
    /// ```
    ///
    /// Vectors run along the channels, as these are contiguous, and the value of a window stays in a
    /// register. The last vector of a pixel is stored whole: what it writes behind the channels is
    /// overwritten by the next window, as windows are stored in order.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { kind, windows, x, out } = self;
        let ([height, width], channels) = (windows.output, windows.channels);
        let line_stride = windows.image[1] * channels;
        let mut to = 0;
        for row in 0..height {
            let rows = windows.span(0, row);
            for column in 0..width {
                let columns = windows.span(1, column);
                let share = simd.splat(share(&rows, &columns));
                let first = windows.pixel(rows.start, columns.start);
                for channel in (0..channels).step_by(S::LANES) {
                    let mut value = kind.start(simd, x, first + channel);
                    let mut line = first + channel;
                    for _ in rows.clone() {
                        let mut from = line;
                        for _ in columns.clone() {
                            value = kind.fold(simd, value, load_at(simd, x, from));
                            from += channels;
                        }
                        line += line_stride;
                    }
                    store_at(simd, out, to + channel, kind.finish(simd, value, share));
                }
                to += channels;
            }
        }
    }
}

struct PoolBackward<'a, T, P> {
    kind: P,
    windows: &'a Windows,
    x: &'a [T],
    out: &'a [T],
    d_out: &'a [T],
    remaining: &'a mut [T],
    dx: &'a mut [T],
}

impl<T: Element, P: Pooling> SimdOp<T> for PoolBackward<'_, T, P> {
    type Output = ();
    /// `dx` is 0 on entry.
    ///
    /// ```text
    /// for each row of windows
    ///     for each image row y of these windows
    ///         for each window of the row, for each vector of channels
    ///             d = the window's gradient, or what its image rows above have left of it
    ///             for each pixel of the window in image row y
    ///                 dx[pixel] = its gradient        or += where windows overlap
    /// ```
    ///
    /// Image rows are the outer loop, and not windows, so that `dx` is written in order: where windows do not
    /// overlap, each value is then stored once, without being read, and what the last vector of a pixel
    /// writes behind the channels is overwritten by the next pixel. In the other cases lanes behind the
    /// channels have to add 0, so they are masked.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { kind, windows, x, out, d_out, remaining, dx } = self;
        let ([height, width], channels) = (windows.output, windows.channels);
        let adds = windows.overlap() || (channels > S::LANES && !channels.is_multiple_of(S::LANES));
        let (all, last) = (first_lanes(simd, S::LANES), first_lanes(simd, channels % S::LANES));
        for row in 0..height {
            let first = row * width * channels;
            let rows = windows.span(0, row);
            for y in rows.clone() {
                let is_first = y == rows.start;
                let mut slot = 0;
                for column in 0..width {
                    let columns = windows.span(1, column);
                    let share = simd.splat(share(&rows, &columns));
                    let line = windows.pixel(y, columns.start);
                    for channel in (0..channels).step_by(S::LANES) {
                        let from = first + column * channels + channel;
                        let mut d = if is_first || !P::HAS_WINNER {
                            let own = if channel + S::LANES <= channels { all } else { last };
                            let d = kind.window_gradient(simd, load_at(simd, d_out, from), share);
                            simd.where_positive(own, d)
                        } else {
                            load_at(simd, remaining, slot)
                        };
                        let output = if P::HAS_WINNER { load_at(simd, out, from) } else { d };
                        let mut to = line + channel;
                        for _ in columns.clone() {
                            let own = kind.pixel_gradient(
                                simd,
                                &mut d,
                                output,
                                #[inline(always)]
                                || load_at(simd, x, to),
                            );
                            let own = if adds { simd.add(load_at(simd, dx, to), own) } else { own };
                            store_at(simd, dx, to, own);
                            to += channels;
                        }
                        if P::HAS_WINNER {
                            store_at(simd, remaining, slot, d);
                            slot += S::LANES;
                        }
                    }
                }
            }
        }
    }
}

/// 1 / the number of pixels in these rows and columns.
#[inline(always)]
fn share<T: Element>(rows: &Range<usize>, columns: &Range<usize>) -> T {
    T::from_f64(1.0 / (rows.len() * columns.len()) as f64)
}

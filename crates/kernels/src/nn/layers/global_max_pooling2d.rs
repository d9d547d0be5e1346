//! The largest value of each channel over an image.

use super::layer::{Backward, Forward, Layer};
use super::windows::image;
use crate::nn::spec::OpSpec;
use crate::simd::{Simd, SimdOp, load_at, store_at};
use crate::{Element, Error, Isa};

pub struct GlobalMaxPooling2d {
    isa: Isa,
    channels: usize,
}

impl GlobalMaxPooling2d {
    /// `shape=rows,columns,channels`.
    pub fn new(spec: &OpSpec, width: usize, isa: Isa) -> Result<Self, Error> {
        let (_, channels) = image(spec, width)?;
        Ok(Self { isa, channels })
    }
}

impl<T: Element> Layer<T> for GlobalMaxPooling2d {
    fn features(&self) -> usize {
        self.channels
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let stride = pass.out.len() / x.count();
        for (index, out) in pass.out.chunks_exact_mut(stride).enumerate() {
            let (maxima, behind) = out.split_at_mut(self.channels);
            T::dispatch(self.isa, Maxima { pixels: x.row(index), maxima });
            behind.fill(T::ZERO);
        }
    }

    /// The gradient goes to the first of equal values.
    fn backward(&self, mut pass: Backward<'_, T>) {
        let x = pass.inputs.rows(0);
        let Some(d_in) = pass.d_in.of(0) else { return };
        let stride = d_in.len() / pass.offsets.len();
        d_in.fill(T::ZERO);
        for (index, (dx, &offset)) in d_in.chunks_exact_mut(stride).zip(pass.offsets).enumerate() {
            let pixels = x.row(index);
            for channel in 0..self.channels {
                let (highest, slope) = (pass.out[offset + channel], pass.d_out[offset + channel]);
                let mut places = (channel..pixels.len()).step_by(self.channels);
                if let Some(place) = places.find(|&place| pixels[place] >= highest) {
                    dx[place] = slope;
                }
            }
        }
    }
}

struct Maxima<'a, T> {
    pixels: &'a [T],
    maxima: &'a mut [T],
}

impl<T: Element> SimdOp<T> for Maxima<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { pixels, maxima } = self;
        let channels = maxima.len();
        for channel in (0..channels).step_by(S::LANES) {
            let mut highest = load_at(simd, pixels, channel);
            for pixel in (channel..pixels.len()).step_by(channels).skip(1) {
                highest = simd.at_least(highest, load_at(simd, pixels, pixel));
            }
            store_at(simd, maxima, channel, highest);
        }
    }
}

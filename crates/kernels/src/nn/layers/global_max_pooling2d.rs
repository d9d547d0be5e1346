//! The largest value of each channel over an image.

use super::global_pooling2d::{GlobalPooling, GlobalPooling2d, ImageGradient};
use crate::simd::{Simd, SimdOp, load_at, store_at};
use crate::{Element, Isa};

pub type GlobalMaxPooling2d = GlobalPooling2d<GlobalMax>;

#[derive(Clone, Copy, Default)]
pub struct GlobalMax;

impl GlobalPooling for GlobalMax {
    fn pool<T: Element>(self, isa: Isa, pixels: &[T], out: &mut [T]) {
        T::dispatch(isa, Maxima { pixels, maxima: out });
    }

    /// The first of equal values gets all of the gradient.
    fn differentiate<T: Element>(self, _: Isa, image: ImageGradient<'_, T>) {
        let ImageGradient { pixels, out, d_out, dx } = image;
        dx.fill(T::ZERO);
        for (channel, (&highest, &d)) in out.iter().zip(d_out.iter()).enumerate() {
            let mut indices = (channel..pixels.len()).step_by(out.len());
            if let Some(winner) = indices.find(|&index| pixels[index] >= highest) {
                dx[winner] = d;
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
    /// For each vector of channels, the maximum over all pixels, in a register.
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

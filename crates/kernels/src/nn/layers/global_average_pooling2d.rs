//! The mean of each channel over an image.

use super::global_pooling2d::{GlobalPooling, GlobalPooling2d, ImageGradient};
use crate::nn::vector::{add_pixels, scale};
use crate::{Element, Isa};

pub type GlobalAveragePooling2d = GlobalPooling2d<GlobalAverage>;

#[derive(Clone, Copy, Default)]
pub struct GlobalAverage;

impl GlobalPooling for GlobalAverage {
    fn pool<T: Element>(self, isa: Isa, pixels: &[T], out: &mut [T]) {
        out.fill(T::ZERO);
        add_pixels(isa, pixels, out);
        scale(isa, out, share(pixels, out));
    }

    /// Every pixel gets the same share.
    fn differentiate<T: Element>(self, isa: Isa, image: ImageGradient<'_, T>) {
        let ImageGradient { pixels, d_out, dx, .. } = image;
        scale(isa, d_out, share(pixels, d_out));
        for pixel in dx.chunks_exact_mut(d_out.len()) {
            pixel.copy_from_slice(d_out);
        }
    }
}

/// 1 / the number of pixels.
fn share<T: Element>(pixels: &[T], pixel: &[T]) -> T {
    T::from_f64(1.0 / (pixels.len() / pixel.len()) as f64)
}

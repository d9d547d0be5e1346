//! The mean of each channel over an image.

use super::layer::{Backward, Forward, Layer};
use super::windows::image;
use crate::nn::spec::OpSpec;
use crate::nn::vector::{add_pixels, scale};
use crate::{Element, Error, Isa};

pub struct GlobalAveragePooling2d {
    isa: Isa,
    pixels: usize,
    channels: usize,
}

impl GlobalAveragePooling2d {
    /// `shape=rows,columns,channels`.
    pub fn new(spec: &OpSpec, width: usize, isa: Isa) -> Result<Self, Error> {
        let ([rows, columns], channels) = image(spec, width)?;
        Ok(Self { isa, pixels: rows * columns, channels })
    }

    fn share<T: Element>(&self) -> T {
        T::from_f64(1.0 / self.pixels as f64)
    }
}

impl<T: Element> Layer<T> for GlobalAveragePooling2d {
    fn features(&self) -> usize {
        self.channels
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let stride = pass.out.len() / x.count();
        for (index, out) in pass.out.chunks_exact_mut(stride).enumerate() {
            let means = &mut out[..self.channels];
            means.fill(T::ZERO);
            add_pixels(self.isa, x.row(index), means);
            scale(self.isa, means, self.share());
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let Some(d_in) = pass.d_in.of(0) else { return };
        let stride = d_in.len() / pass.offsets.len();
        for (dx, &offset) in d_in.chunks_exact_mut(stride).zip(pass.offsets) {
            let shares = &mut pass.d_out[offset..][..self.channels];
            scale(self.isa, shares, self.share());
            let (pixels, behind) = dx.split_at_mut(self.pixels * self.channels);
            for pixel in pixels.chunks_exact_mut(self.channels) {
                pixel.copy_from_slice(shares);
            }
            behind.fill(T::ZERO);
        }
    }
}

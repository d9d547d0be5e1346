//! Forward and backward, sample by sample.

use super::convolution::Conv2d;
use super::loops::{Block, Run};
use crate::Element;
use crate::gemm::tables::{Product, Width, multiply};
use crate::nn::layers::layer::{Backward, Forward};
use crate::nn::vector::{add_pixels, scale};

/// What is left of the scratch memory.
struct Scratch<'a, T>(&'a mut [T]);

impl<'a, T> Scratch<'a, T> {
    fn take(&mut self, length: usize) -> &'a mut [T] {
        let (taken, rest) = std::mem::take(&mut self.0).split_at_mut(length);
        self.0 = rest;
        taken
    }
}

impl Conv2d {
    pub(super) fn propagate<T: Element>(&self, pass: Forward<'_, T>) {
        let Forward { inputs, parameters, out, kept, scratch, .. } = pass;
        let (x, mut scratch) = (inputs.rows(0), Scratch(scratch));
        let image = scratch.take(self.image_length());
        image.fill(T::ZERO);
        let packed = scratch.take(self.loops.lengths[0]);
        self.loops.pack(&parameters[self.kernel()], &parameters[self.bias()], self.lanes, packed);
        for sample in 0..x.count() {
            let a = self.image(x.row(sample), image);
            let start = sample * self.stride;
            for &Block { channel, column, width, weights, .. } in &self.loops.blocks {
                let b_stride = width.vectors * self.lanes;
                let (bias, b) = packed[weights..].split_at(b_stride);
                let product = Product {
                    a: &a[channel..],
                    from: &self.loops.windows,
                    depths: &self.loops.taps,
                    b,
                    b_stride,
                    start: bias,
                    c: &mut out[start + column..],
                    to: &self.loops.pixels,
                    width,
                    lanewise: self.loops.lanewise,
                    accumulates: false,
                };
                multiply(self.isa, product);
            }
            let z = &mut out[start..start + self.width];
            self.activation.forward(self.isa, z, self.columns(), &mut kept[self.sums(sample)]);
        }
    }

    pub(super) fn backpropagate<T: Element>(&self, pass: Backward<'_, T>) {
        let Backward { inputs, out, d_out, mut d_in, parameters, gradients, factor, scratch, .. } = pass;
        let (x, Some(gradients)) = (inputs.rows(0), gradients) else { return };
        let (loops, mut scratch) = (&self.loops, Scratch(scratch));
        let image = scratch.take(self.image_length());
        image.fill(T::ZERO);
        let zeros = scratch.take(self.slack());
        zeros.fill(T::ZERO);
        let sums = scratch.take(loops.lengths[1]);
        sums.fill(T::ZERO);
        let last = scratch.take(self.width + self.slack());
        let mut d_in = d_in.of(0).map(|d_in| {
            let transposed = scratch.take(loops.lengths[2]);
            loops.transpose(&parameters[self.kernel()], self.filters, self.lanes, transposed);
            (d_in, &*transposed, scratch.take(self.image_length()))
        });
        gradients[self.bias()].fill(T::ZERO);
        for sample in 0..x.count() {
            let start = sample * self.stride;
            let dz = &mut d_out[start..start + self.width];
            if !self.is_fused {
                let a = &out[start..start + self.width];
                let from = if self.activation.needs_sums() { &pass.kept[self.sums(sample)] } else { a };
                self.activation.backward(self.isa, from, dz, self.columns());
            }
            add_pixels(self.isa, dz, &mut gradients[self.bias()]);
            let dz = if d_out.len() - start < self.width + self.slack() {
                last[..self.width].copy_from_slice(&d_out[start..start + self.width]);
                &*last
            } else {
                &d_out[start..]
            };
            let a = self.image(x.row(sample), image);
            for &Block { channel, column, width, gradients, .. } in &loops.blocks {
                let product = Product {
                    a: &a[channel..],
                    from: &loops.taps,
                    depths: &loops.windows,
                    b: &dz[column..],
                    b_stride: self.filters * loops.joined,
                    start: zeros,
                    c: &mut sums[gradients..],
                    to: &loops.tap_rows,
                    width: Width { spills: true, ..width },
                    lanewise: loops.lanewise,
                    accumulates: true,
                };
                multiply(self.isa, product);
            }
            if let Some((d_in, transposed, d_image)) = &mut d_in {
                d_image.fill(T::ZERO);
                for &Run { column, value, width, weights, .. } in &loops.runs {
                    let [to, from] = &loops.apart;
                    let product = Product {
                        a: &dz[column..],
                        from,
                        depths: &loops.channels,
                        b: &transposed[weights..],
                        b_stride: width.vectors * self.lanes,
                        start: zeros,
                        c: &mut d_image[value..],
                        to,
                        width,
                        lanewise: loops.lanewise,
                        accumulates: true,
                    };
                    multiply(self.isa, product);
                }
                let dx = &mut d_in[sample * self.input_stride..][..self.input_stride];
                self.windows.crop(d_image, &mut dx[..x.width()]);
                dx[x.width()..].fill(T::ZERO);
            }
        }
        loops.unpack(sums, factor, self.lanes, &mut gradients[self.kernel()]);
        scale(self.isa, &mut gradients[self.bias()], factor);
    }
}

//! A convolution as a layer: forward beside backward, sample by sample.

use super::convolution::Conv2d;
use super::loops::{Block, Run};
use crate::Element;
use crate::gemm::indirect::{IndirectGemm, Width, multiply};
use crate::nn::activations::Activation;
use crate::nn::layers::layer::{Backward, Forward, Layer, Parameter};
use crate::nn::vector::{add_pixels, scale};
use std::ops::Range;

/// Scratch memory that is handed out piece by piece.
struct Scratch<'a, T>(&'a mut [T]);

impl<'a, T> Scratch<'a, T> {
    fn take(&mut self, length: usize) -> &'a mut [T] {
        let (taken, rest) = std::mem::take(&mut self.0).split_at_mut(length);
        self.0 = rest;
        taken
    }
}

impl<T: Element> Layer<T> for Conv2d {
    fn features(&self) -> usize {
        self.features
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.bias().end
    }

    fn parameter_range(&self, index: usize) -> Range<usize> {
        if index == 0 { self.kernel() } else { self.bias() }
    }

    fn saved_length(&self, batch: usize) -> usize {
        if self.activation.needs_preactivations() { self.features.saturating_mul(batch) } else { 0 }
    }

    /// Elements of packed weights and an image in `forward`; of gradients, transposed weights, two images,
    /// zeros and one sample of deltas in `backward`.
    fn scratch_length(&self, _: usize) -> usize {
        let [packed, gradients, transposed] = self.loops.lengths;
        let backward =
            gradients + transposed + self.features + self.image_length() + 2 * self.vector_padding();
        packed.max(backward) + self.image_length()
    }

    /// A loss includes the softmax over a whole sample, so a softmax is left to it only where the output is one
    /// pixel.
    fn fuse(&mut self, activation: Activation) -> bool {
        let is_whole = self.windows.count() == 1 || activation != Activation::SOFTMAX;
        self.is_fused = self.activation == activation && is_whole;
        self.is_fused
    }

    /// ```text
    /// pack the kernel and the bias, block by block
    /// for each sample
    ///     copy it into a padded image, where needed
    ///     for each block of output channels
    ///         for each window: out[window] = bias + Σ over taps of x[window + tap] · weights[tap]
    ///     apply the activation to the output
    /// ```
    ///
    /// The sum over taps is a product of matrices whose rows are read through tables of offsets (implicit
    /// GEMM): rows start at the windows, depths are the taps behind them, so no column matrix is built. All
    /// blocks of a sample are computed, and its activation, before the next, while image and output are in
    /// the first-level cache.
    fn forward(&self, pass: Forward<'_, T>) {
        let Forward { inputs, parameters, out, saved, scratch, .. } = pass;
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
                let product = IndirectGemm {
                    a: &a[channel..],
                    a_rows: &self.loops.windows,
                    a_depths: &self.loops.taps,
                    b,
                    b_stride,
                    bias,
                    c: &mut out[start + column..],
                    c_rows: &self.loops.pixels,
                    width,
                    lanewise: self.loops.lanewise,
                    accumulate: false,
                };
                multiply(self.isa, product);
            }
            let z = &mut out[start..start + self.features];
            self.activation.forward(self.isa, z, self.row_layout(), &mut saved[self.saved_range(sample)]);
        }
    }

    /// ```text
    /// for each sample
    ///     dz = da · f'(z)                                              unless the loss has computed dz
    ///     db += Σ over pixels of dz
    ///     for each block of output channels                            rows are taps, depths are windows
    ///         for each tap: dW[tap] += Σ over windows of x[window + tap] · dz[window]
    ///     for each run of neighbouring input values of a window        rows are windows, depths are output channels
    ///         for each window: dx[window + value] += Σ over output channels of dz[window] · Wᵀ
    ///     crop the padding off dx
    /// (dW, db) ← factor · (dW, db)
    /// ```
    ///
    /// The same product through tables as in `forward`, with other tables: the gradient of the weights sums
    /// over the windows, and that of the input adds the contributions of overlapping windows, in an order in
    /// which neighbouring windows do not overlap.
    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, out, d_out, mut d_in, parameters, gradients, factor, scratch, .. } = pass;
        let (x, Some(gradients)) = (inputs.rows(0), gradients) else { return };
        let (loops, mut scratch) = (&self.loops, Scratch(scratch));
        let image = scratch.take(self.image_length());
        image.fill(T::ZERO);
        let zeros = scratch.take(self.vector_padding());
        zeros.fill(T::ZERO);
        let sums = scratch.take(loops.lengths[1]);
        sums.fill(T::ZERO);
        let last = scratch.take(self.features + self.vector_padding());
        let mut d_in = d_in.of(0).map(|d_in| {
            let transposed = scratch.take(loops.lengths[2]);
            loops.transpose(&parameters[self.kernel()], self.filters, self.lanes, transposed);
            (d_in, &*transposed, scratch.take(self.image_length()))
        });
        gradients[self.bias()].fill(T::ZERO);
        for sample in 0..x.count() {
            let start = sample * self.stride;
            let dz = &mut d_out[start..start + self.features];
            if !self.is_fused {
                let a = &out[start..start + self.features];
                let from = if self.activation.needs_preactivations() {
                    &pass.saved[self.saved_range(sample)]
                } else {
                    a
                };
                self.activation.backward(self.isa, from, dz, self.row_layout());
            }
            add_pixels(self.isa, dz, &mut gradients[self.bias()]);
            // The product reads whole vectors, which would reach beyond the last sample.
            let dz = if d_out.len() - start < self.features + self.vector_padding() {
                last[..self.features].copy_from_slice(&d_out[start..start + self.features]);
                &*last
            } else {
                &d_out[start..]
            };
            let a = self.image(x.row(sample), image);
            for &Block { channel, column, width, gradients, .. } in &loops.blocks {
                let product = IndirectGemm {
                    a: &a[channel..],
                    a_rows: &loops.taps,
                    a_depths: &loops.windows,
                    b: &dz[column..],
                    b_stride: self.filters * loops.joined,
                    bias: zeros,
                    c: &mut sums[gradients..],
                    c_rows: &loops.tap_rows,
                    width: Width { may_overrun: true, ..width },
                    lanewise: loops.lanewise,
                    accumulate: true,
                };
                multiply(self.isa, product);
            }
            if let Some((d_in, transposed, d_image)) = &mut d_in {
                d_image.fill(T::ZERO);
                for &Run { column, value, width, weights, .. } in &loops.runs {
                    let [c_rows, a_rows] = &loops.apart;
                    let product = IndirectGemm {
                        a: &dz[column..],
                        a_rows,
                        a_depths: &loops.channels,
                        b: &transposed[weights..],
                        b_stride: width.vectors * self.lanes,
                        bias: zeros,
                        c: &mut d_image[value..],
                        c_rows,
                        width,
                        lanewise: loops.lanewise,
                        accumulate: true,
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

//! An activation as a layer of its own: a = f(x).

use super::layer::{Backward, Forward, Layer};
use crate::gemm::panels::stride;
use crate::nn::activations::{Activation, Columns};
use crate::nn::spec::Unit;
use crate::{Element, Error, Isa};

pub struct ActivationLayer {
    isa: Isa,
    columns: Columns,
    width: usize,
    stride: usize,
    activation: Activation,
    is_fused: bool,
}

impl ActivationLayer {
    /// Softmax acts on the last axis, of `features` values.
    pub fn new<T: Element>(unit: &Unit, width: usize, isa: Isa) -> Result<Self, Error> {
        let stride = stride::<T>(isa, width);
        let features = if unit.text("features").is_some() { unit.count("features")? } else { width };
        let columns = if features < width && width.is_multiple_of(features) {
            Columns { stride: features, used: features }
        } else {
            Columns { stride, used: width }
        };
        Ok(Self { isa, columns, width, stride, activation: Activation::parse(unit)?, is_fused: false })
    }

    /// Whole rows, or where the last axis is shorter, their part that counts.
    fn span(&self) -> usize {
        if self.columns.used < self.width { self.width } else { self.stride }
    }
}

impl<T: Element> Layer<T> for ActivationLayer {
    fn width(&self) -> usize {
        self.width
    }

    fn kept_length(&self, batch: usize) -> usize {
        if self.activation.needs_sums() { self.stride.saturating_mul(batch) } else { 0 }
    }

    fn fuse(&mut self, activation: Activation) -> bool {
        self.is_fused = self.activation == activation && self.columns.used == self.width;
        self.is_fused
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            out[..self.width].copy_from_slice(x.row(index));
            let kept = if self.activation.needs_sums() {
                &mut pass.kept[index * self.stride..][..self.span()]
            } else {
                &mut []
            };
            self.activation.forward(self.isa, &mut out[..self.span()], self.columns, kept);
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let from = if self.activation.needs_sums() { &*pass.kept } else { pass.out };
        if !self.is_fused {
            for (d, from) in pass.d_out.chunks_exact_mut(self.stride).zip(from.chunks_exact(self.stride)) {
                self.activation.backward(self.isa, &from[..self.span()], &mut d[..self.span()], self.columns);
                d[self.width..].fill(T::ZERO);
            }
        }
        if let Some(d_in) = pass.d_in.of(0) {
            d_in.copy_from_slice(pass.d_out);
        }
    }
}

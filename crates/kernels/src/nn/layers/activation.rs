//! An activation as a layer of its own: a = f(x).

use super::layer::{Backward, Forward, Layer};
use crate::gemm::panels::stride;
use crate::nn::activations::{Activation, RowLayout};
use crate::nn::spec::OpSpec;
use crate::{Element, Error, Isa};

pub struct ActivationLayer {
    isa: Isa,
    layout: RowLayout,
    features: usize,
    stride: usize,
    activation: Activation,
    is_fused: bool,
}

impl ActivationLayer {
    /// `features=…` is the length of the last axis, over which softmax is taken; all features where it is
    /// absent.
    pub fn new<T: Element>(spec: &OpSpec, features: usize, isa: Isa) -> Result<Self, Error> {
        let stride = stride::<T>(isa, features);
        let last_axis = if spec.text("features").is_some() { spec.count("features")? } else { features };
        let layout = if last_axis < features && features.is_multiple_of(last_axis) {
            RowLayout { stride: last_axis, features: last_axis }
        } else {
            RowLayout { stride, features }
        };
        Ok(Self { isa, layout, features, stride, activation: Activation::parse(spec)?, is_fused: false })
    }

    /// Elements of a sample that the activation is applied to: with its padding where rows are whole samples.
    fn span(&self) -> usize {
        if self.layout.features < self.features { self.features } else { self.stride }
    }
}

impl<T: Element> Layer<T> for ActivationLayer {
    fn features(&self) -> usize {
        self.features
    }

    fn saved_length(&self, batch: usize) -> usize {
        if self.activation.needs_preactivations() { self.stride.saturating_mul(batch) } else { 0 }
    }

    fn fuse(&mut self, activation: Activation) -> bool {
        self.is_fused = self.activation == activation && self.layout.features == self.features;
        self.is_fused
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            out[..self.features].copy_from_slice(x.row(index));
            let saved = if self.activation.needs_preactivations() {
                &mut pass.saved[index * self.stride..][..self.span()]
            } else {
                &mut []
            };
            self.activation.forward(self.isa, &mut out[..self.span()], self.layout, saved);
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let from = if self.activation.needs_preactivations() { &*pass.saved } else { pass.out };
        if !self.is_fused {
            for (d, from) in pass.d_out.chunks_exact_mut(self.stride).zip(from.chunks_exact(self.stride)) {
                self.activation.backward(self.isa, &from[..self.span()], &mut d[..self.span()], self.layout);
                d[self.features..].fill(T::ZERO);
            }
        }
        if let Some(d_in) = pass.d_in.of(0) {
            d_in.copy_from_slice(pass.d_out);
        }
    }
}

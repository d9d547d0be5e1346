//! An activation as a layer of its own: a = f(x).

use super::{Backward, Layer};
use crate::gemm::panels::{Rows, stride};
use crate::nn::activations::Activation;
use crate::nn::spec::Unit;
use crate::{Arena, Element, Error, Isa};

pub struct ActivationLayer<T> {
    isa: Isa,
    width: usize,
    stride: usize,
    activation: Activation,
    fused_softmax: bool,
    no_bias: Arena<T>,
}

impl<T: Element> ActivationLayer<T> {
    pub fn new(unit: &Unit, width: usize, isa: Isa) -> Result<Self, Error> {
        let stride = stride::<T>(isa, width);
        let activation = Activation::parse(unit.text("activation").unwrap_or("linear"))?;
        Ok(Self { isa, width, stride, activation, fused_softmax: false, no_bias: Arena::zeroed(stride)? })
    }
}

impl<T: Element> Layer<T> for ActivationLayer<T> {
    fn width(&self) -> usize {
        self.width
    }

    fn stride(&self) -> usize {
        self.stride
    }

    fn fuse_softmax(&mut self) -> bool {
        self.fused_softmax = self.activation == Activation::Softmax;
        self.fused_softmax
    }

    fn forward(&self, x: Rows<'_, T>, _: &[T], out: &mut [T]) {
        for (index, row) in out.chunks_exact_mut(self.stride).enumerate() {
            row[..self.width].copy_from_slice(x.row(index));
        }
        self.activation.forward(self.isa, out, &self.no_bias, self.width);
    }

    fn backward(&self, pass: Backward<'_, T>) {
        if !self.fused_softmax {
            self.activation.backward(self.isa, pass.out, pass.d_out, self.stride, self.width);
        }
        if let Some(d_in) = pass.d_in {
            d_in.copy_from_slice(pass.d_out);
        }
    }
}

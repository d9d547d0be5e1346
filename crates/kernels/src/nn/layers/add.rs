//! a = Σᵢ xᵢ over tensors of the same shape.

use super::layer::{Backward, Forward, Layer, unfit_inputs};
use crate::gemm::panels::stride;
use crate::nn::spec::OpSpec;
use crate::nn::vector::add;
use crate::{Element, Error, Isa};

pub struct Add {
    isa: Isa,
    features: usize,
    stride: usize,
}

impl Add {
    pub fn new<T: Element>(spec: &OpSpec, input_features: &[usize], isa: Isa) -> Result<Self, Error> {
        match input_features {
            [features, others @ ..] if others.iter().all(|other| other == features) => {
                Ok(Self { isa, features: *features, stride: stride::<T>(isa, *features) })
            }
            _ => Err(unfit_inputs(spec, input_features, "the layer takes tensors of one size")),
        }
    }
}

impl<T: Element> Layer<T> for Add {
    fn features(&self) -> usize {
        self.features
    }

    fn forward(&self, pass: Forward<'_, T>) {
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            let out = &mut out[..self.features];
            out.copy_from_slice(pass.inputs.rows(0).row(index));
            for input in 1..pass.inputs.count() {
                add(self.isa, out, pass.inputs.rows(input).row(index));
            }
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        for input in 0..pass.inputs.count() {
            if let Some(d_in) = pass.d_in.of(input) {
                d_in.copy_from_slice(pass.d_out);
            }
        }
    }
}

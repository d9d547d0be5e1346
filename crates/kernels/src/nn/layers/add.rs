//! a = Σᵢ xᵢ over tensors of the same shape.

use super::layer::{Backward, Forward, Layer, misfit};
use crate::nn::spec::Unit;
use crate::nn::vector::add;
use crate::{Element, Error, Isa};

pub struct Add {
    isa: Isa,
    width: usize,
    stride: usize,
}

impl Add {
    pub fn new<T: Element>(unit: &Unit, widths: &[usize], isa: Isa) -> Result<Self, Error> {
        match widths {
            [width, others @ ..] if others.iter().all(|other| other == width) => {
                Ok(Self { isa, width: *width, stride: crate::gemm::panels::stride::<T>(isa, *width) })
            }
            _ => Err(misfit(unit, widths, "it takes tensors of one size")),
        }
    }
}

impl<T: Element> Layer<T> for Add {
    fn width(&self) -> usize {
        self.width
    }

    fn forward(&self, pass: Forward<'_, T>) {
        for (index, out) in pass.out.chunks_exact_mut(self.stride).enumerate() {
            let out = &mut out[..self.width];
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

//! Tensors side by side along one axis: of each, `outer` blocks, one behind the other.

use super::layer::{Backward, Forward, Layer, misfit};
use crate::nn::spec::Unit;
use crate::{Element, Error};

pub struct Concatenate {
    /// Values of each tensor that stay together.
    blocks: Vec<usize>,
    outer: usize,
}

impl Concatenate {
    /// `outer` is the product of the sizes before the axis.
    pub fn new(unit: &Unit, widths: &[usize]) -> Result<Self, Error> {
        let outer = unit.count("outer")?;
        if widths.is_empty() || widths.iter().any(|width| !width.is_multiple_of(outer)) {
            return Err(misfit(unit, widths, "it takes tensors that differ along the axis alone"));
        }
        Ok(Self { blocks: widths.iter().map(|width| width / outer).collect(), outer })
    }

    fn joined(&self) -> usize {
        self.blocks.iter().sum()
    }
}

impl<T: Element> Layer<T> for Concatenate {
    fn width(&self) -> usize {
        self.outer * self.joined()
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let stride = pass.out.len() / pass.inputs.rows(0).count();
        for (index, out) in pass.out.chunks_exact_mut(stride).enumerate() {
            let mut start = 0;
            for (input, &block) in self.blocks.iter().enumerate() {
                let x = pass.inputs.rows(input).row(index);
                for (joined, own) in out.chunks_exact_mut(self.joined()).zip(x.chunks_exact(block)) {
                    joined[start..start + block].copy_from_slice(own);
                }
                start += block;
            }
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let samples = pass.offsets.len();
        let mut start = 0;
        for (input, &block) in self.blocks.iter().enumerate() {
            if let Some(d_in) = pass.d_in.of(input) {
                let stride = d_in.len() / samples;
                for (own, &offset) in d_in.chunks_exact_mut(stride).zip(pass.offsets) {
                    let joined = pass.d_out[offset..].chunks_exact(self.joined());
                    for (own, joined) in own.chunks_exact_mut(block).take(self.outer).zip(joined) {
                        own.copy_from_slice(&joined[start..start + block]);
                    }
                }
            }
            start += block;
        }
    }
}

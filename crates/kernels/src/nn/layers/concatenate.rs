//! Tensors joined along one axis. Each tensor is `outer` blocks, one behind the other; block i of the result
//! is the blocks i of all tensors.

use super::layer::{Backward, Forward, Layer, unfit_inputs};
use crate::nn::spec::OpSpec;
use crate::{Element, Error};

pub struct Concatenate {
    /// Length of a block of each tensor.
    blocks: Vec<usize>,
    outer: usize,
}

impl Concatenate {
    /// `outer` is the product of the sizes before the axis.
    pub fn new(spec: &OpSpec, input_features: &[usize]) -> Result<Self, Error> {
        let outer = spec.count("outer")?;
        if input_features.is_empty() || input_features.iter().any(|features| !features.is_multiple_of(outer))
        {
            return Err(unfit_inputs(
                spec,
                input_features,
                "the layer takes tensors that differ only along the axis",
            ));
        }
        Ok(Self { blocks: input_features.iter().map(|features| features / outer).collect(), outer })
    }

    fn joined(&self) -> usize {
        self.blocks.iter().sum()
    }
}

impl<T: Element> Layer<T> for Concatenate {
    fn features(&self) -> usize {
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

//! One batch through all layers, forward and backward.

use super::dataset::Dataset;
use super::layers::Backward;
use super::plan::{Memory, Node, Plan};
use crate::Element;
use crate::gemm::panels::Rows;

/// Leaves the outputs of every layer for the samples at `offsets` of `x`.
pub fn forward<T: Element>(plan: &Plan<T>, x: &[T], offsets: &[usize], parameters: &[T], outputs: &mut [T]) {
    let mut previous: Option<&Node<T>> = None;
    for node in &plan.nodes {
        let (before, out) = outputs.split_at_mut(node.outputs.start);
        let x = input(plan, previous, before, x, offsets);
        let out = &mut out[..offsets.len() * node.layer.stride()];
        node.layer.forward(x, &parameters[node.parameters.clone()], out);
        previous = Some(node);
    }
}

/// Takes the deltas of the last layer's outputs back to every parameter, after `forward` on the same samples.
/// The gradients times `factor` are stored, or with `in_place` added to the parameters themselves.
pub fn backward<T: Element>(
    plan: &Plan<T>,
    data: &Dataset<T>,
    offsets: &[usize],
    memory: &mut Memory<'_, T>,
    factor: T,
    in_place: bool,
) {
    let samples = offsets.len();
    let x = data.gathered(memory.batch);
    for (index, node) in plan.nodes.iter().enumerate().rev() {
        let previous = index.checked_sub(1).and_then(|index| plan.nodes.get(index));
        let (before, out) = memory.outputs.split_at(node.outputs.start);
        let (d_before, d_out) = memory.deltas.split_at_mut(node.outputs.start);
        let length = samples * node.layer.stride();
        node.layer.backward(Backward {
            x: input(plan, previous, before, x, offsets),
            out: &out[..length],
            d_out: &mut d_out[..length],
            offsets: &node.offsets[..samples],
            d_in: previous.map(|node| &mut d_before[node.outputs.start..][..samples * node.layer.stride()]),
            parameters: &mut memory.parameters[node.parameters.clone()],
            gradients: (!in_place).then(|| &mut memory.gradients[node.parameters.clone()]),
            factor,
            scratch: memory.scratch,
        });
    }
}

/// The rows a layer reads: the output of the one before, or the data.
fn input<'a, T: Element>(
    plan: &Plan<T>,
    previous: Option<&'a Node<T>>,
    outputs: &'a [T],
    x: &'a [T],
    offsets: &'a [usize],
) -> Rows<'a, T> {
    match previous {
        None => Rows::new(x, offsets, plan.inputs),
        Some(node) => {
            Rows::new(&outputs[node.outputs.clone()], &node.offsets[..offsets.len()], node.layer.width())
        }
    }
}

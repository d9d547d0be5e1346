//! One batch through all layers, forward and backward.

use super::layers::layer::{Backward, Forward, Mode, RandomSource};
use super::memory::Memory;
use super::node::Node;
use super::plan::Plan;
use super::tensors::{GradientDestination, InputBatch, InputGradients, Inputs};
use super::vector::add;
use crate::{Element, Isa};

/// Computes the outputs of every layer.
pub fn forward<T: Element>(
    plan: &Plan<T>,
    batch: InputBatch<'_, T>,
    memory: &mut Memory<'_, T>,
    mode: Mode,
    (seed, step): (u64, u64),
) {
    for (layer, node) in plan.nodes.iter().enumerate() {
        let tensor = &plan.tensors[node.output_id];
        let (before, out) = memory.outputs.split_at_mut(tensor.values.start);
        node.layer.forward(Forward {
            inputs: inputs(plan, node, before, memory.converted_inputs, batch),
            parameters: &memory.parameters[node.parameters.clone()],
            buffers: &memory.buffers[node.buffers.clone()],
            out: &mut out[..batch.samples * tensor.stride],
            saved: &mut memory.saved[node.saved.clone()],
            scratch: memory.layer_scratch,
            mode,
            random: RandomSource { seed, step, layer },
        });
    }
}

/// What a backward pass does with the parameters' gradients.
#[derive(Clone, Copy)]
pub struct GradientMode<T> {
    /// Factor of every parameter gradient.
    pub factor: T,
    /// Whether the gradients are added to the parameters, which makes the pass a step of plain gradient
    /// descent.
    pub updates_in_place: bool,
    /// Factor of the gradients of activity penalties: 1 where the deltas are those of the summed loss.
    pub activity_share: f64,
}

/// Computes the gradients of all parameters from the deltas of the outputs, after `forward` on the same
/// samples.
///
/// ```text
/// for each node, from the last to the first
///     add the gradient of the activity penalty to the deltas of the node's output
///     the layer computes the gradients of its inputs and parameters, or adds the latter to its parameters
///     add gradients that are in the gradient scratch to the deltas of their tensor
/// ```
///
/// A node's deltas are complete when its turn comes, as all readers of its output come after it in the plan.
pub fn backward<T: Element>(
    isa: Isa,
    plan: &Plan<T>,
    batch: InputBatch<'_, T>,
    memory: &mut Memory<'_, T>,
    mode: Mode,
    gradient_mode: GradientMode<T>,
) {
    for node in plan.nodes.iter().rev() {
        let tensor = &plan.tensors[node.output_id];
        let length = batch.samples * tensor.stride;
        let (before, out) = memory.outputs.split_at(tensor.values.start);
        let (deltas, d_out) = memory.deltas.split_at_mut(tensor.deltas.start);
        let (out, d_out) = (&out[..length], &mut d_out[..length]);
        if let Some(activity) = node.activity {
            let layout = (tensor.stride, tensor.features);
            activity.add_gradient(isa, out, d_out, layout, gradient_mode.activity_share);
        }
        let is_in_place = gradient_mode.updates_in_place && node.layer.updates_in_place();
        node.layer.backward(Backward {
            inputs: inputs(plan, node, before, memory.converted_inputs, batch),
            out,
            d_out,
            offsets: &tensor.offsets[..batch.samples],
            d_in: InputGradients {
                deltas,
                gradient_scratch: memory.gradient_scratch,
                destinations: &node.gradient_destinations,
                tensors: &plan.tensors,
                input_ids: &node.input_ids,
                samples: batch.samples,
            },
            parameters: &mut memory.parameters[node.parameters.clone()],
            gradients: (!is_in_place).then(|| &mut memory.gradients[node.parameters.clone()]),
            buffers: &mut memory.buffers[node.buffers.clone()],
            factor: gradient_mode.factor,
            saved: &mut memory.saved[node.saved.clone()],
            scratch: memory.layer_scratch,
            mode,
        });
        if gradient_mode.updates_in_place && !is_in_place {
            let step = &memory.gradients[node.parameters.clone()];
            add(isa, &mut memory.parameters[node.parameters.clone()], step);
        }
        for (destination, &id) in node.gradient_destinations.iter().zip(&node.input_ids) {
            if let GradientDestination::AddedToDeltas { scratch, deltas } = destination {
                let length = batch.samples * plan.tensors[id].stride;
                let gradient = &memory.gradient_scratch[scratch.clone()][..length];
                add(isa, &mut memory.deltas[deltas.clone()][..length], gradient);
            }
        }
    }
}

fn inputs<'a, T: Element>(
    plan: &'a Plan<T>,
    node: &'a Node<T>,
    outputs: &'a [T],
    converted: &'a [T],
    batch: InputBatch<'a, T>,
) -> Inputs<'a, T> {
    Inputs { tensors: &plan.tensors, input_ids: &node.input_ids, outputs, converted, batch }
}

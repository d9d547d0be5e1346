//! One batch through all layers, forward and backward.

use super::layers::layer::{Backward, Forward, Mode, Random};
use super::memory::Memory;
use super::node::Node;
use super::plan::Plan;
use super::tensors::{Feed, Gradients, Inputs, Target};
use super::vector::add;
use crate::{Element, Isa};

/// Leaves the outputs of every layer.
pub fn forward<T: Element>(
    plan: &Plan<T>,
    feed: Feed<'_, T>,
    memory: &mut Memory<'_, T>,
    mode: Mode,
    (seed, step): (u64, u64),
) {
    for (layer, node) in plan.nodes.iter().enumerate() {
        let tensor = &plan.tensors[node.to];
        let (before, out) = memory.outputs.split_at_mut(tensor.values.start);
        node.layer.forward(Forward {
            inputs: inputs(plan, node, before, memory.batch, feed),
            parameters: &memory.parameters[node.parameters.clone()],
            statistics: &memory.statistics[node.statistics.clone()],
            out: &mut out[..feed.samples * tensor.stride],
            kept: &mut memory.kept[node.kept.clone()],
            scratch: memory.scratch,
            mode,
            random: Random { seed, step, layer },
        });
    }
}

/// What a backward pass does with the parameters' gradients.
#[derive(Clone, Copy)]
pub struct Descent<T> {
    /// Counts on each of them.
    pub factor: T,
    /// Whether they are added to the parameters, by the layers that can.
    pub in_place: bool,
    /// How much the costs of outputs count on the deltas: 1 where those are of the summed loss.
    pub activity: f64,
}

/// Takes the deltas of the outputs back to every parameter, after `forward` on the same samples.
pub fn backward<T: Element>(
    isa: Isa,
    plan: &Plan<T>,
    feed: Feed<'_, T>,
    memory: &mut Memory<'_, T>,
    mode: Mode,
    descent: Descent<T>,
) {
    for node in plan.nodes.iter().rev() {
        let tensor = &plan.tensors[node.to];
        let used = feed.samples * tensor.stride;
        let (before, out) = memory.outputs.split_at(tensor.values.start);
        let (deltas, d_out) = memory.deltas.split_at_mut(tensor.deltas.start);
        let (out, d_out) = (&out[..used], &mut d_out[..used]);
        if let Some(activity) = node.activity {
            activity.add_gradient(isa, out, d_out, (tensor.stride, tensor.width), descent.activity);
        }
        let in_place = descent.in_place && node.layer.updates_in_place();
        node.layer.backward(Backward {
            inputs: inputs(plan, node, before, memory.batch, feed),
            out,
            d_out,
            offsets: &tensor.offsets[..feed.samples],
            d_in: Gradients {
                deltas,
                spare: memory.spare,
                targets: &node.targets,
                tensors: &plan.tensors,
                from: &node.from,
                samples: feed.samples,
            },
            parameters: &mut memory.parameters[node.parameters.clone()],
            gradients: (!in_place).then(|| &mut memory.gradients[node.parameters.clone()]),
            statistics: &mut memory.statistics[node.statistics.clone()],
            factor: descent.factor,
            kept: &mut memory.kept[node.kept.clone()],
            scratch: memory.scratch,
            mode,
        });
        if descent.in_place && !in_place {
            let step = &memory.gradients[node.parameters.clone()];
            add(isa, &mut memory.parameters[node.parameters.clone()], step);
        }
        for (target, &from) in node.targets.iter().zip(&node.from) {
            if let Target::Added(spare, deltas) = target {
                let used = feed.samples * plan.tensors[from].stride;
                add(isa, &mut memory.deltas[deltas.clone()][..used], &memory.spare[spare.clone()][..used]);
            }
        }
    }
}

fn inputs<'a, T: Element>(
    plan: &'a Plan<T>,
    node: &'a Node<T>,
    outputs: &'a [T],
    converted: &'a [T],
    feed: Feed<'a, T>,
) -> Inputs<'a, T> {
    Inputs { tensors: &plan.tensors, from: &node.from, outputs, converted, feed }
}

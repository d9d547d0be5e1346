//! One batch through all layers, forward and backward, and what a layer sees of it.

use super::memory::Memory;
use super::plan::{Node, Plan, Target, Tensor};
use super::samples::dataset::Dataset;
use super::vector::add;
use crate::gemm::panels::Rows;
use crate::rng::Generator;
use crate::{Element, Isa};

/// What a pass is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is dropped, and running statistics count.
    Inference,
    /// As in training, but nothing is learned.
    Probe,
    /// A training step.
    Training,
}

impl Mode {
    /// Whether layers behave as in training.
    pub fn is_training(self) -> bool {
        self != Self::Inference
    }
}

/// The random numbers of a step follow from the seed, the step and the layer alone, so that a step can be repeated.
#[derive(Clone, Copy, Debug)]
pub struct Random {
    /// Of the program.
    pub seed: u64,
    /// Number of the step.
    pub step: u64,
    /// Index of the layer.
    pub layer: usize,
}

impl Random {
    /// The stream of this layer in this step.
    pub fn generator(self) -> Generator {
        const LAYERS: u32 = 20;
        Generator::new(!self.seed, (self.step << LAYERS) | self.layer as u64)
    }
}

/// A batch of samples, where the data set or the conversion of its bytes left them.
#[derive(Clone, Copy)]
pub struct Feed<'a, T> {
    /// Holds the samples.
    pub data: &'a Dataset<T>,
    /// For each input, where the samples start.
    pub offsets: &'a [Vec<usize>],
    /// How many.
    pub samples: usize,
}

/// The tensors that a layer reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a, T> {
    tensors: &'a [Tensor],
    from: &'a [usize],
    outputs: &'a [T],
    converted: &'a [T],
    feed: Feed<'a, T>,
}

impl<'a, T: Element> Inputs<'a, T> {
    /// How many they are.
    pub fn count(&self) -> usize {
        self.from.len()
    }

    /// The samples of one.
    pub fn rows(&self, index: usize) -> Rows<'a, T> {
        let from = self.from[index];
        let (tensor, Feed { data, offsets, samples }) = (&self.tensors[from], self.feed);
        match offsets.get(from) {
            Some(offsets) => {
                let values = data.gathered(from, &self.converted[tensor.values.clone()]);
                Rows::new(values, &offsets[..samples], tensor.width)
            }
            None => Rows::new(&self.outputs[tensor.values.clone()], &tensor.offsets[..samples], tensor.width),
        }
    }
}

/// What one forward pass of a layer reads and writes.
pub struct Forward<'a, T> {
    /// The layer's inputs.
    pub inputs: Inputs<'a, T>,
    /// The layer's parameters.
    pub parameters: &'a [T],
    /// Its parameters that are not trained.
    pub statistics: &'a [T],
    /// Where the outputs go, a stride apart.
    pub out: &'a mut [T],
    /// What `backward` finds again.
    pub kept: &'a mut [T],
    /// As much memory as the layer asked for.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
    /// Where random numbers come from.
    pub random: Random,
}

/// Where the gradients of a layer's inputs go.
pub struct Gradients<'a, T> {
    deltas: &'a mut [T],
    spare: &'a mut [T],
    targets: &'a [Target],
    tensors: &'a [Tensor],
    from: &'a [usize],
    samples: usize,
}

impl<T: Element> Gradients<'_, T> {
    /// ∂C/∂input, samples a stride apart, all to be overwritten; nothing where nobody needs it.
    pub fn of(&mut self, index: usize) -> Option<&mut [T]> {
        let used = self.samples * self.tensors[self.from[index]].stride;
        match &self.targets[index] {
            Target::Nowhere => None,
            Target::Deltas(range) => Some(&mut self.deltas[range.clone()][..used]),
            Target::Added(range, _) => Some(&mut self.spare[range.clone()][..used]),
        }
    }
}

/// What one backward pass of a layer reads and writes.
pub struct Backward<'a, T> {
    /// The layer's inputs.
    pub inputs: Inputs<'a, T>,
    /// The layer's outputs, as `forward` left them.
    pub out: &'a [T],
    /// ∂C/∂output of the summed loss on entry; the layer may overwrite it.
    pub d_out: &'a mut [T],
    /// Where each sample of `out` and `d_out` starts.
    pub offsets: &'a [usize],
    /// Where ∂C/∂input goes.
    pub d_in: Gradients<'a, T>,
    /// The layer's parameters.
    pub parameters: &'a mut [T],
    /// Where the parameters' gradients go; absent where they go straight into the parameters.
    pub gradients: Option<&'a mut [T]>,
    /// Its parameters that are not trained, which it changes where the mode is training.
    pub statistics: &'a mut [T],
    /// Counts on every parameter gradient: 1/batch, or -rate/batch straight into the parameters.
    pub factor: T,
    /// What `forward` kept.
    pub kept: &'a mut [T],
    /// As much memory as the layer asked for.
    pub scratch: &'a mut [T],
    /// What the pass is for.
    pub mode: Mode,
}

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

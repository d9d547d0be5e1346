//! A compiled model: one plan and one arena. Nothing here allocates in a step.

use super::layers::layer::Mode;
use super::losses::{Loss, LossBatch};
use super::memory::Memory;
use super::optimizers::{self, Clipping, Optimizer, OptimizerStep};
use super::passes::{self, GradientMode};
use super::plan::Plan;
use super::samples::dataset::Dataset;
use super::spec::Spec;
use super::tensors::InputBatch;
use super::totals::Totals;
use super::undo_log::UndoLog;
use crate::{Arena, Element, Error, Isa};

/// A compiled model with its parameters, gradients and optimizer state.
///
/// This file compiles it and has the building blocks of a step. `training.rs` does many steps a call,
/// `standalone.rs` the parts of a step one by one, `evaluation.rs` evaluates and predicts, and
/// `parameter_access.rs` reads and writes parameters.
pub struct Program<T> {
    pub(super) isa: Isa,
    pub(super) batch_size: usize,
    pub(super) plan: Plan<T>,
    pub(super) arena: Arena<T>,
    pub(super) optimizer: Option<Box<dyn Optimizer<T>>>,
    pub(super) undo_log: UndoLog,
    /// Number of steps done so far, from which the random numbers of the next one follow.
    pub(super) steps: u64,
    /// Outputs of the last call, for each output of the model, where the spec asks to collect them.
    pub(super) collected: Vec<Vec<T>>,
    /// Totals of the last call of `train`, and of its last batch.
    pub(super) totals: [Totals; 2],
    /// Encoded totals of the epochs that the last call of `train` finished.
    pub(super) finished_epochs: Vec<f64>,
    losses: Vec<Loss>,
    clipping: Option<Clipping>,
    /// Whether a step is `p ← p - learning rate · g` and nothing else, so that gradients need not be stored.
    is_vanilla_sgd: bool,
    counts_correct: bool,
    collects_outputs: bool,
    seed: u64,
    /// For each input, where the samples of the batch start.
    offsets: Vec<Vec<usize>>,
}

impl<T: Element> Program<T> {
    /// Plans the model of a spec and allocates its arena, which starts as zeros.
    /// # Errors
    /// When an item of the spec is unknown, does not fit, or needs more memory than there is.
    pub fn compile(spec: &str, isa: Isa) -> Result<Self, Error> {
        let spec = Spec::parse(spec)?;
        let mut plan = Plan::<T>::new(&spec, isa)?;
        let optimizer = spec.optimizer.as_ref().map(optimizers::build::<T>).transpose()?;
        let states = optimizer.as_ref().map_or(0, |optimizer| optimizer.state_count());
        let scratch = plan.constraints.scratch_length(&plan.nodes);
        plan.layout.state = plan.layout.parameters.saturating_mul(states);
        plan.layout.layer_scratch = plan.layout.layer_scratch.max(scratch);
        let arena = Arena::zeroed(plan.layout.total())?;
        plan.make_offsets(spec.batch_size);
        let mut losses = spec.losses.iter().map(Loss::parse).collect::<Result<Vec<_>, _>>()?;
        for (loss, &output) in losses.iter_mut().zip(&spec.output_ids) {
            fuse(loss, &mut plan, output);
        }
        let clipping = spec.optimizer.as_ref().map(Clipping::parse).transpose()?;
        let clipping = clipping.filter(|clipping| !clipping.is_none());
        let is_vanilla_sgd = clipping.is_none()
            && plan.regularizers.is_empty()
            && plan.constraints.is_empty()
            && optimizer.as_ref().is_none_or(|optimizer| optimizer.is_vanilla_sgd());
        Ok(Self {
            isa,
            batch_size: spec.batch_size,
            offsets: vec![vec![0; spec.batch_size]; plan.input_count],
            collected: vec![Vec::new(); plan.output_ids.len()],
            totals: [Totals::new(plan.output_ids.len()), Totals::new(plan.output_ids.len())],
            finished_epochs: Vec::new(),
            counts_correct: spec.accuracy,
            collects_outputs: spec.collect,
            seed: spec.seed,
            steps: 0,
            undo_log: UndoLog::default(),
            plan,
            losses,
            optimizer,
            clipping,
            is_vanilla_sgd,
            arena,
        })
    }

    pub(super) fn memory(&mut self) -> Memory<'_, T> {
        self.plan.layout.cut(&mut self.arena)
    }

    /// Values of one sample of each output.
    pub(super) fn output_features(&self) -> impl ExactSizeIterator<Item = usize> {
        self.plan.output_ids.iter().map(|&output| self.plan.tensors[output].features)
    }

    /// # Errors
    /// When samples, or targets where `needs_loss`, do not fit the model, or the program has no loss that is
    /// needed.
    pub(super) fn check_data(&self, data: &Dataset<T>, needs_loss: bool) -> Result<(), Error> {
        if needs_loss && self.losses.is_empty() {
            let expected = "the program was compiled without one";
            return Err(Error::argument(
                "no-loss",
                "program",
                "a loss is needed",
                expected,
                "compile with a loss",
            ));
        }
        let inputs = self.plan.tensors[..self.plan.input_count].iter().map(|tensor| tensor.features);
        data.check(inputs, needs_loss.then(|| self.output_features()))
    }

    /// # Errors
    /// When an index is beyond the data, or the samples are none or more than a batch.
    pub(super) fn check_batch(&self, data: &Dataset<T>, order: &[u32], operation: &str) -> Result<(), Error> {
        data.check_order(order)?;
        if order.is_empty() || order.len() > self.batch_size {
            let actual = format!("{} samples came", order.len());
            let expected = format!("between 1 and {} fit", self.batch_size);
            return Err(Error::argument(
                "batch-size",
                operation,
                actual,
                expected,
                "compile for a larger batch",
            ));
        }
        Ok(())
    }

    /// Computes the outputs of every layer for some samples.
    pub(super) fn run_forward(&mut self, data: &Dataset<T>, samples: &[u32], mode: Mode) {
        let mut memory = self.plan.layout.cut(&mut self.arena);
        for (input, offsets) in self.offsets.iter_mut().enumerate() {
            let converted = &mut memory.converted_inputs[self.plan.tensors[input].values.clone()];
            data.gather(input, samples, &mut offsets[..samples.len()], converted);
        }
        let batch = InputBatch { data, offsets: &self.offsets, samples: samples.len() };
        passes::forward(&self.plan, batch, &mut memory, mode, (self.seed, self.steps));
    }

    /// Computes outputs and losses for some samples, adds the losses to `totals`, and leaves the losses'
    /// gradients in the outputs' deltas.
    pub(super) fn forward_with_losses(
        &mut self,
        data: &Dataset<T>,
        samples: &[u32],
        mode: Mode,
        totals: &mut Totals,
    ) {
        self.run_forward(data, samples, mode);
        let memory = self.plan.layout.cut(&mut self.arena);
        totals.samples += samples.len();
        for (index, (loss, &output)) in self.losses.iter().zip(&self.plan.output_ids).enumerate() {
            let tensor = &self.plan.tensors[output];
            let (stride, features) = (tensor.stride, tensor.features);
            let a = &memory.outputs[tensor.values.clone()][..samples.len() * stride];
            let d = &mut memory.deltas[tensor.deltas.clone()][..samples.len() * stride];
            let targets = data.targets(index);
            let cost = loss.evaluate(self.isa, LossBatch { a, d, stride, features, targets, samples });
            totals.loss += cost;
            totals.outputs[index].loss += cost;
            if self.counts_correct {
                let boundary = T::from_f64(if loss.has_boundary_at_zero() { 0.0 } else { 0.5 });
                for (a, &sample) in a.chunks_exact(stride).zip(samples) {
                    if targets.of(sample as usize).is_class_of(&a[..features], boundary) {
                        totals.outputs[index].correct += targets.weight(sample as usize);
                    }
                }
            }
        }
        for node in &self.plan.nodes {
            if let Some(activity) = node.activity {
                let tensor = &self.plan.tensors[node.output_id];
                let outputs = &memory.outputs[tensor.values.clone()][..samples.len() * tensor.stride];
                totals.loss += activity.cost(self.isa, outputs, tensor.stride, tensor.features);
            }
        }
        if !self.plan.regularizers.is_empty() {
            totals.loss += self.plan.regularizers.cost(self.isa, memory.parameters) * samples.len() as f64;
        }
        if self.collects_outputs && mode != Mode::GradientsOnly {
            let mut collected = std::mem::take(&mut self.collected);
            self.append_outputs(samples.len(), &mut collected);
            self.collected = collected;
        }
    }

    /// Empties the collected outputs and reserves room for those of `samples` samples.
    pub(super) fn begin_collecting(&mut self, samples: usize) {
        let features: Vec<usize> =
            if self.collects_outputs { self.output_features().collect() } else { Vec::new() };
        for (values, features) in self.collected.iter_mut().zip(features) {
            values.clear();
            values.reserve(samples * features);
        }
    }

    /// Appends the outputs of the last pass, row-major, to one array for each output of the model.
    pub(super) fn append_outputs(&mut self, samples: usize, to: &mut [Vec<T>]) {
        let memory = self.plan.layout.cut(&mut self.arena);
        for (values, &output) in to.iter_mut().zip(&self.plan.output_ids) {
            let tensor = &self.plan.tensors[output];
            for row in memory.outputs[tensor.values.clone()].chunks_exact(tensor.stride).take(samples) {
                values.extend_from_slice(&row[..tensor.features]);
            }
        }
    }

    /// Computes the gradients of the mean loss of the batch of the last [`Self::forward_with_losses`]. Given
    /// a learning rate, does a step of plain gradient descent instead, and stores no gradients.
    pub(super) fn backward_from_losses(
        &mut self,
        data: &Dataset<T>,
        samples: usize,
        mode: Mode,
        learning_rate: Option<f64>,
    ) {
        let factor = T::from_f64(learning_rate.map_or(1.0, |rate| -rate) / samples as f64);
        let updates_in_place = learning_rate.is_some();
        let gradient_mode = GradientMode { factor, updates_in_place, activity_share: 1.0 };
        self.run_backward(data, samples, mode, gradient_mode);
    }

    /// Takes the deltas of the outputs back through all layers.
    pub(super) fn run_backward(
        &mut self,
        data: &Dataset<T>,
        samples: usize,
        mode: Mode,
        gradient_mode: GradientMode<T>,
    ) {
        let mut memory = self.plan.layout.cut(&mut self.arena);
        let batch = InputBatch { data, offsets: &self.offsets, samples };
        passes::backward(self.isa, &self.plan, batch, &mut memory, mode, gradient_mode);
    }

    pub(super) fn add_penalty_gradients(&mut self) {
        let Memory { parameters, gradients, .. } = self.plan.layout.cut(&mut self.arena);
        self.plan.regularizers.add_gradients(self.isa, parameters, gradients);
    }

    /// Second half of a training step, after [`Self::forward_with_losses`] on the same samples.
    pub(super) fn update(&mut self, data: &Dataset<T>, samples: usize, learning_rate: f64) {
        if self.is_vanilla_sgd {
            self.backward_from_losses(data, samples, Mode::Training, Some(learning_rate));
            self.steps += 1;
            return;
        }
        self.backward_from_losses(data, samples, Mode::Training, None);
        self.add_penalty_gradients();
        self.apply_gradients(learning_rate);
    }

    /// One step of the optimizer on the gradients in their slot, with clipping before and constraints behind
    /// it.
    pub(super) fn apply_gradients(&mut self, learning_rate: f64) {
        self.steps += 1;
        let Memory { parameters, gradients, state, layer_scratch, .. } =
            self.plan.layout.cut(&mut self.arena);
        if let Some(clipping) = self.clipping {
            clipping.apply(self.isa, &self.plan.nodes, gradients);
        }
        if let Some(optimizer) = &mut self.optimizer {
            let (isa, number) = (self.isa, self.steps);
            optimizer.step(OptimizerStep { isa, parameters, gradients, state, number, learning_rate });
        }
        self.plan.constraints.apply(&self.plan.nodes, parameters, layer_scratch);
    }
}

/// Lets the loss include the derivative of the activation before it, where nothing else reads the output.
fn fuse<T: Element>(loss: &mut Loss, plan: &mut Plan<T>, output: usize) {
    let is_only_reader = plan.reader_count(output) == 1;
    let node = &mut plan.nodes[output - plan.input_count];
    let Some(activation) = loss.fusable_activation() else { return };
    if is_only_reader && node.activity.is_none() && node.layer.fuse(activation) {
        loss.fuse();
    }
}

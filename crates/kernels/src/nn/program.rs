//! A compiled model: one arena, and many batches a call. Nothing here allocates in a step.

use super::layers::layer::Mode;
use super::losses::{Batch, Loss};
use super::memory::Memory;
use super::optimizers::{self, Clipping, Optimizer, Step};
use super::passes::{self, Descent};
use super::plan::Plan;
use super::samples::dataset::Dataset;
use super::spec::Spec;
use super::tensors::Feed;
use super::totals::Totals;
use super::undo_log::UndoLog;
use crate::{Arena, Element, Error, Isa};

/// A compiled model with its parameters, gradients and optimizer state.
pub struct Program<T> {
    pub(super) isa: Isa,
    pub(super) batch: usize,
    pub(super) plan: Plan<T>,
    pub(super) arena: Arena<T>,
    pub(super) optimizer: Option<Box<dyn Optimizer<T>>>,
    pub(super) undo_log: UndoLog,
    /// Updates done so far; the random numbers of the next one follow from it.
    pub(super) steps: u64,
    /// The outputs of the last call, for each output of the model, where they are collected.
    pub(super) collected: Vec<Vec<T>>,
    /// Of the last call of `train`, and of its last batch.
    pub(super) totals: [Totals; 2],
    /// Of the epochs that the last call of `train` finished, encoded.
    pub(super) finished: Vec<f64>,
    losses: Vec<Loss>,
    clipping: Option<Clipping>,
    /// Whether a step is `p ← p - rate · g` and nothing else.
    is_plain: bool,
    accuracy: bool,
    collects: bool,
    seed: u64,
    /// For each input, where the samples of the batch start.
    offsets: Vec<Vec<usize>>,
}

impl<T: Element> Program<T> {
    /// Plans a spec and allocates its arena, zeros throughout.
    /// # Errors
    /// When an item of the spec is unknown, does not fit, or needs more memory than there is.
    pub fn compile(spec: &str, isa: Isa) -> Result<Self, Error> {
        let spec = Spec::parse(spec)?;
        let mut plan = Plan::<T>::new(&spec, isa)?;
        let optimizer = spec.optimizer.as_ref().map(optimizers::build::<T>).transpose()?;
        let states = optimizer.as_ref().map_or(0, |optimizer| optimizer.states());
        plan.regions.state = plan.regions.parameters.saturating_mul(states);
        plan.regions.scratch = plan.regions.scratch.max(plan.constraints.scratch_length(&plan.nodes));
        let arena = Arena::zeroed(plan.regions.total())?;
        plan.place_rows(spec.batch);
        let mut losses = spec.losses.iter().map(Loss::parse).collect::<Result<Vec<_>, _>>()?;
        for (loss, &output) in losses.iter_mut().zip(&spec.outputs) {
            fuse(loss, &mut plan, output);
        }
        let clipping = spec.optimizer.as_ref().map(Clipping::parse).transpose()?;
        let clipping = clipping.filter(|clipping| !clipping.is_none());
        let is_plain = clipping.is_none()
            && plan.regularizers.is_empty()
            && plan.constraints.is_empty()
            && optimizer.as_ref().is_none_or(|optimizer| optimizer.is_plain());
        Ok(Self {
            isa,
            batch: spec.batch,
            offsets: vec![vec![0; spec.batch]; plan.inputs],
            collected: vec![Vec::new(); plan.outputs.len()],
            totals: [Totals::new(plan.outputs.len()), Totals::new(plan.outputs.len())],
            finished: Vec::new(),
            accuracy: spec.accuracy,
            collects: spec.collect,
            seed: spec.seed,
            steps: 0,
            undo_log: UndoLog::default(),
            plan,
            losses,
            optimizer,
            clipping,
            is_plain,
            arena,
        })
    }

    /// Loss, and correct classifications, over all samples.
    /// # Errors
    /// When the data do not fit the model.
    pub fn evaluate(&mut self, data: &Dataset<T>) -> Result<Totals, Error> {
        self.check(data, true)?;
        self.begin_collecting(data.len());
        let mut totals = Totals::new(self.plan.outputs.len());
        self.batches(data, |program, samples| program.forward(data, samples, Mode::Inference, &mut totals));
        Ok(totals)
    }

    /// The outputs for all samples, row-major, for each output of the model.
    /// # Errors
    /// When the data do not fit the model.
    pub fn predict(&mut self, data: &Dataset<T>) -> Result<Vec<Vec<T>>, Error> {
        self.check(data, false)?;
        let mut outputs: Vec<Vec<T>> =
            self.widths().map(|width| Vec::with_capacity(data.len() * width)).collect();
        self.batches(data, |program, samples| {
            program.pass(data, samples, Mode::Inference);
            program.copy_outputs(samples.len(), &mut outputs);
        });
        Ok(outputs)
    }

    /// Gradients of the mean loss over the samples `order`, left in their slot. Nothing is learned.
    /// # Errors
    /// When the data do not fit the model, or `order` the data or a batch.
    pub fn gradients(&mut self, data: &Dataset<T>, order: &[u32]) -> Result<Totals, Error> {
        self.check(data, true)?;
        self.check_batch(data, order, "gradients")?;
        self.begin_collecting(order.len());
        let mut totals = Totals::new(self.plan.outputs.len());
        self.forward(data, order, Mode::Probe, &mut totals);
        self.backward(data, order.len(), Mode::Probe, None);
        self.add_penalty_gradients();
        Ok(totals)
    }

    pub(super) fn memory(&mut self) -> Memory<'_, T> {
        self.plan.regions.cut(&mut self.arena)
    }

    /// Values of one sample of each output.
    pub(super) fn widths(&self) -> impl ExactSizeIterator<Item = usize> {
        self.plan.outputs.iter().map(|&output| self.plan.tensors[output].width)
    }

    pub(super) fn check(&self, data: &Dataset<T>, needs_loss: bool) -> Result<(), Error> {
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
        let inputs = self.plan.tensors[..self.plan.inputs].iter().map(|tensor| tensor.width);
        data.check(inputs, needs_loss.then(|| self.widths()))
    }

    pub(super) fn check_batch(&self, data: &Dataset<T>, order: &[u32], operation: &str) -> Result<(), Error> {
        data.check_order(order)?;
        if order.is_empty() || order.len() > self.batch {
            let actual = format!("{} samples", order.len());
            let expected = format!("between 1 and {} fit", self.batch);
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

    /// All samples in their own order, at most a batch at a time.
    fn batches(&mut self, data: &Dataset<T>, mut f: impl FnMut(&mut Self, &[u32])) {
        let mut order: Vec<u32> = (0..self.batch.min(data.len()) as u32).collect();
        let mut first = 0;
        while first < data.len() {
            let count = order.len().min(data.len() - first);
            f(self, &order[..count]);
            first += count;
            for sample in &mut order {
                *sample += count as u32;
            }
        }
    }

    /// Leaves the outputs of every layer for some samples.
    pub(super) fn pass(&mut self, data: &Dataset<T>, samples: &[u32], mode: Mode) {
        let mut memory = self.plan.regions.cut(&mut self.arena);
        for (input, offsets) in self.offsets.iter_mut().enumerate() {
            let batch = &mut memory.batch[self.plan.tensors[input].values.clone()];
            data.gather(input, samples, &mut offsets[..samples.len()], batch);
        }
        let feed = Feed { data, offsets: &self.offsets, samples: samples.len() };
        passes::forward(&self.plan, feed, &mut memory, mode, (self.seed, self.steps));
    }

    /// Outputs, and with them the losses, whose gradients are left in the outputs' deltas.
    pub(super) fn forward(&mut self, data: &Dataset<T>, samples: &[u32], mode: Mode, totals: &mut Totals) {
        self.pass(data, samples, mode);
        let memory = self.plan.regions.cut(&mut self.arena);
        totals.samples += samples.len();
        for (index, (loss, &output)) in self.losses.iter().zip(&self.plan.outputs).enumerate() {
            let tensor = &self.plan.tensors[output];
            let (stride, width) = (tensor.stride, tensor.width);
            let a = &memory.outputs[tensor.values.clone()][..samples.len() * stride];
            let d = &mut memory.deltas[tensor.deltas.clone()][..samples.len() * stride];
            let targets = data.targets(index);
            let cost = loss.evaluate(self.isa, Batch { a, d, stride, width, targets, samples });
            totals.loss += cost;
            totals.outputs[index].loss += cost;
            if self.accuracy {
                let boundary = T::from_f64(if loss.is_of_logits() { 0.0 } else { 0.5 });
                for (a, &sample) in a.chunks_exact(stride).zip(samples) {
                    if targets.of(sample as usize).is_class_of(&a[..width], boundary) {
                        totals.outputs[index].correct += targets.weight(sample as usize);
                    }
                }
            }
        }
        for node in &self.plan.nodes {
            if let Some(activity) = node.activity {
                let tensor = &self.plan.tensors[node.to];
                let outputs = &memory.outputs[tensor.values.clone()][..samples.len() * tensor.stride];
                totals.loss += activity.cost(self.isa, outputs, tensor.stride, tensor.width);
            }
        }
        if !self.plan.regularizers.is_empty() {
            totals.loss += self.plan.regularizers.cost(self.isa, memory.parameters) * samples.len() as f64;
        }
        if self.collects && mode != Mode::Probe {
            let mut collected = std::mem::take(&mut self.collected);
            self.copy_outputs(samples.len(), &mut collected);
            self.collected = collected;
        }
    }

    /// Room for the outputs of so many samples.
    pub(super) fn begin_collecting(&mut self, samples: usize) {
        let widths: Vec<usize> = if self.collects { self.widths().collect() } else { Vec::new() };
        for (values, width) in self.collected.iter_mut().zip(widths) {
            values.clear();
            values.reserve(samples * width);
        }
    }

    /// Adds the outputs of the last pass, row-major, each behind its own.
    pub(super) fn copy_outputs(&mut self, samples: usize, to: &mut [Vec<T>]) {
        let memory = self.plan.regions.cut(&mut self.arena);
        for (values, &output) in to.iter_mut().zip(&self.plan.outputs) {
            let tensor = &self.plan.tensors[output];
            for row in memory.outputs[tensor.values.clone()].chunks_exact(tensor.stride).take(samples) {
                values.extend_from_slice(&row[..tensor.width]);
            }
        }
    }

    /// Gradients of the batch of the last `forward`; at a rate, a plain descent straight into the parameters.
    pub(super) fn backward(&mut self, data: &Dataset<T>, samples: usize, mode: Mode, rate: Option<f64>) {
        let factor = T::from_f64(rate.map_or(1.0, |rate| -rate) / samples as f64);
        self.descend(data, samples, mode, Descent { factor, in_place: rate.is_some(), activity: 1.0 });
    }

    pub(super) fn descend(&mut self, data: &Dataset<T>, samples: usize, mode: Mode, descent: Descent<T>) {
        let mut memory = self.plan.regions.cut(&mut self.arena);
        let feed = Feed { data, offsets: &self.offsets, samples };
        passes::backward(self.isa, &self.plan, feed, &mut memory, mode, descent);
    }

    pub(super) fn add_penalty_gradients(&mut self) {
        let Memory { parameters, gradients, .. } = self.plan.regions.cut(&mut self.arena);
        self.plan.regularizers.add_gradients(self.isa, parameters, gradients);
    }

    pub(super) fn update(&mut self, data: &Dataset<T>, samples: usize, rate: f64) {
        if self.is_plain {
            self.backward(data, samples, Mode::Training, Some(rate));
            self.steps += 1;
            return;
        }
        self.backward(data, samples, Mode::Training, None);
        self.add_penalty_gradients();
        self.apply(rate);
    }

    /// One step of the optimizer on the gradients as they are.
    pub(super) fn apply(&mut self, rate: f64) {
        self.steps += 1;
        let Memory { parameters, gradients, state, scratch, .. } = self.plan.regions.cut(&mut self.arena);
        if let Some(clipping) = self.clipping {
            clipping.apply(self.isa, &self.plan.nodes, gradients);
        }
        if let Some(optimizer) = &mut self.optimizer {
            optimizer.step(Step { isa: self.isa, parameters, gradients, state, step: self.steps, rate });
        }
        self.plan.constraints.apply(&self.plan.nodes, parameters, scratch);
    }
}

/// Lets the loss include the derivative of the activation before it, where nothing else needs the outputs.
fn fuse<T: Element>(loss: &mut Loss, plan: &mut Plan<T>, output: usize) {
    let is_alone = plan.readers(output) == 1;
    let node = &mut plan.nodes[output - plan.inputs];
    let Some(activation) = loss.partner() else { return };
    if is_alone && node.activity.is_none() && node.layer.fuse(activation) {
        loss.fuse();
    }
}

//! A compiled model: one arena, and many batches a call. Nothing here allocates in a step.

use super::dataset::{Dataset, largest};
use super::losses::{Batch, Loss};
use super::optimizers::{self, Optimizer};
use super::pass;
use super::plan::{Memory, Plan};
use super::spec::Spec;
use super::vector::first_non_finite;
use crate::{Arena, Element, Error, Isa};

/// Arrays kept for each parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The weights themselves.
    Parameters,
    /// As the last call of [`Program::gradients`] left them.
    Gradients,
    /// The optimizer's momentum.
    Velocity,
}

impl Slot {
    /// # Errors
    /// When no slot has this name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "parameters" => Ok(Self::Parameters),
            "gradients" => Ok(Self::Gradients),
            "velocity" => Ok(Self::Velocity),
            _ => Err(Error::argument(
                "unknown-name",
                "program",
                format!("unknown slot \"{name}\""),
                "known are parameters, gradients, velocity",
                "use one of these names",
            )),
        }
    }
}

/// Sums over samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// How many.
    pub samples: usize,
    /// Of the losses.
    pub loss: f64,
    /// Classified correctly; 0 unless the program counts them.
    pub correct: usize,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.samples += other.samples;
        self.loss += other.loss;
        self.correct += other.correct;
    }
}

/// What a call of [`Program::train`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Training {
    /// Updates that the parameters keep.
    pub steps: usize,
    /// Over the samples whose loss was finite.
    pub totals: Totals,
    /// Whether the loss, or a parameter, became NaN or infinite.
    pub diverged: bool,
}

/// The steps since the parameters were saved, to be done again up to the last good one.
#[derive(Default)]
struct Journal {
    data: u64,
    order: Vec<u32>,
    rates: Vec<f64>,
}

/// A compiled model with its parameters, gradients and optimizer state.
pub struct Program<T> {
    isa: Isa,
    batch: usize,
    plan: Plan<T>,
    loss: Option<Loss>,
    optimizer: Option<Box<dyn Optimizer<T>>>,
    accuracy: bool,
    arena: Arena<T>,
    offsets: Vec<usize>,
    journal: Journal,
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
        let arena = Arena::zeroed(plan.regions.total())?;
        plan.place_rows(spec.batch);
        let mut loss = spec.loss.as_ref().map(Loss::parse).transpose()?;
        if loss == Some(Loss::CategoricalCrossentropy)
            && plan.nodes.last_mut().is_some_and(|node| node.layer.fuse_softmax())
        {
            loss = Some(Loss::SoftmaxCrossentropy);
        }
        Ok(Self {
            isa,
            batch: spec.batch,
            offsets: vec![0; spec.batch],
            accuracy: spec.accuracy,
            journal: Journal::default(),
            plan,
            loss,
            optimizer,
            arena,
        })
    }

    /// One update for each of `rates`; step i takes the samples `order[i·batch …]`.
    ///
    /// When the loss or a parameter becomes NaN or infinite, training stops there, and the parameters
    /// and the optimizer's state go back to the last update after which the loss was finite.
    /// # Errors
    /// When the data do not fit the model, or the order the data.
    pub fn train(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) -> Result<Training, Error> {
        self.check(data, true)?;
        check_order(data, order)?;
        if self.optimizer.is_none() || rates.len() != order.len().div_ceil(self.batch) {
            return Err(Error::argument(
                "step-count",
                "train",
                format!("{} learning rates for {} samples", rates.len(), order.len()),
                format!("a program with an optimizer takes one rate for every {} samples", self.batch),
                "compile with an optimizer and pass one rate a step",
            ));
        }
        let mut totals = Totals::default();
        for (step, (samples, &rate)) in order.chunks(self.batch).zip(rates).enumerate() {
            let next = order.get((step + 1) * self.batch..).unwrap_or(&[]);
            let batch = self.forward(data, samples, next);
            if !batch.loss.is_finite() {
                let steps = self.rewind(data, order, rates, step);
                return Ok(Training { steps, totals, diverged: true });
            }
            if step == 0 {
                self.save(data, order, rates);
            }
            self.update(data, samples.len(), rate);
            totals += batch;
        }
        let finite = first_non_finite(self.isa, self.memory().parameters).is_none();
        let steps = if finite { rates.len() } else { self.rewind(data, order, rates, rates.len()) };
        Ok(Training { steps, totals, diverged: !finite })
    }

    /// Loss, and correct classifications, over all samples.
    /// # Errors
    /// When the data do not fit the model.
    pub fn evaluate(&mut self, data: &Dataset<T>) -> Result<Totals, Error> {
        self.check(data, true)?;
        let mut totals = Totals::default();
        self.batches(data, |program, samples| totals += program.forward(data, samples, &[]));
        Ok(totals)
    }

    /// Outputs for all samples, row-major.
    /// # Errors
    /// When the data do not fit the model.
    pub fn predict(&mut self, data: &Dataset<T>) -> Result<Vec<T>, Error> {
        self.check(data, false)?;
        let width = self.plan.outputs();
        let mut values = Vec::with_capacity(data.len() * width);
        self.batches(data, |program, samples| {
            program.outputs(data, samples, &[]);
            if let Some(last) = program.plan.nodes.last() {
                let rows = &program.plan.regions.cut(&mut program.arena).outputs[last.outputs.clone()];
                for row in rows.chunks_exact(last.layer.stride()).take(samples.len()) {
                    values.extend_from_slice(&row[..width]);
                }
            }
        });
        Ok(values)
    }

    /// Gradients of the mean loss over the samples `order`, left in their slot.
    /// # Errors
    /// When the data do not fit the model, or `order` the data or a batch.
    pub fn gradients(&mut self, data: &Dataset<T>, order: &[u32]) -> Result<Totals, Error> {
        self.check(data, true)?;
        check_order(data, order)?;
        if order.is_empty() || order.len() > self.batch {
            let actual = format!("{} samples", order.len());
            let expected = format!("between 1 and {} fit", self.batch);
            return Err(Error::argument(
                "batch-size",
                "gradients",
                actual,
                expected,
                "compile for a larger batch",
            ));
        }
        let totals = self.forward(data, order, &[]);
        self.backward(data, order.len(), None);
        Ok(totals)
    }

    /// Copies one array of a slot out, row-major.
    /// # Errors
    /// When there is no such array.
    pub fn read(&mut self, slot: Slot, index: usize) -> Result<Vec<T>, Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        let mut values = vec![T::ZERO; parameter.size()];
        let memory = self.plan.regions.cut(&mut self.arena);
        node.layer.read(own, &slot_of(slot, memory)?[node.parameters.clone()], &mut values);
        Ok(values)
    }

    /// Copies row-major values into one array of a slot.
    /// # Errors
    /// When there is no such array, or its size is another.
    pub fn write(&mut self, slot: Slot, index: usize, values: &[T]) -> Result<(), Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        if values.len() != parameter.size() {
            let actual = format!("{} values for {}", values.len(), parameter.name);
            let expected = format!("its shape is {:?}", parameter.shape);
            return Err(Error::shape("weight-shape", "program", actual, expected, "pass as many values"));
        }
        let memory = self.plan.regions.cut(&mut self.arena);
        node.layer.write(own, values, &mut slot_of(slot, memory)?[node.parameters.clone()]);
        self.journal = Journal::default();
        Ok(())
    }

    fn memory(&mut self) -> Memory<'_, T> {
        self.plan.regions.cut(&mut self.arena)
    }

    fn check(&self, data: &Dataset<T>, needs_loss: bool) -> Result<(), Error> {
        if needs_loss && self.loss.is_none() {
            let expected = "the program was compiled without one";
            return Err(Error::argument(
                "no-loss",
                "program",
                "a loss is needed",
                expected,
                "compile with a loss",
            ));
        }
        data.check(self.plan.inputs, self.plan.outputs(), needs_loss)
    }

    /// All samples in their own order, at most a batch at a time.
    fn batches(&mut self, data: &Dataset<T>, mut f: impl FnMut(&mut Self, &[u32])) {
        let mut order: Vec<u32> = (0..self.batch.min(data.len()) as u32).collect();
        let mut first = 0;
        while first < data.len() {
            let count = order.len().min(data.len() - first);
            f(self, &order[..count]);
            first += count;
            order.iter_mut().for_each(|sample| *sample += count as u32);
        }
    }

    fn outputs(&mut self, data: &Dataset<T>, samples: &[u32], next: &[u32]) {
        let memory = self.plan.regions.cut(&mut self.arena);
        let offsets = &mut self.offsets[..samples.len()];
        let next = &next[..next.len().min(self.batch)];
        let x = data.gather(samples, next, offsets, memory.batch);
        pass::forward(&self.plan, x, offsets, memory.parameters, memory.outputs);
    }

    /// Outputs, and with them the loss, whose gradients are left in the last layer's deltas.
    fn forward(&mut self, data: &Dataset<T>, samples: &[u32], next: &[u32]) -> Totals {
        self.outputs(data, samples, next);
        let (Some(loss), Some(last)) = (self.loss, self.plan.nodes.last()) else {
            return Totals::default();
        };
        let memory = self.plan.regions.cut(&mut self.arena);
        let (stride, width) = (last.layer.stride(), last.layer.width());
        let used = last.outputs.start..last.outputs.start + samples.len() * stride;
        let a = &memory.outputs[used.clone()];
        let target = |row: usize| data.target(samples[row] as usize);
        let batch = Batch { a, d: &mut memory.deltas[used], stride, width, target: &target };
        let loss = loss.evaluate(self.isa, batch);
        let mut correct = 0;
        if self.accuracy {
            for (row, a) in a.chunks_exact(stride).enumerate() {
                correct += usize::from(is_correct(&a[..width], row, &target));
            }
        }
        Totals { samples: samples.len(), loss, correct }
    }

    /// Gradients of the batch of the last `forward`; at a rate, a plain descent straight into the parameters.
    fn backward(&mut self, data: &Dataset<T>, samples: usize, rate: Option<f64>) {
        let factor = T::from_f64(-rate.unwrap_or(-1.0) / samples as f64);
        let mut memory = self.plan.regions.cut(&mut self.arena);
        pass::backward(&self.plan, data, &self.offsets[..samples], &mut memory, factor, rate.is_some());
    }

    fn update(&mut self, data: &Dataset<T>, samples: usize, rate: f64) {
        if self.optimizer.as_ref().is_none_or(|optimizer| optimizer.is_plain()) {
            self.backward(data, samples, Some(rate));
            return;
        }
        self.backward(data, samples, None);
        let Memory { parameters, gradients, state, .. } = self.plan.regions.cut(&mut self.arena);
        if let Some(optimizer) = &self.optimizer {
            optimizer.step(self.isa, parameters, gradients, state, T::from_f64(rate));
        }
    }

    /// Keeps the parameters and the state, whose loss is known to be finite, and what is about to be done to them.
    fn save(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) {
        let Memory { parameters, state, saved, .. } = self.memory();
        saved[..parameters.len()].copy_from_slice(parameters);
        saved[parameters.len()..].copy_from_slice(state);
        let journal = &mut self.journal;
        journal.data = data.id();
        journal.order.clear();
        journal.order.extend_from_slice(order);
        journal.rates.clear();
        journal.rates.extend_from_slice(rates);
    }

    /// Back to before update `step - 1`, the last after which the loss was finite; answers the updates kept.
    /// When the very first loss of a call is bad, the update to undo is the last of the call before.
    fn rewind(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64], step: usize) -> usize {
        if step > 0 {
            self.replay(data, &order[..], &rates[..step - 1]);
            return step - 1;
        }
        let Journal { data: id, order, rates } = std::mem::take(&mut self.journal);
        if id == data.id() && !rates.is_empty() {
            self.replay(data, &order, &rates[..rates.len() - 1]);
        }
        0
    }

    fn replay(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) {
        let Memory { parameters, state, saved, .. } = self.memory();
        parameters.copy_from_slice(&saved[..parameters.len()]);
        state.copy_from_slice(&saved[parameters.len()..]);
        for (samples, &rate) in order.chunks(self.batch).zip(rates) {
            self.forward(data, samples, &[]);
            self.update(data, samples.len(), rate);
        }
    }
}

fn is_correct<'a, T: Element>(
    a: &[T],
    row: usize,
    target: &dyn Fn(usize) -> super::dataset::Target<'a, T>,
) -> bool {
    let target = target(row);
    if a.len() == 1 {
        let half = T::from_f64(0.5);
        return (a[0] > half) == (target.value(0) > half);
    }
    largest(a) == target.class()
}

fn check_order<T: Element>(data: &Dataset<T>, order: &[u32]) -> Result<(), Error> {
    let Some(beyond) = order.iter().find(|&&sample| sample as usize >= data.len()) else {
        return Ok(());
    };
    Err(Error::argument(
        "sample-index",
        "program",
        format!("sample {beyond}"),
        format!("the data set has {}", data.len()),
        "pass indices into the data set",
    ))
}

fn slot_of<T>(slot: Slot, memory: Memory<'_, T>) -> Result<&mut [T], Error> {
    match slot {
        Slot::Parameters => Ok(memory.parameters),
        Slot::Gradients => Ok(memory.gradients),
        Slot::Velocity if !memory.state.is_empty() => Ok(memory.state),
        Slot::Velocity => Err(Error::argument(
            "no-state",
            "program",
            "the optimizer keeps no velocity",
            "sgd with momentum keeps one",
            "compile with momentum",
        )),
    }
}

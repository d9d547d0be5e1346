//! A compiled model: one arena, and many batches a call. Nothing here allocates in a step.

use super::dataset::Dataset;
use super::losses::{Batch, Loss};
use super::optimizers::{self, Optimizer};
use super::pass;
use super::plan::{Memory, Plan};
use super::spec::Spec;
use super::training::Journal;
use crate::{Arena, Element, Error, Isa};

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

/// A compiled model with its parameters, gradients and optimizer state.
pub struct Program<T> {
    pub(super) isa: Isa,
    pub(super) batch: usize,
    pub(super) plan: Plan<T>,
    pub(super) arena: Arena<T>,
    pub(super) optimizer: Option<Box<dyn Optimizer<T>>>,
    pub(super) journal: Journal,
    loss: Option<Loss>,
    accuracy: bool,
    offsets: Vec<usize>,
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

    /// Loss, and correct classifications, over all samples.
    /// # Errors
    /// When the data do not fit the model.
    pub fn evaluate(&mut self, data: &Dataset<T>) -> Result<Totals, Error> {
        self.check(data, true)?;
        let mut totals = Totals::default();
        self.batches(data, |program, samples| totals += program.forward(data, samples));
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
            program.outputs(data, samples);
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
        data.check_order(order)?;
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
        let totals = self.forward(data, order);
        self.backward(data, order.len(), None);
        Ok(totals)
    }

    pub(super) fn memory(&mut self) -> Memory<'_, T> {
        self.plan.regions.cut(&mut self.arena)
    }

    pub(super) fn check(&self, data: &Dataset<T>, needs_loss: bool) -> Result<(), Error> {
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
            for sample in &mut order {
                *sample += count as u32;
            }
        }
    }

    fn outputs(&mut self, data: &Dataset<T>, samples: &[u32]) {
        let memory = self.plan.regions.cut(&mut self.arena);
        let offsets = &mut self.offsets[..samples.len()];
        let x = data.gather(samples, offsets, memory.batch);
        pass::forward(&self.plan, x, offsets, memory.parameters, memory.outputs);
    }

    /// Outputs, and with them the loss, whose gradients are left in the last layer's deltas.
    pub(super) fn forward(&mut self, data: &Dataset<T>, samples: &[u32]) -> Totals {
        self.outputs(data, samples);
        let (Some(loss), Some(last)) = (self.loss, self.plan.nodes.last()) else {
            return Totals::default();
        };
        let memory = self.plan.regions.cut(&mut self.arena);
        let (stride, width) = (last.layer.stride(), last.layer.width());
        let used = last.outputs.start..last.outputs.start + samples.len() * stride;
        let a = &memory.outputs[used.clone()];
        let batch = Batch { a, d: &mut memory.deltas[used], stride, width, data, samples };
        let loss = loss.evaluate(self.isa, batch);
        let mut correct = 0;
        if self.accuracy {
            for (a, &sample) in a.chunks_exact(stride).zip(samples) {
                correct += usize::from(data.target(sample as usize).is_class_of(&a[..width]));
            }
        }
        Totals { samples: samples.len(), loss, correct }
    }

    /// Gradients of the batch of the last `forward`; at a rate, a plain descent straight into the parameters.
    fn backward(&mut self, data: &Dataset<T>, samples: usize, rate: Option<f64>) {
        let factor = T::from_f64(rate.map_or(1.0, |rate| -rate) / samples as f64);
        let mut memory = self.plan.regions.cut(&mut self.arena);
        pass::backward(&self.plan, data, &self.offsets[..samples], &mut memory, factor, rate.is_some());
    }

    pub(super) fn update(&mut self, data: &Dataset<T>, samples: usize, rate: f64) {
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
}

//! Training: many steps a call, and the way back when one of them diverges.

use super::layers::layer::Mode;
use super::program::Program;
use super::samples::dataset::Dataset;
use super::samples::order::SampleOrder;
use super::totals::Totals;
use super::undo_log::UndoLog;
use super::vector::first_non_finite;
use crate::{Element, Error};

/// What a call of [`Program::train`] did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingResult<'a> {
    /// Steps whose effect on the parameters was kept.
    pub steps: usize,
    /// Sums over the samples whose loss was finite, added to the sums passed in. Where several epochs were
    /// trained, the sums of the last one.
    pub totals: &'a Totals,
    /// Encoded totals of each epoch that has ended, where several were trained.
    pub finished_epochs: &'a [f64],
    /// Whether the loss or a parameter became NaN or infinite.
    pub diverged: bool,
}

impl TrainingResult<'_> {
    /// The numbers passed to JavaScript: steps, 1 if training diverged, the totals, then those of finished
    /// epochs.
    pub fn encode(&self) -> Vec<f64> {
        let mut values = vec![self.steps as f64, f64::from(u8::from(self.diverged))];
        values.extend(self.totals.encoded());
        values.extend(self.finished_epochs);
        values
    }
}

impl<T: Element> Program<T> {
    /// Does one step for each of `learning_rates`; step i trains on batch i of the order.
    ///
    /// `sums` are the encoded totals of the calls before, or empty: as each batch is added to them, the sums
    /// are bitwise identical however many steps a call does.
    ///
    /// When the loss or a parameter becomes NaN or infinite, training stops, and parameters, buffers and
    /// optimizer state go back to the last step after which the loss was finite.
    ///
    /// ```text
    /// for each batch of the order
    ///     prefetch the samples of the next batch
    ///     outputs, losses and their gradients
    ///     stop if the loss is not finite
    ///     before the first update of the call, copy all that training changes
    ///     gradients and update
    /// if a loss or a parameter was not finite
    ///     restore the copy, and repeat the steps up to the last good one
    /// ```
    ///
    /// A step is known to be good only when the loss after it is finite, which may be in the next call: then
    /// the last step of the call before is undone, from its log.
    /// See docs/decisions/networks.md#a-diverged-fit-is-undone-exactly.
    /// # Errors
    /// When the data do not fit the model, or the order the data.
    pub fn train(
        &mut self,
        data: &Dataset<T>,
        order: SampleOrder<'_>,
        learning_rates: &[f64],
        sums: &[f64],
    ) -> Result<TrainingResult<'_>, Error> {
        self.check_data(data, true)?;
        data.check_order(order.samples)?;
        if self.optimizer.is_none() || learning_rates.len() != order.batches(self.batch_size).count() {
            return Err(Error::argument(
                "step-count",
                "train",
                format!("{} learning rates came for {} samples", learning_rates.len(), order.samples.len()),
                format!("a program with an optimizer takes one rate for every {} samples", self.batch_size),
                "compile with an optimizer and pass one rate a step",
            ));
        }
        self.begin_collecting(order.samples.len());
        let epoch_steps = order.epoch.map(|_| order.epoch_samples().div_ceil(self.batch_size));
        let mut finished_epochs = std::mem::take(&mut self.finished_epochs);
        finished_epochs.clear();
        let [mut totals, mut batch] = std::mem::take(&mut self.totals);
        totals.restore(sums);
        let mut bad_step = None;
        let mut batches = order.batches(self.batch_size).zip(learning_rates).enumerate().peekable();
        while let Some((step, (samples, &rate))) = batches.next() {
            if let Some((_, (next, _))) = batches.peek() {
                data.prefetch(next);
            }
            batch.clear();
            self.forward_with_losses(data, samples, Mode::Training, &mut batch);
            if !batch.loss.is_finite() {
                bad_step = Some(step);
                break;
            }
            if step == 0 {
                self.begin_undo_log(data, order, learning_rates);
            }
            self.update(data, samples.len(), rate);
            totals += &batch;
            if epoch_steps.is_some_and(|steps| (step + 1).is_multiple_of(steps)) {
                finished_epochs.extend(totals.encoded());
                totals.clear();
            }
        }
        if bad_step.is_none() && first_non_finite(self.isa, self.memory().parameters).is_some() {
            bad_step = Some(learning_rates.len());
        }
        let steps = bad_step
            .map_or(learning_rates.len(), |step| self.undo(data, order, learning_rates, step, &mut batch));
        self.totals = [totals, batch];
        self.finished_epochs = finished_epochs;
        let diverged = bad_step.is_some();
        Ok(TrainingResult {
            steps,
            totals: &self.totals[0],
            finished_epochs: &self.finished_epochs,
            diverged,
        })
    }

    /// Copies all that training changes, whose loss is known to be finite, and logs the steps that follow.
    fn begin_undo_log(&mut self, data: &Dataset<T>, order: SampleOrder<'_>, learning_rates: &[f64]) {
        self.memory().take_undo_copy();
        let log = &mut self.undo_log;
        log.data = data.id();
        log.steps = self.steps;
        log.order.clear();
        log.order.extend_from_slice(order.samples);
        log.epoch = order.epoch;
        log.learning_rates.clear();
        log.learning_rates.extend_from_slice(learning_rates);
    }

    /// Goes back to before update `step - 1`, which made the loss of `step` infinite or NaN, and returns how
    /// many updates of this call remain. When the first loss of a call is bad, the last update of the call
    /// before is undone.
    fn undo(
        &mut self,
        data: &Dataset<T>,
        order: SampleOrder<'_>,
        learning_rates: &[f64],
        step: usize,
        batch: &mut Totals,
    ) -> usize {
        if step > 0 {
            self.replay(data, order, &learning_rates[..step - 1], batch);
            return step - 1;
        }
        let UndoLog { data: id, steps, order, epoch, learning_rates } = std::mem::take(&mut self.undo_log);
        // A single update is undone by restoring the copy; to repeat updates before it, their data are
        // needed.
        if learning_rates.len() == 1 || id == data.id() && !learning_rates.is_empty() {
            self.undo_log.steps = steps;
            let order = SampleOrder { samples: &order, epoch };
            self.replay(data, order, &learning_rates[..learning_rates.len() - 1], batch);
        }
        0
    }

    /// Restores the copy and repeats the first steps of an order, one for each learning rate.
    fn replay(
        &mut self,
        data: &Dataset<T>,
        order: SampleOrder<'_>,
        learning_rates: &[f64],
        batch: &mut Totals,
    ) {
        self.steps = self.undo_log.steps;
        let mut memory = self.memory();
        memory.restore_undo_copy();
        // The padding of rows has to be 0, and an infinite learning rate made it NaN.
        memory.deltas.fill(T::ZERO);
        memory.gradients.fill(T::ZERO);
        for (samples, &rate) in order.batches(self.batch_size).zip(learning_rates) {
            self.forward_with_losses(data, samples, Mode::Training, batch);
            self.update(data, samples.len(), rate);
        }
    }
}

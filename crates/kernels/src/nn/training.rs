//! Many updates a call, and the way back when one of them goes wrong.

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
pub struct Training<'a> {
    /// Updates that the parameters keep.
    pub steps: usize,
    /// Over the samples whose loss was finite, on top of those before; of several epochs, over the last one.
    pub totals: &'a Totals,
    /// Of several epochs, the encoded totals of each that came to its end.
    pub finished: &'a [f64],
    /// Whether the loss, or a parameter, became NaN or infinite.
    pub diverged: bool,
}

impl Training<'_> {
    /// The form in which it crosses: steps, whether it diverged, the totals, then those of finished epochs.
    pub fn encode(&self) -> Vec<f64> {
        let mut values = vec![self.steps as f64, f64::from(u8::from(self.diverged))];
        values.extend(self.totals.encoded());
        values.extend(self.finished);
        values
    }
}

impl<T: Element> Program<T> {
    /// [`Self::train_on`] with sums that begin here.
    /// # Errors
    /// As there.
    pub fn train(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) -> Result<Training<'_>, Error> {
        self.train_on(data, SampleOrder { samples: order, epoch: None }, rates, &[])
    }

    /// One update for each of `rates`; step i takes the i-th batch of the order.
    ///
    /// `sums` are the encoded totals of the calls before: as each batch is added to them, the last bits do not
    /// depend on how many updates a call does.
    ///
    /// When the loss or a parameter becomes NaN or infinite, training stops there, and the parameters
    /// and the optimizer's state go back to the last update after which the loss was finite.
    /// # Errors
    /// When the data do not fit the model, or the order the data.
    pub fn train_on(
        &mut self,
        data: &Dataset<T>,
        order: SampleOrder<'_>,
        rates: &[f64],
        sums: &[f64],
    ) -> Result<Training<'_>, Error> {
        self.check(data, true)?;
        data.check_order(order.samples)?;
        if self.optimizer.is_none() || rates.len() != order.batches(self.batch).count() {
            return Err(Error::argument(
                "step-count",
                "train",
                format!("{} learning rates for {} samples", rates.len(), order.samples.len()),
                format!("a program with an optimizer takes one rate for every {} samples", self.batch),
                "compile with an optimizer and pass one rate a step",
            ));
        }
        self.begin_collecting(order.samples.len());
        let epoch_steps = order.epoch.map(|_| order.epoch_samples().div_ceil(self.batch));
        let mut finished = std::mem::take(&mut self.finished);
        finished.clear();
        let [mut totals, mut batch] = std::mem::take(&mut self.totals);
        totals.restore(sums);
        let mut bad_step = None;
        let mut batches = order.batches(self.batch).zip(rates).enumerate().peekable();
        while let Some((step, (samples, &rate))) = batches.next() {
            if let Some((_, (next, _))) = batches.peek() {
                data.fetch(next);
            }
            batch.clear();
            self.forward(data, samples, Mode::Training, &mut batch);
            if !batch.loss.is_finite() {
                bad_step = Some(step);
                break;
            }
            if step == 0 {
                self.save(data, order, rates);
            }
            self.update(data, samples.len(), rate);
            totals += &batch;
            if epoch_steps.is_some_and(|steps| (step + 1).is_multiple_of(steps)) {
                finished.extend(totals.encoded());
                totals.clear();
            }
        }
        if bad_step.is_none() && first_non_finite(self.isa, self.memory().parameters).is_some() {
            bad_step = Some(rates.len());
        }
        let steps = bad_step.map_or(rates.len(), |step| self.rewind(data, order, rates, step, &mut batch));
        self.totals = [totals, batch];
        self.finished = finished;
        let diverged = bad_step.is_some();
        Ok(Training { steps, totals: &self.totals[0], finished: &self.finished, diverged })
    }

    /// Keeps what training changes, whose loss is known to be finite, and what is about to be done to it.
    fn save(&mut self, data: &Dataset<T>, order: SampleOrder<'_>, rates: &[f64]) {
        self.memory().save();
        let undo_log = &mut self.undo_log;
        undo_log.data = data.id();
        undo_log.steps = self.steps;
        undo_log.order.clear();
        undo_log.order.extend_from_slice(order.samples);
        undo_log.epoch = order.epoch;
        undo_log.rates.clear();
        undo_log.rates.extend_from_slice(rates);
    }

    /// Back to before update `step - 1`, the last after which the loss was finite; answers the updates kept.
    /// When the very first loss of a call is bad, the update to undo is the last of the call before.
    fn rewind(
        &mut self,
        data: &Dataset<T>,
        order: SampleOrder<'_>,
        rates: &[f64],
        step: usize,
        batch: &mut Totals,
    ) -> usize {
        if step > 0 {
            self.replay(data, order, &rates[..step - 1], batch);
            return step - 1;
        }
        let UndoLog { data: id, steps, order, epoch, rates } = std::mem::take(&mut self.undo_log);
        // A single update is undone by going back alone, whatever its data were.
        if rates.len() == 1 || id == data.id() && !rates.is_empty() {
            self.undo_log.steps = steps;
            let order = SampleOrder { samples: &order, epoch };
            self.replay(data, order, &rates[..rates.len() - 1], batch);
        }
        0
    }

    fn replay(&mut self, data: &Dataset<T>, order: SampleOrder<'_>, rates: &[f64], batch: &mut Totals) {
        self.steps = self.undo_log.steps;
        let mut memory = self.memory();
        memory.restore();
        // What stands behind the width of a row has to be 0, and an infinite rate made it NaN.
        memory.deltas.fill(T::ZERO);
        memory.gradients.fill(T::ZERO);
        for (samples, &rate) in order.batches(self.batch).zip(rates) {
            self.forward(data, samples, Mode::Training, batch);
            self.update(data, samples.len(), rate);
        }
    }
}

//! Many updates a call, and the way back when one of them goes wrong.

use super::dataset::Dataset;
use super::plan::Memory;
use super::program::{Program, Totals};
use super::vector::first_non_finite;
use crate::{Element, Error};

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
pub(super) struct Journal {
    data: u64,
    order: Vec<u32>,
    rates: Vec<f64>,
}

impl<T: Element> Program<T> {
    /// One update for each of `rates`; step i takes the samples `order[i·batch …]`.
    ///
    /// When the loss or a parameter becomes NaN or infinite, training stops there, and the parameters
    /// and the optimizer's state go back to the last update after which the loss was finite.
    /// # Errors
    /// When the data do not fit the model, or the order the data.
    pub fn train(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) -> Result<Training, Error> {
        self.check(data, true)?;
        data.check_order(order)?;
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
            let next = order.chunks(self.batch).nth(step + 1).unwrap_or(&[]);
            data.fetch(next);
            let batch = self.forward(data, samples);
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
            self.replay(data, order, &rates[..step - 1]);
            return step - 1;
        }
        let Journal { data: id, order, rates } = std::mem::take(&mut self.journal);
        if id == data.id() && !rates.is_empty() {
            self.replay(data, &order, &rates[..rates.len() - 1]);
        }
        0
    }

    fn replay(&mut self, data: &Dataset<T>, order: &[u32], rates: &[f64]) {
        let Memory { parameters, state, saved, deltas, .. } = self.memory();
        parameters.copy_from_slice(&saved[..parameters.len()]);
        state.copy_from_slice(&saved[parameters.len()..]);
        // What stands behind the width of a row has to be 0, and an infinite rate made it NaN.
        deltas.fill(T::ZERO);
        for (samples, &rate) in order.chunks(self.batch).zip(rates) {
            self.forward(data, samples);
            self.update(data, samples.len(), rate);
        }
    }
}

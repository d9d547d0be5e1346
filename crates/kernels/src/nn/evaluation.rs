//! Evaluates a program, predicts with it, and computes its gradients: passes that change no parameters.

use super::layers::layer::Mode;
use super::program::Program;
use super::samples::dataset::Dataset;
use super::totals::Totals;
use crate::{Element, Error};

impl<T: Element> Program<T> {
    /// Sums of losses and correct classifications over all samples.
    /// # Errors
    /// When the data do not fit the model.
    pub fn evaluate(&mut self, data: &Dataset<T>) -> Result<Totals, Error> {
        self.check_data(data, true)?;
        self.begin_collecting(data.len());
        let mut totals = Totals::new(self.plan.output_ids.len());
        self.for_each_batch(data, |program, samples| {
            program.forward_with_losses(data, samples, Mode::Inference, &mut totals);
        });
        Ok(totals)
    }

    /// The outputs for all samples, row-major, for each output of the model.
    /// # Errors
    /// When the data do not fit the model.
    pub fn predict(&mut self, data: &Dataset<T>) -> Result<Vec<Vec<T>>, Error> {
        self.check_data(data, false)?;
        let mut outputs: Vec<Vec<T>> =
            self.output_features().map(|features| Vec::with_capacity(data.len() * features)).collect();
        self.for_each_batch(data, |program, samples| {
            program.run_forward(data, samples, Mode::Inference);
            program.append_outputs(samples.len(), &mut outputs);
        });
        Ok(outputs)
    }

    /// Computes the gradients of the mean loss over the samples `order`, and leaves them in their slot.
    /// Neither parameters nor buffers change.
    /// # Errors
    /// When the data do not fit the model, or `order` the data or a batch.
    pub fn gradients(&mut self, data: &Dataset<T>, order: &[u32]) -> Result<Totals, Error> {
        self.check_data(data, true)?;
        self.check_batch(data, order, "gradients")?;
        self.begin_collecting(order.len());
        let mut totals = Totals::new(self.plan.output_ids.len());
        self.forward_with_losses(data, order, Mode::GradientsOnly, &mut totals);
        self.backward_from_losses(data, order.len(), Mode::GradientsOnly, None);
        self.add_penalty_gradients();
        Ok(totals)
    }

    /// Calls `f` with the indices of all samples in their own order, at most a batch at a time.
    fn for_each_batch(&mut self, data: &Dataset<T>, mut f: impl FnMut(&mut Self, &[u32])) {
        let mut order: Vec<u32> = (0..self.batch_size.min(data.len()) as u32).collect();
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
}

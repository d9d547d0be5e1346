//! The parts of a step one by one, for those who write the training loop themselves.

use super::layers::layer::Mode;
use super::passes::Descent;
use super::program::Program;
use super::samples::dataset::Dataset;
use super::undo_log::UndoLog;
use crate::{Element, Error};

impl<T: Element> Program<T> {
    /// The outputs for the samples `order`, row-major, one output behind the other, with everything kept
    /// that [`Self::backpropagate`] needs.
    /// # Errors
    /// When the data do not fit the model, or `order` the data or a batch.
    pub fn propagate(&mut self, data: &Dataset<T>, order: &[u32], training: bool) -> Result<Vec<T>, Error> {
        self.check(data, false)?;
        self.check_batch(data, order, "forward")?;
        self.pass(data, order, if training { Mode::Training } else { Mode::Inference });
        let mut outputs = vec![Vec::new(); self.widths().len()];
        self.copy_outputs(order.len(), &mut outputs);
        Ok(outputs.concat())
    }

    /// From ∂C/∂output of a mean loss, laid out as [`Self::propagate`] answered it for the same samples, to the
    /// gradients of parameters and inputs, left in their slots. Those of penalties are added.
    /// # Errors
    /// When the data do not fit the model, `order` the data or a batch, or the gradient the outputs.
    pub fn backpropagate(
        &mut self,
        data: &Dataset<T>,
        order: &[u32],
        gradient: &[T],
        training: bool,
    ) -> Result<(), Error> {
        self.check(data, false)?;
        self.check_batch(data, order, "backward")?;
        let width: usize = self.widths().sum();
        if gradient.len() != width * order.len() {
            return Err(Error::shape(
                "gradient-size",
                "backward",
                format!("{} values came", gradient.len()),
                format!("the outputs have {}", width * order.len()),
                "pass a gradient of the outputs' shape",
            ));
        }
        let plan = &self.plan;
        let memory = plan.regions.cut(&mut self.arena);
        let mut rest = gradient;
        for &output in &plan.outputs {
            let tensor = &plan.tensors[output];
            for row in memory.deltas[tensor.deltas.clone()].chunks_exact_mut(tensor.stride).take(order.len())
            {
                let (values, behind) = rest.split_at(tensor.width);
                row[..tensor.width].copy_from_slice(values);
                row[tensor.width..].fill(T::ZERO);
                rest = behind;
            }
        }
        let mode = if training { Mode::Training } else { Mode::Inference };
        let descent = Descent { factor: T::ONE, in_place: false, activity: 1.0 / order.len() as f64 };
        self.descend(data, order.len(), mode, descent);
        self.add_penalty_gradients();
        Ok(())
    }

    /// One step of the optimizer on the gradients in their slot.
    pub fn optimize(&mut self, rate: f64) {
        self.apply(rate);
    }

    /// ∂C/∂input of the samples of the last backward pass, row-major.
    /// # Errors
    /// When there is no such input, or the program was compiled without gradients of inputs.
    pub fn input_gradient(&mut self, input: usize, samples: usize) -> Result<Vec<T>, Error> {
        let tensor = self.plan.tensors[..self.plan.inputs].get(input);
        let tensor = tensor.filter(|tensor| !tensor.deltas.is_empty()).ok_or_else(|| {
            Error::argument(
                "no-input-gradient",
                "backward",
                format!("the gradient of input {input}"),
                "the program has none",
                "compile with inputGradients",
            )
        })?;
        let memory = self.plan.regions.cut(&mut self.arena);
        let rows = memory.deltas[tensor.deltas.clone()].chunks_exact(tensor.stride).take(samples);
        Ok(rows.flat_map(|row| &row[..tensor.width]).copied().collect())
    }

    /// Updates done so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Continues from another number of updates, on which random numbers and optimizers depend.
    pub fn set_steps(&mut self, steps: u64) {
        self.steps = steps;
        self.undo_log = UndoLog::default();
    }

    /// The outputs of the last call of `train` or `evaluate`, where they are collected.
    pub fn collected(&self, output: usize) -> &[T] {
        self.collected.get(output).map_or(&[], Vec::as_slice)
    }
}

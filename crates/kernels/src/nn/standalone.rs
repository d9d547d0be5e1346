//! The parts of a training step one by one, for users who write the training loop themselves.

use super::layers::layer::Mode;
use super::passes::GradientMode;
use super::program::Program;
use super::samples::dataset::Dataset;
use super::undo_log::UndoLog;
use crate::{Element, Error};

impl<T: Element> Program<T> {
    /// The outputs for the samples `order`, row-major, one output behind the other. Saves all that
    /// [`Self::backward`] needs.
    /// # Errors
    /// When the data do not fit the model, or `order` the data or a batch.
    pub fn forward(&mut self, data: &Dataset<T>, order: &[u32], training: bool) -> Result<Vec<T>, Error> {
        self.check_data(data, false)?;
        self.check_batch(data, order, "forward")?;
        self.run_forward(data, order, if training { Mode::Training } else { Mode::Inference });
        let mut outputs = vec![Vec::new(); self.plan.output_ids.len()];
        self.append_outputs(order.len(), &mut outputs);
        Ok(outputs.concat())
    }

    /// Computes the gradients of parameters and inputs, and leaves them in their slots; those of penalties
    /// are added.
    ///
    /// `gradient` is ∂C/∂output of a mean loss, in the order in which [`Self::forward`] returned the outputs
    /// for the same samples.
    /// # Errors
    /// When the data do not fit the model, `order` the data or a batch, or the gradient the outputs.
    pub fn backward(
        &mut self,
        data: &Dataset<T>,
        order: &[u32],
        gradient: &[T],
        training: bool,
    ) -> Result<(), Error> {
        self.check_data(data, false)?;
        self.check_batch(data, order, "backward")?;
        let features: usize = self.output_features().sum();
        if gradient.len() != features * order.len() {
            return Err(Error::shape(
                "gradient-size",
                "backward",
                format!("{} values came", gradient.len()),
                format!("the outputs have {}", features * order.len()),
                "pass a gradient of the outputs' shape",
            ));
        }
        let plan = &self.plan;
        let memory = plan.layout.cut(&mut self.arena);
        let mut rest = gradient;
        for &output in &plan.output_ids {
            let tensor = &plan.tensors[output];
            let deltas = &mut memory.deltas[tensor.deltas.clone()];
            for row in deltas.chunks_exact_mut(tensor.stride).take(order.len()) {
                let (values, behind) = rest.split_at(tensor.features);
                row[..tensor.features].copy_from_slice(values);
                row[tensor.features..].fill(T::ZERO);
                rest = behind;
            }
        }
        let mode = if training { Mode::Training } else { Mode::Inference };
        let activity_share = 1.0 / order.len() as f64;
        let gradient_mode = GradientMode { factor: T::ONE, updates_in_place: false, activity_share };
        self.run_backward(data, order.len(), mode, gradient_mode);
        self.add_penalty_gradients();
        Ok(())
    }

    /// One step of the optimizer on the gradients in their slot.
    pub fn optimize(&mut self, learning_rate: f64) {
        self.apply_gradients(learning_rate);
    }

    /// ∂C/∂input for the samples of the last backward pass, row-major.
    /// # Errors
    /// When there is no such input, or the program was compiled without gradients of inputs.
    pub fn input_gradient(&mut self, input: usize, samples: usize) -> Result<Vec<T>, Error> {
        let tensor = self.plan.tensors[..self.plan.input_count].get(input);
        let tensor = tensor.filter(|tensor| !tensor.deltas.is_empty()).ok_or_else(|| {
            Error::argument(
                "no-input-gradient",
                "backward",
                format!("the gradient of input {input} was asked for"),
                "the program computes none",
                "compile with inputGradients",
            )
        })?;
        let memory = self.plan.layout.cut(&mut self.arena);
        let rows = memory.deltas[tensor.deltas.clone()].chunks_exact(tensor.stride).take(samples);
        Ok(rows.flat_map(|row| &row[..tensor.features]).copied().collect())
    }

    /// Number of steps done so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Continues from another number of steps, from which random numbers and the optimizers' corrections
    /// follow.
    pub fn set_steps(&mut self, steps: u64) {
        self.steps = steps;
        self.undo_log = UndoLog::default();
    }

    /// The outputs of the last call of `train` or `evaluate`, empty unless the spec asks to collect them.
    pub fn collected(&self, output: usize) -> &[T] {
        self.collected.get(output).map_or(&[], Vec::as_slice)
    }
}

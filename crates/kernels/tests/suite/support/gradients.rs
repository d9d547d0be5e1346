//! Checks gradients against central differences.

use super::dataset;
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Dataset, Program, Slot};
use ferrograd_kernels::rng::Generator;

pub const SAMPLES: usize = 6;
const STEP: f64 = 1e-5;
const TOLERANCE: f64 = 1e-6;

/// Mean loss of a batch, with layers in training mode.
fn mean_loss(program: &mut Program<f64>, data: &Dataset<f64>, order: &[u32]) -> f64 {
    let totals = program.gradients(data, order).expect("the data fit");
    totals.loss / totals.samples as f64
}

/// Compares the gradients of all trained parameters, at random values, with central differences of the mean
/// loss.
pub fn check(isa: Isa, spec: &str, data: &Dataset<f64>) {
    let mut program = Program::<f64>::compile(spec, isa).expect("the spec is sound");
    let order: Vec<u32> = (0..SAMPLES as u32).collect();
    let mut generator = Generator::new(3, 0);
    for index in 0.. {
        let Ok(start) = program.read(Slot::Parameters, index) else { break };
        // A buffer may be a variance, so it is positive.
        let is_trained = program.read(Slot::Gradients, index).is_ok();
        let low = if is_trained { -1.0 } else { 0.5 };
        program
            .write(Slot::Parameters, index, &generator.uniform(start.len(), low, 1.0))
            .expect("the same shape");
    }
    program.gradients(data, &order).expect("the data fit");
    let mut gradients = Vec::new();
    while let Ok(start) = program.read(Slot::Parameters, gradients.len()) {
        gradients.push(program.read(Slot::Gradients, gradients.len()).unwrap_or_default());
        drop(start);
    }
    for (index, gradient) in gradients.into_iter().enumerate() {
        let weights = program.read(Slot::Parameters, index).expect("this parameter");
        for (position, expected) in gradient.into_iter().enumerate() {
            let mut at = |offset: f64| {
                let mut moved = weights.clone();
                moved[position] += offset;
                program.write(Slot::Parameters, index, &moved).expect("the same shape");
                mean_loss(&mut program, data, &order)
            };
            let difference = (at(STEP) - at(-STEP)) / (2.0 * STEP);
            at(0.0);
            let error = (difference - expected).abs() / expected.abs().max(1e-3);
            assert!(
                error < TOLERANCE,
                "{spec}\nparameter {index}[{position}]: {expected} but {difference}, {error:e}"
            );
        }
    }
}

/// Checks the gradients of a graph of layers with `hidden` inputs and `outputs` outputs. A dense layer is put
/// before the graph, whose gradients are right only where the graph's input gradient is.
pub fn check_layers(inputs: usize, hidden: usize, layers: &str, outputs: usize) {
    for isa in Isa::available() {
        let x = Generator::new(4, 0).normal(SAMPLES * inputs, 0.0, 1.0);
        let mut data = dataset(isa, SAMPLES, x);
        data.add_targets(Generator::new(5, 0).uniform(SAMPLES * outputs, 0.0, 1.0)).expect("one each");
        let spec = format!(
            "batch {SAMPLES}\ninput {inputs}\nlayer dense units={hidden} activation=tanh\n{layers}\n\
             loss meanSquaredError\nseed 7"
        );
        check(isa, &spec, &data);
    }
}

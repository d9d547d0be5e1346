//! Every gradient against central differences in float64, on every instruction set.

mod support;

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Dataset, Program, Slot};
use support::{SIZES, labelled, program, spec, valued};

const SAMPLES: usize = 6;
const STEP: f64 = 1e-5;
const TOLERANCE: f64 = 1e-6;

fn mean_loss(program: &mut Program<f64>, data: &Dataset<f64>) -> f64 {
    let totals = program.evaluate(data).expect("the data fit");
    totals.loss / totals.samples as f64
}

fn check(isa: Isa, spec: &str, data: &Dataset<f64>) {
    let mut program = program::<f64>(isa, spec);
    let order: Vec<u32> = (0..SAMPLES as u32).collect();
    program.gradients(data, &order).expect("the data fit");
    for index in 0..4 {
        let gradient = program.read(Slot::Gradients, index).expect("four parameters");
        let weights = program.read(Slot::Parameters, index).expect("four parameters");
        for (place, expected) in gradient.into_iter().enumerate() {
            let mut at = |offset: f64| {
                let mut moved = weights.clone();
                moved[place] += offset;
                program.write(Slot::Parameters, index, &moved).expect("the same shape");
                mean_loss(&mut program, data)
            };
            let difference = (at(STEP) - at(-STEP)) / (2.0 * STEP);
            at(0.0);
            let error = (difference - expected).abs() / expected.abs().max(1e-3);
            assert!(
                error < TOLERANCE,
                "{spec}\nparameter {index}[{place}]: {expected} but {difference}, {error:e}"
            );
        }
    }
}

#[test]
fn every_activation_loss_and_target_has_the_right_gradient() {
    for isa in Isa::available() {
        let (labels, values) = (labelled::<f64>(isa, SAMPLES), valued::<f64>(isa, SAMPLES));
        for hidden in ["linear", "relu", "sigmoid", "softmax", "tanh"] {
            for (output, loss) in [
                ("linear", "quadratic"),
                ("linear", "meanSquaredError"),
                ("tanh", "meanSquaredError"),
                ("sigmoid", "quadratic"),
                ("sigmoid", "categoricalCrossentropy"),
                ("softmax", "quadratic"),
                ("softmax", "categoricalCrossentropy"),
                ("softmax", "sparseCategoricalCrossentropy"),
            ] {
                let spec = spec(SAMPLES, hidden, output, loss, 0.0);
                check(isa, &spec, &labels);
                check(isa, &spec, &values);
            }
        }
    }
}

#[test]
fn an_activation_layer_is_the_activation_of_a_dense_layer() {
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, SAMPLES);
    let [inputs, units, outputs] = SIZES;
    let apart = format!(
        "batch {SAMPLES}\ninput {inputs}\nlayer dense units={units}\nlayer activation activation=tanh\n\
         layer dense units={outputs}\nlayer activation activation=softmax\nloss categoricalCrossentropy"
    );
    check(isa, &apart, &data);
    let joined = spec(SAMPLES, "tanh", "softmax", "categoricalCrossentropy", 0.0);
    let (mut apart, mut joined) = (program::<f64>(isa, &apart), program::<f64>(isa, &joined));
    assert_eq!(apart.predict(&data), joined.predict(&data));
}

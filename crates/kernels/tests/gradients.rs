//! Every gradient against central differences in float64, on every instruction set.

mod support;

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::activations::Activation;
use ferrograd_kernels::nn::losses::Loss;
use ferrograd_kernels::nn::{Dataset, Program, Slot};
use ferrograd_kernels::rng::Generator;
use support::{SIZES, dataset, labelled, labels, program, spec, valued};

const SAMPLES: usize = 6;
const STEP: f64 = 1e-5;
const TOLERANCE: f64 = 1e-6;

/// Of the batch as training sees it.
fn mean_loss(program: &mut Program<f64>, data: &Dataset<f64>, order: &[u32]) -> f64 {
    let totals = program.gradients(data, order).expect("the data fit");
    totals.loss / totals.samples as f64
}

/// All parameters that are trained, with random values, against central differences of the mean loss.
fn check(isa: Isa, spec: &str, data: &Dataset<f64>) {
    let mut program = Program::<f64>::compile(spec, isa).expect("the spec is sound");
    let order: Vec<u32> = (0..SAMPLES as u32).collect();
    let mut generator = Generator::new(3, 0);
    for index in 0.. {
        let Ok(start) = program.read(Slot::Parameters, index) else { break };
        // Statistics stay as positive as variances are.
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
        for (place, expected) in gradient.into_iter().enumerate() {
            let mut at = |offset: f64| {
                let mut moved = weights.clone();
                moved[place] += offset;
                program.write(Slot::Parameters, index, &moved).expect("the same shape");
                mean_loss(&mut program, data, &order)
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

/// A graph of layers between an input of `inputs` values and `outputs` values, in every kind of loss that
/// can follow it. A dense layer stands before it, so that its input gradient is checked as well.
fn check_layers(inputs: usize, hidden: usize, layers: &str, outputs: usize) {
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

/// Names from the registries with what they need; in one layer, and in one output, after another.
#[test]
fn every_activation_has_the_right_gradient() {
    for isa in Isa::available() {
        let data = valued::<f64>(isa, SAMPLES);
        for name in Activation::names() {
            let activation = format!("{name} alpha=0.75");
            check(isa, &spec(SAMPLES, &activation, "linear", "quadratic", 0.0), &data);
            check(isa, &spec(SAMPLES, "tanh", &activation, "quadratic", 0.0), &data);
        }
    }
}

#[test]
fn every_loss_has_the_right_gradient() {
    for isa in Isa::available() {
        let (labels, values) = (labelled::<f64>(isa, SAMPLES), valued::<f64>(isa, SAMPLES));
        for name in Loss::names() {
            for arguments in
                ["", " labelSmoothing=0.25", " fromLogits=1", " labelSmoothing=0.25 fromLogits=1 delta=0.3"]
            {
                let loss = format!("{name}{arguments}");
                let outputs: &[&str] = if !name.to_lowercase().contains("crossentropy") {
                    &["linear", "sigmoid", "softmax"]
                } else if loss.contains("fromLogits") {
                    &["linear", "tanh"]
                } else {
                    &["sigmoid", "softmax"]
                };
                for output in outputs {
                    let spec = spec(SAMPLES, "tanh", output, &loss, 0.0);
                    check(isa, &spec, &labels);
                    check(isa, &spec, &values);
                }
            }
        }
    }
}

#[test]
fn layers_that_join_tensors() {
    // A skip connection: the first layer's output is read twice.
    check_layers(5, 4, "layer dense units=4 activation=sigmoid\nlayer add from=1,2\nlayer dense units=2", 2);
    check_layers(5, 4, "layer add from=1,1,1", 4);
    check_layers(
        5,
        6,
        "layer dense from=1 units=4\nlayer dense from=1 units=2\nlayer concatenate from=2,3,1 outer=2",
        12,
    );
}

#[test]
fn dropout_repeats_its_choice() {
    check_layers(5, 8, "layer dropout rate=0.4\nlayer dense units=3", 3);
}

#[test]
fn penalties_of_weights_and_outputs() {
    check_layers(
        4,
        3,
        "layer dense units=3 activation=sigmoid kernelL1=0.1 kernelL2=0.2 biasL2=0.3 activityL1=0.05 activityL2=0.4\n\
         layer dense units=2 activityL2=0.1",
        2,
    );
}

#[test]
fn several_inputs_and_outputs_with_weights() {
    for isa in Isa::available() {
        let mut data = dataset(isa, SAMPLES, Generator::new(4, 0).normal(SAMPLES * 3, 0.0, 1.0));
        data.add_values(Generator::new(8, 0).normal(SAMPLES * 2, 0.0, 1.0)).expect("whole samples");
        data.add_labels(labels(SAMPLES)).expect("one each");
        data.weigh(Generator::new(9, 0).uniform(SAMPLES, 0.0, 2.0)).expect("one each");
        data.add_targets(Generator::new(5, 0).uniform(SAMPLES * 4, 0.0, 1.0)).expect("one each");
        let spec = format!(
            "batch {SAMPLES}\ninput 3\ninput 2\nlayer dense from=0 units=4 activation=tanh\n\
             layer dense from=1 units=4 activation=tanh\nlayer add from=2,3\n\
             layer dense from=4 units=3 activation=softmax\noutput 5 4\n\
             loss categoricalCrossentropy weight=0.7\nloss quadratic weight=2"
        );
        check(isa, &spec, &data);
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

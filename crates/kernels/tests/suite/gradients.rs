//! Every gradient against central differences in float64, on every instruction set.

use crate::support::gradients::{SAMPLES, check, check_layers};
use crate::support::{SIZES, dataset, labelled, labels, program, spec, valued};
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::activations::Activation;
use ferrograd_kernels::nn::losses::Loss;
use ferrograd_kernels::rng::Generator;

/// Each registered activation in a hidden layer, and in the output layer.
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
fn layers_that_join_tensors_have_the_right_gradient() {
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
fn dropout_drops_the_same_values_when_a_step_is_repeated() {
    check_layers(5, 8, "layer dropout rate=0.4\nlayer dense units=3", 3);
}

#[test]
fn penalties_of_weights_and_outputs_have_the_right_gradient() {
    check_layers(
        4,
        3,
        "layer dense units=3 activation=sigmoid kernelL1=0.1 kernelL2=0.2 biasL2=0.3 activityL1=0.05 activityL2=0.4\n\
         layer dense units=2 activityL2=0.1",
        2,
    );
}

#[test]
fn several_inputs_and_weighted_outputs_have_the_right_gradient() {
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
fn an_activation_layer_equals_the_activation_of_a_dense_layer() {
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

//! Batch and layer normalisation: values of `PyTorch`, gradients, and running statistics.

use crate::support::gradients::check_layers;
use crate::support::{assert_close, dataset, elements, fixture, numbers, train};
use ferrograd_kernels::nn::{Program, Slot};
use ferrograd_kernels::{Element, Isa};
use serde_json::Value;

fn widen<T: Element>(values: Vec<T>) -> Vec<f64> {
    values.into_iter().map(Element::to_f64).collect()
}

fn check<T: Element>(isa: Isa, case: &Value, tolerance: f64) {
    let (shape, x) = (numbers(&case["shape"]), numbers(&case["x"]));
    let width = shape.iter().product::<f64>() as usize;
    let samples = x.len() / width;
    let (kind, arguments) = (case["layer"].as_str(), case["kernel"].as_str());
    let spec = format!(
        "batch {}\ninput {width}\nlayer {} {}\ninputGradients 1",
        samples + 3,
        kind.expect("a name"),
        arguments.expect("arguments")
    );
    println!("{} {spec}", isa.name());
    let data = dataset(isa, samples, elements::<T>(&x));
    let dy = elements::<T>(&numbers(&case["dy"]));
    let order: Vec<u32> = (0..samples as u32).collect();
    let weights = case["weights"].as_array().expect("weights");
    let trained = case["training"]["gradients"].as_array().expect("gradients").len();
    for (name, training) in [("inference", false), ("training", true)] {
        let mut program = Program::<T>::compile(&spec, isa).expect("the spec is sound");
        for (index, values) in weights.iter().enumerate() {
            program.write(Slot::Parameters, index, &elements(&numbers(values))).expect("the shape fits");
        }
        let expected = &case[name];
        let outputs = program.forward(&data, &order, training).expect("the data fit");
        assert_close(&widen(outputs), &numbers(&expected["outputs"]), tolerance);
        program.backward(&data, &order, &dy, training).expect("the data fit");
        let gradient = program.input_gradient(0, samples).expect("it was computed");
        assert_close(&widen(gradient), &numbers(&expected["inputGradient"]), 10.0 * tolerance);
        for index in 0..trained {
            let gradient = program.read(Slot::Gradients, index).expect("it is trained");
            assert_close(&widen(gradient), &numbers(&expected["gradients"][index]), 10.0 * tolerance);
        }
        let buffers = if training { &case["statistics"] } else { &Value::from(&weights[trained..]) };
        for (index, expected) in buffers.as_array().expect("statistics").iter().enumerate() {
            let actual = program.read(Slot::Parameters, trained + index).expect("it is there");
            assert_close(&widen(actual), &numbers(expected), tolerance);
        }
        assert!(program.read(Slot::Parameters, weights.len()).is_err());
    }
}

#[test]
fn outputs_and_gradients_equal_those_of_pytorch() {
    let fixture = fixture("normalization");
    for case in fixture["cases"].as_array().expect("cases") {
        for isa in Isa::available() {
            check::<f32>(isa, case, 2e-6);
            check::<f64>(isa, case, 1e-14);
        }
    }
}

#[test]
fn gradients_equal_central_differences() {
    for layers in [
        "layer batchNormalization features=12\nlayer dense units=3",
        "layer batchNormalization features=3 center=0\nlayer activation activation=tanh\nlayer dense units=3",
        "layer batchNormalization features=2 inner=3\nlayer batchNormalization features=4 scale=0\nlayer dense units=3",
        "layer layerNormalization shape=12 axes=0\nlayer dense units=3",
        "layer layerNormalization shape=2,3,2 axes=0,2\nlayer dense units=3",
        "layer layerNormalization shape=3,4 axes=1 scale=0\nlayer dense units=3",
        // The outputs of the dense layer are read twice.
        "layer batchNormalization from=1 features=12\nlayer layerNormalization from=1 shape=12 axes=0\n\
         layer add from=2,3\nlayer dense units=3",
    ] {
        check_layers(5, 12, layers, 3);
    }
}

/// The mean is so far from 0 that a variance from sums of squares would lose all digits.
#[test]
fn a_large_mean_does_not_hide_the_variance() {
    for isa in Isa::available() {
        let samples = 4096;
        let x: Vec<f32> = (0..samples).map(|i| 1e4 + (i % 2) as f32).collect();
        let data = dataset(isa, samples, x);
        let order: Vec<u32> = (0..samples as u32).collect();
        let spec = format!(
            "batch {samples}\ninput 1\nlayer batchNormalization features=1 epsilon=0 center=0 scale=0"
        );
        let mut program = Program::<f32>::compile(&spec, isa).expect("the spec is sound");
        let outputs = widen(program.forward(&data, &order, true).expect("the data fit"));
        let expected: Vec<f64> = (0..samples).map(|i| (i % 2) as f64 * 2.0 - 1.0).collect();
        assert_close(&outputs, &expected, 1e-3);
    }
}

#[test]
fn one_sample_and_constant_features_become_beta() {
    for isa in Isa::available() {
        for (samples, layer) in [(1, "batchNormalization features=3"), (5, "batchNormalization features=3")] {
            let spec = format!("batch 8\ninput 3\nlayer {layer}\ninputGradients 1");
            let mut program = Program::<f64>::compile(&spec, isa).expect("the spec is sound");
            for index in 0..4 {
                program.write(Slot::Parameters, index, &[0.5, 1.0, 2.0]).expect("the shape fits");
            }
            let data = dataset(isa, samples, [1.0, -7.0, 0.0].repeat(samples));
            let order: Vec<u32> = (0..samples as u32).collect();
            let outputs = program.forward(&data, &order, true).expect("the data fit");
            assert_eq!(outputs, [0.5, 1.0, 2.0].repeat(samples));
            program.backward(&data, &order, &vec![1.0; 3 * samples], true).expect("the data fit");
            assert_close(
                &program.input_gradient(0, samples).expect("it was computed"),
                &vec![0.0; 3 * samples],
                1e-15,
            );
            let variance = program.read(Slot::Parameters, 3).expect("it is there");
            assert_close(&variance, &[0.495, 0.99, 1.98], 1e-15);
        }
    }
}

/// Evaluation, prediction, gradients and a step whose loss is not finite leave them as they are.
#[test]
fn running_statistics_change_in_training_only() {
    let isa = Isa::detect();
    let spec = "batch 4\ninput 2\nlayer batchNormalization features=2\nloss quadratic\noptimizer adam";
    let mut program = Program::<f64>::compile(spec, isa).expect("the spec is sound");
    program.write(Slot::Parameters, 0, &[1.0, 1.0]).expect("the shape fits");
    program.write(Slot::Parameters, 3, &[1.0, 1.0]).expect("the shape fits");
    let mut data = dataset(isa, 6, vec![1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 1.0, 0.0, 3.0, 2.0, f64::NAN, 1.0]);
    data.add_targets(vec![0.5; 12]).expect("one each");
    program.evaluate(&data).expect("the data fit");
    program.predict(&data).expect("the data fit");
    program.gradients(&data, &[0, 1, 2]).expect("the data fit");
    let result = train(&mut program, &data, &[5], &[0.1]).expect("the data fit");
    assert!(result.diverged);
    assert_eq!(program.read(Slot::Parameters, 2), Ok(vec![0.0, 0.0]));
    assert_eq!(program.read(Slot::Parameters, 3), Ok(vec![1.0, 1.0]));
    train(&mut program, &data, &[0, 1, 2, 3, 4], &[0.1, 0.1]).expect("the data fit");
    let mean = program.read(Slot::Parameters, 2).expect("it is there");
    // Batches of four and of one.
    assert_close(&mean, &[0.99 * 0.0325 + 0.03, 0.99 * 0.05 + 0.02], 1e-15);
}

#[test]
fn channels_and_axes_that_do_not_fit_the_input_are_refused() {
    for layer in [
        "batchNormalization features=5",
        "batchNormalization features=3 inner=8",
        "batchNormalization features=0",
        "layerNormalization shape=3,4",
        "layerNormalization shape=3,4 axes=2",
        "layerNormalization shape=3,4 axes=1,0",
        "layerNormalization shape=3,5 axes=1",
    ] {
        let spec = format!("batch 1\ninput 12\nlayer {layer}");
        assert!(Program::<f32>::compile(&spec, Isa::detect()).is_err(), "{layer}");
    }
}

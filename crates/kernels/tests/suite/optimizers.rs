//! Every optimizer against the weights of `PyTorch` after ten steps, on every instruction set, and properties
//! that all optimizers have.

use crate::support::{
    assert_close, dataset, elements, epoch, fixture, labelled, numbers, parameters, program, train,
};
use ferrograd_kernels::nn::optimizers::NAMES;
use ferrograd_kernels::nn::{Program, Slot};
use ferrograd_kernels::{Element, Isa};
use serde_json::Value;
use std::fmt::Write;

/// The line of a spec that describes the case's optimizer, and its learning rate.
fn optimizer_line(case: &Value) -> (String, f64) {
    let kind = case["optimizer"].as_str().expect("a name");
    let mut line = format!("optimizer {kind}");
    let mut rate = match kind {
        "sgd" | "adagrad" | "rmsprop" => 0.01,
        "nadam" => 0.002,
        _ => 0.001,
    };
    for (name, value) in case["options"].as_object().expect("options") {
        match value {
            Value::Bool(flag) => write!(line, " {name}={}", u8::from(*flag)).expect("text"),
            value if name == "learningRate" => rate = value.as_f64().expect("a number"),
            value => write!(line, " {name}={value}").expect("text"),
        }
    }
    (line, rate)
}

fn check<T: Element>(isa: Isa, fixture: &Value, case: &Value, expected: &Value, tolerance: f64) {
    let (line, rate) = optimizer_line(case);
    let x = numbers(&fixture["x"]);
    let samples = x.len() / 4;
    let mut data = dataset(isa, samples, elements::<T>(&x));
    data.add_targets(elements(&numbers(&fixture["y"]))).expect("one each");
    let batch = fixture["batchSize"].as_u64().expect("a number") as usize;
    let spec = format!(
        "batch {batch}\ninput 4\nlayer dense units=6 activation=tanh\nlayer dense units=3\n\
         loss meanSquaredError\n{line}"
    );
    let mut program = Program::<T>::compile(&spec, isa).expect("the spec is sound");
    for (index, weights) in fixture["weights"].as_array().expect("weights").iter().enumerate() {
        program.write(Slot::Parameters, index, &elements(&numbers(weights))).expect("the shape fits");
    }
    let order: Vec<u32> = (0..samples as u32).collect();
    let rates = vec![rate; samples.div_ceil(batch)];
    train(&mut program, &data, &order, &rates).expect("the data fit");
    println!("{} {line}", isa.name());
    assert_close(&parameters(&mut program, Slot::Parameters), &numbers(expected), tolerance);
}

#[test]
fn weights_after_ten_steps_equal_those_of_pytorch() {
    let fixture = fixture("optimizers");
    for case in fixture["cases"].as_array().expect("cases") {
        for isa in Isa::available() {
            check::<f32>(isa, &fixture, case, &case["float32"], 1e-5);
            check::<f64>(isa, &fixture, case, &case["float64"], 1e-12);
        }
    }
}

#[test]
fn every_optimizer_has_a_reference() {
    let fixture = fixture("optimizers");
    let cases = fixture["cases"].as_array().expect("cases");
    for name in NAMES {
        assert!(cases.iter().any(|case| case["optimizer"] == *name), "{name}");
    }
}

const WITH_STATE: [&str; 7] = [
    "sgd momentum=0.9 nesterov=1",
    "adagrad initialAccumulatorValue=0.1",
    "rmsprop momentum=0.5 centered=1",
    "adam",
    "adam amsgrad=1",
    "adamw",
    "nadam",
];

/// Weights, running statistics, random numbers of dropout and every optimizer's state go back.
#[test]
fn a_diverging_update_is_undone_with_everything_it_changed() {
    const SAMPLES: usize = 53;
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, SAMPLES);
    for optimizer in WITH_STATE {
        let spec = format!(
            "batch 10\ninput 7\nlayer dense units=5\nlayer batchNormalization features=5\nlayer dropout rate=0.3\n\
             layer layerNormalization shape=5 axes=0\nlayer dense units=3\nloss quadratic\n\
             optimizer {optimizer}\nseed 3"
        );
        let all = |program: &mut Program<f64>| {
            let mut values = vec![program.steps() as f64];
            for slot in [Slot::Parameters, Slot::State(0), Slot::State(1), Slot::State(2)] {
                values.extend((0..10).flat_map(|index| program.read(slot, index).unwrap_or_default()));
            }
            values
        };
        for bad in 0..5 {
            let (order, mut rates) = epoch(1, SAMPLES, 10, 0.01);
            rates[bad] = 1e300;
            let mut good = program_with_positive_weights(isa, &spec);
            train(&mut good, &data, &order[..bad * 10], &rates[..bad]).expect("the data fit");
            let mut whole = program_with_positive_weights(isa, &spec);
            let result = train(&mut whole, &data, &order, &rates).expect("the data fit");
            assert!(result.diverged, "{optimizer} did not diverge");
            assert_eq!(result.steps, bad);
            let mut sliced = program_with_positive_weights(isa, &spec);
            for (samples, rate) in order.chunks(10).zip(&rates) {
                if train(&mut sliced, &data, samples, &[*rate]).expect("the data fit").diverged {
                    break;
                }
            }
            let expected = all(&mut good);
            assert_eq!(all(&mut whole), expected, "{optimizer} at {bad}");
            assert_eq!(all(&mut sliced), expected, "{optimizer} at {bad}, in slices");
        }
    }
}

fn program_with_positive_weights(isa: Isa, spec: &str) -> Program<f64> {
    let mut program = Program::compile(spec, isa).expect("the spec is sound");
    let mut generator = ferrograd_kernels::rng::Generator::new(3, 0);
    for index in 0.. {
        let Ok(start) = program.read(Slot::Parameters, index) else { break };
        let values = generator.uniform(start.len(), 0.1, 1.0);
        program.write(Slot::Parameters, index, &values).expect("the same shape");
    }
    program
}

/// A new program that gets the slots and the number of steps of another continues with bitwise identical
/// weights.
#[test]
fn training_resumes_exactly_from_slots_and_step_number() {
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, 50);
    let (order, rates) = epoch(1, 50, 5, 0.01);
    for optimizer in WITH_STATE {
        let spec = format!(
            "batch 5\ninput 7\nlayer dense units=5 activation=tanh\nlayer dense units=3\nloss quadratic\n\
             optimizer {optimizer}"
        );
        let mut whole = program::<f64>(isa, &spec);
        train(&mut whole, &data, &order, &rates).expect("the data fit");
        let mut first = program::<f64>(isa, &spec);
        train(&mut first, &data, &order[..20], &rates[..4]).expect("the data fit");
        let mut second = program::<f64>(isa, &spec);
        for slot in [Slot::Parameters, Slot::State(0), Slot::State(1), Slot::State(2)] {
            for index in 0..4 {
                if let Ok(values) = first.read(slot, index) {
                    second.write(slot, index, &values).expect("the same shape");
                }
            }
        }
        second.set_steps(first.steps());
        train(&mut second, &data, &order[20..], &rates[4..]).expect("the data fit");
        assert_eq!(
            parameters(&mut second, Slot::Parameters),
            parameters(&mut whole, Slot::Parameters),
            "{optimizer}"
        );
    }
}

/// The cases are weights without gradients, an ε of 0, and gradients whose squares underflow.
#[test]
fn no_optimizer_divides_by_zero() {
    for isa in Isa::available() {
        for optimizer in
            ["adagrad", "rmsprop", "rmsprop centered=1", "adam", "adam amsgrad=1", "adamw", "nadam"]
        {
            let spec = format!(
                "batch 5\ninput 7\nlayer dense units=5 activation=relu\nlayer dense units=3\nloss quadratic weight=1e-25\n\
                 optimizer {optimizer} epsilon=0"
            );
            let data = labelled::<f32>(isa, 50);
            let (order, rates) = epoch(1, 50, 5, 1e-30);
            let mut program = program::<f32>(isa, &spec);
            assert!(
                !train(&mut program, &data, &order, &rates).expect("the data fit").diverged,
                "{optimizer}"
            );
        }
    }
}

/// The moments of a weight whose gradients become 0 decay; subnormal numbers would slow the processor down.
#[test]
fn moments_never_become_subnormal() {
    for isa in Isa::available() {
        let mut data = dataset::<f32>(isa, 2, vec![1.0, 1e-17, 0.0, 0.0]);
        data.add_targets(vec![1.0, 1.0]).expect("one each");
        for optimizer in [
            "sgd momentum=0.9",
            "rmsprop alpha=0.9 momentum=0.9 centered=1",
            "adam beta2=0.9",
            "nadam beta2=0.9",
        ] {
            let spec = format!(
                "batch 1\ninput 2\nlayer dense units=1 bias=0\nloss quadratic\noptimizer {optimizer}"
            );
            let mut program = Program::<f32>::compile(&spec, isa).expect("the spec is sound");
            let order: Vec<u32> = (0..1200).map(|step| u32::from(step > 0)).collect();
            for steps in order.chunks(50) {
                train(&mut program, &data, steps, &vec![1e-3; steps.len()]).expect("the data fit");
                let slots = [Slot::Parameters, Slot::State(0), Slot::State(1), Slot::State(2)];
                let values: Vec<f32> =
                    slots.into_iter().flat_map(|slot| program.read(slot, 0).unwrap_or_default()).collect();
                assert!(values.iter().all(|value| !value.is_subnormal()), "{optimizer}: {values:?}");
            }
            assert_eq!(program.read(Slot::State(0), 0), Ok(vec![0.0, 0.0]), "{optimizer}");
        }
    }
}

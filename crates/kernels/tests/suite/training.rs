//! Whole programs: runs are repeatable, updates in place equal updates from stored gradients, instruction
//! sets agree, and an update after which the loss is not finite is undone.

use crate::support::{SIZES, assert_close, epoch, labelled, labels, parameters, program, spec, train};
use ferrograd_kernels::nn::{Dataset, Program, Slot};
use ferrograd_kernels::{Element, Isa};

const SAMPLES: usize = 53;

fn trained<T: Element>(isa: Isa, batch: usize, momentum: f64, epochs: u64) -> Program<T> {
    let mut program =
        program::<T>(isa, &spec(batch, "sigmoid", "softmax", "categoricalCrossentropy", momentum));
    let data = labelled(isa, SAMPLES);
    for seed in 0..epochs {
        let (order, rates) = epoch(seed, SAMPLES, batch, 0.5);
        let result = train(&mut program, &data, &order, &rates).expect("the data fit");
        assert_eq!((result.steps, result.totals.samples), (rates.len(), SAMPLES));
    }
    program
}

#[test]
fn two_runs_with_the_same_seed_are_bitwise_identical() {
    for isa in Isa::available() {
        let mut runs = [trained::<f32>(isa, 10, 0.0, 3), trained::<f32>(isa, 10, 0.0, 3)];
        let [first, second] = runs.each_mut().map(|program| parameters(program, Slot::Parameters));
        assert_eq!(first, second);
    }
}

#[test]
fn all_instruction_sets_train_to_the_same_parameters() {
    for (batch, momentum) in [(4, 0.0), (10, 0.9), (30, 0.0)] {
        let reference = parameters(&mut trained::<f64>(Isa::Scalar, batch, momentum, 3), Slot::Parameters);
        for isa in Isa::available() {
            let mut double = trained::<f64>(isa, batch, momentum, 3);
            assert_close(&parameters(&mut double, Slot::Parameters), &reference, 1e-13);
            let mut single = trained::<f32>(isa, batch, momentum, 3);
            assert_close(&parameters(&mut single, Slot::Parameters), &reference, 1e-5);
        }
    }
}

/// Without momentum the update is done in place, with momentum from stored gradients.
#[test]
fn a_step_equals_the_textbook_rule() {
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, SAMPLES);
    let order: Vec<u32> = (5..15).collect();
    for momentum in [0.0, 0.9] {
        let spec = spec(10, "tanh", "sigmoid", "quadratic", momentum);
        let mut program = program::<f64>(isa, &spec);
        let mut expected = parameters(&mut program, Slot::Parameters);
        let mut velocity = vec![0.0; expected.len()];
        for _ in 0..3 {
            program.gradients(&data, &order).expect("the data fit");
            let gradients = parameters(&mut program, Slot::Gradients);
            for ((p, v), g) in expected.iter_mut().zip(&mut velocity).zip(gradients) {
                *v = momentum * *v + g;
                *p -= 0.3 * *v;
            }
            train(&mut program, &data, &order, &[0.3]).expect("the data fit");
            assert_close(&parameters(&mut program, Slot::Parameters), &expected, 1e-14);
        }
        if momentum > 0.0 {
            assert_close(&parameters(&mut program, Slot::State(0)), &velocity, 1e-14);
        }
    }
}

#[test]
fn bytes_train_like_values_multiplied_by_the_scale() {
    let isa = Isa::detect();
    let [inputs, ..] = SIZES;
    let bytes: Vec<u8> = (0..SAMPLES * inputs).map(|i| (i * 37 % 256) as u8).collect();
    let scale = 1.0 / 255.0;
    let values: Vec<f64> = bytes.iter().map(|&byte| f64::from(byte) * scale).collect();
    let spec = spec(10, "sigmoid", "sigmoid", "quadratic", 0.0);
    let trained_on = |add: &dyn Fn(&mut Dataset<f64>)| {
        let mut data = Dataset::new(SAMPLES, isa).expect("samples");
        add(&mut data);
        data.add_labels((0..SAMPLES as u32).map(|i| i % 3).collect()).expect("one label each");
        let mut program = program::<f64>(isa, &spec);
        let (order, rates) = epoch(1, SAMPLES, 10, 0.5);
        train(&mut program, &data, &order, &rates).expect("the data fit");
        parameters(&mut program, Slot::Parameters)
    };
    let of_bytes = trained_on(&|data| data.add_bytes(bytes.clone(), scale).expect("whole samples"));
    let of_values = trained_on(&|data| data.add_values(values.clone()).expect("whole samples"));
    assert_eq!(of_bytes, of_values);
}

#[test]
fn accuracy_counts_samples_whose_largest_output_is_the_target() {
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, SAMPLES);
    let mut program = trained::<f64>(isa, 10, 0.9, 60);
    let totals = program.evaluate(&data).expect("the data fit");
    let outputs = program.predict(&data).expect("the data fit").remove(0);
    let classes = outputs.chunks(3).map(|row| (0..3).max_by(|&i, &j| row[i].total_cmp(&row[j])));
    let correct =
        classes.zip(labels(SAMPLES)).filter(|&(class, label)| class == Some(label as usize)).count();
    assert_eq!((totals.samples, totals.outputs[0].correct), (SAMPLES, correct as f64));
    assert!(correct > SAMPLES / 2, "{correct} of {SAMPLES}");
}

/// An order, and learning rates of which that of step `bad` overflows: the next loss is not finite.
fn diverging(batch: usize, bad: usize) -> (Vec<u32>, Vec<f64>) {
    let (order, mut rates) = epoch(1, SAMPLES, batch, 0.1);
    rates[bad] = 1e300;
    (order, rates)
}

#[test]
fn a_diverging_update_is_undone_bitwise() {
    let isa = Isa::detect();
    let data = labelled::<f64>(isa, SAMPLES);
    for momentum in [0.0, 0.9] {
        let spec = spec(10, "linear", "linear", "quadratic", momentum);
        for bad in 0..6 {
            let (order, rates) = diverging(10, bad);
            let mut good = program::<f64>(isa, &spec);
            let kept = &order[..(bad * 10).min(order.len())];
            train(&mut good, &data, kept, &rates[..bad]).expect("the data fit");

            let mut whole = program::<f64>(isa, &spec);
            let result = train(&mut whole, &data, &order, &rates).expect("the data fit");
            assert!(result.diverged || bad == 5, "step {bad} did not diverge");
            if result.diverged {
                assert_eq!(result.steps, bad);
            }

            // In calls of one step each, the bad update ends one call, and the next call finds the loss that
            // is not finite.
            let mut sliced = program::<f64>(isa, &spec);
            for (samples, rate) in order.chunks(10).zip(&rates) {
                if train(&mut sliced, &data, samples, &[*rate]).expect("the data fit").diverged {
                    break;
                }
            }
            if result.diverged {
                let expected = parameters(&mut good, Slot::Parameters);
                assert_eq!(parameters(&mut whole, Slot::Parameters), expected);
                assert_eq!(parameters(&mut sliced, Slot::Parameters), expected);
            }
        }
    }
}

#[test]
fn a_learning_rate_that_is_infinite_in_float32_leaves_a_usable_program() {
    let isa = Isa::detect();
    let data = labelled::<f32>(isa, SAMPLES);
    let mut program = program::<f32>(isa, &spec(10, "tanh", "linear", "quadratic", 0.0));
    let before = program.evaluate(&data).expect("the data fit");
    let (order, rates) = epoch(1, SAMPLES, 10, 1e300);
    let result = train(&mut program, &data, &order, &rates).expect("the data fit");
    assert!(result.diverged && result.steps == 0);
    assert_eq!(program.evaluate(&data), Ok(before));
}

#[test]
fn bad_orders_slots_and_specs_are_refused_with_their_code() {
    let isa = Isa::detect();
    let data = labelled::<f32>(isa, 4);
    let mut ready = program::<f32>(isa, &spec(4, "relu", "linear", "quadratic", 0.0));
    assert_eq!(train(&mut ready, &data, &[4], &[0.1]).map_err(|error| error.code), Err("sample-index"));
    assert_eq!(train(&mut ready, &data, &[0], &[0.1, 0.1]).map_err(|error| error.code), Err("step-count"));
    assert_eq!(ready.read(Slot::State(0), 0).map_err(|error| error.code), Err("no-state"));
    assert_eq!(ready.read(Slot::Parameters, 4).map_err(|error| error.code), Err("parameter-index"));
    assert_eq!(ready.write(Slot::Parameters, 0, &[1.0]).map_err(|error| error.code), Err("weight-shape"));
    for (spec, code) in [
        ("batch 1\ninput 2", "spec-syntax"),
        ("batch 1\nlayer dense units=1", "spec-syntax"),
        ("batch 1\ninput 2\nlayer dense from=1 units=1", "spec-syntax"),
        ("batch 1\ninput 2\nlayer dense from=0,0 units=1", "layer-inputs"),
        ("batch 1\ninput 2\ninput 3\nlayer add from=0,1", "layer-inputs"),
        ("batch 1\ninput 2\nlayer dense units=1\noutput 1 1", "spec-syntax"),
        ("batch 1\ninput 2\nlayer dense units=1\noutput 0", "spec-syntax"),
        ("batch 1\ninput 2\nlayer dense units=1\nloss quadratic\nloss quadratic", "spec-syntax"),
        ("batch 0\ninput 2\nlayer dense units=1", "spec-syntax"),
        ("batch 1\ninput 2\nlayer dense units=0", "argument-value"),
        ("batch 1\ninput 2\nlayer dense units=99999999999999999999", "argument-value"),
        ("batch 1\ninput 2\nlayer dense units=9999999999999999", "out-of-memory"),
        ("batch 1\ninput 2\nlayer lstm units=1", "unknown-name"),
        ("batch 1\ninput 2\nlayer dense units=1 activation=swoosh", "unknown-name"),
        ("batch 1\ninput 2\nlayer dense units=1\nloss regret", "unknown-name"),
        ("batch 1\ninput 2\nlayer dense units=1\noptimizer hope", "unknown-name"),
    ] {
        assert_eq!(
            Program::<f32>::compile(spec, isa).map(|_| ()).map_err(|error| error.code),
            Err(code),
            "{spec}"
        );
    }
}

//! Small programs and data for the suites.
#![allow(dead_code, reason = "each suite uses other functions")]
#![allow(missing_docs, reason = "test support")]

pub mod counting;
pub mod gradients;

use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot, TrainingResult};
use ferrograd_kernels::rng::Generator;
use ferrograd_kernels::{Element, Error, Isa};

pub const SIZES: [usize; 3] = [7, 5, 3];

/// The spec of two dense layers of [`SIZES`], for batches of `batch` samples.
pub fn spec(batch: usize, hidden: &str, output: &str, loss: &str, momentum: f64) -> String {
    let [inputs, units, outputs] = SIZES;
    format!(
        "batch {batch}\ninput {inputs}\nlayer dense units={units} bias=1 activation={hidden}\n\
         layer dense units={outputs} bias=1 activation={output}\nloss {loss}\n\
         optimizer sgd momentum={momentum}\naccuracy 1"
    )
}

/// A program with random weights.
pub fn program<T: Element>(isa: Isa, spec: &str) -> Program<T> {
    let mut program = Program::compile(spec, isa).expect("the spec is sound");
    let mut generator = Generator::new(3, 0);
    let [inputs, units, outputs] = SIZES;
    for (index, count) in [inputs * units, units, units * outputs, outputs].into_iter().enumerate() {
        let weights = elements(&generator.normal(count, 0.0, 0.5));
        program.write(Slot::Parameters, index, &weights).expect("the shape fits");
    }
    program
}

/// A class index for each sample.
pub fn labels(samples: usize) -> Vec<u32> {
    let order = Generator::new(6, 0).permutation(samples as u32);
    order.iter().map(|label| label % SIZES[2] as u32).collect()
}

/// Random samples with [`labels`].
pub fn labelled<T: Element>(isa: Isa, samples: usize) -> Dataset<T> {
    let inputs = SIZES[0];
    let x = elements(&Generator::new(4, 0).normal(samples * inputs, 0.0, 1.0));
    let mut data = dataset(isa, samples, x);
    data.add_labels(labels(samples)).expect("one label each");
    data
}

/// Random samples with random probabilities as targets.
pub fn valued<T: Element>(isa: Isa, samples: usize) -> Dataset<T> {
    let mut generator = Generator::new(5, 0);
    let [inputs, _, outputs] = SIZES;
    let x = elements(&generator.normal(samples * inputs, 0.0, 1.0));
    let y = elements(&generator.uniform(samples * outputs, 0.0, 1.0 / outputs as f64));
    let mut data = dataset(isa, samples, x);
    data.add_targets(y).expect("one target each");
    data
}

/// Samples without targets.
pub fn dataset<T: Element>(isa: Isa, samples: usize, x: Vec<T>) -> Dataset<T> {
    let mut data = Dataset::new(samples, isa).expect("samples");
    data.add_values(x).expect("whole samples");
    data
}

pub fn elements<T: Element>(values: &[f64]) -> Vec<T> {
    values.iter().map(|&value| T::from_f64(value)).collect()
}

pub fn parameters<T: Element>(program: &mut Program<T>, slot: Slot) -> Vec<f64> {
    (0..4)
        .flat_map(|index| program.read(slot, index).expect("four parameters"))
        .map(Element::to_f64)
        .collect()
}

/// Trains on the samples `order`, one step for each learning rate.
pub fn train<'a, T: Element>(
    program: &'a mut Program<T>,
    data: &Dataset<T>,
    order: &[u32],
    learning_rates: &[f64],
) -> Result<TrainingResult<'a>, Error> {
    program.train(data, SampleOrder::new(order, 0), learning_rates, &[])
}

/// Every sample once in random order, and one learning rate for each batch.
pub fn epoch(seed: u64, samples: usize, batch: usize, rate: f64) -> (Vec<u32>, Vec<f64>) {
    (Generator::new(seed, 1).permutation(samples as u32), vec![rate; samples.div_ceil(batch)])
}

/// A fixture of `test/fixtures`, where the TypeScript suites read it, too.
pub fn fixture(name: &str) -> serde_json::Value {
    let path = format!("{}/../../test/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).expect("a fixture is JSON")
}

/// All numbers of a fixture's value, in the order of the file.
pub fn numbers(value: &serde_json::Value) -> Vec<f64> {
    match value {
        serde_json::Value::Array(values) => values.iter().flat_map(numbers).collect(),
        _ => vec![value.as_f64().expect("a number")],
    }
}

#[track_caller]
pub fn assert_close(actual: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len());
    for (index, (a, e)) in actual.iter().zip(expected).enumerate() {
        let error = (a - e).abs() / e.abs().max(1.0);
        assert!(error <= tolerance, "at {index}: {a} is not {e}, error {error:e}");
    }
}

//! The kernels as WebAssembly: conversion of arguments and results, and of errors to exceptions, nothing else. The
//! exports are those of `crates/node`.
#![allow(missing_docs, clippy::missing_errors_doc, reason = "ts/backend/bindings.ts describes every export")]

mod errors;
mod ode;

use errors::reject;
use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot};
use ferrograd_kernels::{Isa, gemm::matmul, rng, simd};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

macro_rules! bind {
    ($type:ident, $program:ident, $dataset:ident, $matmul:ident, $peak:ident) => {
        #[wasm_bindgen]
        pub struct $dataset(Dataset<$type>);

        #[wasm_bindgen]
        impl $dataset {
            #[wasm_bindgen(constructor)]
            pub fn new(length: usize) -> Result<Self, JsError> {
                Dataset::new(length, Isa::detect()).map(Self).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(getter)]
            pub fn length(&self) -> usize {
                self.0.len()
            }

            #[wasm_bindgen(js_name = addValues)]
            pub fn add_values(&mut self, values: Vec<$type>) -> Result<(), JsError> {
                self.0.add_values(values).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = addBytes)]
            pub fn add_bytes(&mut self, bytes: Vec<u8>, scale: f64) -> Result<(), JsError> {
                self.0.add_bytes(bytes, scale).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = addLabels)]
            pub fn add_labels(&mut self, labels: Vec<u32>) -> Result<(), JsError> {
                self.0.add_labels(labels).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = addTargets)]
            pub fn add_targets(&mut self, values: Vec<$type>) -> Result<(), JsError> {
                self.0.add_targets(values).map_err(|error| reject(&error))
            }

            pub fn weigh(&mut self, weights: Vec<$type>) -> Result<(), JsError> {
                self.0.weigh(weights).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = firstNonFinite)]
            pub fn first_non_finite(&self, input: usize) -> f64 {
                self.0.first_non_finite(input).map_or(-1.0, |index| index as f64)
            }
        }

        #[wasm_bindgen]
        pub struct $program(Program<$type>);

        #[wasm_bindgen]
        impl $program {
            #[wasm_bindgen(constructor)]
            pub fn new(spec: &str) -> Result<Self, JsError> {
                Program::compile(spec, Isa::detect()).map(Self).map_err(|error| reject(&error))
            }

            pub fn train(
                &mut self,
                data: &$dataset,
                order: &[u32],
                rates: &[f64],
                sums: &[f64],
                epoch: u32,
            ) -> Result<Vec<f64>, JsError> {
                let order = SampleOrder::new(order, epoch);
                let done = self.0.train(&data.0, order, rates, sums);
                done.map(|done| done.encode()).map_err(|error| reject(&error))
            }

            pub fn evaluate(&mut self, data: &$dataset) -> Result<Vec<f64>, JsError> {
                self.0.evaluate(&data.0).map(|done| done.encode()).map_err(|error| reject(&error))
            }

            pub fn predict(&mut self, data: &$dataset) -> Result<Vec<$type>, JsError> {
                self.0.predict(&data.0).map(|outputs| outputs.concat()).map_err(|error| reject(&error))
            }

            pub fn collected(&self, output: usize) -> Vec<$type> {
                self.0.collected(output).to_vec()
            }

            pub fn forward(
                &mut self,
                data: &$dataset,
                order: &[u32],
                training: bool,
            ) -> Result<Vec<$type>, JsError> {
                self.0.forward(&data.0, order, training).map_err(|error| reject(&error))
            }

            pub fn backward(
                &mut self,
                data: &$dataset,
                order: &[u32],
                gradient: &[$type],
                training: bool,
            ) -> Result<(), JsError> {
                self.0.backward(&data.0, order, gradient, training).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = inputGradient)]
            pub fn input_gradient(&mut self, input: usize, samples: usize) -> Result<Vec<$type>, JsError> {
                self.0.input_gradient(input, samples).map_err(|error| reject(&error))
            }

            pub fn optimize(&mut self, rate: f64) {
                self.0.optimize(rate);
            }

            pub fn steps(&self) -> f64 {
                self.0.steps() as f64
            }

            #[wasm_bindgen(js_name = setSteps)]
            pub fn set_steps(&mut self, steps: f64) {
                self.0.set_steps(steps as u64);
            }

            pub fn gradients(&mut self, data: &$dataset, order: &[u32]) -> Result<Vec<f64>, JsError> {
                self.0.gradients(&data.0, order).map(|done| done.encode()).map_err(|error| reject(&error))
            }

            pub fn read(&mut self, slot: &str, index: usize) -> Result<Vec<$type>, JsError> {
                Slot::parse(slot).and_then(|slot| self.0.read(slot, index)).map_err(|error| reject(&error))
            }

            pub fn write(&mut self, slot: &str, index: usize, values: &[$type]) -> Result<(), JsError> {
                Slot::parse(slot)
                    .and_then(|slot| self.0.write(slot, index, values))
                    .map_err(|error| reject(&error))
            }
        }

        #[wasm_bindgen]
        pub fn $matmul(
            a: &[$type],
            b: &[$type],
            m: usize,
            n: usize,
            k: usize,
            transpose_a: bool,
            transpose_b: bool,
        ) -> Vec<$type> {
            matmul(Isa::detect(), (a, transpose_a), (b, transpose_b), [m, n, k])
        }

        #[wasm_bindgen]
        pub fn $peak(rounds: u32) -> f64 {
            simd::peak::<$type>(Isa::detect(), rounds)
        }
    };
}

bind!(f32, Program32, Dataset32, matmul32, peak32);
bind!(f64, Program64, Dataset64, matmul64, peak64);

#[wasm_bindgen]
pub struct Generator(rng::Generator);

#[wasm_bindgen]
impl Generator {
    #[wasm_bindgen(constructor)]
    pub fn new(seed: f64, stream: u32) -> Self {
        Self(rng::Generator::new(seed as u64, u64::from(stream)))
    }

    pub fn uniform(&mut self, count: usize, low: f64, high: f64) -> Vec<f64> {
        self.0.uniform(count, low, high)
    }

    pub fn normal(&mut self, count: usize, mean: f64, deviation: f64) -> Vec<f64> {
        self.0.normal(count, mean, deviation)
    }

    pub fn permutation(&mut self, count: u32) -> Vec<u32> {
        self.0.permutation(count)
    }
}

#[wasm_bindgen]
pub fn permutations(seed: f64, stream: u32, streams: u32, count: u32) -> Vec<u32> {
    rng::permutations(seed as u64, stream.into(), streams.into(), count)
}

#[wasm_bindgen(js_name = instructionSet)]
pub fn instruction_set() -> String {
    Isa::detect().name().to_owned()
}

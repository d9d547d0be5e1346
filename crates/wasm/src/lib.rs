//! The kernels as WebAssembly: conversion and error mapping only.
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "described where they are used from, in ts/backend/bindings.ts"
)]

mod ode;

use ferrograd_kernels::nn::{Dataset, Program, Slot, Totals, Training, dataset::Inputs};
use ferrograd_kernels::{Error, Isa, gemm::Matrix, rng, simd};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

fn reject(error: &Error) -> JsError {
    JsError::new(&error.encode())
}

fn totals(totals: Totals) -> Vec<f64> {
    vec![totals.samples as f64, totals.loss, totals.correct as f64]
}

fn training(training: Training) -> Vec<f64> {
    let Training { steps, totals, diverged } = training;
    let diverged = f64::from(u8::from(diverged));
    vec![steps as f64, totals.samples as f64, totals.loss, totals.correct as f64, diverged]
}

macro_rules! bind {
    ($type:ident, $program:ident, $dataset:ident, $matmul:ident, $peak:ident) => {
        #[wasm_bindgen]
        pub struct $dataset(Dataset<$type>);

        #[wasm_bindgen]
        impl $dataset {
            fn wrap(inputs: Inputs<$type>, width: usize) -> Result<Self, JsError> {
                Dataset::new(inputs, width, Isa::detect()).map(Self).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = fromValues)]
            pub fn from_values(values: Vec<$type>, width: usize) -> Result<Self, JsError> {
                Self::wrap(Inputs::Values(values), width)
            }

            #[wasm_bindgen(js_name = fromBytes)]
            pub fn from_bytes(bytes: Vec<u8>, width: usize, scale: $type) -> Result<Self, JsError> {
                Self::wrap(Inputs::Bytes(bytes, scale), width)
            }

            #[wasm_bindgen(getter)]
            pub fn length(&self) -> usize {
                self.0.len()
            }

            #[wasm_bindgen(js_name = firstNonFinite)]
            pub fn first_non_finite(&self) -> f64 {
                self.0.first_non_finite().map_or(-1.0, |index| index as f64)
            }

            #[wasm_bindgen(js_name = setLabels)]
            pub fn set_labels(&mut self, labels: Vec<u32>) -> Result<(), JsError> {
                self.0.set_labels(labels).map_err(|error| reject(&error))
            }

            #[wasm_bindgen(js_name = setValues)]
            pub fn set_values(&mut self, values: Vec<$type>, width: usize) -> Result<(), JsError> {
                self.0.set_values(values, width).map_err(|error| reject(&error))
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
            ) -> Result<Vec<f64>, JsError> {
                self.0.train(&data.0, order, rates).map(training).map_err(|error| reject(&error))
            }

            pub fn evaluate(&mut self, data: &$dataset) -> Result<Vec<f64>, JsError> {
                self.0.evaluate(&data.0).map(totals).map_err(|error| reject(&error))
            }

            pub fn predict(&mut self, data: &$dataset) -> Result<Vec<$type>, JsError> {
                self.0.predict(&data.0).map_err(|error| reject(&error))
            }

            pub fn gradients(&mut self, data: &$dataset, order: &[u32]) -> Result<Vec<f64>, JsError> {
                self.0.gradients(&data.0, order).map(totals).map_err(|error| reject(&error))
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
            Matrix::multiply(Isa::detect(), (a, transpose_a), (b, transpose_b), [m, n, k])
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

#[wasm_bindgen(js_name = instructionSet)]
pub fn instruction_set() -> String {
    Isa::detect().name().to_owned()
}

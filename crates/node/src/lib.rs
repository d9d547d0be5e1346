//! The kernels as a Node addon: conversion and error mapping only.
#![allow(clippy::needless_pass_by_value, reason = "the arguments' types are what napi converts to")]
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "described where they are used from, in ts/backend/bindings.ts"
)]

use ferrograd_kernels::gemm::Matrix;
use ferrograd_kernels::nn::{Dataset, Program, Slot, Totals, Training, dataset::Inputs};
use ferrograd_kernels::{Error, Isa, rng, simd};
use napi::bindgen_prelude::{Float32Array, Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;

fn reject(error: &Error) -> napi::Error {
    napi::Error::from_reason(error.encode())
}

fn freed() -> napi::Error {
    reject(&Error::argument(
        "freed",
        "backend",
        "the object was freed",
        "it is still needed",
        "free it later",
    ))
}

fn totals(totals: Totals) -> Float64Array {
    vec![totals.samples as f64, totals.loss, totals.correct as f64].into()
}

fn training(training: Training) -> Float64Array {
    let Training { steps, totals, diverged } = training;
    let diverged = f64::from(u8::from(diverged));
    vec![steps as f64, totals.samples as f64, totals.loss, totals.correct as f64, diverged].into()
}

macro_rules! bind {
    ($type:ident, $array:ident, $program:ident, $dataset:ident, $matmul:ident, $peak:ident) => {
        #[napi]
        pub struct $dataset(Option<Dataset<$type>>);

        #[napi]
        impl $dataset {
            fn wrap(inputs: Inputs<$type>, width: u32) -> napi::Result<Self> {
                let dataset = Dataset::new(inputs, width as usize, Isa::detect());
                dataset.map(|dataset| Self(Some(dataset))).map_err(|error| reject(&error))
            }

            #[napi(factory, catch_unwind)]
            pub fn from_values(values: &[$type], width: u32) -> napi::Result<Self> {
                Self::wrap(Inputs::Values(values.to_vec()), width)
            }

            #[napi(factory, catch_unwind)]
            pub fn from_bytes(bytes: Uint8Array, width: u32, scale: f64) -> napi::Result<Self> {
                Self::wrap(Inputs::Bytes(bytes.to_vec(), scale as $type), width)
            }

            #[napi(getter)]
            pub fn length(&self) -> u32 {
                self.0.as_ref().map_or(0, |dataset| dataset.len() as u32)
            }

            #[napi(catch_unwind)]
            pub fn first_non_finite(&self) -> f64 {
                let first = self.0.as_ref().and_then(Dataset::first_non_finite);
                first.map_or(-1.0, |index| index as f64)
            }

            #[napi(catch_unwind)]
            pub fn set_labels(&mut self, labels: Uint32Array) -> napi::Result<()> {
                let dataset = self.0.as_mut().ok_or_else(freed)?;
                dataset.set_labels(labels.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn set_values(&mut self, values: &[$type], width: u32) -> napi::Result<()> {
                let dataset = self.0.as_mut().ok_or_else(freed)?;
                dataset.set_values(values.to_vec(), width as usize).map_err(|error| reject(&error))
            }

            #[napi]
            pub fn free(&mut self) {
                self.0 = None;
            }
        }

        #[napi]
        pub struct $program(Option<Program<$type>>);

        #[napi]
        impl $program {
            #[napi(constructor, catch_unwind)]
            pub fn new(spec: String) -> napi::Result<Self> {
                let program = Program::compile(&spec, Isa::detect());
                program.map(|program| Self(Some(program))).map_err(|error| reject(&error))
            }

            fn program(&mut self) -> napi::Result<&mut Program<$type>> {
                self.0.as_mut().ok_or_else(freed)
            }

            #[napi(catch_unwind)]
            pub fn train(
                &mut self,
                data: &$dataset,
                order: &[u32],
                rates: &[f64],
            ) -> napi::Result<Float64Array> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                self.program()?.train(data, order, rates).map(training).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn evaluate(&mut self, data: &$dataset) -> napi::Result<Float64Array> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                self.program()?.evaluate(data).map(totals).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn predict(&mut self, data: &$dataset) -> napi::Result<$array> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                self.program()?.predict(data).map(Into::into).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn gradients(&mut self, data: &$dataset, order: &[u32]) -> napi::Result<Float64Array> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                self.program()?.gradients(data, order).map(totals).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn read(&mut self, slot: String, index: u32) -> napi::Result<$array> {
                let program = self.program()?;
                let values = Slot::parse(&slot).and_then(|slot| program.read(slot, index as usize));
                values.map(Into::into).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn write(&mut self, slot: String, index: u32, values: &[$type]) -> napi::Result<()> {
                let program = self.program()?;
                let written = Slot::parse(&slot).and_then(|slot| program.write(slot, index as usize, values));
                written.map_err(|error| reject(&error))
            }

            #[napi]
            pub fn free(&mut self) {
                self.0 = None;
            }
        }

        #[napi(catch_unwind)]
        pub fn $matmul(
            a: &[$type],
            b: &[$type],
            m: u32,
            n: u32,
            k: u32,
            transpose_a: bool,
            transpose_b: bool,
        ) -> $array {
            Matrix::multiply(
                Isa::detect(),
                (a, transpose_a),
                (b, transpose_b),
                [m, n, k].map(|size| size as usize),
            )
            .into()
        }

        #[napi]
        pub fn $peak(rounds: u32) -> f64 {
            simd::peak::<$type>(Isa::detect(), rounds)
        }
    };
}

bind!(f32, Float32Array, Program32, Dataset32, matmul32, peak32);
bind!(f64, Float64Array, Program64, Dataset64, matmul64, peak64);

#[napi]
pub struct Generator(rng::Generator);

#[napi]
impl Generator {
    #[napi(constructor)]
    pub fn new(seed: f64, stream: u32) -> Self {
        Self(rng::Generator::new(seed as u64, u64::from(stream)))
    }

    #[napi]
    pub fn uniform(&mut self, count: u32, low: f64, high: f64) -> Float64Array {
        self.0.uniform(count as usize, low, high).into()
    }

    #[napi]
    pub fn normal(&mut self, count: u32, mean: f64, deviation: f64) -> Float64Array {
        self.0.normal(count as usize, mean, deviation).into()
    }

    #[napi]
    pub fn permutation(&mut self, count: u32) -> Uint32Array {
        self.0.permutation(count).into()
    }
}

#[napi]
pub fn instruction_set() -> String {
    Isa::detect().name().to_owned()
}

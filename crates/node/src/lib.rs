//! The kernels as a Node addon: conversion and error mapping only.
#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "the arguments are what crosses"
)]
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "described where they are used from, in ts/backend/bindings.ts"
)]

mod large_pages;
pub mod ode;
pub mod readers;

use ferrograd_kernels::gemm::Matrix;
use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot};
use ferrograd_kernels::{Error, Isa, rng, simd};
use napi::Env;
use napi::bindgen_prelude::{
    Float32ArraySlice, Float64ArraySlice, Uint8Array, Uint32Array, Uint32ArraySlice,
};
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

macro_rules! bind {
    ($type:ident, $array:ident, $program:ident, $dataset:ident, $matmul:ident, $peak:ident) => {
        #[napi]
        pub struct $dataset(Option<Dataset<$type>>);

        #[napi]
        impl $dataset {
            #[napi(constructor, catch_unwind)]
            pub fn new(length: u32) -> napi::Result<Self> {
                let dataset = Dataset::new(length as usize, Isa::detect());
                dataset.map(|dataset| Self(Some(dataset))).map_err(|error| reject(&error))
            }

            fn dataset(&mut self) -> napi::Result<&mut Dataset<$type>> {
                self.0.as_mut().ok_or_else(freed)
            }

            #[napi(catch_unwind)]
            pub fn add_values(&mut self, values: &[$type]) -> napi::Result<()> {
                self.dataset()?.add_values(values.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_bytes(&mut self, bytes: Uint8Array, scale: f64) -> napi::Result<()> {
                self.dataset()?.add_bytes(bytes.to_vec(), scale).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_labels(&mut self, labels: Uint32Array) -> napi::Result<()> {
                self.dataset()?.add_labels(labels.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_targets(&mut self, values: &[$type]) -> napi::Result<()> {
                self.dataset()?.add_targets(values.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn weigh(&mut self, weights: &[$type]) -> napi::Result<()> {
                self.dataset()?.weigh(weights.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn first_non_finite(&self, input: u32) -> f64 {
                let first = self.0.as_ref().and_then(|dataset| dataset.first_non_finite(input as usize));
                first.map_or(-1.0, |index| index as f64)
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
            pub fn train<'env>(
                &mut self,
                env: &'env Env,
                data: &$dataset,
                order: &[u32],
                rates: &[f64],
                sums: &[f64],
                epoch: u32,
            ) -> napi::Result<Float64ArraySlice<'env>> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let order = SampleOrder::new(order, epoch);
                let done = self.program()?.train(data, order, rates, sums).map_err(|error| reject(&error))?;
                Float64ArraySlice::copy_from(env, done.encode())
            }

            #[napi(catch_unwind)]
            pub fn evaluate<'env>(
                &mut self,
                env: &'env Env,
                data: &$dataset,
            ) -> napi::Result<Float64ArraySlice<'env>> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let done = self.program()?.evaluate(data).map_err(|error| reject(&error))?;
                Float64ArraySlice::copy_from(env, done.encode())
            }

            #[napi(catch_unwind)]
            pub fn predict<'env>(&mut self, env: &'env Env, data: &$dataset) -> napi::Result<$array<'env>> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let values = self.program()?.predict(data).map_err(|error| reject(&error))?;
                $array::copy_from(env, values.concat())
            }

            #[napi(catch_unwind)]
            pub fn collected<'env>(&mut self, env: &'env Env, output: u32) -> napi::Result<$array<'env>> {
                $array::copy_from(env, self.program()?.collected(output as usize).to_vec())
            }

            #[napi(catch_unwind)]
            pub fn forward<'env>(
                &mut self,
                env: &'env Env,
                data: &$dataset,
                order: &[u32],
                training: bool,
            ) -> napi::Result<$array<'env>> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let values = self.program()?.forward(data, order, training);
                $array::copy_from(env, values.map_err(|error| reject(&error))?)
            }

            #[napi(catch_unwind)]
            pub fn backward(
                &mut self,
                data: &$dataset,
                order: &[u32],
                gradient: &[$type],
                training: bool,
            ) -> napi::Result<()> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let done = self.program()?.backward(data, order, gradient, training);
                done.map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn input_gradient<'env>(
                &mut self,
                env: &'env Env,
                input: u32,
                samples: u32,
            ) -> napi::Result<$array<'env>> {
                let values = self.program()?.input_gradient(input as usize, samples as usize);
                $array::copy_from(env, values.map_err(|error| reject(&error))?)
            }

            #[napi(catch_unwind)]
            pub fn optimize(&mut self, rate: f64) -> napi::Result<()> {
                self.program()?.optimize(rate);
                Ok(())
            }

            #[napi]
            pub fn steps(&self) -> f64 {
                self.0.as_ref().map_or(0.0, |program| program.steps() as f64)
            }

            #[napi]
            pub fn set_steps(&mut self, steps: f64) -> napi::Result<()> {
                self.program()?.set_steps(steps as u64);
                Ok(())
            }

            #[napi(catch_unwind)]
            pub fn gradients<'env>(
                &mut self,
                env: &'env Env,
                data: &$dataset,
                order: &[u32],
            ) -> napi::Result<Float64ArraySlice<'env>> {
                let data = data.0.as_ref().ok_or_else(freed)?;
                let done = self.program()?.gradients(data, order).map_err(|error| reject(&error))?;
                Float64ArraySlice::copy_from(env, done.encode())
            }

            #[napi(catch_unwind)]
            pub fn read<'env>(
                &mut self,
                env: &'env Env,
                slot: String,
                index: u32,
            ) -> napi::Result<$array<'env>> {
                let program = self.program()?;
                let values = Slot::parse(&slot).and_then(|slot| program.read(slot, index as usize));
                $array::copy_from(env, values.map_err(|error| reject(&error))?)
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
        pub fn $matmul<'env>(
            env: &'env Env,
            a: &[$type],
            b: &[$type],
            m: u32,
            n: u32,
            k: u32,
            transpose_a: bool,
            transpose_b: bool,
        ) -> napi::Result<$array<'env>> {
            let sizes = [m, n, k].map(|size| size as usize);
            $array::copy_from(env, Matrix::multiply(Isa::detect(), (a, transpose_a), (b, transpose_b), sizes))
        }

        #[napi]
        pub fn $peak(rounds: u32) -> f64 {
            simd::peak::<$type>(Isa::detect(), rounds)
        }
    };
}

bind!(f32, Float32ArraySlice, Program32, Dataset32, matmul32, peak32);
bind!(f64, Float64ArraySlice, Program64, Dataset64, matmul64, peak64);

#[napi]
pub struct Generator(rng::Generator);

#[napi]
impl Generator {
    #[napi(constructor)]
    pub fn new(seed: f64, stream: u32) -> Self {
        Self(rng::Generator::new(seed as u64, u64::from(stream)))
    }

    #[napi]
    pub fn uniform<'env>(
        &mut self,
        env: &'env Env,
        count: u32,
        low: f64,
        high: f64,
    ) -> napi::Result<Float64ArraySlice<'env>> {
        Float64ArraySlice::copy_from(env, self.0.uniform(count as usize, low, high))
    }

    #[napi]
    pub fn normal<'env>(
        &mut self,
        env: &'env Env,
        count: u32,
        mean: f64,
        deviation: f64,
    ) -> napi::Result<Float64ArraySlice<'env>> {
        Float64ArraySlice::copy_from(env, self.0.normal(count as usize, mean, deviation))
    }

    #[napi]
    pub fn permutation<'env>(&mut self, env: &'env Env, count: u32) -> napi::Result<Uint32ArraySlice<'env>> {
        Uint32ArraySlice::copy_from(env, self.0.permutation(count))
    }
}

#[napi(catch_unwind)]
pub fn permutations(
    env: &Env,
    seed: f64,
    stream: u32,
    streams: u32,
    count: u32,
) -> napi::Result<Uint32ArraySlice<'_>> {
    Uint32ArraySlice::copy_from(env, rng::permutations(seed as u64, stream.into(), streams.into(), count))
}

#[napi]
pub fn instruction_set() -> String {
    Isa::detect().name().to_owned()
}

//! Compiled models.

use crate::dataset::{Dataset32, Dataset64};
use crate::errors::{freed, reject};
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Program, SampleOrder, Slot};
use napi::Env;
use napi::bindgen_prelude::{Float32ArraySlice, Float64ArraySlice};
use napi_derive::napi;

macro_rules! bind {
    ($type:ident, $array:ident, $dataset:ident, $program:ident) => {
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
                let data = data.get()?;
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
                let data = data.get()?;
                let done = self.program()?.evaluate(data).map_err(|error| reject(&error))?;
                Float64ArraySlice::copy_from(env, done.encode())
            }

            #[napi(catch_unwind)]
            pub fn predict<'env>(&mut self, env: &'env Env, data: &$dataset) -> napi::Result<$array<'env>> {
                let data = data.get()?;
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
                let data = data.get()?;
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
                let data = data.get()?;
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
                let data = data.get()?;
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
    };
}

bind!(f32, Float32ArraySlice, Dataset32, Program32);
bind!(f64, Float64ArraySlice, Dataset64, Program64);

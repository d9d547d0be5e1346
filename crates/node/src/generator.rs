//! Random numbers and permutations.

use ferrograd_kernels::rng;
use napi::Env;
use napi::bindgen_prelude::{Float64ArraySlice, Uint32ArraySlice};
use napi_derive::napi;

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

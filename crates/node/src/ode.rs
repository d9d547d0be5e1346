//! Solves of systems that the kernels evaluate themselves: built-in systems and expressions. Solves that call
//! JavaScript run in WebAssembly, in Node too (`docs/decisions/equations.md`).

use crate::errors::reject;
use ferrograd_kernels::Isa;
use ferrograd_kernels::ode::ensemble::Ensemble;
use ferrograd_kernels::ode::{Model, Request};
use napi::Env;
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

#[napi(catch_unwind)]
pub fn solve_model<'env>(
    env: &'env Env,
    model: &[f64],
    parameters: &[f64],
    request: &[f64],
) -> napi::Result<Float64ArraySlice<'env>> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let solution = model.solve(parameters, &request).map_err(|error| reject(&error))?;
    Float64ArraySlice::copy_from(env, solution.encode())
}

#[napi(catch_unwind)]
pub fn evaluate_model<'env>(
    env: &'env Env,
    model: &[f64],
    parameters: &[f64],
    t: f64,
    y: &[f64],
    jacobian: bool,
) -> napi::Result<Float64ArraySlice<'env>> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let values = model.evaluate(parameters, t, y, jacobian).map_err(|error| reject(&error))?;
    Float64ArraySlice::copy_from(env, values)
}

#[napi(catch_unwind)]
pub fn solve_ensemble<'env>(
    env: &'env Env,
    model: &[f64],
    parameters: &[f64],
    y0s: &[f64],
    request: &[f64],
    limits: &[f64],
    threads: u32,
) -> napi::Result<Float64ArraySlice<'env>> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let results = Ensemble::new(&model, &request, y0s, parameters, limits)
        .and_then(|ensemble| ensemble.solve(threads as usize, Isa::detect()))
        .map_err(|error| reject(&error))?;
    Float64ArraySlice::copy_from(env, results)
}

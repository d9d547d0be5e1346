//! Solves of systems that need no JavaScript in the right-hand side; events and the step callback may still be
//! functions.

use super::callbacks::Callbacks;
use crate::reject;
use ferrograd_kernels::Isa;
use ferrograd_kernels::ode::ensemble::Ensemble;
use ferrograd_kernels::ode::{self, Interrupt, Model, ModelSystem, Request, System};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A system with events and a step callback of JavaScript.
struct ObservedSystem<'a, S> {
    system: S,
    callbacks: &'a Callbacks,
    watches_steps: bool,
}

impl<S: System> System for ObservedSystem<'_, S> {
    fn len(&self) -> usize {
        self.system.len()
    }

    #[inline]
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        self.system.rhs(t, y, dy)
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        self.system.jacobian(t, y, out)
    }

    fn event(&mut self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        self.callbacks.event_value(index, t, y)
    }

    fn accepted(&mut self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        if self.watches_steps { self.callbacks.notify_accepted(t, y) } else { Ok(()) }
    }
}

/// Solves a system with the events and the step callback of `callbacks`.
pub fn solve_observed(system: impl System, callbacks: &Callbacks, request: &Request) -> Vec<f64> {
    let mut system = ObservedSystem { system, callbacks, watches_steps: callbacks.watches_steps() };
    ode::solve(&mut system, request).encode()
}

#[wasm_bindgen(js_name = solveModelWith)]
pub fn solve_model_with(
    callbacks: &Callbacks,
    model: &[f64],
    parameters: &[f64],
    request: &[f64],
) -> Result<Vec<f64>, JsError> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let system = ModelSystem::new(&model, parameters).map_err(|error| reject(&error))?;
    Ok(solve_observed(system, callbacks, &request))
}

#[wasm_bindgen(js_name = evaluateModel)]
pub fn evaluate_model(
    model: &[f64],
    parameters: &[f64],
    t: f64,
    y: &[f64],
    jacobian: bool,
) -> Result<Vec<f64>, JsError> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    model.evaluate(parameters, t, y, jacobian).map_err(|error| reject(&error))
}

#[wasm_bindgen(js_name = solveEnsemble)]
pub fn solve_ensemble(
    model: &[f64],
    parameters: &[f64],
    y0s: &[f64],
    request: &[f64],
    limits: &[f64],
    threads: usize,
) -> Result<Vec<f64>, JsError> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let ensemble = Ensemble::new(&model, &request, y0s, parameters, limits);
    ensemble.and_then(|ensemble| ensemble.solve(threads, Isa::detect())).map_err(|error| reject(&error))
}

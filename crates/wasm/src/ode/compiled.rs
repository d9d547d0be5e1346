//! Solves without JavaScript in the right-hand side: models of the kernels, and equations that the facade has
//! compiled to WebAssembly and linked into this module's function table.
#![allow(unsafe_code, reason = "calls of functions that were linked at run time")]

use super::{Calls, address, done};
use crate::reject;
use ferrograd_kernels::Isa;
use ferrograd_kernels::ode::ensemble::Ensemble;
use ferrograd_kernels::ode::{self, Interrupt, Model, ModelSystem, Request, System, elementary};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// A system with the events and the step callback of JavaScript.
struct Watched<'a, S> {
    system: S,
    calls: &'a Calls,
    watches_steps: bool,
}

impl<S: System> System for Watched<'_, S> {
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
        let mut value = 0.0;
        done(self.calls.event(index, t, address(y.as_ptr()), address(&raw mut value)))?;
        // It was written through its address.
        Ok(std::hint::black_box(value))
    }

    fn accepted(&mut self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        if self.watches_steps { done(self.calls.accepted(t, address(y.as_ptr()))) } else { Ok(()) }
    }
}

/// A function that `ts/ode/system/emit.ts` wrote: (t, y, out, parameters).
type LinkedFunction = extern "C" fn(f64, *const f64, *mut f64, *const f64);

/// Equations compiled to WebAssembly.
struct Linked<'a> {
    n: usize,
    rhs: LinkedFunction,
    jacobian: LinkedFunction,
    parameters: &'a [f64],
}

impl Linked<'_> {
    /// The function at a place in the table.
    fn function(index: usize) -> LinkedFunction {
        // SAFETY: a function pointer is an index into the table, where the facade put a function of this type; the
        // engine checks the type in every call.
        unsafe { std::mem::transmute::<usize, LinkedFunction>(index) }
    }
}

impl System for Linked<'_> {
    fn len(&self) -> usize {
        self.n
    }

    #[inline]
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        (self.rhs)(t, y.as_ptr(), dy.as_mut_ptr(), self.parameters.as_ptr());
        Ok(())
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        out.fill(0.0);
        (self.jacobian)(t, y.as_ptr(), out.as_mut_ptr(), self.parameters.as_ptr());
        Ok(true)
    }
}

#[wasm_bindgen(js_name = solveLinked)]
pub fn solve_linked(
    calls: &Calls,
    rhs: usize,
    jacobian: usize,
    parameters: &[f64],
    request: &[f64],
) -> Result<Vec<f64>, JsError> {
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let [rhs, jacobian] = [rhs, jacobian].map(Linked::function);
    let linked = Linked { n: request.y0.len(), rhs, jacobian, parameters };
    Ok(solve(linked, calls, &request))
}

#[wasm_bindgen(js_name = solveModelWith)]
pub fn solve_model_with(
    calls: &Calls,
    model: &[f64],
    parameters: &[f64],
    request: &[f64],
) -> Result<Vec<f64>, JsError> {
    let model = Model::decode(model).map_err(|error| reject(&error))?;
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let system = ModelSystem::new(&model, parameters).map_err(|error| reject(&error))?;
    Ok(solve(system, calls, &request))
}

fn solve(system: impl System, calls: &Calls, request: &Request) -> Vec<f64> {
    let mut system = Watched { system, calls, watches_steps: calls.watches_steps() };
    ode::solve(&mut system, request).encode()
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

/// Where the facade links its functions.
#[wasm_bindgen(js_name = functionTable)]
pub fn function_table() -> JsValue {
    wasm_bindgen::function_table()
}

/// The places of the elementary functions in the table: those of one number, then those of two.
#[wasm_bindgen(js_name = elementaryFunctions)]
pub fn elementary_functions() -> Vec<usize> {
    let unary = elementary::UNARY.map(|(_, function)| function as usize);
    let binary = elementary::BINARY.map(|(_, function)| function as usize);
    unary.into_iter().chain(binary).collect()
}

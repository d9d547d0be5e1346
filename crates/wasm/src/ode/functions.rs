//! Solves of systems whose right-hand side is a JavaScript function.

use super::callbacks::Callbacks;
use crate::reject;
use ferrograd_kernels::ode::{self, Interrupt, Request, System};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A system of JavaScript functions.
struct JavaScriptSystem<'a> {
    callbacks: &'a Callbacks,
    n: usize,
    /// The time of the latest evaluation, where JavaScript reads it.
    t: f64,
    has_jacobian: bool,
    constant_jacobian: bool,
    watches_steps: bool,
}

impl System for JavaScriptSystem<'_> {
    fn len(&self) -> usize {
        self.n
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        self.t = t;
        self.callbacks.write_rhs(&self.t, y, dy)
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        if self.has_jacobian {
            self.callbacks.write_jacobian(t, y, out)?;
        }
        Ok(self.has_jacobian)
    }

    fn jacobian_is_constant(&self) -> bool {
        self.constant_jacobian
    }

    fn event(&mut self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        self.callbacks.event_value(index, t, y)
    }

    fn accepted(&mut self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        if self.watches_steps { self.callbacks.notify_accepted(t, y) } else { Ok(()) }
    }
}

#[wasm_bindgen(js_name = solveFunctions)]
pub fn solve_functions(callbacks: &Callbacks, request: &[f64]) -> Result<Vec<f64>, JsError> {
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let mut system = JavaScriptSystem {
        callbacks,
        n: request.y0.len(),
        t: request.t0,
        has_jacobian: callbacks.has_jacobian(),
        constant_jacobian: callbacks.constant_jacobian(),
        watches_steps: callbacks.watches_steps(),
    };
    Ok(ode::solve(&mut system, &request).encode())
}

//! Solves of equations that the facade has compiled to WebAssembly at run time and put into this module's function
//! table.
#![allow(unsafe_code, reason = "calls of functions that were compiled at run time")]

use super::callbacks::Callbacks;
use super::models::solve_observed;
use crate::reject;
use ferrograd_kernels::ode::{Interrupt, Request, System, elementary};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// A function that `ts/ode/system/emit.ts` wrote: (t, y, out, parameters).
type JitFunction = extern "C" fn(f64, *const f64, *mut f64, *const f64);

/// Equations compiled to WebAssembly.
struct JitSystem<'a> {
    n: usize,
    rhs: JitFunction,
    jacobian: JitFunction,
    parameters: &'a [f64],
}

/// The function at an index of the table.
fn table_function(index: usize) -> JitFunction {
    // SAFETY: a function pointer is an index into the table, where the facade put a function of this type; the
    // engine checks the type in every call.
    unsafe { std::mem::transmute::<usize, JitFunction>(index) }
}

impl System for JitSystem<'_> {
    fn len(&self) -> usize {
        self.n
    }

    #[inline]
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        (self.rhs)(t, y.as_ptr(), dy.as_mut_ptr(), self.parameters.as_ptr());
        Ok(())
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        // The function writes only the entries that are not always 0.
        out.fill(0.0);
        (self.jacobian)(t, y.as_ptr(), out.as_mut_ptr(), self.parameters.as_ptr());
        Ok(true)
    }
}

#[wasm_bindgen(js_name = solveLinked)]
pub fn solve_jit(
    callbacks: &Callbacks,
    rhs: usize,
    jacobian: usize,
    parameters: &[f64],
    request: &[f64],
) -> Result<Vec<f64>, JsError> {
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let [rhs, jacobian] = [rhs, jacobian].map(table_function);
    let system = JitSystem { n: request.y0.len(), rhs, jacobian, parameters };
    Ok(solve_observed(system, callbacks, &request))
}

/// The table that the facade puts its functions into.
#[wasm_bindgen(js_name = functionTable)]
pub fn function_table() -> JsValue {
    wasm_bindgen::function_table()
}

/// The indices of the elementary functions in the table: the functions of one number, then those of two.
#[wasm_bindgen(js_name = elementaryFunctions)]
pub fn elementary_functions() -> Vec<usize> {
    let unary = elementary::UNARY.map(|(_, function)| function as usize);
    let binary = elementary::BINARY.map(|(_, function)| function as usize);
    unary.into_iter().chain(binary).collect()
}

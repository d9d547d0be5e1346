//! Solves with JavaScript functions in the loop. `Calls` (`ts/backend/ode/calls.ts`) is one object a solve, so
//! solves may nest; none of its methods throws, so no exception crosses these frames; and it copies what it is
//! shown, so memory may grow meanwhile.

use ferrograd_kernels::ode::{self, Interrupt, Request, System};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::reject;

mod compiled;

#[wasm_bindgen]
extern "C" {
    /// The functions of one solve. Addresses count float64 values; each answers 0 to end the solve.
    pub type Calls;

    /// The time is passed by its address, too: a number would be boxed (4 ns).
    #[wasm_bindgen(method)]
    fn rhs(this: &Calls, t: usize, y: usize, dy: usize) -> u32;

    #[wasm_bindgen(method)]
    fn jacobian(this: &Calls, t: f64, y: usize, out: usize) -> u32;

    #[wasm_bindgen(method)]
    fn event(this: &Calls, index: usize, t: f64, y: usize, out: usize) -> u32;

    #[wasm_bindgen(method)]
    fn accepted(this: &Calls, t: f64, y: usize) -> u32;

    #[wasm_bindgen(method, getter, js_name = hasJacobian)]
    fn has_jacobian(this: &Calls) -> bool;

    #[wasm_bindgen(method, getter, js_name = constantJacobian)]
    fn constant_jacobian(this: &Calls) -> bool;

    #[wasm_bindgen(method, getter, js_name = watchesSteps)]
    fn watches_steps(this: &Calls) -> bool;
}

/// Where JavaScript finds the values in a `Float64Array` on the memory.
fn address(values: *const f64) -> usize {
    values.expose_provenance() / size_of::<f64>()
}

fn done(status: u32) -> Result<(), Interrupt> {
    if status == 0 { Err(Interrupt) } else { Ok(()) }
}

/// A system whose right-hand side is JavaScript.
struct Functions<'a> {
    calls: &'a Calls,
    n: usize,
    t: f64,
    has_jacobian: bool,
    constant_jacobian: bool,
    watches_steps: bool,
}

impl System for Functions<'_> {
    fn len(&self) -> usize {
        self.n
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        self.t = t;
        done(self.calls.rhs(address(&raw const self.t), address(y.as_ptr()), address(dy.as_mut_ptr())))
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        if self.has_jacobian {
            done(self.calls.jacobian(t, address(y.as_ptr()), address(out.as_mut_ptr())))?;
        }
        Ok(self.has_jacobian)
    }

    fn jacobian_is_constant(&self) -> bool {
        self.constant_jacobian
    }

    fn event(&mut self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        self.calls.value_of_event(index, t, y)
    }

    fn accepted(&mut self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        if self.watches_steps { done(self.calls.accepted(t, address(y.as_ptr()))) } else { Ok(()) }
    }
}

impl Calls {
    /// The value of an event function, which JavaScript writes to where it is told.
    fn value_of_event(&self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        let mut value = 0.0;
        done(self.event(index, t, address(y.as_ptr()), address(&raw mut value)))?;
        Ok(std::hint::black_box(value))
    }
}

#[wasm_bindgen(js_name = solveFunctions)]
pub fn solve_functions(calls: &Calls, request: &[f64]) -> Result<Vec<f64>, JsError> {
    let request = Request::decode(request).map_err(|error| reject(&error))?;
    let mut system = Functions {
        calls,
        n: request.y0.len(),
        t: request.t0,
        has_jacobian: calls.has_jacobian(),
        constant_jacobian: calls.constant_jacobian(),
        watches_steps: calls.watches_steps(),
    };
    Ok(ode::solve(&mut system, &request).encode())
}

/// Where the addresses point.
#[wasm_bindgen(js_name = linearMemory)]
pub fn linear_memory() -> JsValue {
    wasm_bindgen::memory()
}

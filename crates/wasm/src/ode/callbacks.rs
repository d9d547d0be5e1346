//! The JavaScript functions that a solve calls: `ts/backend/ode/calls.ts` implements [`Callbacks`].
//!
//! Each solve has an object of its own, so that solves may nest. None of its methods throws, so that no exception
//! unwinds frames of Rust; it copies what it reads and writes, so that the memory may grow meanwhile.

use ferrograd_kernels::ode::Interrupt;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The functions of one solve. Addresses count float64 values of the memory; each function returns 0 to end the
    /// solve.
    pub type Callbacks;

    /// `dy` ← f(t, y). The time is passed by its address, too, because a number would be boxed (4 ns).
    #[wasm_bindgen(method)]
    fn rhs(this: &Callbacks, t: usize, y: usize, dy: usize) -> u32;

    /// `out` ← ∂f/∂y, row-major.
    #[wasm_bindgen(method)]
    fn jacobian(this: &Callbacks, t: f64, y: usize, out: usize) -> u32;

    /// `out` ← the value of an event function.
    #[wasm_bindgen(method)]
    fn event(this: &Callbacks, index: usize, t: f64, y: usize, out: usize) -> u32;

    /// Notifies of an accepted step.
    #[wasm_bindgen(method)]
    fn accepted(this: &Callbacks, t: f64, y: usize) -> u32;

    /// Whether the system has a Jacobian.
    #[wasm_bindgen(method, getter, js_name = hasJacobian)]
    pub fn has_jacobian(this: &Callbacks) -> bool;

    /// Whether the Jacobian never changes.
    #[wasm_bindgen(method, getter, js_name = constantJacobian)]
    pub fn constant_jacobian(this: &Callbacks) -> bool;

    /// Whether accepted steps are to be notified.
    #[wasm_bindgen(method, getter, js_name = watchesSteps)]
    pub fn watches_steps(this: &Callbacks) -> bool;
}

impl Callbacks {
    /// `dy` ← f(t, y), with the time in memory.
    #[inline]
    pub fn write_rhs(&self, t: &f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        check(self.rhs(address(&raw const *t), address(y.as_ptr()), address(dy.as_mut_ptr())))
    }

    /// `out` ← ∂f/∂y at (t, y), row-major.
    pub fn write_jacobian(&self, t: f64, y: &[f64], out: &mut [f64]) -> Result<(), Interrupt> {
        check(self.jacobian(t, address(y.as_ptr()), address(out.as_mut_ptr())))
    }

    /// The value of an event function at (t, y).
    pub fn event_value(&self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        let mut value = 0.0;
        check(self.event(index, t, address(y.as_ptr()), address(&raw mut value)))?;
        // Without `black_box`, the compiler could take the value to be 0 still: JavaScript wrote it through its
        // address.
        Ok(std::hint::black_box(value))
    }

    /// Notifies of an accepted step that ends at (t, y).
    pub fn notify_accepted(&self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        check(self.accepted(t, address(y.as_ptr())))
    }
}

/// Where JavaScript finds the values in a `Float64Array` of the whole memory.
fn address(values: *const f64) -> usize {
    values.expose_provenance() / size_of::<f64>()
}

fn check(status: u32) -> Result<(), Interrupt> {
    if status == 0 { Err(Interrupt) } else { Ok(()) }
}

/// The memory that addresses point to.
#[wasm_bindgen(js_name = linearMemory)]
pub fn linear_memory() -> JsValue {
    wasm_bindgen::memory()
}

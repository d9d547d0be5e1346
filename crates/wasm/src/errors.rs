//! Errors of the kernels as exceptions. Apart from `lib.rs`, so that the modules it lists can import this.

use ferrograd_kernels::Error;
use wasm_bindgen::prelude::JsError;

/// An error as `ts/backend` decodes it.
pub fn reject(error: &Error) -> JsError {
    JsError::new(&error.encode())
}

//! The readers as a WebAssembly module without imports, of which any host can make a fresh instance after a trap.
//!
//! ```text
//! address ← reserve(length)                       the host copies its input there
//! scan_numbers(…) or decode_image(…)
//! facts()                                         address of numbers that describe the result
//! values() or pixels()                            address of the result
//! ```
//!
//! Only numbers are passed, so there is no generated glue. See
//! docs/decisions/data.md#readers-are-a-module-of-their-own.
#![allow(unsafe_code, reason = "`no_mangle` is needed to name the exports; there is no unsafe block")]

use std::cell::RefCell;

use ferrograd_readers::image::{DecodeError, decode};
use ferrograd_readers::table::{Format, max_values, scan};

#[derive(Default)]
struct State {
    input: Vec<u8>,
    values: Vec<f64>,
    pixels: Vec<u8>,
    facts: Vec<f64>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with_state<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Makes room for an input of so many bytes, and returns its address.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    with_state(|state| {
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Reads lines of numbers. The first `na_values` bytes of the input are the texts of missing values, one a line; the
/// table follows. Facts: `Scan::encode`.
#[unsafe(no_mangle)]
pub extern "C" fn scan_numbers(na_values: usize, delimiter: u8, columns: usize) {
    with_state(|state| {
        let (na_values, bytes) = state.input.split_at(na_values);
        let room = max_values(bytes.len());
        if state.values.len() < room {
            state.values.resize(room, 0.0);
        }
        state.facts = scan(bytes, &Format { delimiter, columns, na_values }, &mut state.values).encode();
    });
}

/// Address of the values of `scan_numbers`.
#[unsafe(no_mangle)]
pub extern "C" fn values() -> *const f64 {
    with_state(|state| state.values.as_ptr())
}

/// Decodes the input as an image of 1, 3 or 4 channels. Facts: error (0 none, 1 format, 2 too large, 3 truncated, 4
/// corrupt), width, height, and the number of bytes at `pixels`: the samples, or the text of an error.
#[unsafe(no_mangle)]
pub extern "C" fn decode_image(channels: usize, max_pixels: usize) {
    with_state(|state| {
        let (error, width, height, output) = match decode(&state.input, channels, max_pixels) {
            Ok(image) => (0, image.width, image.height, image.data),
            Err(DecodeError::Format) => (1, 0, 0, Vec::new()),
            Err(DecodeError::TooLarge { width, height }) => (2, width, height, Vec::new()),
            Err(DecodeError::Truncated) => (3, 0, 0, Vec::new()),
            Err(DecodeError::Corrupt(why)) => (4, 0, 0, why.into_bytes()),
        };
        state.facts = [error, width, height, output.len()].map(|fact| fact as f64).to_vec();
        state.pixels = output;
    });
}

/// Address of the output of `decode_image`.
#[unsafe(no_mangle)]
pub extern "C" fn pixels() -> *const u8 {
    with_state(|state| state.pixels.as_ptr())
}

/// Address of the facts of the last call.
#[unsafe(no_mangle)]
pub extern "C" fn facts() -> *const f64 {
    with_state(|state| state.facts.as_ptr())
}

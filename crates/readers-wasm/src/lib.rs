//! The readers as a WebAssembly module without imports, which any host can instantiate anew after a trap.
//!
//! The host writes its input at the address that `reserve` answers, calls a reader, and reads `facts` and what the
//! reader describes. Numbers alone cross.
#![allow(unsafe_code, reason = "`no_mangle` names the exports; no block here is unsafe")]

use std::cell::RefCell;

use ferrograd_readers::image::{Fault, decode};
use ferrograd_readers::table::{Format, most_values, scan};

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

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Makes room for an input of so many bytes, and answers its address.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    with(|state| {
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Reads lines of numbers; the input's first bytes are the marks of missing values, one a line. Facts: `Scan::encode`.
#[unsafe(no_mangle)]
pub extern "C" fn scan_numbers(marks: usize, delimiter: u8, columns: usize) {
    with(|state| {
        let (marks, bytes) = state.input.split_at(marks);
        let room = most_values(bytes.len());
        if state.values.len() < room {
            state.values.resize(room, 0.0);
        }
        state.facts = scan(bytes, &Format { delimiter, columns, marks }, &mut state.values).encode();
    });
}

/// Address of the values of `scan_numbers`.
#[unsafe(no_mangle)]
pub extern "C" fn values() -> *const f64 {
    with(|state| state.values.as_ptr())
}

/// Decodes the input as an image of 1, 3 or 4 channels. Facts: fault (0 none, 1 format, 2 too large, 3 truncated, 4
/// corrupt), width, height, and the number of bytes at `pixels`, which are the samples or what the decoder says.
#[unsafe(no_mangle)]
pub extern "C" fn decode_image(channels: usize, most_pixels: usize) {
    with(|state| {
        let (fault, width, height, output) = match decode(&state.input, channels, most_pixels) {
            Ok(image) => (0, image.width, image.height, image.data),
            Err(Fault::Format) => (1, 0, 0, Vec::new()),
            Err(Fault::TooLarge { width, height }) => (2, width, height, Vec::new()),
            Err(Fault::Truncated) => (3, 0, 0, Vec::new()),
            Err(Fault::Corrupt(why)) => (4, 0, 0, why.into_bytes()),
        };
        state.facts = [fault, width, height, output.len()].map(|fact| fact as f64).to_vec();
        state.pixels = output;
    });
}

/// Address of the output of `decode_image`.
#[unsafe(no_mangle)]
pub extern "C" fn pixels() -> *const u8 {
    with(|state| state.pixels.as_ptr())
}

/// Address of the facts of the last call.
#[unsafe(no_mangle)]
pub extern "C" fn facts() -> *const f64 {
    with(|state| state.facts.as_ptr())
}

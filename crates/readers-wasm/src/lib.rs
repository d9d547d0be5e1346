//! The readers as a WebAssembly module without imports, which any host can instantiate anew after a trap.
//!
//! The host writes its input at the address that `reserve` answers, calls a reader, and reads `facts` and what the
//! reader describes. Numbers alone cross.
#![allow(unsafe_code, reason = "`no_mangle` names the exports; no block here is unsafe")]

use std::cell::RefCell;

use ferrograd_readers::table::{Format, most_values, scan};

#[derive(Default)]
struct State {
    input: Vec<u8>,
    values: Vec<f64>,
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

/// Address of the facts of the last call.
#[unsafe(no_mangle)]
pub extern "C" fn facts() -> *const f64 {
    with(|state| state.facts.as_ptr())
}

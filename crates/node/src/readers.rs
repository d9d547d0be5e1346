//! Tables of numbers, read on all cores; images are decoded in WebAssembly everywhere.

use std::thread::available_parallelism;

use ferrograd_readers::table::{Format, scan_parallel};
use napi::Env;
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

use crate::large_pages;

/// More threads wait for memory.
const MOST_THREADS: usize = 8;

#[napi(catch_unwind)]
#[allow(unsafe_code, reason = "the values go straight to where JavaScript wants them")]
pub fn scan_numbers<'env>(
    env: &'env Env,
    bytes: &[u8],
    mut out: Float64ArraySlice,
    marks: String,
    delimiter: u8,
    columns: u32,
) -> napi::Result<Float64ArraySlice<'env>> {
    let format = Format { delimiter, columns: columns as usize, marks: marks.as_bytes() };
    let threads = available_parallelism().map_or(1, |count| count.get().min(MOST_THREADS));
    // SAFETY: JavaScript waits for this call, and its one caller passes an array that no other argument shares.
    let out = unsafe { out.as_mut() };
    large_pages::advise(out);
    Float64ArraySlice::copy_from(env, scan_parallel(bytes, &format, out, threads).encode())
}

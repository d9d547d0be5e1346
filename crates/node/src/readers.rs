//! Tables of numbers, read on all cores. Images are decoded in WebAssembly in Node, too: see
//! docs/decisions/data.md#readers-are-a-module-of-their-own.

use std::thread::available_parallelism;

use ferrograd_readers::table::{Format, scan_parallel};
use napi::Env;
use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

use crate::large_pages;

/// More threads than this would wait for memory.
const MAX_THREADS: usize = 8;

#[napi(catch_unwind)]
#[allow(unsafe_code, reason = "the values are written into the array that JavaScript passed")]
pub fn scan_numbers<'env>(
    env: &'env Env,
    bytes: &[u8],
    mut out: Float64ArraySlice,
    na_values: String,
    delimiter: u8,
    columns: u32,
) -> napi::Result<Float64ArraySlice<'env>> {
    let format = Format { delimiter, columns: columns as usize, na_values: na_values.as_bytes() };
    let threads = available_parallelism().map_or(1, |count| count.get().min(MAX_THREADS));
    // SAFETY: JavaScript waits for this call, and its only caller passes an array that shares no memory with the other
    // arguments.
    let out = unsafe { out.as_mut() };
    large_pages::advise(out);
    Float64ArraySlice::copy_from(env, scan_parallel(bytes, &format, out, threads).encode())
}

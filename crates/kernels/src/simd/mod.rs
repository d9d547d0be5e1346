//! Vectors of the instruction set found at run time.
//!
//! A kernel is written once, as a [`SimdOp`] generic over [`Simd`], and `dispatch!` compiles it for every
//! instruction set. A new instruction set is one file with its impls, and its lines in `isa.rs` and `dispatch.rs`.
//!
//! See docs/decisions/kernels.md#instruction-sets-have-a-folder-of-their-own.
#![allow(unsafe_code, reason = "intrinsics, and calls into code compiled for detected features")]

#[cfg(target_arch = "x86_64")]
pub mod avx2;
#[cfg(target_arch = "x86_64")]
pub mod avx512;
mod dispatch;
mod float_bits;
mod isa;
pub mod math;
#[cfg(target_arch = "aarch64")]
pub mod neon;
mod partial;
mod peak;
mod prefetch;
#[cfg(target_feature = "relaxed-simd")]
pub mod relaxed;
mod rows;
#[cfg(not(target_feature = "simd128"))]
pub mod scalar;
#[cfg(target_feature = "simd128")]
pub mod simd128;
mod slices;
mod traits;

pub(crate) use dispatch::dispatch;
pub use dispatch::lanes;
pub use isa::Isa;
pub use partial::{first_lanes, load_at, store_at};
pub use peak::peak;
pub use prefetch::prefetch;
pub use rows::{across, add_rows, map_sum, zip_rows};
pub use slices::{combine, dot, largest, map, reduce, zip};
pub(crate) use traits::MAX_LANES;
pub use traits::{Simd, SimdOp};

//! Elementary functions on vectors: the same code, constants and order of operations on every instruction set.
//!
//! See docs/decisions/kernels.md#elementary-functions-are-our-own-in-vectors.

mod arctan;
mod basic;
mod coefficients;
mod exponential;
mod logarithm;
mod normal;

pub use arctan::arctan;
pub use basic::{abs, clamp, constant};
pub use coefficients::Coefficients;
pub use exponential::{exp, expm1, sigmoid, tanh};
pub use logarithm::{log, softplus, softplus_rest};
pub use normal::normal;

//! All suites in one program: each would compile all kernels again.
#![allow(missing_docs, reason = "tests")]

mod activations;
mod allocation;
mod gemm;
mod gradients;
mod gradients_conv;
mod losses;
mod math;
mod normalization;
mod optimizers;
mod rng;
mod spec;
mod support;
mod training;

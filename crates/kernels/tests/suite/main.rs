//! All suites in one program, as every test program compiles all kernels again, for each instruction set.
//! See docs/decisions/kernels.md#tests-of-the-kernels-are-one-program.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::float_cmp, reason = "results have to be bitwise identical")]

mod activations;
mod allocation;
mod gemm;
mod gradients;
mod gradients_conv;
mod losses;
mod math;
mod normalization;
mod ode_allocation;
mod ode_ensemble;
mod ode_implicit;
mod ode_methods;
mod ode_models;
mod ode_pow;
mod optimizers;
mod rng;
mod spec;
mod support;
mod training;

#[global_allocator]
static ALLOCATOR: support::counting::Counting = support::counting::Counting;

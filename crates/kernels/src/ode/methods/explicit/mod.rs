//! Explicit Runge–Kutta methods. `tableau` says what a method consists of, `runge_kutta` takes its steps and
//! rejects those whose error is too large, `fixed_step` takes steps of one size. Each method has one file: its
//! numbers, its interpolant and where they come from.
#![allow(clippy::unreadable_literal, reason = "coefficients as they are published")]

pub mod dop853;
pub mod error_norm;
pub mod fixed_step;
pub mod polynomial;
pub mod rk23;
pub mod rk45;
pub mod runge_kutta;
mod small_system;
pub mod stage_derivatives;
pub mod step;
pub mod tableau;
pub mod tsit5;

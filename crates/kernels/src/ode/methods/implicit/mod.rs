//! Methods for stiff systems: each step solves nonlinear equations with the Jacobian.

pub mod complex_lu;
pub mod error_scale;
pub mod jacobian;
pub mod lu;
pub mod newton;
mod num_jac;

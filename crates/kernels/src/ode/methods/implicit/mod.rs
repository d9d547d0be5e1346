//! What methods for stiff systems share: each step solves nonlinear equations by Newton's iteration, with a
//! Jacobian and its LU factors.

pub mod common;
pub mod complex_lu;
pub mod error_scale;
pub mod jacobian;
pub mod lu;
pub mod newton;
mod num_jac;

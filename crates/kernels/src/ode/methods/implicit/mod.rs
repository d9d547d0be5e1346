//! What methods for stiff systems share: each step solves nonlinear equations by Newton's iteration, with a
//! Jacobian and its LU factors.

pub mod complex_lu;
pub mod error_scale;
pub mod implicit_state;
pub mod jacobian;
pub mod lu;
pub mod newton;
mod num_jac;

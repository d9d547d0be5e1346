//! Ordinary differential equations: SciPy's methods and semantics, stepped without allocation.
//!
//! `solve` is the loop, `method` what it asks of a method, `system` what a method asks of the equations.

pub mod dense_output;
pub mod elementary;
pub mod ensemble;
pub mod errors;
pub mod events;
pub mod expr;
pub mod fixed;
pub mod implicit;
pub mod method;
pub mod methods;
pub mod model;
pub mod pow;
mod pow_tables;
pub mod real;
pub mod request;
pub mod runge_kutta;
mod small_system;
pub mod solution;
pub mod solve;
pub mod stages;
pub mod step;
pub mod step_control;
pub mod sum;
pub mod system;
pub mod systems;

pub use methods::Method;
pub use model::{Model, ModelSystem};
pub use request::Request;
pub use solution::{End, Solution};
pub use solve::solve;
pub use system::{Interrupt, System};

//! Ordinary differential equations: SciPy's methods and semantics, stepped without allocation.
//!
//! `solve` is the loop. `stepper` is what it needs from a method, which `methods` implement; `system` is what a
//! method needs from the equations, which `model`, `systems` and the bindings implement. `step_control` sizes the
//! steps, `dense_output` and `events` look inside of them, `ensemble` solves one model many times.

pub mod bytecode;
pub mod dense_output;
pub mod elementary;
pub mod ensemble;
pub mod events;
mod initial_step;
pub mod method;
pub mod methods;
pub mod model;
pub mod pow;
mod pow_tables;
pub mod real;
pub mod request;
mod root;
pub mod solution;
pub mod solve;
pub mod step_control;
pub mod stepper;
pub mod sum;
pub mod system;
pub mod systems;

pub use method::Method;
pub use model::{Model, ModelSystem};
pub use request::Request;
pub use solution::{Solution, Termination};
pub use solve::solve;
pub use system::{Interrupt, System};

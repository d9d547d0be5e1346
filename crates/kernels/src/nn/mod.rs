//! Neural networks: a spec becomes a plan, a plan one arena, and a program trains in it.

pub mod activations;
pub mod dataset;
pub mod layers;
pub mod losses;
pub mod optimizers;
mod pass;
pub mod plan;
pub mod program;
pub mod spec;
pub(crate) mod vector;

pub use dataset::Dataset;
pub use program::{Program, Slot, Totals, Training};
pub use spec::Spec;

//! Neural networks: a spec becomes a plan, a plan one arena, and a program trains in it.

pub mod activations;
pub mod dataset;
pub mod layers;
pub mod losses;
pub mod optimizers;
mod pass;
pub mod plan;
pub mod program;
pub mod slots;
pub mod spec;
pub mod training;
pub(crate) mod vector;

pub use dataset::Dataset;
pub use program::{Program, Totals};
pub use slots::Slot;
pub use spec::Spec;
pub use training::Training;

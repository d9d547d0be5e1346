//! Neural networks: a spec becomes a plan, a plan one arena, and a program trains in it.

pub mod activations;
mod by_hand;
pub mod dataset;
pub mod layers;
pub mod losses;
pub mod optimizers;
pub mod passes;
pub mod penalties;
pub mod plan;
pub mod program;
pub mod regions;
pub mod slots;
pub mod spec;
pub mod targets;
pub mod totals;
pub mod training;
pub(crate) mod vector;

pub use dataset::Dataset;
pub use program::Program;
pub use slots::Slot;
pub use spec::Spec;
pub use totals::Totals;
pub use training::{Order, Training};

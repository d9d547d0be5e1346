//! Neural networks: a spec becomes a plan, a plan one arena, and a program trains in it.

pub mod activations;
pub mod constraints;
pub mod layers;
pub mod losses;
pub mod memory;
pub mod node;
pub mod optimizers;
pub mod parameter_access;
pub mod passes;
pub mod plan;
pub mod program;
pub mod regularizers;
pub mod samples;
pub mod spec;
mod standalone;
pub mod tensors;
pub mod totals;
pub mod training;
pub mod undo_log;
pub(crate) mod vector;

pub use parameter_access::Slot;
pub use program::Program;
pub use samples::dataset::Dataset;
pub use samples::order::SampleOrder;
pub use spec::Spec;
pub use totals::Totals;
pub use training::Training;

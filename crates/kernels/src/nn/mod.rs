//! Neural networks. A spec becomes a plan, the plan is laid out in one arena, and a program trains in it.
//!
//! - `spec` parses the text of a model; `plan` makes its layers, as `node`s between `tensors`, and lays out
//!   the `memory`.
//! - `program` is the compiled model; `evaluation` predicts with it; `training` does many steps a call, with
//!   `undo_log` for one that diverges; `standalone` does the parts of a step one by one; `parameter_access`
//!   reads and writes parameters.
//! - `passes` takes one batch through all layers. `samples` holds the data and converts them.
//! - `layers`, `activations`, `losses` and `optimizers` have a file for each, and a registry in their
//!   `mod.rs`; `regularizers` and `constraints` apply to the parameters of any layer.
//!
//! See docs/decisions/networks.md#a-model-is-compiled-into-one-arena.

pub mod activations;
pub mod constraints;
mod evaluation;
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
pub use training::TrainingResult;

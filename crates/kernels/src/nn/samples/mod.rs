//! Samples and targets in backend memory, and their conversion to the element type of a program.

pub mod dataset;
pub mod order;
pub mod targets;

//! Samples and targets in backend memory, the order in which they are trained, and their conversion to the
//! element type of a program.

pub mod convert;
pub mod dataset;
pub mod order;
pub mod targets;

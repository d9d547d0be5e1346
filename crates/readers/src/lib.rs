//! Readers of data files: tables of numbers, PNG and JPEG images. They know nothing of JavaScript.
//!
//! Input is never trusted: sizes are checked before anything is allocated, and what is wrong is told with its place.

mod eisel_lemire;
pub mod image;
mod number;
pub mod table;

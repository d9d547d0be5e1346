//! Readers of data files: tables of numbers, PNG and JPEG images. They know nothing of JavaScript.
//!
//! Input is not trusted: sizes are checked before memory is allocated for them, and errors say where they are.

mod eisel_lemire;
pub mod image;
mod number;
pub mod table;

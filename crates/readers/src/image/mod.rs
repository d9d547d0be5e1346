//! PNG and JPEG images as 8-bit samples.
//!
//! The size that a header states is compared with the size of the file before a decoder sees it, so that no memory is
//! allocated because a file says so. See docs/decisions/data.md#readers-are-a-module-of-their-own.

mod channels;
mod decode;
mod jpeg;
mod png;
mod types;

pub use decode::decode;
pub use types::{DecodeError, Image};

//! The mathematics of ferrograd, independent of JavaScript: the bindings in `crates/node` and `crates/wasm`
//! only convert arguments and map errors.

pub mod arena;
pub mod element;
pub mod error;
mod floats;
pub mod gemm;
pub mod nn;
pub mod ode;
pub mod rng;
pub mod simd;

pub use arena::Arena;
pub use element::Element;
pub use error::Error;
pub use simd::Isa;

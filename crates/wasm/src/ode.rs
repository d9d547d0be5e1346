//! Solves of differential equations: of JavaScript functions, of equations that were compiled to WebAssembly at run
//! time (`jit`), and of models of the kernels.

mod callbacks;
mod functions;
mod jit;
mod models;

//! Matrix products: one for any shapes and strides ([`gemm`]), and those of layers.
//!
//! | file             | product                                                                             |
//! | ---------------- | ----------------------------------------------------------------------------------- |
//! | `blocked`        | C = A·B of any two matrices, packed block by block                                  |
//! | `panel_products` | the products of a dense layer, whose weights are packed once, as `panels`           |
//! | `small_n`        | the same for very few units, where panels would mostly hold zeros                   |
//! | `small_k`        | the gradients of a dense layer with very few inputs                                 |
//! | `indirect`       | rows found through tables of offsets: convolution without a copy of its patches     |
//! | `micro_kernel`   | one register tile, the inner loop of `blocked` and `panel_products`                 |
//!
//! Names are those of BLIS: MR and NR are the rows and columns of a register tile, KC the depth of a block, MC and NC
//! its rows and columns.
#![allow(unsafe_code, reason = "register tiles work on addresses, checked once for each product")]

mod blocked;
mod const_dispatch;
pub mod indirect;
mod matrix;
mod micro_kernel;
mod pack;
pub mod panel_products;
pub mod panels;
pub mod small_k;
pub mod small_n;

pub use blocked::{gemm, matmul};
pub use matrix::Matrix;

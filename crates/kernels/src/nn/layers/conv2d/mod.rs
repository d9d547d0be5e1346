//! a = f(x ∗ W + b) on images, channels last, in groups of channels. Each sample is one product through
//! tables of offsets, while it and its output are in the nearest cache.

mod convolution;
mod forward_backward;
mod loops;
mod weights;

pub use convolution::Conv2d;

//! The elementary functions of equations, bitwise identical on every backend: `libm` is compiled into the kernels,
//! where std would call the platform's own.

use super::pow::pow;

/// A function of one number.
pub type Unary = fn(f64) -> f64;
/// A function of two numbers.
pub type Binary = fn(f64, f64) -> f64;

/// Functions of one number by the names that equations use; `ts/backend/ode` and bytecode know them by their index.
pub const UNARY: [(&str, Unary); 12] = [
    ("sin", libm::sin),
    ("cos", libm::cos),
    ("tan", libm::tan),
    ("asin", libm::asin),
    ("acos", libm::acos),
    ("atan", libm::atan),
    ("sinh", libm::sinh),
    ("cosh", libm::cosh),
    ("tanh", libm::tanh),
    ("exp", libm::exp),
    ("log", libm::log),
    ("log10", libm::log10),
];

/// Functions of two numbers by the names that equations use, known by their index, too.
pub const BINARY: [(&str, Binary); 2] = [("atan2", libm::atan2), ("pow", pow)];

/// The smaller number, NaN where either is NaN, −0 below 0: WebAssembly's `f64.min`.
#[inline(always)]
pub fn min(a: f64, b: f64) -> f64 {
    if a < b {
        a
    } else if b < a {
        b
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        f64::from_bits(a.to_bits() | b.to_bits())
    }
}

/// The larger number, NaN where either is NaN, 0 above −0: WebAssembly's `f64.max`.
#[inline(always)]
pub fn max(a: f64, b: f64) -> f64 {
    -min(-a, -b)
}

/// −1 or 1; 0, −0 and NaN stay.
#[inline(always)]
pub fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}

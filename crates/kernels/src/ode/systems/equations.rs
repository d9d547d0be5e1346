//! The contract of a built-in system.

use crate::ode::real::Real;

/// Equations whose constants are parameters.
pub trait Equations {
    /// Number of equations.
    fn size(&self) -> usize;

    /// Number of parameters.
    fn parameters(&self) -> usize;

    /// `dy` ← f(t, y) with parameters `p`.
    fn rhs<R: Real>(&self, t: R, y: &[R], p: &[R], dy: &mut [R]);

    /// `out` ← ∂f/∂y, row-major; the caller has filled `out` with zeros.
    fn jacobian(&self, t: f64, y: &[f64], p: &[f64], out: &mut [f64]);
}

/// The first N values, whose indices the compiler then knows to exist.
#[inline(always)]
pub fn first<const N: usize, R: Real>(values: &[R]) -> [R; N] {
    std::array::from_fn(|index| values[index])
}

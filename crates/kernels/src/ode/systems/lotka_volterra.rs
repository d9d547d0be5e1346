use super::equations::{Equations, first};
use crate::ode::real::Real;

/// Prey x and predators y: x' = ax − bxy, y' = dxy − cy, with parameters a, b, c, d.
///
/// V. Volterra, "Fluctuations in the abundance of a species considered mathematically", Nature 118 (1926), 558–560.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotkaVolterra;

impl Equations for LotkaVolterra {
    fn size(&self) -> usize {
        2
    }

    fn parameters(&self) -> usize {
        4
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let [a, b, c, d] = first(p);
        let [x, y] = first(y);
        dy[..2].copy_from_slice(&[a * x - b * x * y, d * x * y - c * y]);
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let [a, b, c, d] = first(p);
        let [x, y] = first(y);
        out.copy_from_slice(&[a - b * y, -(b * x), d * y, d * x - c]);
    }
}

use super::equations::{Equations, first};
use crate::ode::real::Real;

/// x″ = μ(1 − x²)x′ − x as a system of x and x′, with parameter μ.
///
/// B. van der Pol, "On relaxation-oscillations", Philosophical Magazine 2 (1926), 978–992.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VanDerPol;

impl Equations for VanDerPol {
    fn size(&self) -> usize {
        2
    }

    fn parameters(&self) -> usize {
        1
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let [mu] = first(p);
        let [x, v] = first(y);
        dy[..2].copy_from_slice(&[v, mu * (R::splat(1.0) - x * x) * v - x]);
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let [mu] = first(p);
        let [x, v] = first(y);
        out.copy_from_slice(&[0.0, 1.0, -2.0 * mu * x * v - 1.0, mu * (1.0 - x * x)]);
    }
}

use super::equations::{Equations, first};
use crate::ode::real::Real;

/// x' = σ(y − x), y' = x(ρ − z) − y, z' = xy − βz, with parameters σ, ρ, β.
///
/// E. N. Lorenz, "Deterministic nonperiodic flow", Journal of the Atmospheric Sciences 20 (1963), 130–141.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lorenz;

impl Equations for Lorenz {
    fn size(&self) -> usize {
        3
    }

    fn parameters(&self) -> usize {
        3
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let [sigma, rho, beta] = first(p);
        let [x, y, z] = first(y);
        dy[..3].copy_from_slice(&[sigma * (y - x), x * (rho - z) - y, x * y - beta * z]);
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let [sigma, rho, beta] = first(p);
        let [x, y, z] = first(y);
        out.copy_from_slice(&[-sigma, sigma, 0.0, rho - z, -1.0, -x, y, x, -beta]);
    }
}

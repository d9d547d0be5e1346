use super::equations::{Equations, first};
use crate::ode::real::Real;

/// A slow, a fast and a very fast reaction, with rates k₁, k₂, k₃ as parameters:
/// x' = −k₁x + k₃yz, y' = k₁x − k₃yz − k₂y², z' = k₂y².
///
/// H. H. Robertson, "The solution of a set of reaction rate equations", in *Numerical Analysis: An Introduction*,
/// Academic Press (1966), 178–182.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Robertson;

impl Equations for Robertson {
    fn size(&self) -> usize {
        3
    }

    fn parameters(&self) -> usize {
        3
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let [k1, k2, k3] = first(p);
        let [x, y, z] = first(y);
        let (slow, fast, fastest) = (k1 * x, k3 * y * z, k2 * y * y);
        dy[..3].copy_from_slice(&[-slow + fast, slow - fast - fastest, fastest]);
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let [k1, k2, k3] = first(p);
        let [_, y, z] = first(y);
        let fastest = 2.0 * k2 * y;
        let rows = [-k1, k3 * z, k3 * y, k1, -(k3 * z) - fastest, -(k3 * y), 0.0, fastest, 0.0];
        out.copy_from_slice(&rows);
    }
}

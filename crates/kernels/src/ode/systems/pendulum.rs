use super::equations::{Equations, first};
use crate::ode::real::Real;

/// θ″ = −(g/l) sin θ − cθ′ as a system of θ and θ′, with gravity g, length l and damping c as parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pendulum;

impl Equations for Pendulum {
    fn size(&self) -> usize {
        2
    }

    fn parameters(&self) -> usize {
        3
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let [gravity, length, damping] = first(p);
        let [angle, velocity] = first(y);
        let acceleration = -(gravity / length) * angle.map(libm::sin) - damping * velocity;
        dy[..2].copy_from_slice(&[velocity, acceleration]);
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let [gravity, length, damping] = first(p);
        out.copy_from_slice(&[0.0, 1.0, -(gravity / length) * libm::cos(y[0]), -damping]);
    }
}

//! ∂f/∂y where it is needed: as a function, a constant, or by finite differences.

use super::num_jac::NumJac;
use crate::ode::stepper::Stats;
use crate::ode::system::{Interrupt, System};

/// The latest Jacobian, row-major.
pub struct Jacobian {
    pub matrix: Vec<f64>,
    /// It never changes, and stats as no evaluation.
    pub constant: bool,
    differences: Option<NumJac>,
}

impl Jacobian {
    /// At the start, where f(t, y) = `f`.
    pub fn start<S: System + ?Sized>(
        system: &mut S,
        at: (f64, &[f64], &[f64]),
        atol: &[f64],
        stats: &mut Stats,
    ) -> Result<Self, Interrupt> {
        let n = at.1.len();
        let mut matrix = vec![0.0; n * n];
        let constant = system.jacobian_is_constant();
        let differences = if system.jacobian(at.0, at.1, &mut matrix)? { None } else { Some(NumJac::new(n)) };
        let mut jacobian = Self { matrix, constant, differences };
        if jacobian.differences.is_some() {
            jacobian.evaluate(system, at, atol, stats)?;
        } else if !constant {
            stats.njev += 1;
        }
        Ok(jacobian)
    }

    /// Whether it is taken by finite differences, which need f(t, y).
    pub fn is_numerical(&self) -> bool {
        self.differences.is_some()
    }

    pub fn evaluate<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, y, f): (f64, &[f64], &[f64]),
        atol: &[f64],
        stats: &mut Stats,
    ) -> Result<(), Interrupt> {
        stats.njev += 1;
        match &mut self.differences {
            Some(differences) => differences.evaluate(system, (t, y, f), atol, &mut self.matrix),
            None => system.jacobian(t, y, &mut self.matrix).map(|_| ()),
        }
    }
}

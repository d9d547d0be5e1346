//! ∂f/∂y for Newton's iteration: from the system where it has a Jacobian, constant or not, else by finite differences.

use super::num_jac::NumJac;
use crate::ode::stepper::Stats;
use crate::ode::system::{Interrupt, System};

/// The latest Jacobian, row-major.
pub struct Jacobian {
    pub matrix: Vec<f64>,
    /// The Jacobian never changes, and counts as no evaluation.
    pub is_constant: bool,
    differences: Option<NumJac>,
}

impl Jacobian {
    /// At the start of a solve, where f(t, y) = f.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn start<S: System + ?Sized>(
        system: &mut S,
        at: (f64, &[f64], &[f64]),
        atol: &[f64],
        stats: &mut Stats,
    ) -> Result<Self, Interrupt> {
        let n = at.1.len();
        let mut matrix = vec![0.0; n * n];
        let is_constant = system.jacobian_is_constant();
        let differences = if system.jacobian(at.0, at.1, &mut matrix)? { None } else { Some(NumJac::new(n)) };
        let mut jacobian = Self { matrix, is_constant, differences };
        if jacobian.differences.is_some() {
            jacobian.evaluate(system, at, atol, stats)?;
        } else if !is_constant {
            stats.njev += 1;
        }
        Ok(jacobian)
    }

    /// Whether the Jacobian is taken by finite differences, which need f(t, y).
    pub fn is_numerical(&self) -> bool {
        self.differences.is_some()
    }

    /// `matrix` ← ∂f/∂y at (t, y), where f(t, y) = f.
    ///
    /// # Errors
    /// When the system ends the solve.
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

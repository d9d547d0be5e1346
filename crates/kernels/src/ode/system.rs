//! What a solver needs from the equations.

/// The solve ends at once: a callback threw or asked to stop. The implementation of [`System`] keeps the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupt;

/// A first-order system y' = f(t, y).
pub trait System {
    /// Number of equations.
    fn len(&self) -> usize;

    /// Whether there is no equation.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `dy` ← f(t, y).
    ///
    /// # Errors
    /// An interrupt ends the solve.
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt>;

    /// `out` ← ∂f/∂y, row-major; returns `false` where the system has no Jacobian, and finite differences are taken.
    ///
    /// # Errors
    /// An interrupt ends the solve.
    fn jacobian(&mut self, _t: f64, _y: &[f64], _out: &mut [f64]) -> Result<bool, Interrupt> {
        Ok(false)
    }

    /// Whether the Jacobian never changes; it then stats as no evaluation.
    fn jacobian_is_constant(&self) -> bool {
        false
    }

    /// Value of event function `index`; the solver looks for its roots.
    ///
    /// # Errors
    /// An interrupt ends the solve.
    fn event(&mut self, _index: usize, _t: f64, _y: &[f64]) -> Result<f64, Interrupt> {
        Err(Interrupt)
    }

    /// Called after every accepted step.
    ///
    /// # Errors
    /// An interrupt ends the solve.
    fn accepted(&mut self, _t: f64, _y: &[f64]) -> Result<(), Interrupt> {
        Ok(())
    }
}

impl<S: System + ?Sized> System for &mut S {
    fn len(&self) -> usize {
        (**self).len()
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        (**self).rhs(t, y, dy)
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        (**self).jacobian(t, y, out)
    }

    fn jacobian_is_constant(&self) -> bool {
        (**self).jacobian_is_constant()
    }

    fn event(&mut self, index: usize, t: f64, y: &[f64]) -> Result<f64, Interrupt> {
        (**self).event(index, t, y)
    }

    fn accepted(&mut self, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        (**self).accepted(t, y)
    }
}

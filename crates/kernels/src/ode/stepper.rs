//! What every method of integration offers the loop in `solve.rs`.

use super::dense_output::LocalInterpolant;
use super::request::Request;
use super::system::{Interrupt, System};

/// Why no further step can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// The system ended the solve.
    Interrupted,
    /// The step would be smaller than the spacing between numbers.
    StepTooSmall,
    /// The right-hand side is not a number at the start.
    NotANumber,
}

impl From<Interrupt> for StepError {
    fn from(_: Interrupt) -> Self {
        Self::Interrupted
    }
}

/// How much work has been done, counted as SciPy stats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Evaluations of the right-hand side, without those of a finite-difference Jacobian.
    pub nfev: usize,
    /// Evaluations of the Jacobian.
    pub njev: usize,
    /// LU decompositions.
    pub nlu: usize,
}

/// An integration in progress. Nothing allocates after `start`.
pub trait Stepper: Sized {
    /// Evaluates f(t0, y0) and chooses the first step.
    ///
    /// # Errors
    /// When the system ends the solve, or its value at the start is not a number.
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, StepError>;

    /// Takes one step, trying again with smaller ones until it is accepted.
    ///
    /// # Errors
    /// When none can be taken; t and y stay as they were.
    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError>;

    /// Where the last accepted step ended.
    fn t(&self) -> f64;

    /// Where it began.
    fn t_old(&self) -> f64;

    /// Values at `t`.
    fn y(&self) -> &[f64];

    /// Work done so far.
    fn stats(&self) -> Stats;

    /// Writes the interpolant over the last step.
    ///
    /// # Errors
    /// When the system ends the solve: DOP853 evaluates it three more times.
    fn write_interpolant<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt>;
}

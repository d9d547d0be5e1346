//! The contract of one step: what the loop in `solve.rs` needs from a method.
//!
//! A method accepts and rejects its own attempts, within [`Stepper::step`]; `step_control.rs` says how long each
//! attempt is.

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

/// How much work has been done, counted as SciPy counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Evaluations of the right-hand side, without those of a finite-difference Jacobian.
    pub nfev: usize,
    /// Evaluations of the Jacobian.
    pub njev: usize,
    /// LU decompositions.
    pub nlu: usize,
}

/// How far an integration has come: what every method keeps besides its values.
#[derive(Clone, Copy, Debug)]
pub struct StepState {
    /// Where the last accepted step began. Radau and BDF extrapolate from it; NaN means that there was no step yet.
    pub t_old: f64,
    /// Where the last accepted step ended.
    pub t: f64,
    /// Work done so far.
    pub stats: Stats,
}

/// An integration in progress. Nothing allocates after `start`.
pub trait Stepper: Sized {
    /// Evaluates f(t0, y0) and chooses the size of the first step.
    ///
    /// # Errors
    /// When the system ends the solve, or its value at the start is not a number.
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, StepError>;

    /// Takes one step: rejected attempts are repeated with smaller steps until one is accepted.
    ///
    /// # Errors
    /// When no step can be taken; t and y stay as they were.
    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), StepError>;

    /// The last accepted step, and the work done.
    fn state(&self) -> &StepState;

    /// Values at [`Self::t`].
    fn y(&self) -> &[f64];

    /// Writes the interpolant over the last accepted step.
    ///
    /// # Errors
    /// When the system ends the solve: DOP853 evaluates it three more times.
    fn write_interpolant<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt>;

    /// Where the last accepted step ended.
    fn t(&self) -> f64 {
        self.state().t
    }

    /// Work done so far.
    fn stats(&self) -> Stats {
        self.state().stats
    }
}

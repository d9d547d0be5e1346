//! What an explicit method consists of: the numbers of its Butcher tableau and, where it adapts its steps, the norm
//! of its error and its interpolant.

use super::error_norm::ErrorNorm;
use super::step::ExplicitStep;
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::system::{Interrupt, System};

/// Stages of the largest method.
pub const MAX_STAGES: usize = 12;

/// An explicit method of `S` stages.
pub trait ButcherTableau<const S: usize> {
    /// Order of the solution.
    const ORDER: u32;
    /// Where in the step each stage is taken.
    const C: [f64; S];
    /// Weights of the earlier stages in each stage.
    const A: [[f64; S]; S];
    /// Weights of the stages in the solution.
    const B: [f64; S];
}

/// An explicit method with an embedded error estimate, whose last evaluation is the first of the next step.
pub trait EmbeddedTableau<const S: usize>: ButcherTableau<S> {
    /// Order of the error estimate.
    const ERROR_ORDER: u32;
    /// Further evaluations that dense output takes.
    const EXTRA_STAGES: usize = 0;
    /// Weights of the stages, and of the derivatives at the end of the step, in each estimate of the error.
    const ERRORS: &'static [&'static [f64]];

    /// Root mean square of the estimated error in units of the tolerance.
    fn error(errors: &mut impl ErrorNorm, h: f64) -> f64;

    /// Writes the interpolant over the last step.
    ///
    /// # Errors
    /// When the system ends the solve.
    fn write_interpolant<Y: System + ?Sized>(
        step: &mut ExplicitStep,
        system: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt>;
}

//! What an explicit method with an embedded error estimate consists of: the numbers of its tableau, the norm of its
//! error and its interpolant.

use super::error_norm::ErrorNorm;
use super::step::Step;
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::system::{Interrupt, System};

/// Stages of the largest method.
pub const MOST_STAGES: usize = 12;

/// An explicit method of `S` stages whose last evaluation is the first of the next step.
pub trait Tableau<const S: usize> {
    /// Order of the solution.
    const ORDER: u32;
    /// Order of the error estimate.
    const ERROR_ORDER: u32;
    /// Where in the step each stage is taken.
    const C: [f64; S];
    /// Weights of the earlier stages in each stage.
    const A: [[f64; S]; S];
    /// Weights of the stages in the solution.
    const B: [f64; S];
    /// Further evaluations that dense output takes.
    const EXTRA_STAGES: usize = 0;

    /// Weights of the stages, and of the derivatives at the end, in each estimate of the error.
    const ERRORS: &'static [&'static [f64]];

    /// Root mean square of the estimated error in units of the error_scale.
    fn error(errors: &mut impl ErrorNorm, h: f64) -> f64;

    /// Writes the interpolant over the last step.
    ///
    /// # Errors
    /// When the system ends the solve.
    fn write_interpolant<Y: System + ?Sized>(
        step: &mut Step,
        system: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt>;
}

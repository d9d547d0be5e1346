//! P. Bogacki, L. F. Shampine, "A 3(2) pair of Runge–Kutta formulas", Applied Mathematics Letters 2 (1989),
//! 321–325. Dense output is the cubic Hermite interpolant.

use super::error_norm::ErrorNorm;
use super::polynomial::write_polynomial;
use super::step::ExplicitStep;
use super::tableau::{ButcherTableau, EmbeddedTableau};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::system::{Interrupt, System};

/// Bogacki and Shampine's pair.
pub struct Rk23;

impl ButcherTableau<3> for Rk23 {
    const ORDER: u32 = 3;
    const C: [f64; 3] = [0.0, 1.0 / 2.0, 3.0 / 4.0];
    const A: [[f64; 3]; 3] = [[0.0; 3], [1.0 / 2.0, 0.0, 0.0], [0.0, 3.0 / 4.0, 0.0]];
    const B: [f64; 3] = [2.0 / 9.0, 1.0 / 3.0, 4.0 / 9.0];
}

impl EmbeddedTableau<3> for Rk23 {
    const ERROR_ORDER: u32 = 2;
    const ERRORS: &'static [&'static [f64]] = &[&E];

    #[inline(always)]
    fn error(errors: &mut impl ErrorNorm, h: f64) -> f64 {
        errors.norm(&E, h) / errors.root()
    }

    fn write_interpolant<Y: System + ?Sized>(
        step: &mut ExplicitStep,
        _: &mut Y,
        interpolant: &mut LocalInterpolant,
    ) -> Result<(), Interrupt> {
        write_polynomial(step, &P, interpolant);
        Ok(())
    }
}

/// Weights of the error estimate: the stages, and the derivatives at the end of the step.
const E: [f64; 4] = [5.0 / 72.0, -1.0 / 12.0, -1.0 / 9.0, 1.0 / 8.0];

/// Weights of each stage in the powers x, x², … of the interpolant.
const P: [[f64; 3]; 4] =
    [[1.0, -4.0 / 3.0, 5.0 / 9.0], [0.0, 1.0, -2.0 / 3.0], [0.0, 4.0 / 3.0, -8.0 / 9.0], [0.0, -1.0, 1.0]];

//! J. R. Dormand, P. J. Prince, "A family of embedded Runge–Kutta formulae", Journal of Computational and Applied
//! Mathematics 6 (1980), 19–26. Dense output of order 4: L. F. Shampine, "Some practical Runge–Kutta formulas",
//! Mathematics of Computation 46 (1986), 135–150, with the c₆ that it calls optimal.

use super::error_norm::ErrorNorm;
use super::polynomial::write_polynomial;
use super::step::ExplicitStep;
use super::tableau::{ButcherTableau, EmbeddedTableau};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::system::{Interrupt, System};

/// Dormand and Prince's pair.
pub struct Rk45;

impl ButcherTableau<6> for Rk45 {
    const ORDER: u32 = 5;
    const C: [f64; 6] = [0.0, 1.0 / 5.0, 3.0 / 10.0, 4.0 / 5.0, 8.0 / 9.0, 1.0];
    const A: [[f64; 6]; 6] = [
        [0.0; 6],
        [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
        [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
        [19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0],
        [9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0],
    ];
    const B: [f64; 6] = [35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0];
}

impl EmbeddedTableau<6> for Rk45 {
    const ERROR_ORDER: u32 = 4;
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
const E: [f64; 7] =
    [-71.0 / 57600.0, 0.0, 71.0 / 16695.0, -71.0 / 1920.0, 17253.0 / 339_200.0, -22.0 / 525.0, 1.0 / 40.0];

/// Weights of each stage in the powers x, x², … of the interpolant.
const P: [[f64; 4]; 7] = [
    [1.0, -8048581381.0 / 2820520608.0, 8663915743.0 / 2820520608.0, -12715105075.0 / 11282082432.0],
    [0.0; 4],
    [0.0, 131558114200.0 / 32700410799.0, -68118460800.0 / 10900136933.0, 87487479700.0 / 32700410799.0],
    [0.0, -1754552775.0 / 470086768.0, 14199869525.0 / 1410260304.0, -10690763975.0 / 1880347072.0],
    [0.0, 127303824393.0 / 49829197408.0, -318862633887.0 / 49829197408.0, 701980252875.0 / 199316789632.0],
    [0.0, -282668133.0 / 205662961.0, 2019193451.0 / 616988883.0, -1453857185.0 / 822651844.0],
    [0.0, 40617522.0 / 29380423.0, -110615467.0 / 29380423.0, 69997945.0 / 29380423.0],
];

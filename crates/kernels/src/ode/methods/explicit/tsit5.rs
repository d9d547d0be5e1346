//! Ch. Tsitouras, "Runge–Kutta pairs of order 5(4) satisfying only the first column simplifying assumption",
//! Computers and Mathematics with Applications 62 (2011), 770–775, with its free interpolant of order 4.

use super::error_norm::ErrorNorm;
use super::polynomial::write_polynomial;
use super::step::ExplicitStep;
use super::tableau::{ButcherTableau, EmbeddedTableau};
use crate::ode::dense_output::LocalInterpolant;
use crate::ode::system::{Interrupt, System};

/// Tsitouras' pair.
pub struct Tsit5;

impl ButcherTableau<6> for Tsit5 {
    const ORDER: u32 = 5;
    const C: [f64; 6] = [0.0, 0.161, 0.327, 0.9, 0.9800255409045097, 1.0];
    const A: [[f64; 6]; 6] = [
        [0.0; 6],
        [0.161, 0.0, 0.0, 0.0, 0.0, 0.0],
        [-0.008480655492356989, 0.335480655492357, 0.0, 0.0, 0.0, 0.0],
        [2.8971530571054935, -6.359448489975075, 4.3622954328695815, 0.0, 0.0, 0.0],
        [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525, 0.0, 0.0],
        [
            5.86145544294642,
            -12.92096931784711,
            8.159367898576159,
            -0.071584973281401,
            -0.028269050394068383,
            0.0,
        ],
    ];
    const B: [f64; 6] = [
        0.09646076681806523,
        0.01,
        0.4798896504144996,
        1.379008574103742,
        -3.290069515436081,
        2.324710524099774,
    ];
}

impl EmbeddedTableau<6> for Tsit5 {
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
const E: [f64; 7] = [
    0.0017800110522257714,
    0.0008164344596567469,
    -0.007880878010261995,
    0.1447110071732629,
    -0.5823571654525552,
    0.45808210592918697,
    -0.015151515151515152,
];

/// Weights of each stage in the powers x, x², … of the interpolant.
const P: [[f64; 4]; 7] = [
    [1.0, -2.763706197274826, 2.9132554618219126, -1.0530884977290216],
    [0.0, 0.13169999999999998, -0.2234, 0.1017],
    [0.0, 3.9302962368947516, -5.941033872131505, 2.490627285651253],
    [0.0, -12.411077166933676, 30.33818863028232, -16.548102889244902],
    [0.0, 37.50931341651104, -88.1789048947664, 47.37952196281928],
    [0.0, -27.896526289197286, 65.09189467479366, -34.87065786149661],
    [0.0, 1.5, -4.0, 2.5],
];

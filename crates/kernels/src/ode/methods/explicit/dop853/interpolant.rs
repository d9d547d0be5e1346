//! Dense output of order 7 for DOP853: Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.6.

use crate::ode::dense_output::{Interpolant, InterpolantKind, LocalInterpolant, SummationOrder};
use crate::ode::methods::explicit::step::ExplicitStep;
use crate::ode::sum::BLOCK;
use crate::ode::system::{Interrupt, System};

/// `y_old + x·(F₀ + (1 − x)·(F₁ + x·(F₂ + (1 − x)·(F₃ + …))))`, with seven coefficients F a component.
pub struct Dop853Interpolant;

/// Writes the interpolant over the last step:
///
/// ```text
/// three further stages, which no step needs: 13, 14, 15
/// F₀, F₁, F₂ from the values and derivatives at both ends (Hermite's cubic)
/// F₃ … F₆ = h·Σⱼ dⱼ·kⱼ over all sixteen stages
/// ```
pub fn write<Y: System + ?Sized>(
    step: &mut ExplicitStep,
    system: &mut Y,
    interpolant: &mut LocalInterpolant,
) -> Result<(), Interrupt> {
    step.evaluate_extra::<13, Y>(system, C_EXTRA[0], &A_EXTRA[0])?;
    step.evaluate_extra::<14, Y>(system, C_EXTRA[1], &A_EXTRA[1])?;
    step.evaluate_extra::<15, Y>(system, C_EXTRA[2], &A_EXTRA[2])?;
    let (h, n) = (step.state.t - step.state.t_old, step.stages.n());
    let (y, y_old) = (step.y(), step.y_old());
    let (f, f_old) = (step.stages.row(12), step.stages.row(0));
    let coefficients = interpolant.begin::<Dop853Interpolant>(step.state.t_old, step.state.t);
    coefficients.extend_from_slice(y_old);
    coefficients.extend((0..n).map(|i| y[i] - y_old[i]));
    coefficients.extend((0..n).map(|i| h * f_old[i] - (y[i] - y_old[i])));
    coefficients.extend((0..n).map(|i| 2.0 * (y[i] - y_old[i]) - h * (f[i] + f_old[i])));
    for weights in &D {
        let start = coefficients.len();
        coefficients.resize(start + n, 0.0);
        step.stages.combine::<16>(weights, |block, sum| {
            let rest = &mut coefficients[start + BLOCK * block..];
            for (number, sum) in rest.iter_mut().zip(sum) {
                *number = h * sum;
            }
        });
    }
    Ok(())
}

impl Interpolant for Dop853Interpolant {
    const KIND: InterpolantKind = InterpolantKind::Dop853;

    fn evaluate(local: &LocalInterpolant, t: f64, _: SummationOrder, out: &mut [f64]) {
        // Horner's scheme from F₆ outwards; SciPy multiplies in this order for one point and for many.
        let x = local.fraction(t);
        let (y_old, coefficients) = local.coefficients.split_at(out.len());
        out.fill(0.0);
        for (i, row) in coefficients.chunks_exact(y_old.len()).rev().enumerate() {
            let factor = if i % 2 == 0 { x } else { 1.0 - x };
            for (value, coefficient) in out.iter_mut().zip(row) {
                *value = (*value + coefficient) * factor;
            }
        }
        for (value, y_old) in out.iter_mut().zip(y_old) {
            *value += y_old;
        }
    }
}

/// Where in the step the further stages are taken. In their weights, row 12 is the derivatives at the end of the step.
const C_EXTRA: [f64; 3] = [0.1, 0.2, 0.7777777777777778];
const A_EXTRA: [[f64; 15]; 3] = [
    [
        0.056167502283047954,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.25350021021662483,
        -0.2462390374708025,
        -0.12419142326381637,
        0.15329179827876568,
        0.00820105229563469,
        0.007567897660545699,
        -0.008298,
        0.0,
        0.0,
    ],
    [
        0.03183464816350214,
        0.0,
        0.0,
        0.0,
        0.0,
        0.028300909672366776,
        0.053541988307438566,
        -0.05492374857139099,
        0.0,
        0.0,
        -0.00010834732869724932,
        0.0003825710908356584,
        -0.00034046500868740456,
        0.1413124436746325,
        0.0,
    ],
    [
        -0.42889630158379194,
        0.0,
        0.0,
        0.0,
        0.0,
        -4.697621415361164,
        7.683421196062599,
        4.06898981839711,
        0.3567271874552811,
        0.0,
        0.0,
        0.0,
        -0.0013990241651590145,
        2.9475147891527724,
        -9.15095847217987,
    ],
];

/// Weights of all sixteen stages in F₃ to F₆.
const D: [[f64; 16]; 4] = [
    [
        -8.428938276109013,
        0.0,
        0.0,
        0.0,
        0.0,
        0.5667149535193777,
        -3.0689499459498917,
        2.38466765651207,
        2.117034582445028,
        -0.871391583777973,
        2.2404374302607883,
        0.6315787787694688,
        -0.08899033645133331,
        18.148505520854727,
        -9.194632392478356,
        -4.436036387594894,
    ],
    [
        10.427508642579134,
        0.0,
        0.0,
        0.0,
        0.0,
        242.28349177525817,
        165.20045171727028,
        -374.5467547226902,
        -22.113666853125306,
        7.733432668472264,
        -30.674084731089398,
        -9.332130526430229,
        15.697238121770845,
        -31.139403219565178,
        -9.35292435884448,
        35.81684148639408,
    ],
    [
        19.985053242002433,
        0.0,
        0.0,
        0.0,
        0.0,
        -387.0373087493518,
        -189.17813819516758,
        527.8081592054236,
        -11.57390253995963,
        6.8812326946963,
        -1.0006050966910838,
        0.7777137798053443,
        -2.778205752353508,
        -60.19669523126412,
        84.32040550667716,
        11.99229113618279,
    ],
    [
        -25.69393346270375,
        0.0,
        0.0,
        0.0,
        0.0,
        -154.18974869023643,
        -231.5293791760455,
        357.6391179106141,
        93.40532418362432,
        -37.45832313645163,
        104.0996495089623,
        29.8402934266605,
        -43.53345659001114,
        96.32455395918828,
        -39.17726167561544,
        -149.72683625798564,
    ],
];

//! The interpolant of explicit methods that need no further stages: a polynomial in x, the fraction of the step.

use super::step::ExplicitStep;
use crate::ode::dense_output::{Interpolant, InterpolantKind, LocalInterpolant, SummationOrder};
use crate::ode::sum::{BLOCK, dot};

/// `y_old + h·Q·(x, x², …)` with `D` powers of x.
pub struct PolynomialInterpolant<const D: usize>;

/// Writes the polynomial over the last step whose coefficients are Q = Σⱼ rowⱼ·Pⱼ: each stage has one row of
/// derivatives and `D` weights.
pub fn write_polynomial<const J: usize, const D: usize>(
    step: &ExplicitStep,
    weights: &[[f64; D]; J],
    interpolant: &mut LocalInterpolant,
) {
    let coefficients = interpolant.begin::<PolynomialInterpolant<D>>(step.state.t_old, step.state.t);
    coefficients.extend_from_slice(step.y_old());
    let rows: [&[f64]; J] = std::array::from_fn(|stage| step.stages.row(stage));
    for i in 0..step.stages.n() {
        let mut powers = [0.0; D];
        for (row, weights) in rows.iter().zip(weights) {
            for (power, weight) in powers.iter_mut().zip(weights) {
                *power += row[i] * weight;
            }
        }
        coefficients.extend_from_slice(&powers);
    }
}

impl<const D: usize> Interpolant for PolynomialInterpolant<D> {
    const KIND: InterpolantKind = InterpolantKind::RungeKutta;

    fn evaluate(local: &LocalInterpolant, t: f64, summation: SummationOrder, out: &mut [f64]) {
        let (x, h) = (local.fraction(t), local.t - local.t_old);
        let n = out.len();
        let (y_old, q) = local.coefficients.split_at(n);
        let mut powers = [x; D];
        for i in 1..D {
            powers[i] = powers[i - 1] * x;
        }
        // SciPy evaluates `np.dot(Q, p)`. With many points, a product of matrices, OpenBLAS adds every row from the
        // first power to the last. With one point it does so for rows in blocks of four; rows that remain are dot
        // products where there are four powers, and so is the single row of one equation.
        let in_blocks = if summation == SummationOrder::ManyPoints {
            n
        } else if n == 1 {
            0
        } else if D == 4 {
            n - n % BLOCK
        } else {
            n
        };
        for (i, (value, row)) in out.iter_mut().zip(q.as_chunks::<D>().0).enumerate() {
            let sum = if i < in_blocks { in_order(row, &powers) } else { dot(row, &powers) };
            *value = h * sum + y_old[i];
        }
    }
}

/// Σₖ rowₖ·powerₖ from the first power to the last.
fn in_order<const D: usize>(row: &[f64; D], powers: &[f64; D]) -> f64 {
    let first = row[0] * powers[0];
    row.iter().zip(powers).skip(1).fold(first, |sum, (q, power)| sum + q * power)
}

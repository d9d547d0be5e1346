//! Interpolants: the solution between two steps.

use super::methods::explicit::dop853;
use super::methods::{bdf, radau};
use super::sum::{BLOCK, dot};

/// How the coefficients of a [`LocalInterpolant`] make a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum InterpolantKind {
    /// `y[n]`: the same value everywhere.
    Constant,
    /// `y_old[n], Q[n][p]`: `y_old + h·Q·(x, x², …)`, with `x = (t − t_old)/h`.
    RungeKutta,
    /// `y_old[n], F[7][n]`: alternating factors x and 1 − x.
    Dop853,
    /// `y_old[n], Q[n][3]`: `y_old + Q·(x, x², x³)`.
    Radau,
    /// `order, t_shift[order], denom[order], D[order + 1][n]`.
    Bdf,
}

/// In which order SciPy (BLAS) sums depends on how many points it evaluates at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummationOrder {
    /// A single time.
    SinglePoint,
    /// Several times in one step.
    ManyPoints,
}

/// The interpolant over one step; its buffer is reused for the next.
#[derive(Clone, Debug)]
pub struct LocalInterpolant {
    /// Meaning of `coefficients`.
    pub kind: InterpolantKind,
    /// Start of the step.
    pub t_old: f64,
    /// Termination of the step.
    pub t: f64,
    /// Coefficients, as `kind` says.
    pub coefficients: Vec<f64>,
}

impl LocalInterpolant {
    /// An empty one with space for the largest interpolant of `n` equations.
    pub fn with_capacity(n: usize) -> Self {
        Self {
            kind: InterpolantKind::Constant,
            t_old: 0.0,
            t: 0.0,
            coefficients: Vec::with_capacity(8 * n + 16),
        }
    }

    /// Starts to write a new interpolant: the caller pushes the coefficients.
    pub fn begin(&mut self, kind: InterpolantKind, t_old: f64, t: f64) -> &mut Vec<f64> {
        (self.kind, self.t_old, self.t) = (kind, t_old, t);
        self.coefficients.clear();
        &mut self.coefficients
    }

    /// `out` ← y(t).
    pub fn evaluate(&self, t: f64, summation: SummationOrder, out: &mut [f64]) {
        let Self { kind, t_old, ref coefficients, .. } = *self;
        let h = self.t - t_old;
        match kind {
            InterpolantKind::Constant => out.copy_from_slice(coefficients),
            InterpolantKind::RungeKutta if coefficients.len() == 4 * out.len() => {
                polynomial::<3>(coefficients, (t - t_old) / h, h, summation, out);
            }
            InterpolantKind::RungeKutta => polynomial::<4>(coefficients, (t - t_old) / h, h, summation, out),
            InterpolantKind::Dop853 => dop853::interpolate(coefficients, (t - t_old) / h, out),
            InterpolantKind::Radau => radau::interpolate(coefficients, (t - t_old) / h, summation, out),
            InterpolantKind::Bdf => bdf::interpolate(coefficients, t, summation, out),
        }
    }
}

/// `out` ← `y_old + h·Q·(x, x², …)`.
pub fn polynomial<const D: usize>(
    coefficients: &[f64],
    x: f64,
    h: f64,
    summation: SummationOrder,
    out: &mut [f64],
) {
    let n = out.len();
    let (y_old, q) = coefficients.split_at(n);
    let mut powers = [x; D];
    for i in 1..D {
        powers[i] = powers[i - 1] * x;
    }
    // BLAS takes a matrix by four rows, and what remains as dot products.
    let paired = if summation == SummationOrder::ManyPoints {
        n
    } else if n == 1 {
        0
    } else if D == 4 {
        n - n % BLOCK
    } else {
        n
    };
    for (i, (value, row)) in out.iter_mut().zip(q.as_chunks::<D>().0).enumerate() {
        let sum = if i < paired { in_order(row, &powers) } else { dot(row, &powers) };
        *value = h * sum + y_old[i];
    }
}

fn in_order<const D: usize>(row: &[f64; D], powers: &[f64; D]) -> f64 {
    let first = row[0] * powers[0];
    row.iter().zip(powers).skip(1).fold(first, |sum, (q, power)| sum + q * power)
}

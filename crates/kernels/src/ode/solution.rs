//! The result of a solve, and its form on the FFI boundary.

use super::dense_output::LocalInterpolant;
use super::events::Occurrences;
use super::stepper::{Stats, StepError};

/// Why a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Termination {
    /// The end of the interval was reached.
    Finished,
    /// An event that ends the solve occurred.
    Event,
    /// The step would be smaller than the spacing between numbers.
    StepTooSmall,
    /// The right-hand side is not a number at the start.
    NotANumber,
    /// The limit of accepted steps was reached.
    MaxSteps,
    /// The system ended the solve: a callback threw or asked to stop.
    Interrupted,
}

/// The solution of an initial value problem.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Why the solve ended.
    pub termination: Termination,
    /// Work done, as SciPy counts it.
    pub stats: Stats,
    /// Number of equations.
    pub n: usize,
    /// Accepted steps.
    pub steps: usize,
    /// Times: the ends of steps, or the points of `t_eval` that were reached.
    pub t: Vec<f64>,
    /// Values at these times, one row of n a time.
    pub y: Vec<f64>,
    /// Occurrences of each event.
    pub events: Vec<Occurrences>,
    /// t0 and the end of each interpolant; empty without dense output.
    pub knots: Vec<f64>,
    /// For each interpolant `kind, t_old, t, count` and its `count` coefficients.
    pub interpolants: Vec<f64>,
}

impl Termination {
    /// The number that stands for it in a result.
    pub fn code(self) -> f64 {
        f64::from(self as u8)
    }
}

impl From<StepError> for Termination {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Interrupted => Self::Interrupted,
            StepError::StepTooSmall => Self::StepTooSmall,
            StepError::NotANumber => Self::NotANumber,
        }
    }
}

impl Solution {
    /// A solution of `n` equations without any point.
    pub fn empty(n: usize) -> Self {
        Self {
            termination: Termination::Finished,
            stats: Stats::default(),
            n,
            steps: 0,
            t: Vec::new(),
            y: Vec::new(),
            events: Vec::new(),
            knots: Vec::new(),
            interpolants: Vec::new(),
        }
    }

    /// Adds a point.
    pub fn push(&mut self, t: f64, y: &[f64]) {
        self.t.push(t);
        self.y.extend_from_slice(y);
    }

    /// Adds an interpolant that is used up to `t`.
    pub fn push_interpolant(&mut self, t: f64, interpolant: &LocalInterpolant) {
        let LocalInterpolant { kind, t_old, t: end, ref coefficients, .. } = *interpolant;
        self.knots.push(t);
        self.interpolants.extend([f64::from(kind as u8), t_old, end, coefficients.len() as f64]);
        self.interpolants.extend_from_slice(coefficients);
    }

    /// The form that `ts/backend/ode/solution.ts` reads:
    ///
    /// `termination, nfev, njev, nlu, steps, n, points, events, knots, t[points], y[n][points], (count, t[count],
    /// y[count][n])[events], knots[knots], interpolants…`
    pub fn encode(&self) -> Vec<f64> {
        let Self { termination, stats, n, steps, t, y, events, knots, interpolants } = self;
        let occurrences: usize = events.iter().map(|found| 1 + found.t.len() + found.y.len()).sum();
        let mut numbers =
            Vec::with_capacity(9 + t.len() + y.len() + occurrences + knots.len() + interpolants.len());
        numbers.push(termination.code());
        numbers.extend([stats.nfev, stats.njev, stats.nlu, *steps].map(|count| count as f64));
        numbers.extend([*n, t.len(), events.len(), knots.len()].map(|count| count as f64));
        numbers.extend_from_slice(t);
        let start = numbers.len();
        numbers.resize(start + y.len(), 0.0);
        transpose(y, *n, &mut numbers[start..]);
        for found in events {
            numbers.push(found.t.len() as f64);
            numbers.extend_from_slice(&found.t);
            numbers.extend_from_slice(&found.y);
        }
        numbers.extend_from_slice(knots);
        numbers.extend_from_slice(interpolants);
        numbers
    }
}

/// `out[n][points]` ← the transpose of `y[points][n]`:
///
/// ```text
/// for each tile of 16 points
///   for each equation: copy its value of each point in the tile
/// ```
///
/// The rows of a tile stay in the first-level cache while all equations read from them.
fn transpose(y: &[f64], n: usize, out: &mut [f64]) {
    const TILE: usize = 16;
    if n == 0 {
        return;
    }
    let points = y.len() / n;
    for (tile, rows) in y.chunks(TILE * n).enumerate() {
        let count = rows.len() / n;
        for (i, out) in out.chunks_exact_mut(points).enumerate() {
            for (out, row) in out[tile * TILE..][..count].iter_mut().zip(rows.chunks_exact(n)) {
                *out = row[i];
            }
        }
    }
}

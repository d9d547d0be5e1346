//! Backward differences: what BDF keeps of the solution's past.

use super::formulas::{GAMMA, MAX_ORDER, rescaling};
use crate::ode::sum::{combine_in_order, dot_unaligned};

/// Differences ∇⁰y … ∇ᵏy, k = `MAX_ORDER` + 2, at points whose distance is the step size; row after row.
pub struct Differences {
    n: usize,
    rows: Vec<f64>,
    rescaled: Vec<f64>,
}

impl Differences {
    /// At the start of a solve: the values `y`, and the first difference h·f(t0, y0) that one step of Euler's
    /// method would make.
    pub fn new(y: &[f64], first: impl Iterator<Item = f64>) -> Self {
        let n = y.len();
        let mut rows = vec![0.0; (MAX_ORDER + 3) * n];
        rows[..n].copy_from_slice(y);
        for (row, first) in rows[n..].iter_mut().zip(first) {
            *row = first;
        }
        Self { n, rows, rescaled: vec![0.0; (MAX_ORDER + 1) * n] }
    }

    /// Differences of one order.
    pub fn row(&self, order: usize) -> &[f64] {
        &self.rows[order * self.n..(order + 1) * self.n]
    }

    /// Differences of orders up to `order`, row after row.
    pub fn up_to(&self, order: usize) -> &[f64] {
        &self.rows[..(order + 1) * self.n]
    }

    /// Changes the differences to those of a step `factor` times as long: the same polynomial at other points
    /// (Shampine, Reichelt, section 2).
    pub fn rescale(&mut self, order: usize, factor: f64) {
        let rows = order + 1;
        let weights = rescaling(order, factor);
        for (out, weights) in self.rescaled.chunks_exact_mut(self.n).zip(&weights[..rows]) {
            combine_in_order(&self.rows, &weights[..rows], out);
        }
        let changed = rows * self.n;
        self.rows[..changed].copy_from_slice(&self.rescaled[..changed]);
    }

    /// `y` ← the values at the end of the next step, extrapolated: Σₖ ∇ᵏy, k ≤ `order`.
    pub fn predict(&self, order: usize, y: &mut [f64]) {
        combine_in_order(&self.rows, &[1.0; MAX_ORDER + 1][..=order], y);
    }

    /// `out` ← what the past contributes to the formula: Σₖ γₖ·∇ᵏy, 1 ≤ k ≤ `order`.
    pub fn past(&self, order: usize, out: &mut [f64]) {
        let weights = &GAMMA[1..=order];
        if let [out] = out {
            // NumPy calls `ddot`, and its second vector begins at γ₁, an odd element of the table.
            *out = dot_unaligned(&self.rows[1..=order], weights);
        } else {
            combine_in_order(&self.rows[self.n..], weights, out);
        }
    }

    /// Moves to the end of an accepted step, where the difference of order + 1 is `d`:
    ///
    /// ```text
    /// ∇^(order + 2) = d − ∇^(order + 1)
    /// ∇^(order + 1) = d
    /// for k = order … 0:  ∇ᵏ += ∇^(k + 1)
    /// ```
    ///
    /// From the highest order down, since each needs the new difference above it. Order + 2 is kept for the error
    /// that one order more would have.
    pub fn advance(&mut self, order: usize, d: &[f64]) {
        let n = self.n;
        let (lower, higher) = self.rows.split_at_mut((order + 2) * n);
        for ((next, last), d) in higher.iter_mut().zip(&mut lower[(order + 1) * n..]).zip(d) {
            *next = d - *last;
            *last = *d;
        }
        for row in (0..=order).rev() {
            let (head, tail) = self.rows.split_at_mut((row + 1) * n);
            for (value, next) in head[row * n..].iter_mut().zip(&tail[..n]) {
                *value += next;
            }
        }
    }
}

//! The backward differences that hold the solution's past.

use super::formulas::{GAMMA, MAX_ORDER, rescaling};
use crate::ode::sum::{combine_in_order, dot_unaligned};

/// Differences of orders 0 to `MAX_ORDER` + 2, row after row.
pub struct Differences {
    n: usize,
    rows: Vec<f64>,
    rescaled: Vec<f64>,
}

impl Differences {
    /// Of values `y` whose first difference in the next step is `first`.
    pub fn new(y: &[f64], first: impl Iterator<Item = f64>) -> Self {
        let n = y.len();
        let mut rows = vec![0.0; (MAX_ORDER + 3) * n];
        rows[..n].copy_from_slice(y);
        for (row, first) in rows[n..].iter_mut().zip(first) {
            *row = first;
        }
        Self { n, rows, rescaled: vec![0.0; (MAX_ORDER + 1) * n] }
    }

    /// Those of one order.
    pub fn row(&self, order: usize) -> &[f64] {
        &self.rows[order * self.n..(order + 1) * self.n]
    }

    /// Those of orders up to `order`, row after row.
    pub fn up_to(&self, order: usize) -> &[f64] {
        &self.rows[..(order + 1) * self.n]
    }

    /// Changes them to those of a step `factor` times as long.
    pub fn rescale(&mut self, order: usize, factor: f64) {
        let rows = order + 1;
        let weights = rescaling(order, factor);
        for (out, weights) in self.rescaled.chunks_exact_mut(self.n).zip(&weights[..rows]) {
            combine_in_order(&self.rows, &weights[..rows], out);
        }
        let changed = rows * self.n;
        self.rows[..changed].copy_from_slice(&self.rescaled[..changed]);
    }

    /// `y` ← the values of the next step, by extrapolation.
    pub fn predict(&self, order: usize, y: &mut [f64]) {
        combine_in_order(&self.rows, &[1.0; MAX_ORDER + 1][..=order], y);
    }

    /// `out` ← what the past contributes to the formula.
    pub fn past(&self, order: usize, out: &mut [f64]) {
        let weights = &GAMMA[1..=order];
        if let [out] = out {
            *out = dot_unaligned(&self.rows[1..=order], weights);
        } else {
            combine_in_order(&self.rows[self.n..], weights, out);
        }
    }

    /// Moves to the end of a step, where the difference of the next order is `d`.
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

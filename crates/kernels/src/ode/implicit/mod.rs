//! Methods for stiff systems: each step solves nonlinear equations with the Jacobian.

pub mod bdf;
mod complex_lu;
mod jacobian;
mod lu;
mod num_jac;
pub mod radau;

use super::request::Request;
use super::sum::{dot, norm};

/// `out` ← Σₖ weightₖ·rowₖ in the order of OpenBLAS: a matrix times a vector sums row after row, and with a single
/// column it is a dot product.
fn combine(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    if let [out] = out {
        *out = dot(&rows[..weights.len()], weights);
    } else {
        combine_in_order(rows, weights, out);
    }
}

/// `out` ← Σₖ weightₖ·rowₖ, row after row.
fn combine_in_order(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for (row, weight) in rows.chunks_exact(out.len()).zip(weights) {
        for (out, value) in out.iter_mut().zip(row) {
            *out += value * weight;
        }
    }
}

/// Root mean square of `values` in units of `scale`, whose elements repeat; `root` is √n.
fn error_norm(values: &[f64], scale: &[f64], root: f64, scaled: &mut [f64]) -> f64 {
    for (scaled, values) in scaled.chunks_exact_mut(scale.len()).zip(values.chunks_exact(scale.len())) {
        for ((scaled, value), scale) in scaled.iter_mut().zip(values).zip(scale) {
            *scaled = value / scale;
        }
    }
    norm(&scaled[..values.len()]) / root
}

/// Where Newton's iteration ends, in units of the tolerance.
fn newton_tolerance(request: &Request) -> f64 {
    let rtol = request.rtol.iter().copied().fold(f64::INFINITY, f64::min);
    (10.0 * f64::EPSILON / rtol).max(super::pow::pow(rtol, 0.5).min(0.03))
}

/// How Newton's iteration goes on.
enum Progress {
    Diverging,
    Converged,
    Unfinished,
}

/// Judges the iteration numbered `k` of `most` by the norms of its correction and of the one before.
fn progress(norm: f64, rate: Option<f64>, k: u8, most: u8, tolerance: f64) -> Progress {
    match rate {
        Some(rate) if rate >= 1.0 => Progress::Diverging,
        Some(rate) if super::pow::pow(rate, f64::from(most - k)) / (1.0 - rate) * norm > tolerance => {
            Progress::Diverging
        }
        Some(rate) if rate / (1.0 - rate) * norm < tolerance => Progress::Converged,
        _ if norm == 0.0 => Progress::Converged,
        _ => Progress::Unfinished,
    }
}

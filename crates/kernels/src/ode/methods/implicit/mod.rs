//! Methods for stiff systems: each step solves nonlinear equations with the Jacobian.

pub mod complex_lu;
pub mod error_scale;
pub mod jacobian;
pub mod lu;
pub mod newton;
mod num_jac;

use crate::ode::sum::dot;

/// `out` ← Σₖ weightₖ·rowₖ in the order of OpenBLAS: a matrix times a vector sums row after row, and with a single
/// column it is a dot product.
pub fn combine(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    if let [out] = out {
        *out = dot(&rows[..weights.len()], weights);
    } else {
        combine_in_order(rows, weights, out);
    }
}

/// `out` ← Σₖ weightₖ·rowₖ, row after row.
pub fn combine_in_order(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for (row, weight) in rows.chunks_exact(out.len()).zip(weights) {
        for (out, value) in out.iter_mut().zip(row) {
            *out += value * weight;
        }
    }
}

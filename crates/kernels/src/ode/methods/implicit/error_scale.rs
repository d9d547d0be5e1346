//! Errors of an implicit step in units of the tolerance. Explicit steps have a scale of their own
//! (`explicit/error_norm.rs`), in padded blocks.

use crate::ode::request::Request;
use crate::ode::sum::{norm, root_of_count};

/// The tolerances of a solve, and what one unit of error is in each component around the latest values.
pub struct ErrorScale {
    rtol: Vec<f64>,
    pub atol: Vec<f64>,
    scale: Vec<f64>,
    scaled: Vec<f64>,
    /// √n and √3n.
    roots: [f64; 2],
}

impl ErrorScale {
    /// For the tolerances of a request; the scale itself is set by [`Self::set_around`].
    pub fn new(request: &Request) -> Self {
        let n = request.y0.len();
        Self {
            rtol: request.rtol.clone(),
            atol: request.atol.clone(),
            scale: vec![0.0; n],
            scaled: vec![0.0; 3 * n],
            roots: [root_of_count(n), root_of_count(3 * n)],
        }
    }

    /// Sets the scale to `atol + rtol·|y|`.
    pub fn set_around(&mut self, y: &[f64]) {
        for (((scale, y), atol), rtol) in self.scale.iter_mut().zip(y).zip(&self.atol).zip(&self.rtol) {
            *scale = atol + rtol * y.abs();
        }
    }

    /// Sets the scale to `atol + rtol·max(|y|, |y_new|)`.
    pub fn set_around_both(&mut self, y: &[f64], y_new: &[f64]) {
        let tolerances = self.atol.iter().zip(&self.rtol);
        for ((scale, (atol, rtol)), (y, y_new)) in
            self.scale.iter_mut().zip(tolerances).zip(y.iter().zip(y_new))
        {
            *scale = atol + rtol * y.abs().max(y_new.abs());
        }
    }

    /// Root mean square of one row of errors, or of Radau's three, in units of the scale.
    pub fn norm(&mut self, errors: &[f64]) -> f64 {
        let n = self.scale.len();
        for (scaled, errors) in self.scaled.chunks_exact_mut(n).zip(errors.chunks_exact(n)) {
            for ((scaled, error), scale) in scaled.iter_mut().zip(errors).zip(&self.scale) {
                *scaled = error / scale;
            }
        }
        norm(&self.scaled[..errors.len()]) / self.roots[usize::from(errors.len() > n)]
    }
}

//! The Jacobian by forward differences whose increments adapt from one evaluation to the next.
//!
//! SciPy's `num_jac`, after D. E. Salane, *Adaptive routines for forming Jacobians numerically*, SAND86-1319, 1986.

use crate::ode::system::{Interrupt, System};

/// Below this difference in units of the function's size, ε^0.875, rounding dominates: a larger increment is tried.
const REJECT: f64 = 2.009_718_347_115_232_2e-14;
/// Below this difference, ε^0.75, the next evaluation takes a larger increment.
const SMALL: f64 = 1.818_989_403_545_856_5e-12;
/// Above this difference, ε^0.25, the next evaluation takes a smaller increment.
const BIG: f64 = 0.000_122_070_312_5;
const MIN_FACTOR: f64 = 1e3 * f64::EPSILON;

/// Increments relative to y, and buffers.
pub struct NumJac {
    factor: Vec<f64>,
    y: Vec<f64>,
    column: Vec<f64>,
    retried: Vec<f64>,
}

/// Largest difference of a column, and the size of the function in that component.
#[derive(Clone, Copy)]
struct Size {
    difference: f64,
    scale: f64,
}

impl NumJac {
    pub fn new(n: usize) -> Self {
        // √ε
        let factor = vec![1.490_116_119_384_765_6e-8; n];
        Self { factor, y: vec![0.0; n], column: vec![0.0; n], retried: vec![0.0; n] }
    }

    /// `out` ← ∂f/∂y, row-major, where f(t, y) = `f`; increments are at least relative to `atol`.
    ///
    /// ```text
    /// for each component j
    ///   h = factor[j]·max(|y[j]|, atol[j]), with the sign of f[j]; ten times as large while y[j] + h = y[j]
    ///   column = f(t, y + h·e_j) − f
    ///   the largest difference is only rounding: try 10·h, and keep the relatively larger difference
    ///   out[:, j] = column / h
    ///   factor[j] *= 10 or 0.1 where the difference was small or big
    /// ```
    ///
    /// The increment is computed as `(y[j] + h) − y[j]`, so that it is exactly what the function sees.
    pub fn evaluate<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, y, f): (f64, &[f64], &[f64]),
        atol: &[f64],
        out: &mut [f64],
    ) -> Result<(), Interrupt> {
        let n = y.len();
        // SciPy adds a vector that is 0 in all other components, which makes −0 positive.
        for (own, y) in self.y.iter_mut().zip(y) {
            *own = y + 0.0;
        }
        for j in 0..n {
            let sign = if f[j] >= 0.0 { 1.0 } else { -1.0 };
            let y_scale = sign * if y[j] == 0.0 && atol[j] == 0.0 { 1.0 } else { y[j].abs().max(atol[j]) };
            let increment = |factor: f64| (y[j] + factor * y_scale) - y[j];
            let mut factor = self.factor[j];
            let mut h = increment(factor);
            while h == 0.0 {
                factor *= 10.0;
                h = increment(factor);
            }
            let mut size = difference(system, t, &mut self.y, f, (j, y[j] + h), &mut self.column)?;
            if size.difference < REJECT * size.scale {
                let h_new = increment(10.0 * factor);
                let new = difference(system, t, &mut self.y, f, (j, y[j] + h_new), &mut self.retried)?;
                if size.difference * new.scale < new.difference * size.scale {
                    std::mem::swap(&mut self.column, &mut self.retried);
                    (factor, h, size) = (10.0 * factor, h_new, new);
                }
            }
            self.y[j] = y[j] + 0.0;
            for (row, value) in out.chunks_exact_mut(n).zip(&self.column) {
                row[j] = value / h;
            }
            if size.difference < SMALL * size.scale {
                factor *= 10.0;
            }
            if size.difference > BIG * size.scale {
                factor *= 0.1;
            }
            self.factor[j] = factor.max(MIN_FACTOR);
        }
        Ok(())
    }
}

/// `out` ← f(y with yⱼ = `value`) − f.
fn difference<S: System + ?Sized>(
    system: &mut S,
    t: f64,
    y: &mut [f64],
    f: &[f64],
    (j, value): (usize, f64),
    out: &mut [f64],
) -> Result<Size, Interrupt> {
    y[j] = value;
    system.rhs(t, y, out)?;
    let mut size = Size { difference: -1.0, scale: 0.0 };
    for (out, f) in out.iter_mut().zip(f) {
        let value = *out;
        *out = value - f;
        // The first NaN counts as the largest difference, as in NumPy's `argmax`.
        if out.abs() > size.difference || (out.is_nan() && !size.difference.is_nan()) {
            size = Size { difference: out.abs(), scale: f.abs().max(value.abs()) };
        }
    }
    Ok(size)
}

//! Coefficients of the formulas of each order: Shampine, Reichelt, section 2.

/// Highest order.
pub const MAX_ORDER: usize = 5;

const KAPPA: [f64; MAX_ORDER + 1] = [0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0];

/// Harmonic numbers.
pub const GAMMA: [f64; MAX_ORDER + 1] = {
    let mut gamma = [0.0; MAX_ORDER + 1];
    let mut k = 1;
    while k <= MAX_ORDER {
        gamma[k] = gamma[k - 1] + 1.0 / k as f64;
        k += 1;
    }
    gamma
};

/// Leading coefficient of the formula of an order.
pub fn alpha(order: usize) -> f64 {
    (1.0 - KAPPA[order]) * GAMMA[order]
}

/// Error of the formula of an order, in units of the next difference.
pub fn error_constant(order: usize) -> f64 {
    KAPPA[order] * GAMMA[order] + 1.0 / (order as f64 + 1.0)
}

type Matrix = [[f64; MAX_ORDER + 1]; MAX_ORDER + 1];

/// What the differences of each order contribute to those of a step `factor` times as long: row by row, to one each.
pub fn rescaling(order: usize, factor: f64) -> Matrix {
    let (r, u) = (interpolation(order, factor), interpolation(order, 1.0));
    let mut matrix = Matrix::default();
    for (i, weights) in matrix[..=order].iter_mut().enumerate() {
        for (k, weight) in weights[..=order].iter_mut().enumerate() {
            for j in 0..=order {
                *weight += r[k][j] * u[j][i];
            }
        }
    }
    matrix
}

/// Differences of a step's points in those of a step `factor` times as long.
fn interpolation(order: usize, factor: f64) -> Matrix {
    let mut matrix = Matrix::default();
    matrix[0] = [1.0; MAX_ORDER + 1];
    for i in 1..=order {
        let above = matrix[i - 1];
        for (j, (value, above)) in matrix[i].iter_mut().zip(above).enumerate().skip(1) {
            *value = above * ((i as f64 - 1.0 - factor * j as f64) / i as f64);
        }
    }
    matrix
}

//! Coefficients of the formula of each order: Shampine, Reichelt, "The MATLAB ODE Suite", section 2.

/// Highest order.
pub const MAX_ORDER: usize = 5;

/// κ of the NDF, by which its error is smaller than that of the BDF.
const KAPPA: [f64; MAX_ORDER + 1] = [0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0];

/// γₖ = Σⱼ 1/j, 1 ≤ j ≤ k.
pub const GAMMA: [f64; MAX_ORDER + 1] = {
    let mut gamma = [0.0; MAX_ORDER + 1];
    let mut k = 1;
    while k <= MAX_ORDER {
        gamma[k] = gamma[k - 1] + 1.0 / k as f64;
        k += 1;
    }
    gamma
};

/// Leading coefficient of the formula of an order: (1 − κ)·γ.
pub fn alpha(order: usize) -> f64 {
    (1.0 - KAPPA[order]) * GAMMA[order]
}

/// Error of the formula of an order, in units of the difference of the next order: κ·γ + 1/(order + 1).
pub fn error_constant(order: usize) -> f64 {
    KAPPA[order] * GAMMA[order] + 1.0 / (order as f64 + 1.0)
}

/// Rows and columns are orders of differences.
type OrderMatrix = [[f64; MAX_ORDER + 1]; MAX_ORDER + 1];

/// Weights of the differences in those of a step `factor` times as long: each row gives one new difference. It is
/// (R(factor)·U)ᵀ with R and U = R(1) of [`interpolation`].
pub fn rescaling(order: usize, factor: f64) -> OrderMatrix {
    let (r, u) = (interpolation(order, factor), interpolation(order, 1.0));
    let mut matrix = OrderMatrix::default();
    for (i, weights) in matrix[..=order].iter_mut().enumerate() {
        for (k, weight) in weights[..=order].iter_mut().enumerate() {
            for j in 0..=order {
                *weight += r[k][j] * u[j][i];
            }
        }
    }
    matrix
}

/// R(factor): column j evaluates the basis polynomials of the differences at −`factor`·j steps. Row i is row i − 1
/// times (i − 1 − factor·j)/i.
fn interpolation(order: usize, factor: f64) -> OrderMatrix {
    let mut matrix = OrderMatrix::default();
    matrix[0] = [1.0; MAX_ORDER + 1];
    for i in 1..=order {
        let above = matrix[i - 1];
        for (j, (value, above)) in matrix[i].iter_mut().zip(above).enumerate().skip(1) {
            *value = above * ((i as f64 - 1.0 - factor * j as f64) / i as f64);
        }
    }
    matrix
}

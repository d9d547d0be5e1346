//! The interpolant of Radau: the collocation polynomial through the three stages.

use crate::ode::dense_output::{Interpolant, InterpolantKind, LocalInterpolant, SummationOrder};
use crate::ode::sum::dot;

/// `y_old + Q·(x, x², x³)`.
pub struct RadauInterpolant;

impl RadauInterpolant {
    /// Writes the interpolant over the last step from the values at its start and, for each component, the
    /// coefficients of x, x², x³.
    pub fn write((t_old, t): (f64, f64), y_old: &[f64], powers: &[f64], interpolant: &mut LocalInterpolant) {
        let coefficients = interpolant.begin::<Self>(t_old, t);
        coefficients.extend_from_slice(y_old);
        coefficients.extend_from_slice(powers);
    }
}

impl Interpolant for RadauInterpolant {
    const KIND: InterpolantKind = InterpolantKind::Radau;

    fn evaluate(local: &LocalInterpolant, t: f64, summation: SummationOrder, out: &mut [f64]) {
        let (y_old, powers) = local.coefficients.split_at(out.len());
        interpolate(y_old, powers, local.fraction(t), summation, out);
    }
}

/// `out` ← `y_old` + Q·(x, x², x³), summed in the order of SciPy's `np.dot(Q, p)`: a single component at a single
/// point is a dot product.
pub fn interpolate(y_old: &[f64], q: &[f64], x: f64, summation: SummationOrder, out: &mut [f64]) {
    let powers = [x, x * x, x * x * x];
    if let ([out], SummationOrder::SinglePoint) = (&mut *out, summation) {
        *out = dot(q, &powers) + y_old[0];
        return;
    }
    for ((out, y_old), q) in out.iter_mut().zip(y_old).zip(q.chunks_exact(3)) {
        *out = (q[0] * powers[0] + q[1] * powers[1] + q[2] * powers[2]) + y_old;
    }
}

//! Roots of functions of one number.

use super::system::Interrupt;

/// Absolute and relative tolerance of a root: as SciPy's `solve_ivp` calls `brentq`.
pub const TOLERANCE: f64 = 4.0 * f64::EPSILON;
const MAX_ITERATIONS: usize = 100;

/// The root of `f` between `a` and `b`, where its signs differ, by Brent's method in the form of SciPy's `brentq`.
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, Prentice-Hall 1973, chapters 3 and 4.
///
/// ```text
/// x: best estimate; x_old: the one before; x_bracket: a point on the other side of the root
/// repeat
///   where f(x_old) and f(x) differ in sign: x_bracket = x_old
///   where f(x_bracket) is closer to 0: exchange it with x, and x_old = the former x
///   done where f(x) = 0 or the bracket is shorter than the tolerance
///   step = secant through x_old and x, or inverse quadratic interpolation where all three points differ
///   where that step is too long, or steps do not halve every second time: step = to the middle of the bracket
///   x_old = x;  x += step, but at least the tolerance
/// ```
///
/// The interpolation converges fast near the root, the bisection bounds the number of evaluations far from it.
#[allow(clippy::float_cmp, reason = "one point is a copy of the other")]
pub fn brent(a: f64, b: f64, mut f: impl FnMut(f64) -> Result<f64, Interrupt>) -> Result<f64, Interrupt> {
    let (mut x_old, mut x) = (a, b);
    let (mut f_old, mut f_x) = (f(x_old)?, f(x)?);
    if f_old == 0.0 {
        return Ok(x_old);
    }
    // No change of sign: the interpolant is rounded, and may lie on the other side of 0 than the solution at an end
    // of the step. The end with the smaller value is the root.
    if f_x == 0.0 || f_old.is_sign_negative() == f_x.is_sign_negative() {
        return Ok(if f_x.abs() <= f_old.abs() { x } else { x_old });
    }
    let (mut x_bracket, mut f_bracket) = (0.0, 0.0);
    let (mut step_old, mut step) = (0.0, 0.0);
    for _ in 0..MAX_ITERATIONS {
        if f_old != 0.0 && f_x != 0.0 && f_old.is_sign_negative() != f_x.is_sign_negative() {
            (x_bracket, f_bracket) = (x_old, f_old);
            step = x - x_old;
            step_old = step;
        }
        if f_bracket.abs() < f_x.abs() {
            (x_old, x, x_bracket) = (x, x_bracket, x);
            (f_old, f_x, f_bracket) = (f_x, f_bracket, f_x);
        }
        let delta = f64::midpoint(TOLERANCE, TOLERANCE * x.abs());
        let half = (x_bracket - x) / 2.0;
        if f_x == 0.0 || half.abs() < delta {
            return Ok(x);
        }
        let mut next = half;
        let mut previous = half;
        if step_old.abs() > delta && f_x.abs() < f_old.abs() {
            let attempt = if x_old == x_bracket {
                -f_x * (x - x_old) / (f_x - f_old)
            } else {
                let slope_old = (f_old - f_x) / (x_old - x);
                let slope_bracket = (f_bracket - f_x) / (x_bracket - x);
                -f_x * (f_bracket * slope_bracket - f_old * slope_old)
                    / (slope_bracket * slope_old * (f_bracket - f_old))
            };
            if 2.0 * attempt.abs() < step_old.abs().min(3.0 * half.abs() - delta) {
                (previous, next) = (step, attempt);
            }
        }
        (step_old, step) = (previous, next);
        (x_old, f_old) = (x, f_x);
        x += if step.abs() > delta {
            step
        } else if half > 0.0 {
            delta
        } else {
            -delta
        };
        f_x = f(x)?;
    }
    Ok(x)
}

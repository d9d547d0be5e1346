//! How long a step is.

use super::pow::pow;
use super::request::Request;
use super::stepper::Stats;
use super::sum::norm;
use super::system::{Interrupt, System};

const SAFETY: f64 = 0.9;
const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;

/// Root mean square of n values is their norm divided by this; SciPy takes it by `pow`, too.
pub fn root_of_count(n: usize) -> f64 {
    pow(n as f64, 0.5)
}

/// Smallest step that still moves t: ten times the distance to the next number.
pub fn min_step(t: f64, direction: f64) -> f64 {
    let next = if direction > 0.0 { t.next_up() } else { t.next_down() };
    10.0 * (next - t).abs()
}

/// Factor of the next step after an accepted one; at most 1 after a rejection.
pub fn acceptance_factor(error: f64, exponent: f64, rejected: bool) -> f64 {
    acceptance_factor_from_power(error, if error == 0.0 { 1.0 } else { pow(error, exponent) }, rejected)
}

/// The same, given the power of the error.
#[inline(always)]
pub fn acceptance_factor_from_power(error: f64, power: f64, rejected: bool) -> f64 {
    let factor = if error == 0.0 { MAX_FACTOR } else { smaller(MAX_FACTOR, SAFETY * power) };
    if rejected { smaller(1.0, factor) } else { factor }
}

/// Factor of the step to try after a rejected one.
pub fn rejection_factor(error: f64, exponent: f64) -> f64 {
    rejection_factor_from_power(pow(error, exponent))
}

/// The same, given the power of the error.
#[inline(always)]
pub fn rejection_factor_from_power(power: f64) -> f64 {
    larger(MIN_FACTOR, SAFETY * power)
}

/// The first step of a method whose error estimate has order `error_order`; evaluates f once more.
///
/// Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.4.
///
/// # Errors
/// When the system ends the solve.
pub fn initial_step<S: System + ?Sized>(
    system: &mut S,
    request: &Request,
    f0: &[f64],
    error_order: u32,
    stats: &mut Stats,
) -> Result<f64, Interrupt> {
    let Request { t0, t_bound, max_step, ref y0, .. } = *request;
    let direction = request.direction();
    let length = (t_bound - t0).abs();
    if y0.is_empty() {
        return Ok(f64::INFINITY);
    }
    if length == 0.0 {
        return Ok(0.0);
    }
    let scale: Vec<f64> = y0
        .iter()
        .zip(&request.atol)
        .zip(&request.rtol)
        .map(|((y, atol), rtol)| atol + y.abs() * rtol)
        .collect();
    let rms = |values: &mut dyn Iterator<Item = f64>| {
        norm(&values.zip(&scale).map(|(value, scale)| value / scale).collect::<Vec<_>>())
            / root_of_count(y0.len())
    };
    let d0 = rms(&mut y0.iter().copied());
    let d1 = rms(&mut f0.iter().copied());
    let h0 = if d0 < 1e-5 || d1 < 1e-5 { 1e-6 } else { 0.01 * d0 / d1 };
    let h0 = smaller(h0, length);

    let y1: Vec<f64> = y0.iter().zip(f0).map(|(y, f)| y + h0 * direction * f).collect();
    let mut f1 = vec![0.0; y0.len()];
    system.rhs(t0 + h0 * direction, &y1, &mut f1)?;
    stats.nfev += 1;
    let d2 = rms(&mut f1.iter().zip(f0).map(|(f1, f0)| f1 - f0)) / h0;

    let h1 = if d1 <= 1e-15 && d2 <= 1e-15 {
        larger(1e-6, h0 * 1e-3)
    } else {
        pow(0.01 / larger(d1, d2), 1.0 / f64::from(error_order + 1))
    };
    Ok([h1, length, max_step].into_iter().fold(100.0 * h0, smaller))
}

/// Python's `min`: the first where one is not a number.
fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// Python's `max`: the first where one is not a number.
fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

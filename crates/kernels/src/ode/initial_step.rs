//! The start of an adaptive method: f(t0, y0) and the size of the first step.

use super::pow::pow;
use super::request::Request;
use super::step_control::{python_max, python_min};
use super::stepper::{Stats, StepError};
use super::sum::{norm, root_of_count};
use super::system::{Interrupt, System};

/// `f0` ← f(t0, y0); returns the size of the first step of a method whose error estimate has order `error_order`.
///
/// # Errors
/// When the system ends the solve, or `f0` is not a number.
pub fn start_adaptive<S: System + ?Sized>(
    system: &mut S,
    request: &Request,
    error_order: u32,
    f0: &mut [f64],
    stats: &mut Stats,
) -> Result<f64, StepError> {
    stats.nfev += 1;
    system.rhs(request.t0, &request.y0, f0)?;
    if f0.iter().any(|value| value.is_nan()) {
        return Err(StepError::NotANumber);
    }
    match request.first_step {
        Some(h) => Ok(h),
        None => Ok(initial_step(system, request, f0, error_order, stats)?),
    }
}

/// Guesses the first step with one more evaluation (Hairer, Nørsett, Wanner, *Solving Ordinary Differential
/// Equations I*, II.4; SciPy's `select_initial_step`). Norms are root mean squares in units of the tolerance.
///
/// ```text
/// h0 = 0.01·|y0| / |f0|                              an Euler step of 1 % of y0
/// y1 = y0 + h0·f0,  f1 = f(t0 + h0, y1)
/// d2 = |f1 − f0| / h0                                estimates the second derivative
/// h1 solves h1^(order + 1) · max(|f0|, d2) = 0.01    so that the local error is about 1 %
/// h  = min(100·h0, h1, length of the interval, max_step)
/// ```
fn initial_step<S: System + ?Sized>(
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
    let h0 = python_min(h0, length);

    let y1: Vec<f64> = y0.iter().zip(f0).map(|(y, f)| y + h0 * direction * f).collect();
    let mut f1 = vec![0.0; y0.len()];
    system.rhs(t0 + h0 * direction, &y1, &mut f1)?;
    stats.nfev += 1;
    let d2 = rms(&mut f1.iter().zip(f0).map(|(f1, f0)| f1 - f0)) / h0;

    let h1 = if d1 <= 1e-15 && d2 <= 1e-15 {
        python_max(1e-6, h0 * 1e-3)
    } else {
        pow(0.01 / python_max(d1, d2), 1.0 / f64::from(error_order + 1))
    };
    Ok([h1, length, max_step].into_iter().fold(100.0 * h0, python_min))
}

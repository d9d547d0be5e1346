//! How long an attempted step is: the limits of every step, and the factors after an accepted and after a rejected one.
//! Whether an attempt is rejected, each method decides in its [`Stepper::step`](super::stepper::Stepper::step).
//!
//! Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.4, with the constants of SciPy. The
//! comparisons are those of Python, because steps that are bitwise identical to SciPy's need its treatment of NaN,
//! too.

use super::request::Request;

/// Safety factor of explicit methods; implicit methods have that of Newton's iteration.
pub const SAFETY: f64 = 0.9;
/// Smallest factor from one attempt to the next.
const MIN_FACTOR: f64 = 0.2;
/// Largest factor from one step to the next.
const MAX_FACTOR: f64 = 10.0;

/// What no step of a solve may exceed.
#[derive(Clone, Copy, Debug)]
pub struct StepLimits {
    /// +1 forward, −1 backward.
    pub direction: f64,
    t_bound: f64,
    max_step: f64,
}

impl StepLimits {
    /// Limits that a request sets.
    pub fn new(request: &Request) -> Self {
        let Request { t_bound, max_step, .. } = *request;
        Self { direction: request.direction(), t_bound, max_step }
    }

    /// Smallest step from `t` that still moves t: ten times the distance to the next number.
    pub fn min_step(&self, t: f64) -> f64 {
        let next = if self.direction > 0.0 { t.next_up() } else { t.next_down() };
        10.0 * (next - t).abs()
    }

    /// A proposed step size within `min_step` and the longest step; NaN stays.
    #[inline(always)]
    pub fn clamp(&self, h_abs: f64, min_step: f64) -> f64 {
        if h_abs > self.max_step {
            self.max_step
        } else if h_abs < min_step {
            min_step
        } else {
            h_abs
        }
    }

    /// Where a step of size `h_abs` from `t` ends, and whether it was shortened to end at the end of the interval.
    #[inline(always)]
    pub fn end_of_step(&self, t: f64, h_abs: f64) -> (f64, bool) {
        let t_new = t + h_abs * self.direction;
        if self.direction * (t_new - self.t_bound) > 0.0 { (self.t_bound, true) } else { (t_new, false) }
    }
}

/// Whether a step cannot be tried. NaN comes from an infinite start; the attempts would never end.
#[inline(always)]
pub fn is_too_small(h_abs: f64, min_step: f64) -> bool {
    h_abs < min_step || h_abs.is_nan()
}

/// Factor of the next step after an accepted one, where `power` is the error in units of the tolerance to the power
/// −1 / (order + 1).
#[inline(always)]
pub fn acceptance_factor(safety: f64, power: f64) -> f64 {
    python_min(MAX_FACTOR, safety * power)
}

/// [`acceptance_factor`] of explicit methods, which lengthen no step right after a rejected attempt.
#[inline(always)]
pub fn explicit_acceptance_factor(power: f64, was_rejected: bool) -> f64 {
    let factor = acceptance_factor(SAFETY, power);
    if was_rejected { python_min(1.0, factor) } else { factor }
}

/// Factor of the attempt after a rejected one.
#[inline(always)]
pub fn rejection_factor(safety: f64, power: f64) -> f64 {
    python_max(MIN_FACTOR, safety * power)
}

/// Python's `min`: `a` where either is NaN.
pub fn python_min(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// Python's `max`: `a` where either is NaN.
pub fn python_max(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

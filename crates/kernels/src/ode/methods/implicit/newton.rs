//! When Newton's iteration has converged, and when it will not: Hairer, Wanner, *Solving Ordinary Differential
//! Equations II*, IV.8; SciPy's `solve_collocation_system` and `solve_bdf_system`.

use crate::ode::pow::pow;
use crate::ode::request::Request;

/// How an iteration ended.
pub struct NewtonOutcome {
    pub converged: bool,
    pub iterations: u8,
    /// Norm of the last correction divided by that of the one before; `None` after a single correction.
    pub rate: Option<f64>,
}

/// What a correction says about the iteration.
#[derive(PartialEq)]
pub enum NewtonStatus {
    Diverging,
    Converged,
    Unconverged,
}

/// Judges an iteration by the norms of its corrections.
pub struct NewtonMonitor {
    max_iterations: u8,
    tolerance: f64,
    old_norm: Option<f64>,
    pub outcome: NewtonOutcome,
}

impl NewtonMonitor {
    /// For an iteration of at most `max_iterations` corrections, to an error of `tolerance` in units of the solve's.
    pub fn new(max_iterations: u8, tolerance: f64) -> Self {
        let outcome = NewtonOutcome { converged: false, iterations: 0, rate: None };
        Self { max_iterations, tolerance, old_norm: None, outcome }
    }

    /// Starts the next correction; `false` where no more are allowed.
    pub fn next(&mut self) -> bool {
        let is_allowed = self.outcome.iterations < self.max_iterations;
        self.outcome.iterations += u8::from(is_allowed);
        is_allowed
    }

    /// Judges a correction of this norm; a diverging one is not to be made.
    ///
    /// ```text
    /// rate Θ = norm / previous norm: corrections shrink geometrically
    /// diverging: Θ ≥ 1, or Θ^left / (1 − Θ)·norm > tolerance: the error after all corrections that are left
    /// converged: norm = 0, or Θ / (1 − Θ)·norm < tolerance: the error after this correction
    /// ```
    ///
    /// To give up early saves evaluations: the step is then tried with a new Jacobian or with half its size.
    pub fn judge(&mut self, norm: f64) -> NewtonStatus {
        let rate = self.old_norm.map(|old| norm / old);
        self.outcome.rate = rate;
        self.old_norm = Some(norm);
        let left = f64::from(self.max_iterations - self.outcome.iterations + 1);
        let last_error = |rate: f64| pow(rate, left) / (1.0 - rate) * norm;
        if rate.is_some_and(|rate| rate >= 1.0 || last_error(rate) > self.tolerance) {
            NewtonStatus::Diverging
        } else if norm == 0.0 || rate.is_some_and(|rate| rate / (1.0 - rate) * norm < self.tolerance) {
            self.outcome.converged = true;
            NewtonStatus::Converged
        } else {
            NewtonStatus::Unconverged
        }
    }
}

/// Error at which an iteration ends, in units of the solve's tolerance: well below it, but not below what rounding
/// permits.
pub fn newton_tolerance(request: &Request) -> f64 {
    let rtol = request.rtol.iter().copied().fold(f64::INFINITY, f64::min);
    (10.0 * f64::EPSILON / rtol).max(pow(rtol, 0.5).min(0.03))
}

/// Safety factor of the next step: 0.9 after a fast iteration, less after a slow one.
pub fn safety_factor(max_iterations: u8, iterations: u8) -> f64 {
    let most = f64::from(max_iterations);
    0.9 * (2.0 * most + 1.0) / (2.0 * most + f64::from(iterations))
}

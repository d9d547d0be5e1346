//! When Newton's iteration has converged, and when it will not.

use crate::ode::pow::pow;
use crate::ode::request::Request;

/// How an iteration ended.
pub struct NewtonOutcome {
    pub converged: bool,
    pub iterations: u8,
    /// By how much the last correction was smaller than the one before.
    pub rate: Option<f64>,
}

/// How it goes on.
#[derive(PartialEq)]
pub enum NewtonStatus {
    Diverging,
    Converged,
    Unconverged,
}

/// Judges an iteration by the norms of its corrections.
pub struct NewtonMonitor {
    most: u8,
    tolerance: f64,
    old_norm: Option<f64>,
    pub outcome: NewtonOutcome,
}

impl NewtonMonitor {
    /// Of an iteration with at most so many corrections.
    pub fn new(most: u8, tolerance: f64) -> Self {
        Self {
            most,
            tolerance,
            old_norm: None,
            outcome: NewtonOutcome { converged: false, iterations: 0, rate: None },
        }
    }

    /// Starts the next correction; `false` where no more are allowed.
    pub fn next(&mut self) -> bool {
        let more = self.outcome.iterations < self.most;
        self.outcome.iterations += u8::from(more);
        more
    }

    /// Of a correction with this norm; a diverging one is not to be made.
    pub fn judge(&mut self, norm: f64) -> NewtonStatus {
        let rate = self.old_norm.map(|old| norm / old);
        self.outcome.rate = rate;
        self.old_norm = Some(norm);
        let left = f64::from(self.most - self.outcome.iterations + 1);
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

/// Where an iteration ends, in units of the solve's tolerance.
pub fn tolerance(request: &Request) -> f64 {
    let rtol = request.rtol.iter().copied().fold(f64::INFINITY, f64::min);
    (10.0 * f64::EPSILON / rtol).max(pow(rtol, 0.5).min(0.03))
}

/// Caution in choosing the next step: less where the iteration was slow.
pub fn safety(most: u8, iterations: u8) -> f64 {
    let most = f64::from(most);
    0.9 * (2.0 * most + 1.0) / (2.0 * most + f64::from(iterations))
}

//! The trajectories of an ensemble that no worker has taken yet, and where their results go.

use crate::ode::stepper::Stats;
use std::iter::Enumerate;
use std::slice::ChunksExactMut;
use std::sync::{Mutex, PoisonError};

/// Numbers about each trajectory before its values.
pub const STATS_LEN: usize = 6;

/// How a trajectory ended, besides the codes of [`Termination`](crate::ode::solution::Termination).
pub const TOO_MANY_EVALUATIONS: f64 = 6.0;

/// Trajectories that no worker has begun, with the space for their results.
pub struct Queue<'a>(Mutex<Enumerate<ChunksExactMut<'a, f64>>>);

impl<'a> Queue<'a> {
    /// `results` in rows of `stride` numbers, one row a trajectory.
    pub fn new(results: &'a mut [f64], stride: usize) -> Self {
        Self(Mutex::new(results.chunks_exact_mut(stride).enumerate()))
    }

    /// Takes the next trajectory.
    pub fn next(&self) -> Option<Trajectory<'a>> {
        // A worker that panicked has taken its trajectory with it; the queue is whole.
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.next().map(|(index, result)| {
            let (stats, values) = result.split_at_mut(STATS_LEN);
            Trajectory { index, stats, values }
        })
    }
}

/// One solve, and where its result goes.
pub struct Trajectory<'a> {
    pub index: usize,
    stats: &'a mut [f64],
    /// The last values, or those at every point of `t_eval`.
    pub values: &'a mut [f64],
}

impl Trajectory<'_> {
    /// Writes how the solve ended: a code, the work done, the number of steps and the last time.
    pub fn finish(&mut self, end: f64, stats: Stats, steps: usize, t: f64) {
        let counts = [stats.nfev, stats.njev, stats.nlu, steps].map(|count| count as f64);
        self.stats[0] = end;
        self.stats[1..=counts.len()].copy_from_slice(&counts);
        self.stats[STATS_LEN - 1] = t;
    }
}

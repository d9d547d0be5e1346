//! The trajectories of an ensemble that no worker has taken yet.

use crate::ode::stepper::Stats;
use std::sync::Mutex;

/// Numbers about each trajectory before its values.
pub const STATS_LEN: usize = 6;

/// How a trajectory ended: the codes of [`crate::ode::solution::Termination`], and one more.
pub const TOO_MANY_EVALUATIONS: f64 = 6.0;

/// Trajectories that nobody has begun, with the space for their results.
pub struct Queue<'a>(pub Mutex<std::iter::Enumerate<std::slice::ChunksExactMut<'a, f64>>>);

impl<'a> Queue<'a> {
    pub fn next(&self) -> Option<Trajectory<'a>> {
        // A worker that panicked has taken its trajectory with it; the queue is whole.
        let mut queue = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.next().map(|(index, result)| {
            let (stats, values) = result.split_at_mut(STATS_LEN);
            Trajectory { index, stats, values }
        })
    }
}

/// One solve, and where its result goes.
pub struct Trajectory<'a> {
    pub index: usize,
    pub stats: &'a mut [f64],
    pub values: &'a mut [f64],
}

impl Trajectory<'_> {
    /// Writes how it ended.
    pub fn finish(&mut self, end: f64, stats: Stats, steps: usize, t: f64) {
        let work = [stats.nfev, stats.njev, stats.nlu, steps];
        self.stats[0] = end;
        for (stat, count) in self.stats[1..].iter_mut().zip(work) {
            *stat = count as f64;
        }
        self.stats[STATS_LEN - 1] = t;
    }
}

//! Thousands of solves of one model, each with its own initial values, parameters and steps.
//!
//! Explicit methods integrate eight trajectories side by side, each lane with a step size of its own; a lane whose
//! trajectory is over takes the next one. No lane knows of the others, and nothing is fused: the results are, bit
//! for bit, those of single solves, with any number of threads.

mod lockstep;
mod problem;
mod queue;
mod sequential;

use super::method::Method;
use super::methods::explicit::{dop853::Dop853, rk23::Rk23, rk45::Rk45, tsit5::Tsit5};
use crate::{Element, Error, Isa};
use lockstep::Lockstep;
pub use problem::Ensemble;
use queue::{Queue, STATS_LEN};
use std::sync::Mutex;

impl Ensemble<'_> {
    /// Solves all trajectories on so many threads, 0 being as many as there are cores. Of each one it answers
    ///
    /// `end, nfev, njev, nlu, steps, t, values…`, t being the last time that was reached: of its n values there
    /// where there is no `t_eval`, else those at every point, NaN where it was not reached.
    ///
    /// # Errors
    /// When the arrays do not fit together.
    pub fn solve(&self, threads: usize, isa: Isa) -> Result<Vec<f64>, Error> {
        let (n, count) = (self.model.len(), self.count()?);
        let points = self.request.t_eval.as_ref().map_or(1, Vec::len);
        let stride = STATS_LEN + points * n;
        let mut results = vec![f64::NAN; count * stride];
        let queue = Queue(Mutex::new(results.chunks_exact_mut(stride).enumerate()));
        let work = || self.work(&queue, isa);
        let threads = if threads == 0 { available_threads() } else { threads };
        std::thread::scope(|scope| {
            // A thread that cannot be had, as on wasm, leaves its work to the others.
            for _ in 1..threads.min(count) {
                if std::thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
        Ok(results)
    }

    /// Solves trajectories until none is left.
    fn work(&self, queue: &Queue, isa: Isa) {
        match self.request.method {
            Method::Rk23 => f64::dispatch(isa, Lockstep::<Rk23, 3>::new(self, queue)),
            Method::Rk45 => f64::dispatch(isa, Lockstep::<Rk45, 6>::new(self, queue)),
            Method::Dop853 => f64::dispatch(isa, Lockstep::<Dop853, 12>::new(self, queue)),
            Method::Tsit5 => f64::dispatch(isa, Lockstep::<Tsit5, 6>::new(self, queue)),
            // Their Newton iterations differ in length: lanes would mostly wait.
            _ => sequential::work(self, queue),
        }
    }
}

fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

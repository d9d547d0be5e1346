//! Thousands of solves of one model, each with its own initial values, parameters and steps.
//!
//! Explicit methods integrate eight trajectories side by side (`lockstep`), each lane with a step size of its own;
//! a lane whose trajectory has ended takes the next one. No lane depends on another, and no product and sum are
//! fused: results are bitwise identical to those of single solves, with any number of threads. Other methods solve
//! `sequential`ly.

mod lane_vectors;
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

impl Ensemble<'_> {
    /// Solves all trajectories on `threads` threads; 0 stands for as many as there are cores. Returns for each
    /// trajectory
    ///
    /// `end, nfev, njev, nlu, steps, t, values…`
    ///
    /// where t is the last time that was reached. Without `t_eval`, the values are the n at t; with it, the n at
    /// every point, NaN at points that were not reached.
    ///
    /// # Errors
    /// When the arrays do not fit together.
    pub fn solve(&self, threads: usize, isa: Isa) -> Result<Vec<f64>, Error> {
        let (n, count) = (self.model.len(), self.count()?);
        let points = self.request.t_eval.as_ref().map_or(1, Vec::len);
        let stride = STATS_LEN + points * n;
        let mut results = vec![f64::NAN; count * stride];
        let queue = Queue::new(&mut results, stride);
        let work = || self.work(&queue, isa);
        let threads = if threads == 0 { available_threads() } else { threads };
        std::thread::scope(|scope| {
            // Where no further thread can be started, as on wasm, those that run do all the work.
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
            // Newton iterations differ in length, so lanes would mostly wait. Methods of fixed steps are for teaching.
            _ => sequential::work(self, queue),
        }
    }
}

fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

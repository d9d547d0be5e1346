//! Thousands of solves of one model, each with its own initial values, parameters and steps.
//!
//! Explicit methods integrate eight trajectories side by side, each lane with a step size of its own; a lane whose
//! trajectory is over takes the next one. No lane knows of the others, and nothing is fused: the results are, bit
//! for bit, those of single solves, with any number of threads.

mod lanes;
mod single;

use super::methods::{
    Method,
    explicit::{dop853::Dop853, rk23::Rk23, rk45::Rk45, tsit5::Tsit5},
};
use super::model::Model;
use super::request::Request;
use super::stepper::Stats;
use crate::{Element, Error, Isa};
use lanes::Lockstep;
use std::sync::Mutex;

/// Numbers about each trajectory before its values.
const STATS_LEN: usize = 6;

/// What to solve.
pub struct Ensemble<'a> {
    /// The equations.
    pub model: &'a Model,
    /// Options of every solve; its initial values are unused.
    pub request: &'a Request,
    /// Initial values, one row a trajectory.
    pub y0s: &'a [f64],
    /// Parameters: one row for all trajectories, or one each.
    pub parameters: &'a [f64],
    /// A trajectory that needs a shorter step than this fails.
    pub step_floor: f64,
    /// A trajectory that evaluates the equations more often is stopped.
    pub max_evaluations: f64,
}

/// How a trajectory ended: the codes of [`super::Termination`], and one more.
const TOO_MANY_EVALUATIONS: f64 = 6.0;

impl<'a> Ensemble<'a> {
    /// With the `limits` step floor and most evaluations.
    ///
    /// # Errors
    /// When there are other limits.
    pub fn new(
        model: &'a Model,
        request: &'a Request,
        y0s: &'a [f64],
        parameters: &'a [f64],
        limits: &[f64],
    ) -> Result<Self, Error> {
        match *limits {
            [step_floor, max_evaluations] => {
                Ok(Self { model, request, y0s, parameters, step_floor, max_evaluations })
            }
            _ => Err(malformed()),
        }
    }

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

    /// Number of trajectories.
    fn count(&self) -> Result<usize, Error> {
        let (n, parameters) = (self.model.len(), self.model.parameters());
        let count = self.y0s.len().checked_div(n).unwrap_or(0);
        let is_shared = self.parameters.len() == parameters;
        let tolerances = self.request.rtol.len() == n && self.request.atol.len() == n;
        let fits = n > 0 && self.y0s.len() == count * n && tolerances;
        if fits && (is_shared || self.parameters.len() == count * parameters) {
            return Ok(count);
        }
        Err(Error::shape(
            "ensemble",
            "solveEnsemble",
            format!("there are {} initial values and {} parameters", self.y0s.len(), self.parameters.len()),
            format!("each trajectory needs {n} and {parameters}"),
            "pass one row a trajectory",
        ))
    }

    fn y0(&self, index: usize) -> &[f64] {
        let n = self.model.len();
        &self.y0s[index * n..][..n]
    }

    fn parameters(&self, index: usize) -> &[f64] {
        let count = self.model.parameters();
        let row = if self.parameters.len() == count { 0 } else { index };
        &self.parameters[row * count..][..count]
    }

    /// Solves trajectories until none is left.
    fn work(&self, queue: &Queue, isa: Isa) {
        match self.request.method {
            Method::Rk23 => f64::dispatch(isa, Lockstep::<Rk23, 3>::new(self, queue)),
            Method::Rk45 => f64::dispatch(isa, Lockstep::<Rk45, 6>::new(self, queue)),
            Method::Dop853 => f64::dispatch(isa, Lockstep::<Dop853, 12>::new(self, queue)),
            Method::Tsit5 => f64::dispatch(isa, Lockstep::<Tsit5, 6>::new(self, queue)),
            // Their Newton iterations differ in length: lanes would mostly wait.
            _ => single::work(self, queue),
        }
    }
}

fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn malformed() -> Error {
    Error::argument(
        "ensemble",
        "solveEnsemble",
        "the limits do not decode",
        "facade and kernels must be of one version",
        "install the package again",
    )
}

/// Trajectories that nobody has begun, with the space for their results.
struct Queue<'a>(Mutex<std::iter::Enumerate<std::slice::ChunksExactMut<'a, f64>>>);

impl<'a> Queue<'a> {
    fn next(&self) -> Option<Trajectory<'a>> {
        // A worker that panicked has taken its trajectory with it; the queue is whole.
        let mut queue = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.next().map(|(index, result)| {
            let (stats, values) = result.split_at_mut(STATS_LEN);
            Trajectory { index, stats, values }
        })
    }
}

/// One solve, and where its result goes.
struct Trajectory<'a> {
    index: usize,
    stats: &'a mut [f64],
    values: &'a mut [f64],
}

impl Trajectory<'_> {
    /// Writes how it ended.
    fn finish(&mut self, end: f64, stats: Stats, steps: usize, t: f64) {
        let work = [stats.nfev, stats.njev, stats.nlu, steps];
        self.stats[0] = end;
        for (stat, count) in self.stats[1..].iter_mut().zip(work) {
            *stat = count as f64;
        }
        self.stats[STATS_LEN - 1] = t;
    }
}

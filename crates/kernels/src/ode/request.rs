//! The options of a solve, and their form on the FFI boundary.

use super::method::Method;
use crate::Error;

/// When an event counts and when it ends the solve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// The solve ends at this occurrence; infinite where no occurrence ends it.
    pub max_occurrences: f64,
    /// Positive: only roots where the function rises count; negative: where it falls; 0: both.
    pub direction: f64,
}

/// Options of one solve; the facade has checked them and filled in every default.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The integration method.
    pub method: Method,
    /// Start of the interval.
    pub t0: f64,
    /// End of the interval; before `t0` in a backward integration.
    pub t_bound: f64,
    /// Values at `t0`.
    pub y0: Vec<f64>,
    /// Relative tolerance of each component.
    pub rtol: Vec<f64>,
    /// Absolute tolerance of each component.
    pub atol: Vec<f64>,
    /// Size of the first step; chosen from the equations without. Methods of fixed steps take it for all steps.
    pub first_step: Option<f64>,
    /// Longest step.
    pub max_step: f64,
    /// Largest number of accepted steps.
    pub max_steps: f64,
    /// Times at which the solution is wanted instead of at the ends of steps, in the order of integration.
    pub t_eval: Option<Vec<f64>>,
    /// Whether the interpolant of every step is kept.
    pub dense_output: bool,
    /// Events to find.
    pub events: Vec<Event>,
}

impl Request {
    /// +1 forward, −1 backward.
    pub fn direction(&self) -> f64 {
        if self.t_bound < self.t0 { -1.0 } else { 1.0 }
    }

    /// Reads the form that `ts/backend/ode/request.ts` writes:
    ///
    /// `method, t0, t_bound, first_step (0: none), max_step, max_steps, dense_output, n, points (−1: no
    /// t_eval), events, y0[n], rtol[n], atol[n], t_eval[points], (max_occurrences, direction)[events]`
    ///
    /// # Errors
    /// When the numbers are not what the facade writes.
    pub fn decode(numbers: &[f64]) -> Result<Self, Error> {
        let mut reader = Reader { numbers };
        let [method, t0, t_bound, first_step, max_step, max_steps, dense, n, points, events] =
            reader.array()?;
        let n = n as usize;
        let request = Self {
            method: Method::from_code(method).ok_or_else(malformed)?,
            t0,
            t_bound,
            first_step: (first_step > 0.0).then_some(first_step),
            max_step,
            max_steps,
            dense_output: dense != 0.0,
            y0: reader.take(n)?.to_vec(),
            rtol: reader.take(n)?.to_vec(),
            atol: reader.take(n)?.to_vec(),
            t_eval: if points < 0.0 { None } else { Some(reader.take(points as usize)?.to_vec()) },
            events: (0..events as usize)
                .map(|_| {
                    reader.array().map(|[max_occurrences, direction]| Event { max_occurrences, direction })
                })
                .collect::<Result<_, _>>()?,
        };
        if reader.numbers.is_empty() { Ok(request) } else { Err(malformed()) }
    }
}

/// The numbers that are not read yet.
struct Reader<'a> {
    numbers: &'a [f64],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [f64], Error> {
        let (taken, rest) = self.numbers.split_at_checked(count).ok_or_else(malformed)?;
        self.numbers = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[f64; N], Error> {
        let (taken, rest) = self.numbers.split_first_chunk().ok_or_else(malformed)?;
        self.numbers = rest;
        Ok(*taken)
    }
}

fn malformed() -> Error {
    Error::argument(
        "request",
        "solveIvp",
        "the options of the solve do not decode",
        "facade and kernels must be of one version",
        "install the package again",
    )
}

//! What an ensemble solves.

use crate::Error;
use crate::ode::model::Model;
use crate::ode::request::Request;

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

    /// Number of trajectories.
    pub(super) fn count(&self) -> Result<usize, Error> {
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

    pub(super) fn y0(&self, index: usize) -> &[f64] {
        let n = self.model.len();
        &self.y0s[index * n..][..n]
    }

    pub(super) fn parameters(&self, index: usize) -> &[f64] {
        let count = self.model.parameters();
        let row = if self.parameters.len() == count { 0 } else { index };
        &self.parameters[row * count..][..count]
    }
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

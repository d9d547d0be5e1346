//! What an ensemble solves: a model, options, and the rows of all trajectories.

use crate::Error;
use crate::ode::model::Model;
use crate::ode::request::Request;

/// Solves of one model from many initial values.
pub struct Ensemble<'a> {
    /// The equations.
    pub model: &'a Model,
    /// Options of every solve; their initial values are unused.
    pub request: &'a Request,
    /// Initial values, one row a trajectory.
    pub y0s: &'a [f64],
    /// Parameters: one row for all trajectories, or one each.
    pub parameters: &'a [f64],
    /// A trajectory that needs a shorter step than this fails.
    pub step_floor: f64,
    /// A trajectory that would evaluate the equations more often is stopped.
    pub max_evaluations: f64,
}

impl<'a> Ensemble<'a> {
    /// `limits` are `step_floor, max_evaluations`.
    ///
    /// # Errors
    /// When there are not two limits.
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
    ///
    /// # Errors
    /// When the rows do not fit the model.
    pub(super) fn count(&self) -> Result<usize, Error> {
        let (n, parameters) = (self.model.len(), self.model.parameters());
        let count = self.y0s.len().checked_div(n).unwrap_or(0);
        let is_shared = self.parameters.len() == parameters;
        let tolerances_fit = self.request.rtol.len() == n && self.request.atol.len() == n;
        let fits = n > 0 && self.y0s.len() == count * n && tolerances_fit;
        if fits && (is_shared || self.parameters.len() == count * parameters) {
            return Ok(count);
        }
        Err(Error::shape(
            "ensemble",
            "solveEnsemble",
            format!("there are {} initial values and {} parameters", self.y0s.len(), self.parameters.len()),
            format!("each trajectory needs {n} initial values and {parameters} parameters"),
            "pass one row for each trajectory, or one row of parameters for all",
        ))
    }

    /// Initial values of a trajectory.
    pub(super) fn y0(&self, index: usize) -> &[f64] {
        let n = self.model.len();
        &self.y0s[index * n..][..n]
    }

    /// Parameters of a trajectory.
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

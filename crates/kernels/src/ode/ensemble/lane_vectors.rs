//! The arithmetic of eight attempts at once, one trajectory in each lane.

use crate::ode::methods::explicit::dop853::combined_error;
use crate::ode::methods::explicit::tableau::EmbeddedTableau;
use crate::ode::model::{Evaluator, Model};
use crate::ode::pow::pow_lanes;
use crate::ode::real::{Lanes, Real};
use crate::ode::request::Request;
use crate::ode::sum::{dot, norm, root_of_count};
use std::marker::PhantomData;

/// The numbers of eight explicit integrations. A lane without a trajectory computes what nobody reads.
pub struct LaneVectors<'a, M, const S: usize> {
    request: &'a Request,
    evaluator: Evaluator<'a, Lanes>,
    pub parameters: Vec<Lanes>,
    pub t: Lanes,
    /// Size of the step to try next.
    pub h_abs: Lanes,
    pub y: Vec<Lanes>,
    pub y_next: Vec<Lanes>,
    /// S + 1 rows of n derivatives.
    pub stages: Vec<Lanes>,
    error: Vec<Lanes>,
    /// √n.
    root: f64,
    method: PhantomData<M>,
}

/// Where the attempt of each lane ends, its signed length, and the norm of its error to the power −1 / (order + 1).
pub struct Attempt {
    pub t_new: Lanes,
    pub h: Lanes,
    pub error: Lanes,
    pub power: Lanes,
}

impl<'a, M: EmbeddedTableau<S>, const S: usize> LaneVectors<'a, M, S> {
    pub fn new(model: &'a Model, request: &'a Request) -> Self {
        let n = model.len();
        let zeros = vec![Lanes::default(); n];
        Self {
            request,
            evaluator: Evaluator::new(model),
            parameters: vec![Lanes::default(); model.parameters()],
            t: Lanes::default(),
            h_abs: Lanes::default(),
            y: zeros.clone(),
            y_next: zeros.clone(),
            stages: vec![Lanes::default(); (S + 1) * n],
            error: zeros,
            root: root_of_count(n),
            method: PhantomData,
        }
    }

    /// Number of equations.
    pub fn n(&self) -> usize {
        self.y.len()
    }

    /// The next attempt of every lane: the stages, the end and the error of `RungeKutta::attempt`, with a vector of
    /// eight trajectories in place of each number. Each lane has its own t and h, and adds in the order of a single
    /// solve.
    #[inline(always)]
    pub fn attempt(&mut self) -> Attempt {
        let Request { t_bound, .. } = *self.request;
        let direction = self.request.direction();
        let (n, t) = (self.n(), self.t);
        let t_new = (t + self.h_abs * Lanes::splat(direction))
            .map(|t_new| if direction * (t_new - t_bound) > 0.0 { t_bound } else { t_new });
        let h = t_new - t;
        for stage in 1..S {
            self.advance(&M::A[stage][..stage], h);
            let at = t + Lanes::splat(M::C[stage]) * h;
            self.evaluator.rhs(at, &self.y_next, &self.parameters, &mut self.stages[stage * n..][..n]);
        }
        self.advance(&M::B, h);
        self.evaluator.rhs(t + h, &self.y_next, &self.parameters, &mut self.stages[S * n..][..n]);

        let mut norms = [Lanes::default(); 2];
        for (norm, weights) in norms.iter_mut().zip(M::ERRORS) {
            *norm = self.error_norm(weights, if M::ERRORS.len() == 1 { h } else { Lanes::splat(1.0) });
        }
        let [first, second] = norms;
        let error = if M::ERRORS.len() == 1 {
            first / Lanes::splat(self.root)
        } else {
            let (fifth, third) = (pow_lanes(first, 2.0), pow_lanes(second, 2.0));
            Lanes(std::array::from_fn(|lane| combined_error(fifth.0[lane], third.0[lane], h.0[lane], n)))
        };
        let power = pow_lanes(error, const { -1.0 / (M::ERROR_ORDER as f64 + 1.0) });
        Attempt { t_new, h, error, power }
    }

    /// `y_next` ← y + h·Σⱼ weightⱼ·rowⱼ.
    #[inline(always)]
    fn advance(&mut self, weights: &[f64], h: Lanes) {
        for i in 0..self.n() {
            self.y_next[i] = self.y[i] + self.combine(weights, i) * h;
        }
    }

    /// Σⱼ weightⱼ·rowⱼ of one component, in the order of `StageDerivatives::combine`.
    #[inline(always)]
    fn combine(&self, weights: &[f64], i: usize) -> Lanes {
        let n = self.n();
        if n == 1 {
            let mut factors = [Lanes::default(); 16];
            for (factor, weight) in factors.iter_mut().zip(weights) {
                *factor = Lanes::splat(*weight);
            }
            return dot(&factors[..weights.len()], &self.stages[..weights.len()]);
        }
        let mut sum = Lanes::splat(weights[0]) * self.stages[i];
        for (stage, weight) in weights.iter().enumerate().skip(1) {
            sum = sum + Lanes::splat(*weight) * self.stages[stage * n + i];
        }
        sum
    }

    /// √Σ (factor·Σⱼ weightⱼ·rowⱼ / scale)².
    #[inline(always)]
    fn error_norm(&mut self, weights: &[f64], factor: Lanes) -> Lanes {
        for i in 0..self.n() {
            let (old, new) = (self.y[i].map(f64::abs), self.y_next[i].map(f64::abs));
            let larger = Lanes::choose(new, old, old, new);
            let scale = Lanes::splat(self.request.atol[i]) + larger * Lanes::splat(self.request.rtol[i]);
            self.error[i] = self.combine(weights, i) * factor / scale;
        }
        norm(&self.error)
    }

    /// Moves one lane to the end of its attempt.
    #[inline(always)]
    pub fn accept(&mut self, lane: usize, t_new: f64) {
        let n = self.n();
        let (first_row, later) = self.stages.split_at_mut(n);
        for i in 0..n {
            self.y[i].0[lane] = self.y_next[i].0[lane];
            first_row[i].0[lane] = later[(S - 1) * n + i].0[lane];
        }
        self.t.0[lane] = t_new;
    }
}

//! The memory of an explicit step: values at its start and its end, and the derivatives at its stages.

use super::stage_derivatives::StageDerivatives;
use crate::ode::request::Request;
use crate::ode::stepper::{Stats, StepState};
use crate::ode::sum::{Block, pad};
use crate::ode::system::{Interrupt, System};

/// The last accepted step, and the buffers of the next attempt.
pub struct ExplicitStep {
    /// Where the last accepted step began and ended.
    pub state: StepState,
    /// Values at the end of the last accepted step, in padded blocks.
    pub y: Vec<Block>,
    /// Values at its start.
    pub y_old: Vec<Block>,
    /// Values at a stage of the attempt; after the last stage, those at its end.
    pub y_next: Vec<Block>,
    /// Derivatives at the stages. After an attempt of an adaptive method, row `S` holds those at its end.
    pub stages: StageDerivatives,
}

impl ExplicitStep {
    /// At the start of a solve, with so many rows of derivatives.
    pub fn new(request: &Request, rows: usize) -> Self {
        let y = pad(&request.y0, 0.0);
        Self {
            state: StepState { t_old: request.t0, t: request.t0, stats: Stats::default() },
            y_old: y.clone(),
            y_next: y.clone(),
            y,
            stages: StageDerivatives::new(request.y0.len(), rows),
        }
    }

    /// Where the values at the start and at the end are written.
    pub fn values_mut(&mut self) -> (&mut [f64], &mut [f64]) {
        let n = self.stages.n();
        (&mut self.y_old.as_flattened_mut()[..n], &mut self.y.as_flattened_mut()[..n])
    }

    /// Values at the end of the step.
    pub fn y(&self) -> &[f64] {
        &self.y.as_flattened()[..self.stages.n()]
    }

    /// Values at the start of the step.
    pub fn y_old(&self) -> &[f64] {
        &self.y_old.as_flattened()[..self.stages.n()]
    }

    /// `y_next` ← y + h·Σⱼ weightⱼ·rowⱼ, j < `J`.
    #[inline(always)]
    pub fn advance<const J: usize>(&mut self, weights: &[f64], h: f64) {
        let (y, y_next) = (&self.y, &mut self.y_next);
        // Closures in loops over blocks are marked: left to itself, the compiler made calls of them.
        self.stages.combine::<J>(
            weights,
            #[inline(always)]
            |block, sum| {
                let y = y[block];
                y_next[block] = std::array::from_fn(|lane| y[lane] + sum[lane] * h);
            },
        );
    }

    /// Row `row` ← f(t, `y_next`). The caller counts the evaluation: some methods count those of an interrupted
    /// step, some do not.
    ///
    /// # Errors
    /// When the system ends the solve.
    #[inline(always)]
    pub fn differentiate<Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        row: usize,
        t: f64,
    ) -> Result<(), Interrupt> {
        let n = self.stages.n();
        system.rhs(t, &self.y_next.as_flattened()[..n], self.stages.row_mut(row))
    }

    /// A further stage within the last accepted step, for its interpolant: row `J` ← f at the fraction `c` of the step.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn evaluate_extra<const J: usize, Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        c: f64,
        weights: &[f64],
    ) -> Result<(), Interrupt> {
        let StepState { t_old, t, .. } = self.state;
        let h = t - t_old;
        // `advance` starts from `y`, which is the end of the step by now.
        std::mem::swap(&mut self.y, &mut self.y_old);
        self.advance::<J>(weights, h);
        std::mem::swap(&mut self.y, &mut self.y_old);
        self.state.stats.nfev += 1;
        self.differentiate(system, J, t_old + c * h)
    }

    /// Makes the attempt that ends at `t_new` and `y_next` the last accepted step.
    pub fn accept(&mut self, t_new: f64) {
        std::mem::swap(&mut self.y, &mut self.y_old);
        std::mem::swap(&mut self.y, &mut self.y_next);
        (self.state.t_old, self.state.t) = (self.state.t, t_new);
    }
}

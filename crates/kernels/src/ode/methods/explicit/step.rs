//! An explicit step: values at both of its ends, and the derivatives at its stages.

use super::stage_derivatives::StageDerivatives;
use crate::ode::stepper::Stats;
use crate::ode::sum::{BLOCK, Block};
use crate::ode::system::{Interrupt, System};

/// The last accepted step, and the buffers of the next.
pub struct Step {
    /// Start of the step.
    pub t_old: f64,
    /// Its end.
    pub t: f64,
    pub(super) y: Vec<Block>,
    pub(super) y_old: Vec<Block>,
    pub(super) y_next: Vec<Block>,
    /// Derivatives of the stages; after a step, row `S` holds those at its end.
    pub stages: StageDerivatives,
    /// Work done so far.
    pub stats: Stats,
}

impl Step {
    /// Buffers for steps of `n` equations with so many rows of derivatives.
    pub fn new(n: usize, rows: usize) -> Self {
        let zero = vec![[0.0; BLOCK]; n.div_ceil(BLOCK)];
        Self {
            t_old: 0.0,
            t: 0.0,
            y: zero.clone(),
            y_old: zero.clone(),
            y_next: zero,
            stages: StageDerivatives::new(n, rows),
            stats: Stats::default(),
        }
    }

    /// Where the values at its start and its end are written.
    pub fn ends_mut(&mut self) -> (&mut [f64], &mut [f64]) {
        let n = self.stages.n();
        (&mut self.y_old.as_flattened_mut()[..n], &mut self.y.as_flattened_mut()[..n])
    }

    /// Values at the end of the step.
    pub fn y(&self) -> &[f64] {
        &self.y.as_flattened()[..self.stages.n()]
    }

    /// Values at its start.
    pub fn y_old(&self) -> &[f64] {
        &self.y_old.as_flattened()[..self.stages.n()]
    }

    /// The values that the step leads to if it is accepted.
    #[inline(always)]
    pub fn set_next(&mut self, y_next: &[f64]) {
        self.y_next.as_flattened_mut()[..y_next.len()].copy_from_slice(y_next);
    }

    /// Row `into` ← f(t, y + h·Σⱼ weightⱼ·rowⱼ), j < `J`.
    #[inline(always)]
    pub(super) fn evaluate<const J: usize, Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        into: usize,
        (t, h): (f64, f64),
        weights: &[f64],
    ) -> Result<(), Interrupt> {
        let (y, y_next, n) = (&self.y, &mut self.y_next, self.stages.n());
        self.stages.combine::<J>(
            weights,
            #[inline(always)]
            |block, sum| {
                let y = y[block];
                y_next[block] = std::array::from_fn(|lane| y[lane] + sum[lane] * h);
            },
        );
        self.stats.nfev += 1;
        system.rhs(t, &y_next.as_flattened()[..n], self.stages.row_mut(into))
    }

    /// A further evaluation within the last step, for its interpolant.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn evaluate_extra<const J: usize, Y: System + ?Sized>(
        &mut self,
        system: &mut Y,
        c: f64,
        weights: &[f64],
    ) -> Result<(), Interrupt> {
        let h = self.t - self.t_old;
        std::mem::swap(&mut self.y, &mut self.y_old);
        let done = self.evaluate::<J, Y>(system, J, (self.t_old + c * h, h), weights);
        std::mem::swap(&mut self.y, &mut self.y_old);
        done
    }
}

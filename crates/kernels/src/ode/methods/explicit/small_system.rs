//! One attempt at a step of up to four equations: the stages are local arrays, so that they stay in registers where the
//! right-hand side is inlined. The sums have the order of `stage_derivatives.rs`: results are bitwise identical.

use super::error_norm::{ErrorNorm, PaddedErrorScale};
use super::step::ExplicitStep;
use super::tableau::{EmbeddedTableau, MAX_STAGES};
use crate::ode::sum::{dot, norm};
use crate::ode::system::{Interrupt, System};

/// Derivatives at the stages of `N` equations.
type Rows<const N: usize> = [[f64; N]; MAX_STAGES + 1];

/// The errors of a small system.
struct SmallErrorNorm<'a, const N: usize> {
    rows: &'a Rows<N>,
    scale: [f64; N],
    root: f64,
}

impl<const N: usize> ErrorNorm for SmallErrorNorm<'_, N> {
    #[inline(always)]
    fn norm<const J: usize>(&mut self, weights: &[f64; J], factor: f64) -> f64 {
        let sums = combine::<J, N>(self.rows, weights);
        norm(&std::array::from_fn::<f64, N, _>(|i| sums[i] * factor / self.scale[i]))
    }

    fn n(&self) -> usize {
        N
    }

    fn root(&self) -> f64 {
        self.root
    }
}

/// Σⱼ weightⱼ·rowⱼ, j < `J`.
#[inline(always)]
fn combine<const J: usize, const N: usize>(rows: &Rows<N>, weights: &[f64]) -> [f64; N] {
    std::array::from_fn(|i| {
        if N == 1 {
            let column: [f64; J] = std::array::from_fn(|stage| rows[stage][i]);
            return dot(&weights[..J], &column);
        }
        let mut sum = weights[0] * rows[0][i];
        for stage in 1..J {
            sum += weights[stage] * rows[stage][i];
        }
        sum
    })
}

macro_rules! stages {
    ($M:ident, $Y:ident, $N:ident, $rows:ident, $system:ident, $t:ident, $y:ident, $h:ident: $($stage:literal)*) => {
        $(if S > $stage {
            let sums = combine::<$stage, $N>(&$rows, &$M::A[$stage]);
            let next: [f64; $N] = std::array::from_fn(|i| $y[i] + sums[i] * $h);
            $system.rhs($t + $M::C[$stage] * $h, &next, &mut $rows[$stage])?;
        })*
    };
}

/// The attempt that `RungeKutta::attempt` describes, for `N` equations: copies y and k₀ to local arrays, takes the
/// stages there, and copies all of them back for the interpolant.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "stages index two arrays")]
pub fn attempt<M: EmbeddedTableau<S>, Y: System + ?Sized, const S: usize, const N: usize>(
    step: &mut ExplicitStep,
    error_scale: &PaddedErrorScale,
    system: &mut Y,
    h: f64,
) -> Result<f64, Interrupt> {
    let t = step.state.t;
    let mut rows: Rows<N> = [[0.0; N]; MAX_STAGES + 1];
    let first = |values: &[f64]| -> [f64; N] { std::array::from_fn(|i| values[i]) };
    let y = first(step.y());
    rows[0] = first(step.stages.row(0));
    stages!(M, Y, N, rows, system, t, y, h: 1 2 3 4 5 6 7 8 9 10 11);
    let sums = combine::<S, N>(&rows, &M::B);
    let y_next: [f64; N] = std::array::from_fn(|i| y[i] + sums[i] * h);
    system.rhs(t + h, &y_next, &mut rows[S])?;
    step.state.stats.nfev += S;
    step.y_next.as_flattened_mut()[..N].copy_from_slice(&y_next);
    for stage in 1..=S {
        step.stages.row_mut(stage).copy_from_slice(&rows[stage]);
    }
    let scale = std::array::from_fn(|i| error_scale.unit(i, y[i], y_next[i]));
    Ok(M::error(&mut SmallErrorNorm { rows: &rows, scale, root: error_scale.root() }, h))
}

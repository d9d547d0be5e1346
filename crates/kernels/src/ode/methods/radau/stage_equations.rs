//! The equations of a step's three stages, and Newton's iteration for them in transformed coordinates.
//!
//! The increments z of the stages solve z = h·(A ⊗ I)·F(z), a system of 3n equations. With A⁻¹ = T·Λ·T⁻¹ and w = T⁻¹·z,
//! Newton's iteration falls into one real and one complex system of n equations (Hairer, Wanner, *Solving Ordinary
//! Differential Equations II*, IV.8):
//!
//! ```text
//! w = T⁻¹·z
//! repeat
//!   F = f at the three stages y + z
//!   r = T⁻¹·F − (Λ/h)·w
//!   (µ_real/h·I − J)·dw₀ = r₀
//!   (µ_complex/h·I − J)·(dw₁ + i·dw₂) = r₁ + i·r₂
//!   stop where diverging;  w += dw;  z = T·w;  stop where converged
//! ```
//!
//! LU factors cost (1 + 4)·n³/3 multiply-adds in place of (3n)³/3, a fifth.

use super::tableau::{C, MU_COMPLEX, MU_REAL, T, TI};
use crate::ode::methods::implicit::complex_lu::ComplexLu;
use crate::ode::methods::implicit::error_scale::ErrorScale;
use crate::ode::methods::implicit::lu::Lu;
use crate::ode::methods::implicit::newton::{NewtonMonitor, NewtonOutcome, NewtonStatus};
use crate::ode::stepper::Stats;
use crate::ode::sum::{combine, combine_in_order};
use crate::ode::system::{Interrupt, System};

/// Most corrections in an iteration.
pub const MAX_ITERATIONS: u8 = 6;

/// The stages of one step, and the factors of their equations.
pub struct StageEquations {
    n: usize,
    newton_tolerance: f64,
    /// Whether the factors are those of the Jacobian and the size of the step to take.
    pub is_factored: bool,
    pub lu: Lu,
    complex_lu: ComplexLu,
    /// Increments of the stages over the start of the step, row after row.
    pub z: Vec<f64>,
    /// The increments in coordinates of the eigenvectors: w = T⁻¹·z.
    w: Vec<f64>,
    /// Newton's correction of `w`.
    dw: Vec<f64>,
    /// Right-hand side and solution of the complex system.
    complex: Vec<[f64; 2]>,
    derivatives: Vec<f64>,
    y: Vec<f64>,
}

impl StageEquations {
    pub fn new(n: usize, newton_tolerance: f64) -> Self {
        Self {
            n,
            newton_tolerance,
            is_factored: false,
            lu: Lu::new(n),
            complex_lu: ComplexLu::new(n),
            z: vec![0.0; 3 * n],
            w: vec![0.0; 3 * n],
            dw: vec![0.0; 3 * n],
            complex: vec![[0.0; 2]; n],
            derivatives: vec![0.0; 3 * n],
            y: vec![0.0; n],
        }
    }

    /// Factors the matrices of steps of size `h`.
    pub fn factor(&mut self, h: f64, jacobian: &[f64], stats: &mut Stats) {
        self.lu.factor(MU_REAL / h, 1.0, jacobian);
        self.complex_lu.factor(MU_COMPLEX.map(|part| part / h), jacobian);
        stats.nlu += 2;
        self.is_factored = true;
    }

    /// Solves for the increments `z` of a step of size `h` from `y`; the iteration starts at the `z` that is there.
    pub fn solve<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, y, h): (f64, &[f64], f64),
        scale: &mut ErrorScale,
        stats: &mut Stats,
    ) -> Result<NewtonOutcome, Interrupt> {
        transform(&TI, &self.z, &mut self.w);
        let mut monitor = NewtonMonitor::new(MAX_ITERATIONS, self.newton_tolerance);
        while monitor.next() {
            self.differentiate(system, (t, y, h), stats)?;
            if !self.derivatives.iter().all(|value| value.is_finite()) {
                break;
            }
            self.correct(h);
            let convergence = monitor.judge(scale.norm(&self.dw));
            if convergence == NewtonStatus::Diverging {
                break;
            }
            for (w, dw) in self.w.iter_mut().zip(&self.dw) {
                *w += dw;
            }
            transform(&T, &self.w, &mut self.z);
            if convergence == NewtonStatus::Converged {
                break;
            }
        }
        Ok(monitor.outcome)
    }

    /// `derivatives` ← f at the three stages.
    fn differentiate<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, y, h): (f64, &[f64], f64),
        stats: &mut Stats,
    ) -> Result<(), Interrupt> {
        let rows = self.derivatives.chunks_exact_mut(self.n).zip(self.z.chunks_exact(self.n));
        for ((derivatives, z), c) in rows.zip(C) {
            for ((stage, y), z) in self.y.iter_mut().zip(y).zip(z) {
                *stage = y + z;
            }
            stats.nfev += 1;
            system.rhs(t + h * c, &self.y, derivatives)?;
        }
        Ok(())
    }

    /// `dw` ← Newton's correction of `w`, given the derivatives at the stages.
    fn correct(&mut self, h: f64) {
        let n = self.n;
        let real = MU_REAL / h;
        let [re, im] = MU_COMPLEX.map(|part| part / h);
        for (dw, weights) in self.dw.chunks_exact_mut(n).zip(&TI) {
            combine(&self.derivatives, weights, dw);
        }
        let (dw_real, dw_pair) = self.dw.split_at_mut(n);
        let (dw_re, dw_im) = dw_pair.split_at_mut(n);
        for i in 0..n {
            let [w, w_re, w_im] = [self.w[i], self.w[n + i], self.w[2 * n + i]];
            dw_real[i] -= real * w;
            self.complex[i] = [dw_re[i] - (re * w_re - im * w_im), dw_im[i] - (re * w_im + im * w_re)];
        }
        self.lu.solve(dw_real);
        self.complex_lu.solve(&mut self.complex);
        for ((dw_re, dw_im), value) in dw_re.iter_mut().zip(dw_im).zip(&self.complex) {
            [*dw_re, *dw_im] = *value;
        }
    }
}

/// Three rows of `out` ← `matrix` times three rows of `rows`.
fn transform(matrix: &[[f64; 3]; 3], rows: &[f64], out: &mut [f64]) {
    let n = out.len() / 3;
    for (out, weights) in out.chunks_exact_mut(n).zip(matrix) {
        combine_in_order(rows, weights, out);
    }
}

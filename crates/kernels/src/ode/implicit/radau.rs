//! Radau IIA of order 5: three implicit stages, with an error estimate of order 3.
//!
//! Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.8; SciPy's `Radau`.

use super::complex_lu::ComplexLu;
use super::jacobian::Jacobian;
use super::lu::Lu;
use super::{Progress, combine, combine_in_order, error_norm, newton_tolerance, progress};
use crate::ode::dense_output::{Form, Points, Segment};
use crate::ode::method::{Counts, Halt, Stepper};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{initial_step, min_step, root_of_count};
use crate::ode::sum::dot;
use crate::ode::system::{Interrupt, System};

const S6: f64 = 2.449_489_742_783_178;
/// Where in the step each stage is taken.
pub const C: [f64; 3] = [(4.0 - S6) / 10.0, (4.0 + S6) / 10.0, 1.0];
const E: [f64; 3] = [(-13.0 - 7.0 * S6) / 3.0, (-13.0 + 7.0 * S6) / 3.0, -1.0 / 3.0];

/// Eigenvalues of the inverse of the tableau: 3 + 3^⅔ − 3^⅓, and one of the pair.
const MU_REAL: f64 = 3.637_834_252_744_496;
const MU_COMPLEX: [f64; 2] = [2.681_082_873_627_752_3, -3.050_430_199_247_411];
/// Its eigenvectors, and their inverse.
const T: [[f64; 3]; 3] = [
    [0.094_438_762_488_975_24, -0.141_255_295_020_954_2, 0.030_029_194_105_147_42],
    [0.250_213_122_965_333_3, 0.204_129_352_293_799_94, -0.382_942_112_757_261_9],
    [1.0, 1.0, 0.0],
];
const TI: [[f64; 3]; 3] = [
    [4.178_718_591_551_904, 0.327_682_820_761_062_37, 0.523_376_445_499_449_5],
    [-4.178_718_591_551_904, -0.327_682_820_761_062_37, 0.476_623_554_500_550_44],
    [0.502_872_634_945_786_8, -2.571_926_949_855_605, 0.596_039_204_828_224_9],
];
/// Powers of the interpolant, for each stage.
const P: [[f64; 3]; 3] = [
    [13.0 / 3.0 + 7.0 * S6 / 3.0, -23.0 / 3.0 - 22.0 * S6 / 3.0, 10.0 / 3.0 + 5.0 * S6],
    [13.0 / 3.0 - 7.0 * S6 / 3.0, -23.0 / 3.0 + 22.0 * S6 / 3.0, 10.0 / 3.0 - 5.0 * S6],
    [1.0 / 3.0, -8.0 / 3.0, 10.0 / 3.0],
];

const NEWTON_MAX_ITERATIONS: u8 = 6;
const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;

/// What the next step's size is predicted from.
#[derive(Clone, Copy)]
struct Memory {
    h_abs: f64,
    error: f64,
}

/// How Newton's iteration ended.
struct Newton {
    converged: bool,
    iterations: u8,
    rate: Option<f64>,
}

/// A Radau integration in progress.
pub struct Radau {
    n: usize,
    t: f64,
    t_old: f64,
    t_bound: f64,
    direction: f64,
    max_step: f64,
    rtol: Vec<f64>,
    atol: Vec<f64>,
    newton_tolerance: f64,
    h_abs: f64,
    memory: Option<Memory>,
    counts: Counts,
    jacobian: Jacobian,
    jacobian_is_current: bool,
    lu: Lu,
    complex_lu: ComplexLu,
    factored: bool,
    started: bool,
    y: Vec<f64>,
    y_old: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
    f_new: Vec<f64>,
    scale: Vec<f64>,
    /// Increments of the three stages, their transforms, derivatives, and corrections of the transforms.
    z: Vec<f64>,
    w: Vec<f64>,
    stages: Vec<f64>,
    dw: Vec<f64>,
    complex: Vec<[f64; 2]>,
    scaled: Vec<f64>,
    error_rate: Vec<f64>,
    error: Vec<f64>,
    /// Coefficients of the last step's interpolant: for each component x, x², x³.
    q: Vec<f64>,
    root: f64,
    root3: f64,
}

impl Radau {
    /// Solves the stages' equations for steps of size `h` from `z`, which ends as their increments.
    fn newton<S: System + ?Sized>(&mut self, system: &mut S, h: f64) -> Result<Newton, Interrupt> {
        let n = self.n;
        let real = MU_REAL / h;
        let complex = MU_COMPLEX.map(|part| part / h);
        transform(&TI, &self.z, &mut self.w);
        let mut old_norm = None;
        let mut end = Newton { converged: false, iterations: 0, rate: None };
        for k in 0..NEWTON_MAX_ITERATIONS {
            end.iterations = k + 1;
            for ((stage, z), c) in self.stages.chunks_exact_mut(n).zip(self.z.chunks_exact(n)).zip(C) {
                for ((y_new, y), z) in self.y_new.iter_mut().zip(&self.y).zip(z) {
                    *y_new = y + z;
                }
                self.counts.nfev += 1;
                system.rhs(self.t + h * c, &self.y_new, stage)?;
            }
            if !self.stages.iter().all(|value| value.is_finite()) {
                return Ok(end);
            }
            for (dw, weights) in self.dw.chunks_exact_mut(n).zip(&TI) {
                combine(&self.stages, weights, dw);
            }
            let (dw_real, dw_pair) = self.dw.split_at_mut(n);
            let (dw1, dw2) = dw_pair.split_at_mut(n);
            for i in 0..n {
                let [w0, w1, w2] = [self.w[i], self.w[n + i], self.w[2 * n + i]];
                dw_real[i] -= real * w0;
                self.complex[i] = [
                    dw1[i] - (complex[0] * w1 - complex[1] * w2),
                    dw2[i] - (complex[0] * w2 + complex[1] * w1),
                ];
            }
            self.lu.solve(dw_real);
            self.complex_lu.solve(&mut self.complex);
            for ((dw1, dw2), value) in dw1.iter_mut().zip(dw2).zip(&self.complex) {
                [*dw1, *dw2] = *value;
            }
            let norm = error_norm(&self.dw, &self.scale, self.root3, &mut self.scaled);
            end.rate = old_norm.map(|old| norm / old);
            let progress = progress(norm, end.rate, k, NEWTON_MAX_ITERATIONS, self.newton_tolerance);
            if matches!(progress, Progress::Diverging) {
                return Ok(end);
            }
            for (w, dw) in self.w.iter_mut().zip(&self.dw) {
                *w += dw;
            }
            transform(&T, &self.w, &mut self.z);
            if matches!(progress, Progress::Converged) {
                end.converged = true;
                return Ok(end);
            }
            old_norm = Some(norm);
        }
        Ok(end)
    }

    /// Factors the matrices of Newton's iteration.
    fn factor(&mut self, h: f64) {
        self.lu.factor(MU_REAL / h, 1.0, &self.jacobian.matrix);
        self.complex_lu.factor(MU_COMPLEX.map(|part| part / h), &self.jacobian.matrix);
        self.counts.nlu += 2;
        self.factored = true;
    }

    /// Newton's iteration, with a new Jacobian where the old one does not converge.
    fn solve<S: System + ?Sized>(&mut self, system: &mut S, h: f64) -> Result<Newton, Interrupt> {
        loop {
            self.extrapolate(h);
            if !self.factored {
                self.factor(h);
            }
            let end = self.newton(system, h)?;
            if end.converged || self.jacobian_is_current {
                return Ok(end);
            }
            self.jacobian.evaluate(system, (self.t, &self.y, &self.f), &self.atol, &mut self.counts)?;
            self.jacobian_is_current = true;
            self.factored = false;
        }
    }

    /// `z` ← what the last step's interpolant says of a step of size `h`.
    fn extrapolate(&mut self, h: f64) {
        if !self.started {
            self.z.fill(0.0);
            return;
        }
        for (z, c) in self.z.chunks_exact_mut(self.n).zip(C) {
            let x = (self.t + h * c - self.t_old) / (self.t - self.t_old);
            evaluate(&self.y_old, &self.q, x, Points::Many, z);
            for (z, y) in z.iter_mut().zip(&self.y) {
                *z -= y;
            }
        }
    }

    /// Norm of the estimated error of a step to `y_new`.
    fn error<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        h: f64,
        rejected: bool,
    ) -> Result<f64, Interrupt> {
        for (((scale, (y, y_new)), atol), rtol) in
            self.scale.iter_mut().zip(self.y.iter().zip(&self.y_new)).zip(&self.atol).zip(&self.rtol)
        {
            *scale = atol + y.abs().max(y_new.abs()) * rtol;
        }
        combine(&self.z, &E, &mut self.error_rate);
        for ((error, rate), f) in self.error.iter_mut().zip(&mut self.error_rate).zip(&self.f) {
            *rate /= h;
            *error = f + *rate;
        }
        self.lu.solve(&mut self.error);
        let norm = error_norm(&self.error, &self.scale, self.root, &mut self.scaled);
        if !rejected || norm <= 1.0 {
            return Ok(norm);
        }
        for (error, y) in self.error.iter_mut().zip(&self.y) {
            *error += y;
        }
        self.counts.nfev += 1;
        system.rhs(self.t, &self.error, &mut self.f_new)?;
        for ((error, rate), f) in self.error.iter_mut().zip(&self.error_rate).zip(&self.f_new) {
            *error = f + rate;
        }
        self.lu.solve(&mut self.error);
        Ok(error_norm(&self.error, &self.scale, self.root, &mut self.scaled))
    }

    /// `scale` of Newton's iteration.
    fn set_scale(&mut self) {
        for (((scale, y), atol), rtol) in self.scale.iter_mut().zip(&self.y).zip(&self.atol).zip(&self.rtol) {
            *scale = atol + y.abs() * rtol;
        }
    }

    /// The interpolant through the stages of the step just accepted.
    fn interpolate_stages(&mut self) {
        let n = self.n;
        for (i, q) in self.q.chunks_exact_mut(3).enumerate() {
            let z = [self.z[i], self.z[n + i], self.z[2 * n + i]];
            for (k, q) in q.iter_mut().enumerate() {
                *q = z[0] * P[0][k] + z[1] * P[1][k] + z[2] * P[2][k];
            }
        }
    }
}

impl Stepper for Radau {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, Halt> {
        let n = request.y0.len();
        let zeros = |rows: usize| vec![0.0; rows * n];
        let mut f = zeros(1);
        let mut counts = Counts { nfev: 1, ..Counts::default() };
        system.rhs(request.t0, &request.y0, &mut f)?;
        if f.iter().any(|value| value.is_nan()) {
            return Err(Halt::NotANumber);
        }
        let h_abs = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, &f, 3, &mut counts)?,
        };
        let jacobian = Jacobian::start(system, (request.t0, &request.y0, &f), &request.atol, &mut counts)?;
        Ok(Self {
            n,
            t: request.t0,
            t_old: request.t0,
            t_bound: request.t_bound,
            direction: request.direction(),
            max_step: request.max_step,
            rtol: request.rtol.clone(),
            atol: request.atol.clone(),
            newton_tolerance: newton_tolerance(request),
            h_abs,
            memory: None,
            counts,
            jacobian,
            jacobian_is_current: true,
            lu: Lu::new(n),
            complex_lu: ComplexLu::new(n),
            factored: false,
            started: false,
            y: request.y0.clone(),
            y_old: request.y0.clone(),
            y_new: zeros(1),
            f,
            f_new: zeros(1),
            scale: zeros(1),
            z: zeros(3),
            w: zeros(3),
            stages: zeros(3),
            dw: zeros(3),
            complex: vec![[0.0; 2]; n],
            scaled: zeros(3),
            error_rate: zeros(1),
            error: zeros(1),
            q: zeros(3),
            root: root_of_count(n),
            root3: root_of_count(3 * n),
        })
    }

    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), Halt> {
        let t = self.t;
        let min_step = min_step(t, self.direction);
        let (mut h_abs, memory) = if self.h_abs > self.max_step {
            (self.max_step, None)
        } else if self.h_abs < min_step {
            (min_step, None)
        } else {
            (self.h_abs, self.memory)
        };
        let mut rejected = false;
        let (end, t_new, error, safety) = loop {
            if h_abs < min_step || h_abs.is_nan() {
                return Err(Halt::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
            }
            let h = t_new - t;
            h_abs = h.abs();
            self.set_scale();
            let end = self.solve(system, h)?;
            if !end.converged {
                h_abs *= 0.5;
                self.factored = false;
                continue;
            }
            for ((y_new, y), z) in self.y_new.iter_mut().zip(&self.y).zip(&self.z[2 * self.n..]) {
                *y_new = y + z;
            }
            let error = self.error(system, h, rejected)?;
            let most = f64::from(NEWTON_MAX_ITERATIONS);
            let safety = 0.9 * (2.0 * most + 1.0) / (2.0 * most + f64::from(end.iterations));
            if error <= 1.0 {
                break (end, t_new, error, safety);
            }
            h_abs *= (safety * predict_factor(h_abs, memory, error)).max(MIN_FACTOR);
            self.factored = false;
            rejected = true;
        };

        let recompute = !self.jacobian.constant && end.iterations > 2 && end.rate > Some(1e-3);
        let mut factor = (safety * predict_factor(h_abs, memory, error)).min(MAX_FACTOR);
        if !recompute && factor < 1.2 {
            factor = 1.0;
        } else {
            self.factored = false;
        }
        self.counts.nfev += 1;
        system.rhs(t_new, &self.y_new, &mut self.f_new)?;
        if recompute {
            let at = (t_new, &self.y_new[..], &self.f_new[..]);
            self.jacobian.evaluate(system, at, &self.atol, &mut self.counts)?;
        }
        self.jacobian_is_current = recompute || self.jacobian.constant;
        self.memory = Some(Memory { h_abs: self.h_abs, error });
        self.h_abs = h_abs * factor;
        std::mem::swap(&mut self.y_old, &mut self.y);
        std::mem::swap(&mut self.y, &mut self.y_new);
        std::mem::swap(&mut self.f, &mut self.f_new);
        (self.t_old, self.t) = (t, t_new);
        self.interpolate_stages();
        self.started = true;
        Ok(())
    }

    fn t(&self) -> f64 {
        self.t
    }

    fn t_old(&self) -> f64 {
        self.t_old
    }

    fn y(&self) -> &[f64] {
        &self.y
    }

    fn counts(&self) -> Counts {
        self.counts
    }

    fn interpolant<S: System + ?Sized>(
        &mut self,
        _system: &mut S,
        segment: &mut Segment,
    ) -> Result<(), Interrupt> {
        let numbers = segment.begin(Form::Radau, self.t_old, self.t);
        numbers.extend_from_slice(&self.y_old);
        numbers.extend_from_slice(&self.q);
        Ok(())
    }
}

/// Three rows of `out` ← `matrix` times three rows of `rows`.
fn transform(matrix: &[[f64; 3]; 3], rows: &[f64], out: &mut [f64]) {
    let n = out.len() / 3;
    for (out, weights) in out.chunks_exact_mut(n).zip(matrix) {
        combine_in_order(rows, weights, out);
    }
}

/// By how much a step with this error can be longer (Hairer, Wanner, IV.8).
fn predict_factor(h_abs: f64, memory: Option<Memory>, error: f64) -> f64 {
    let multiplier = match memory {
        Some(old) if error != 0.0 => h_abs / old.h_abs * pow(old.error / error, 0.25),
        _ => 1.0,
    };
    multiplier.min(1.0) * pow(error, -0.25)
}

/// `out` ← the interpolant of [`Form::Radau`] after the part `x` of the step.
pub fn interpolate(numbers: &[f64], x: f64, points: Points, out: &mut [f64]) {
    let (y_old, q) = numbers.split_at(out.len());
    evaluate(y_old, q, x, points, out);
}

/// `out` ← `y_old` + Q·(x, x², x³).
fn evaluate(y_old: &[f64], q: &[f64], x: f64, points: Points, out: &mut [f64]) {
    let powers = [x, x * x, x * x * x];
    if let ([out], Points::One) = (&mut *out, points) {
        *out = dot(q, &powers) + y_old[0];
        return;
    }
    for ((out, y_old), q) in out.iter_mut().zip(y_old).zip(q.chunks_exact(3)) {
        *out = (q[0] * powers[0] + q[1] * powers[1] + q[2] * powers[2]) + y_old;
    }
}

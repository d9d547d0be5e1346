//! Backward differentiation formulas of orders 1 to 5 with a quasi-constant step, improved as NDF.
//!
//! Shampine, Reichelt, *The MATLAB ODE Suite*, SIAM J. Sci. Comput. 18, 1997; SciPy's `BDF`.

use super::jacobian::Jacobian;
use super::lu::Lu;
use super::{Progress, combine, combine_in_order, error_norm, newton_tolerance, progress};
use crate::ode::dense_output::{Form, Points, Segment};
use crate::ode::method::{Counts, Halt, Stepper};
use crate::ode::pow::pow;
use crate::ode::request::Request;
use crate::ode::step_control::{initial_step, min_step, root_of_count};
use crate::ode::sum::dot_unaligned;
use crate::ode::system::{Interrupt, System};

const MAX_ORDER: usize = 5;
const NEWTON_MAX_ITERATIONS: u8 = 4;
const MIN_FACTOR: f64 = 0.2;
const MAX_FACTOR: f64 = 10.0;
const KAPPA: [f64; MAX_ORDER + 1] = [0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0];
/// Harmonic numbers.
const GAMMA: [f64; MAX_ORDER + 1] = {
    let mut gamma = [0.0; MAX_ORDER + 1];
    let mut k = 1;
    while k <= MAX_ORDER {
        gamma[k] = gamma[k - 1] + 1.0 / k as f64;
        k += 1;
    }
    gamma
};

/// Leading coefficient of the formula of an order.
fn alpha(order: usize) -> f64 {
    (1.0 - KAPPA[order]) * GAMMA[order]
}

/// Error of the formula of an order, in units of the next difference.
fn error_constant(order: usize) -> f64 {
    KAPPA[order] * GAMMA[order] + 1.0 / (order as f64 + 1.0)
}

/// How Newton's iteration ended.
struct Newton {
    converged: bool,
    iterations: u8,
}

/// A BDF integration in progress.
pub struct Bdf {
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
    order: usize,
    equal_steps: usize,
    counts: Counts,
    jacobian: Jacobian,
    lu: Lu,
    factored: bool,
    /// Backward differences of orders 0 to `MAX_ORDER` + 2, row after row.
    differences: Vec<f64>,
    rescaled: Vec<f64>,
    y: Vec<f64>,
    y_predict: Vec<f64>,
    y_new: Vec<f64>,
    f: Vec<f64>,
    scale: Vec<f64>,
    psi: Vec<f64>,
    /// Sum of Newton's corrections, which is the next difference.
    d: Vec<f64>,
    dy: Vec<f64>,
    error: Vec<f64>,
    root: f64,
}

impl Bdf {
    /// Changes the differences to those of a step `factor` times as long.
    fn rescale(&mut self, factor: f64) {
        let (rows, n) = (self.order + 1, self.n);
        let (r, u) = (differences_matrix(self.order, factor), differences_matrix(self.order, 1.0));
        for (i, out) in self.rescaled[..rows * n].chunks_exact_mut(n).enumerate() {
            let mut weights = [0.0; MAX_ORDER + 1];
            for (k, weight) in weights[..rows].iter_mut().enumerate() {
                for j in 0..rows {
                    *weight += r[k][j] * u[j][i];
                }
            }
            combine_in_order(&self.differences, &weights[..rows], out);
        }
        self.differences[..rows * n].copy_from_slice(&self.rescaled[..rows * n]);
        self.equal_steps = 0;
    }

    /// Solves y = predicted + d, c·f(t, y) = psi + d by Newton's iteration.
    fn newton<S: System + ?Sized>(&mut self, system: &mut S, t: f64, c: f64) -> Result<Newton, Interrupt> {
        self.y_new.copy_from_slice(&self.y_predict);
        self.d.fill(0.0);
        let mut old_norm = None;
        let mut end = Newton { converged: false, iterations: 0 };
        for k in 0..NEWTON_MAX_ITERATIONS {
            end.iterations = k + 1;
            self.counts.nfev += 1;
            system.rhs(t, &self.y_new, &mut self.f)?;
            if !self.f.iter().all(|value| value.is_finite()) {
                return Ok(end);
            }
            for (((dy, f), psi), d) in self.dy.iter_mut().zip(&self.f).zip(&self.psi).zip(&self.d) {
                *dy = c * f - psi - d;
            }
            self.lu.solve(&mut self.dy);
            let norm = error_norm(&self.dy, &self.scale, self.root, &mut self.error);
            let rate = old_norm.map(|old| norm / old);
            let progress = progress(norm, rate, k, NEWTON_MAX_ITERATIONS, self.newton_tolerance);
            if matches!(progress, Progress::Diverging) {
                return Ok(end);
            }
            for ((y, d), dy) in self.y_new.iter_mut().zip(&mut self.d).zip(&self.dy) {
                *y += dy;
                *d += dy;
            }
            if matches!(progress, Progress::Converged) {
                end.converged = true;
                return Ok(end);
            }
            old_norm = Some(norm);
        }
        Ok(end)
    }

    /// Predicts the values at `t`, a step of `h`, and solves for them; with a new Jacobian where the old one does not
    /// converge.
    fn solve<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        (t, h): (f64, f64),
        current: &mut bool,
    ) -> Result<Newton, Interrupt> {
        let (order, n) = (self.order, self.n);
        combine_in_order(&self.differences, &[1.0; MAX_ORDER + 1][..=order], &mut self.y_predict);
        set_scale(&mut self.scale, &self.y_predict, &self.atol, &self.rtol);
        if let [psi] = &mut self.psi[..] {
            *psi = dot_unaligned(&self.differences[1..=order], &GAMMA[1..=order]);
        } else {
            combine_in_order(&self.differences[n..], &GAMMA[1..=order], &mut self.psi);
        }
        for psi in &mut self.psi {
            *psi /= alpha(order);
        }
        let c = h / alpha(order);
        loop {
            if !self.factored {
                self.lu.factor(1.0, c, &self.jacobian.matrix);
                self.counts.nlu += 1;
                self.factored = true;
            }
            let end = self.newton(system, t, c)?;
            if end.converged || *current {
                return Ok(end);
            }
            if self.jacobian.is_numerical() {
                system.rhs(t, &self.y_predict, &mut self.f)?;
            }
            self.jacobian.evaluate(system, (t, &self.y_predict, &self.f), &self.atol, &mut self.counts)?;
            self.factored = false;
            *current = true;
        }
    }

    /// Norm of `constant` times the difference `row`, or of the corrections where there is none.
    fn norm_of(&mut self, constant: f64, row: Option<usize>) -> f64 {
        let n = self.n;
        let values = row.map_or(&self.d[..], |row| &self.differences[row * n..(row + 1) * n]);
        for (product, value) in self.dy.iter_mut().zip(values) {
            *product = constant * value;
        }
        error_norm(&self.dy, &self.scale, self.root, &mut self.error)
    }

    /// The differences at the end of the accepted step.
    fn update_differences(&mut self) {
        let (order, n) = (self.order, self.n);
        for i in 0..n {
            self.differences[(order + 2) * n + i] = self.d[i] - self.differences[(order + 1) * n + i];
            self.differences[(order + 1) * n + i] = self.d[i];
        }
        for row in (0..=order).rev() {
            let (head, tail) = self.differences.split_at_mut((row + 1) * n);
            for (value, next) in head[row * n..].iter_mut().zip(&tail[..n]) {
                *value += next;
            }
        }
    }

    /// The order, one less or one more with which the next steps can be longest, and those steps.
    fn change_order(&mut self, error: f64, safety: f64) {
        let order = self.order;
        let below =
            if order > 1 { self.norm_of(error_constant(order - 1), Some(order)) } else { f64::INFINITY };
        let above = if order < MAX_ORDER {
            self.norm_of(error_constant(order + 1), Some(order + 2))
        } else {
            f64::INFINITY
        };
        let mut best = (0, f64::NEG_INFINITY);
        for (index, error) in [below, error, above].into_iter().enumerate() {
            let factor = pow(error, -1.0 / (order + index) as f64);
            if factor > best.1 {
                best = (index, factor);
            }
        }
        self.order = order + best.0 - 1;
        let factor = (safety * best.1).min(MAX_FACTOR);
        self.h_abs *= factor;
        self.rescale(factor);
        self.factored = false;
    }
}

impl Stepper for Bdf {
    fn start<S: System + ?Sized>(system: &mut S, request: &Request) -> Result<Self, Halt> {
        let n = request.y0.len();
        let zeros = || vec![0.0; n];
        let mut f = zeros();
        let mut counts = Counts { nfev: 1, ..Counts::default() };
        system.rhs(request.t0, &request.y0, &mut f)?;
        if f.iter().any(|value| value.is_nan()) {
            return Err(Halt::NotANumber);
        }
        let h_abs = match request.first_step {
            Some(h) => h,
            None => initial_step(system, request, &f, 1, &mut counts)?,
        };
        let jacobian = Jacobian::start(system, (request.t0, &request.y0, &f), &request.atol, &mut counts)?;
        let direction = request.direction();
        let mut differences = vec![0.0; (MAX_ORDER + 3) * n];
        differences[..n].copy_from_slice(&request.y0);
        for (difference, f) in differences[n..].iter_mut().zip(&f) {
            *difference = f * h_abs * direction;
        }
        Ok(Self {
            n,
            t: request.t0,
            t_old: request.t0,
            t_bound: request.t_bound,
            direction,
            max_step: request.max_step,
            rtol: request.rtol.clone(),
            atol: request.atol.clone(),
            newton_tolerance: newton_tolerance(request),
            h_abs,
            order: 1,
            equal_steps: 0,
            counts,
            jacobian,
            lu: Lu::new(n),
            factored: false,
            rescaled: vec![0.0; (MAX_ORDER + 1) * n],
            differences,
            y: request.y0.clone(),
            y_predict: zeros(),
            y_new: zeros(),
            f,
            scale: zeros(),
            psi: zeros(),
            d: zeros(),
            dy: zeros(),
            error: zeros(),
            root: root_of_count(n),
        })
    }

    fn step<S: System + ?Sized>(&mut self, system: &mut S) -> Result<(), Halt> {
        let t = self.t;
        let min_step = min_step(t, self.direction);
        let mut h_abs = self.h_abs;
        if h_abs > self.max_step || h_abs < min_step {
            h_abs = if h_abs > self.max_step { self.max_step } else { min_step };
            self.rescale(h_abs / self.h_abs);
        }
        let mut current = self.jacobian.constant;
        let (t_new, error, safety) = loop {
            if h_abs < min_step || h_abs.is_nan() {
                return Err(Halt::StepTooSmall);
            }
            let mut t_new = t + h_abs * self.direction;
            if self.direction * (t_new - self.t_bound) > 0.0 {
                t_new = self.t_bound;
                self.rescale((t_new - t).abs() / h_abs);
                self.factored = false;
            }
            let h = t_new - t;
            h_abs = h.abs();
            let end = self.solve(system, (t_new, h), &mut current)?;
            if !end.converged {
                h_abs *= 0.5;
                self.rescale(0.5);
                self.factored = false;
                continue;
            }
            let most = f64::from(NEWTON_MAX_ITERATIONS);
            let safety = 0.9 * (2.0 * most + 1.0) / (2.0 * most + f64::from(end.iterations));
            set_scale(&mut self.scale, &self.y_new, &self.atol, &self.rtol);
            let error = self.norm_of(error_constant(self.order), None);
            if error <= 1.0 {
                break (t_new, error, safety);
            }
            let factor = (safety * pow(error, -1.0 / (self.order as f64 + 1.0))).max(MIN_FACTOR);
            h_abs *= factor;
            self.rescale(factor);
        };
        self.equal_steps += 1;
        (self.t_old, self.t) = (t, t_new);
        self.h_abs = h_abs;
        std::mem::swap(&mut self.y, &mut self.y_new);
        self.update_differences();
        if self.equal_steps > self.order {
            self.change_order(error, safety);
        }
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
        let (t, h, order) = (self.t, self.h_abs * self.direction, self.order);
        let numbers = segment.begin(Form::Bdf, self.t_old, t);
        numbers.push(order as f64);
        numbers.extend((0..order).map(|k| t - h * k as f64));
        numbers.extend((0..order).map(|k| h * (1.0 + k as f64)));
        numbers.extend_from_slice(&self.differences[..(order + 1) * self.n]);
        Ok(())
    }
}

/// `scale` ← what one unit of error is around `y`.
fn set_scale(scale: &mut [f64], y: &[f64], atol: &[f64], rtol: &[f64]) {
    for (((scale, y), atol), rtol) in scale.iter_mut().zip(y).zip(atol).zip(rtol) {
        *scale = atol + rtol * y.abs();
    }
}

/// Differences of a step's points in those of a step `factor` times as long.
fn differences_matrix(order: usize, factor: f64) -> [[f64; MAX_ORDER + 1]; MAX_ORDER + 1] {
    let mut matrix = [[0.0; MAX_ORDER + 1]; MAX_ORDER + 1];
    matrix[0] = [1.0; MAX_ORDER + 1];
    for i in 1..=order {
        let above = matrix[i - 1];
        for (j, (value, above)) in matrix[i].iter_mut().zip(above).enumerate().skip(1) {
            *value = above * ((i as f64 - 1.0 - factor * j as f64) / i as f64);
        }
    }
    matrix
}

/// `out` ← the interpolant of [`Form::Bdf`] at `t`.
pub fn interpolate(numbers: &[f64], t: f64, points: Points, out: &mut [f64]) {
    let order = numbers[0] as usize;
    let (shifts, rest) = numbers[1..].split_at(order);
    let (denominators, differences) = rest.split_at(order);
    let (y, differences) = differences.split_at(out.len());
    let mut products = [0.0; MAX_ORDER];
    let mut product = 1.0;
    for ((products, shift), denominator) in products.iter_mut().zip(shifts).zip(denominators) {
        product *= (t - shift) / denominator;
        *products = product;
    }
    match points {
        Points::One => combine(differences, &products[..order], out),
        Points::Many => combine_in_order(differences, &products[..order], out),
    }
    for (out, y) in out.iter_mut().zip(y) {
        *out += y;
    }
}

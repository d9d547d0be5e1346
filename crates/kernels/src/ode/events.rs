//! Roots of event functions along the solution.

use super::dense_output::{LocalInterpolant, SummationOrder};
use super::request::Event;
use super::system::{Interrupt, System};

/// Absolute and relative tolerance of a root: as SciPy's `solve_ivp` calls `brentq`.
const TOLERANCE: f64 = 4.0 * f64::EPSILON;
const MOST_ITERATIONS: usize = 100;

/// Where an event function was zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Occurrences {
    /// Times.
    pub t: Vec<f64>,
    /// Values of the solution, one row a time.
    pub y: Vec<f64>,
}

/// The events of one solve.
pub struct Events {
    requested: Vec<Event>,
    /// Values of the event functions at the last step's end.
    g: Vec<f64>,
    g_new: Vec<f64>,
    /// Events in the current step: index and root.
    roots: Vec<(usize, f64)>,
    /// How often each one occurred.
    pub found: Vec<Occurrences>,
    y: Vec<f64>,
}

impl Events {
    /// Space for the events of a system of `n` equations.
    pub fn new(events: &[Event], n: usize) -> Self {
        Self {
            requested: events.to_vec(),
            g: vec![0.0; events.len()],
            g_new: vec![0.0; events.len()],
            roots: Vec::with_capacity(events.len()),
            found: vec![Occurrences::default(); events.len()],
            y: vec![0.0; n],
        }
    }

    /// Evaluates every event function at the start.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn start<S: System + ?Sized>(&mut self, system: &mut S, t: f64, y: &[f64]) -> Result<(), Interrupt> {
        for (i, value) in self.g.iter_mut().enumerate() {
            *value = system.event(i, t, y)?;
        }
        Ok(())
    }

    /// Whether an event function changes its sign between the last values and those at (t, y).
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn detect<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        t: f64,
        y: &[f64],
    ) -> Result<bool, Interrupt> {
        for (i, value) in self.g_new.iter_mut().enumerate() {
            *value = system.event(i, t, y)?;
        }
        self.roots.clear();
        for i in 0..self.requested.len() {
            if self.is_active(i) {
                self.roots.push((i, t));
            }
        }
        Ok(!self.roots.is_empty())
    }

    /// Passes over to the next step.
    pub fn advance(&mut self) {
        std::mem::swap(&mut self.g, &mut self.g_new);
    }

    fn is_active(&self, i: usize) -> bool {
        let (g, g_new, direction) = (self.g[i], self.g_new[i], self.requested[i].direction);
        let up = g <= 0.0 && g_new >= 0.0;
        let down = g >= 0.0 && g_new <= 0.0;
        (up && direction >= 0.0) || (down && direction <= 0.0)
    }

    /// Finds the roots within the step and records them up to the first that ends the solve, whose time it answers.
    ///
    /// # Errors
    /// When the system ends the solve.
    pub fn record<S: System + ?Sized>(
        &mut self,
        system: &mut S,
        interpolant: &LocalInterpolant,
    ) -> Result<Option<f64>, Interrupt> {
        let Self { requested, g, roots, found, y, .. } = self;
        for (i, root) in roots.iter_mut() {
            *root = brent(interpolant.t_old, interpolant.t, |t| {
                interpolant.evaluate(t, SummationOrder::SinglePoint, y);
                system.event(*i, t, y)
            })?;
        }
        // A root at a step's end is found again at the start of the next.
        roots.retain(|&(i, root)| {
            let again = |last: &f64| (root - last).abs() <= TOLERANCE * (1.0 + root.abs());
            !(g[i] == 0.0 && found[i].t.last().is_some_and(again))
        });
        let ends =
            |found: &[Occurrences], i: usize| (found[i].t.len() + 1) as f64 >= requested[i].max_occurrences;
        if roots.iter().any(|&(i, _)| ends(found, i)) {
            let forward = interpolant.t > interpolant.t_old;
            roots.sort_by(|(_, a), (_, b)| if forward { a.total_cmp(b) } else { b.total_cmp(a) });
        }
        for &(i, root) in roots.iter() {
            let last = ends(found, i);
            interpolant.evaluate(root, SummationOrder::SinglePoint, y);
            found[i].t.push(root);
            found[i].y.extend_from_slice(y);
            if last {
                return Ok(Some(root));
            }
        }
        Ok(None)
    }
}

/// The root of `f` between `a` and `b`, where its signs differ, by Brent's method as SciPy's `brentq` does it.
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, 1973, chapter 3.
#[allow(clippy::float_cmp, reason = "one is a copy of the other")]
fn brent(a: f64, b: f64, mut f: impl FnMut(f64) -> Result<f64, Interrupt>) -> Result<f64, Interrupt> {
    let (mut x_old, mut x) = (a, b);
    let (mut f_old, mut f_x) = (f(x_old)?, f(x)?);
    if f_old == 0.0 {
        return Ok(x_old);
    }
    // The interpolant rounds: at a step's end it may lie on the other side of the root than the solution.
    if f_x == 0.0 || f_old.is_sign_negative() == f_x.is_sign_negative() {
        return Ok(if f_x.abs() <= f_old.abs() { x } else { x_old });
    }
    let (mut x_block, mut f_block) = (0.0, 0.0);
    let (mut step_old, mut step) = (0.0, 0.0);
    for _ in 0..MOST_ITERATIONS {
        if f_old != 0.0 && f_x != 0.0 && f_old.is_sign_negative() != f_x.is_sign_negative() {
            (x_block, f_block) = (x_old, f_old);
            step = x - x_old;
            step_old = step;
        }
        if f_block.abs() < f_x.abs() {
            (x_old, x, x_block) = (x, x_block, x);
            (f_old, f_x, f_block) = (f_x, f_block, f_x);
        }
        let delta = f64::midpoint(TOLERANCE, TOLERANCE * x.abs());
        let half = (x_block - x) / 2.0;
        if f_x == 0.0 || half.abs() < delta {
            return Ok(x);
        }
        let mut next = half;
        let mut previous = half;
        if step_old.abs() > delta && f_x.abs() < f_old.abs() {
            let attempt = if x_old == x_block {
                -f_x * (x - x_old) / (f_x - f_old)
            } else {
                let slope_old = (f_old - f_x) / (x_old - x);
                let slope_block = (f_block - f_x) / (x_block - x);
                -f_x * (f_block * slope_block - f_old * slope_old)
                    / (slope_block * slope_old * (f_block - f_old))
            };
            if 2.0 * attempt.abs() < step_old.abs().min(3.0 * half.abs() - delta) {
                (previous, next) = (step, attempt);
            }
        }
        (step_old, step) = (previous, next);
        (x_old, f_old) = (x, f_x);
        x += if step.abs() > delta {
            step
        } else if half > 0.0 {
            delta
        } else {
            -delta
        };
        f_x = f(x)?;
    }
    Ok(x)
}

//! Events: roots of functions of t and y along the solution, found within each step by its interpolant.

use super::dense_output::{LocalInterpolant, SummationOrder};
use super::request::Event;
use super::root::{TOLERANCE, brent};
use super::system::{Interrupt, System};

/// Where an event function was 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Occurrences {
    /// Times of the occurrences.
    pub t: Vec<f64>,
    /// Values of the solution at these times, row after row.
    pub y: Vec<f64>,
}

/// The events of one solve.
pub struct Events {
    requested: Vec<Event>,
    /// Values of the event functions at the last step's end.
    g: Vec<f64>,
    /// Values of the event functions at the current step's end.
    g_new: Vec<f64>,
    /// Events that occur in the current step: index and root.
    roots: Vec<(usize, f64)>,
    /// Occurrences of each event.
    pub found: Vec<Occurrences>,
    y: Vec<f64>,
}

impl Events {
    /// Memory for the events of a system of `n` equations.
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

    /// Whether an event function changes its sign, in the wanted direction, between the start of the step and its end
    /// (t, y).
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

    /// Makes the end of the step the start of the next.
    pub fn advance(&mut self) {
        std::mem::swap(&mut self.g, &mut self.g_new);
    }

    /// Whether an event function has a root in the step, in the wanted direction.
    fn is_active(&self, i: usize) -> bool {
        let (g, g_new, direction) = (self.g[i], self.g_new[i], self.requested[i].direction);
        let up = g <= 0.0 && g_new >= 0.0;
        let down = g >= 0.0 && g_new <= 0.0;
        (up && direction >= 0.0) || (down && direction <= 0.0)
    }

    /// Finds the roots in the step and records them up to the first one that ends the solve; returns its time.
    ///
    /// ```text
    /// root of each event that changes its sign, by Brent's method on the interpolant
    /// drop roots that were recorded at the end of the previous step
    /// where one of them ends the solve: sort them by time, since later ones never happen
    /// record them in order, and return at the first that ends the solve
    /// ```
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
        // A function that was 0 at the end of a step has the same root at the start of the next.
        roots.retain(|&(i, root)| {
            let is_recorded = |last: &f64| (root - last).abs() <= TOLERANCE * (1.0 + root.abs());
            !(g[i] == 0.0 && found[i].t.last().is_some_and(is_recorded))
        });
        let is_terminal =
            |found: &[Occurrences], i: usize| (found[i].t.len() + 1) as f64 >= requested[i].max_occurrences;
        if roots.iter().any(|&(i, _)| is_terminal(found, i)) {
            let is_forward = interpolant.t > interpolant.t_old;
            roots.sort_by(|(_, a), (_, b)| if is_forward { a.total_cmp(b) } else { b.total_cmp(a) });
        }
        for &(i, root) in roots.iter() {
            let ends_solve = is_terminal(found, i);
            interpolant.evaluate(root, SummationOrder::SinglePoint, y);
            found[i].t.push(root);
            found[i].y.extend_from_slice(y);
            if ends_solve {
                return Ok(Some(root));
            }
        }
        Ok(None)
    }
}

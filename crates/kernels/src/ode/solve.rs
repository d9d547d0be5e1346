//! The loop of SciPy's `solve_ivp`: steps, dense output, events and the points of `t_eval`.

use super::dense_output::{ConstantInterpolant, LocalInterpolant, SummationOrder};
use super::events::Events;
use super::method::Method;
use super::methods::explicit::fixed_step::{Euler, FixedStep, Heun, Midpoint, RungeKutta4};
use super::methods::explicit::runge_kutta::RungeKutta;
use super::methods::explicit::{dop853::Dop853, rk23::Rk23, rk45::Rk45, tsit5::Tsit5};
use super::methods::{bdf::Bdf, radau::Radau};
use super::request::Request;
use super::solution::{Solution, Termination};
use super::stepper::{StepError, Stepper};
use super::system::{Interrupt, System};

/// Solves an initial value problem.
pub fn solve<S: System + ?Sized>(mut system: &mut S, request: &Request) -> Solution {
    // Only the usual methods are compiled for each kind of system, to keep the program small. The others call the
    // system through a table, which costs 2 ns an evaluation.
    let indirect: &mut dyn System = &mut system;
    match request.method {
        Method::Radau => SolveState::run::<Radau, dyn System>(indirect, request),
        Method::Bdf => SolveState::run::<Bdf, dyn System>(indirect, request),
        Method::Euler => SolveState::run::<FixedStep<Euler, 1>, dyn System>(indirect, request),
        Method::Heun => SolveState::run::<FixedStep<Heun, 2>, dyn System>(indirect, request),
        Method::Midpoint => SolveState::run::<FixedStep<Midpoint, 2>, dyn System>(indirect, request),
        Method::RungeKutta4 => SolveState::run::<FixedStep<RungeKutta4, 4>, dyn System>(indirect, request),
        Method::Rk23 => SolveState::run::<RungeKutta<Rk23, 3>, dyn System>(indirect, request),
        Method::Rk45 => SolveState::run::<RungeKutta<Rk45, 6>, S>(system, request),
        Method::Dop853 => SolveState::run::<RungeKutta<Dop853, 12>, dyn System>(indirect, request),
        Method::Tsit5 => SolveState::run::<RungeKutta<Tsit5, 6>, S>(system, request),
    }
}

/// A solve in progress.
struct SolveState<'a> {
    request: &'a Request,
    events: Events,
    /// The interpolant over the last step, where `has_interpolant`: it is only computed for steps that need it.
    interpolant: LocalInterpolant,
    has_interpolant: bool,
    solution: Solution,
    /// Points of `t_eval` that are done.
    evaluated: usize,
    /// The last point, at which the values are `y`: the end of the last step, or the event that ended the solve.
    t: f64,
    y: Vec<f64>,
}

impl<'a> SolveState<'a> {
    fn run<M: Stepper, S: System + ?Sized>(system: &mut S, request: &'a Request) -> Solution {
        let mut solve = Self::new(request);
        let end = match M::start(system, request) {
            Ok(mut stepper) => {
                let end = solve.step_to_end(&mut stepper, system).unwrap_or_else(Termination::from);
                solve.solution.stats = stepper.stats();
                end
            }
            Err(error) => {
                solve.solution.stats.nfev = 1;
                error.into()
            }
        };
        let Self { events, mut solution, .. } = solve;
        solution.termination = end;
        solution.events = events.found;
        solution
    }

    fn new(request: &'a Request) -> Self {
        let Request { t0, ref y0, ref t_eval, dense_output, ref events, .. } = *request;
        let n = y0.len();
        let mut solution = Solution::empty(n);
        match t_eval {
            None => solution.push(t0, y0),
            Some(t_eval) => {
                solution.t.reserve(t_eval.len() + 1);
                solution.y.reserve((t_eval.len() + 1) * n);
            }
        }
        if dense_output {
            solution.knots.push(t0);
        }
        Self {
            request,
            events: Events::new(events, n),
            interpolant: LocalInterpolant::with_capacity(n),
            has_interpolant: false,
            solution,
            evaluated: 0,
            t: t0,
            y: y0.clone(),
        }
    }

    /// Steps until the solve ends:
    ///
    /// ```text
    /// loop
    ///   end where max_steps are taken
    ///   take a step; the stepper repeats rejected attempts itself
    ///   find events in the step, add its interpolant and its points to the solution
    ///   notify the system of the step; it may interrupt the solve
    ///   end at a terminal event or at t_bound
    /// ```
    #[allow(clippy::float_cmp, reason = "an interval of no length")]
    fn step_to_end<M: Stepper, S: System + ?Sized>(
        &mut self,
        stepper: &mut M,
        system: &mut S,
    ) -> Result<Termination, StepError> {
        let Request { t0, t_bound, max_steps, ref y0, .. } = *self.request;
        self.events.start(system, t0, y0)?;
        if y0.is_empty() || t0 == t_bound {
            self.t = t_bound;
            self.interpolant.begin::<ConstantInterpolant>(t0, t_bound).extend_from_slice(y0);
            self.has_interpolant = true;
            return Ok(self.process_step(stepper, system)?.unwrap_or(Termination::Finished));
        }
        loop {
            if self.solution.steps as f64 >= max_steps {
                return Ok(Termination::MaxSteps);
            }
            stepper.step(system)?;
            self.solution.steps += 1;
            self.t = stepper.t();
            self.y.copy_from_slice(stepper.y());
            self.has_interpolant = false;
            let end = self.process_step(stepper, system)?;
            system.accepted(self.t, &self.y)?;
            if let Some(end) = end {
                return Ok(end);
            }
            if self.request.direction() * (self.t - t_bound) >= 0.0 {
                return Ok(Termination::Finished);
            }
        }
    }

    /// Finds the events, and adds points and interpolant, of the step that ended at `self.t`. Returns how the solve
    /// ends where an event ends it; `self.t` is then that event.
    fn process_step<M: Stepper, S: System + ?Sized>(
        &mut self,
        stepper: &mut M,
        system: &mut S,
    ) -> Result<Option<Termination>, Interrupt> {
        if self.request.dense_output {
            self.require_interpolant(stepper, system)?;
        }
        let mut end = None;
        if !self.request.events.is_empty() {
            if self.events.detect(system, self.t, &self.y)? {
                self.require_interpolant(stepper, system)?;
                if let Some(root) = self.events.record(system, &self.interpolant)? {
                    end = Some(Termination::Event);
                    self.t = root;
                    self.interpolant.evaluate(root, SummationOrder::SinglePoint, &mut self.y);
                }
            }
            self.events.advance();
        }
        self.record_points(stepper, system, end.is_some())?;
        Ok(end)
    }

    /// Adds the end of the step, or the points of `t_eval` in it, to the solution; and its interpolant with dense
    /// output.
    fn record_points<M: Stepper, S: System + ?Sized>(
        &mut self,
        stepper: &mut M,
        system: &mut S,
        is_terminal: bool,
    ) -> Result<(), Interrupt> {
        let Request { ref t_eval, dense_output, .. } = *self.request;
        // An event at the very start of a step ends the solve at a point that is already there: as SciPy, add
        // neither the point nor the interpolant again.
        let is_repeated =
            dense_output && self.solution.knots.len() > 1 && self.solution.knots.last() == Some(&self.t);
        if dense_output && !is_repeated {
            self.solution.push_interpolant(self.t, &self.interpolant);
        }
        let Some(t_eval) = t_eval else {
            if !is_repeated {
                self.solution.push(self.t, &self.y);
            }
            return Ok(());
        };
        let direction = self.request.direction();
        let inside =
            t_eval[self.evaluated..].iter().take_while(|&&t| direction * (t - self.t) <= 0.0).count();
        if inside > 0 {
            self.require_interpolant(stepper, system)?;
            let summation = SummationOrder::of(inside);
            for &t in &t_eval[self.evaluated..self.evaluated + inside] {
                self.solution.t.push(t);
                let y = &mut self.solution.y;
                let start = y.len();
                y.resize(start + self.y.len(), 0.0);
                self.interpolant.evaluate(t, summation, &mut y[start..]);
            }
            self.evaluated += inside;
        }
        // The point of a terminal event is added to those of `t_eval`; SciPy does not return it.
        if is_terminal && self.solution.t.last() != Some(&self.t) {
            self.solution.push(self.t, &self.y);
        }
        Ok(())
    }

    /// Computes the interpolant over the last step, unless that has been done.
    fn require_interpolant<M: Stepper, S: System + ?Sized>(
        &mut self,
        stepper: &mut M,
        system: &mut S,
    ) -> Result<(), Interrupt> {
        if !self.has_interpolant {
            stepper.write_interpolant(system, &mut self.interpolant)?;
            self.has_interpolant = true;
        }
        Ok(())
    }
}

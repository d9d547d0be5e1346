//! A solve allocates memory at its start and for its results, but not in its steps.

use crate::support::counting::ALLOCATIONS;
use ferrograd_kernels::ode::request::Event;
use ferrograd_kernels::ode::{Interrupt, Method, Request, System, Termination, solve};

/// Oscillators of two equations each. Two equations take the path of small systems, six that of any size.
struct Oscillators(usize);

impl System for Oscillators {
    fn len(&self) -> usize {
        self.0
    }
    fn rhs(&mut self, _: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        for (y, dy) in y.chunks_exact(2).zip(dy.chunks_exact_mut(2)) {
            (dy[0], dy[1]) = (y[1], -y[0]);
        }
        Ok(())
    }
    fn event(&mut self, _: usize, _: f64, y: &[f64]) -> Result<f64, Interrupt> {
        Ok(y[0] - 5.0)
    }
}

/// Allocations and steps of a solve.
fn allocations(n: usize, method: Method, t_bound: f64) -> (usize, usize) {
    let request = Request {
        method,
        t0: 0.0,
        t_bound,
        y0: (0..n).map(|i| if i % 2 == 0 { 1.0 } else { 0.0 }).collect(),
        rtol: vec![1e-4; n],
        atol: vec![1e-6; n],
        first_step: Some(0.01),
        max_step: f64::INFINITY,
        max_steps: f64::INFINITY,
        t_eval: Some(vec![t_bound / 2.0, t_bound]),
        dense_output: false,
        events: vec![Event { max_occurrences: f64::INFINITY, direction: 0.0 }],
    };
    let before = ALLOCATIONS.get();
    let solution = solve(&mut Oscillators(n), &request);
    assert_eq!(solution.termination, Termination::Finished);
    (ALLOCATIONS.get() - before, solution.steps)
}

#[test]
fn ten_times_as_many_steps_allocate_no_more() {
    for method in Method::ALL {
        for n in [2, 6] {
            let (few, steps) = allocations(n, method, 10.0);
            let (many, more_steps) = allocations(n, method, 100.0);
            assert!(more_steps > 4 * steps, "{method:?}");
            assert_eq!(few, many, "{method:?}");
        }
    }
}

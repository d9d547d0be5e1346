//! Implicit methods: steps without allocation, every kind of Jacobian, pivots, values that are not finite.

use crate::support::counting::ALLOCATIONS;
use ferrograd_kernels::ode::methods::{bdf::Bdf, radau::Radau};
use ferrograd_kernels::ode::stepper::Stepper;
use ferrograd_kernels::ode::{Interrupt, Method, Request, System, Termination, solve};

/// The heat equation on a rod whose left end follows a wave: stiff, and never at rest, so that step sizes keep
/// changing.
struct Rod {
    n: usize,
    jacobian: Jacobian,
}

#[derive(Clone, Copy, PartialEq)]
enum Jacobian {
    None,
    Function,
    Constant,
}

impl System for Rod {
    fn len(&self) -> usize {
        self.n
    }

    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        let rate = (self.n * self.n) as f64;
        for i in 0..self.n {
            let left = if i == 0 { (10.0 * t).sin() } else { y[i - 1] };
            let right = y.get(i + 1).copied().unwrap_or(0.0);
            dy[i] = rate * (left - 2.0 * y[i] + right);
        }
        Ok(())
    }

    fn jacobian(&mut self, _t: f64, _y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        let rate = (self.n * self.n) as f64;
        for (i, row) in out.chunks_exact_mut(self.n).enumerate() {
            for (j, value) in row.iter_mut().enumerate() {
                *value = rate * [-2.0, 1.0, 0.0][i.abs_diff(j).min(2)];
            }
        }
        Ok(self.jacobian != Jacobian::None)
    }

    fn jacobian_is_constant(&self) -> bool {
        self.jacobian == Jacobian::Constant
    }
}

fn request(method: Method, n: usize, rtol: f64) -> Request {
    Request {
        method,
        t0: 0.0,
        t_bound: 2.0,
        y0: (0..n).map(|i| (i as f64).sin()).collect(),
        rtol: vec![rtol; n],
        atol: vec![rtol / 1000.0; n],
        first_step: None,
        max_step: f64::INFINITY,
        max_steps: f64::INFINITY,
        t_eval: None,
        dense_output: false,
        events: Vec::new(),
    }
}

fn steps_without_allocating<M: Stepper>(method: Method) {
    for jacobian in [Jacobian::None, Jacobian::Function, Jacobian::Constant] {
        let mut rod = Rod { n: 20, jacobian };
        let mut stepper = M::start(&mut rod, &request(method, 20, 1e-6)).expect("finite");
        let before = ALLOCATIONS.get();
        for _ in 0..100 {
            stepper.step(&mut rod).expect("long enough steps");
        }
        assert_eq!(ALLOCATIONS.get(), before);
        assert!(stepper.stats().nlu > 2);
    }
}

#[test]
fn steps_of_radau_allocate_nothing() {
    steps_without_allocating::<Radau>(Method::Radau);
}

#[test]
fn steps_of_bdf_allocate_nothing() {
    steps_without_allocating::<Bdf>(Method::Bdf);
}

/// A linear system's Jacobian is the same however it is given; only its evaluations are counted differently.
#[test]
fn numerical_given_and_constant_jacobians_lead_to_the_same_solution() {
    for method in [Method::Radau, Method::Bdf] {
        let end = |jacobian| {
            let solution = solve(&mut Rod { n: 8, jacobian }, &request(method, 8, 1e-7));
            assert_eq!(solution.termination, Termination::Finished);
            (solution.y[solution.y.len() - 8..].to_vec(), solution.stats.njev)
        };
        let (numerical, numerical_count) = end(Jacobian::None);
        let (function, function_count) = end(Jacobian::Function);
        let (constant, constant_count) = end(Jacobian::Constant);
        assert!(numerical_count > 0 && function_count > 0);
        assert_eq!(constant_count, 0);
        for ((a, b), c) in numerical.iter().zip(&function).zip(&constant) {
            assert!((a - b).abs() < 1e-5 && (b - c).abs() < 1e-5, "{a} {b} {c}");
        }
    }
}

/// The diagonal is small beside the rest of the matrix: without pivots, elimination would divide by it.
#[test]
fn a_system_that_needs_pivots_is_solved() {
    struct Rotation;
    impl System for Rotation {
        fn len(&self) -> usize {
            4
        }
        fn rhs(&mut self, _t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
            dy.copy_from_slice(&[1e8 * y[1], -1e8 * y[0], y[3], -y[2]]);
            Ok(())
        }
    }
    for (method, tolerance) in [(Method::Radau, 1e-4), (Method::Bdf, 1e-3)] {
        let mut request = request(method, 4, 1e-6);
        request.y0 = vec![0.0, 0.0, 1.0, 0.0];
        let solution = solve(&mut Rotation, &request);
        let end = &solution.y[solution.y.len() - 4..];
        assert_eq!(solution.termination, Termination::Finished);
        assert!(
            (end[2] - 2f64.cos()).abs() < tolerance && (end[3] + 2f64.sin()).abs() < tolerance,
            "{end:?}"
        );
    }
}

/// Where a value is not finite, smaller steps do not help; the attempts must come to an end.
#[test]
fn values_that_are_not_finite_end_the_solve() {
    struct Blowup(f64);
    impl System for Blowup {
        fn len(&self) -> usize {
            1
        }
        fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
            dy[0] = if t < 0.5 { -y[0] } else { self.0 };
            Ok(())
        }
    }
    for method in [Method::Radau, Method::Bdf] {
        for value in [f64::NAN, f64::INFINITY] {
            let solution = solve(&mut Blowup(value), &request(method, 1, 1e-6));
            assert_eq!(solution.termination, Termination::StepTooSmall);
            let mut from_the_start = request(method, 1, 1e-6);
            from_the_start.t0 = 1.0;
            let end = solve(&mut Blowup(value), &from_the_start).termination;
            assert!(matches!(end, Termination::NotANumber | Termination::StepTooSmall), "{end:?}");
        }
    }
}

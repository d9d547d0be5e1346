//! Identities of the tableaux, and the orders of convergence of steps and dense output.

use ferrograd_kernels::ode::methods::explicit::fixed_step::{Euler, Heun, Midpoint, RungeKutta4};
use ferrograd_kernels::ode::methods::explicit::tableau::{ButcherTableau, EmbeddedTableau};
use ferrograd_kernels::ode::methods::explicit::{dop853::Dop853, rk23::Rk23, rk45::Rk45, tsit5::Tsit5};
use ferrograd_kernels::ode::{Interrupt, Method, Request, System, Termination, solve};

/// The numbers of a tableau without the number of stages in its type.
struct AnyTableau {
    order: u32,
    c: Vec<f64>,
    a: Vec<Vec<f64>>,
    b: Vec<f64>,
    errors: Vec<(&'static [f64], u32)>,
}

fn embedded<M: EmbeddedTableau<S>, const S: usize>(error_orders: &[u32]) -> AnyTableau {
    AnyTableau {
        order: M::ORDER,
        c: M::C.to_vec(),
        a: M::A.iter().map(|row| row.to_vec()).collect(),
        b: M::B.to_vec(),
        errors: M::ERRORS.iter().copied().zip(error_orders.iter().copied()).collect(),
    }
}

fn fixed<M: ButcherTableau<S>, const S: usize>() -> AnyTableau {
    let a = M::A.iter().map(|row| row.to_vec()).collect();
    AnyTableau { order: M::ORDER, c: M::C.to_vec(), a, b: M::B.to_vec(), errors: Vec::new() }
}

fn tableaux() -> [AnyTableau; 8] {
    [
        embedded::<Rk23, 3>(&[2]),
        embedded::<Rk45, 6>(&[4]),
        embedded::<Tsit5, 6>(&[4]),
        embedded::<Dop853, 12>(&[5, 3]),
        fixed::<Euler, 1>(),
        fixed::<Heun, 2>(),
        fixed::<Midpoint, 2>(),
        fixed::<RungeKutta4, 4>(),
    ]
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-13, "{value} is not {expected}");
}

/// A·v
fn times(a: &[Vec<f64>], v: &[f64]) -> Vec<f64> {
    a.iter().map(|row| dot(row, v)).collect()
}

fn product(x: &[f64], y: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| x * y).collect()
}

#[test]
fn the_weights_of_each_stage_sum_to_where_it_is_taken() {
    for AnyTableau { a, c, .. } in tableaux() {
        for (stage, (row, c)) in a.iter().zip(c).enumerate() {
            assert!(row[stage..].iter().all(|&weight| weight == 0.0));
            close(row.iter().sum(), c);
        }
    }
}

/// The order conditions of all rooted trees of up to five nodes (J. C. Butcher), and of the bushy trees beyond.
#[test]
fn the_weights_meet_the_conditions_of_their_order() {
    for AnyTableau { order, c, a, b, .. } in tableaux() {
        let one = vec![1.0; c.len()];
        let power = |k: u32| c.iter().map(|c| c.powi(k.cast_signed())).collect::<Vec<_>>();
        for k in 0..order {
            close(dot(&b, &power(k)), 1.0 / f64::from(k + 1));
        }
        let ac = times(&a, &c);
        let [ac2, aac] = [times(&a, &power(2)), times(&a, &ac)];
        let trees = [
            (3, ac.clone(), 6.0),
            (4, product(&c, &ac), 8.0),
            (4, ac2.clone(), 12.0),
            (4, aac.clone(), 24.0),
            (5, product(&power(2), &ac), 10.0),
            (5, product(&ac, &ac), 20.0),
            (5, product(&c, &ac2), 15.0),
            (5, times(&a, &power(3)), 20.0),
            (5, product(&c, &aac), 30.0),
            (5, times(&a, &product(&c, &ac)), 40.0),
            (5, times(&a, &ac2), 60.0),
            (5, times(&a, &aac), 120.0),
        ];
        close(dot(&b, &one), 1.0);
        for (nodes, phi, density) in trees {
            if nodes <= order {
                close(dot(&b, &phi), 1.0 / density);
            }
        }
    }
}

#[test]
fn error_estimates_vanish_up_to_their_order_and_not_beyond() {
    for AnyTableau { c, errors, .. } in tableaux() {
        let mut c = c;
        c.push(1.0);
        for (weights, order) in errors {
            let moment = |k: u32| -> f64 {
                weights.iter().zip(&c).map(|(weight, c)| weight * c.powi(k.cast_signed())).sum()
            };
            (0..order).for_each(|k| close(moment(k), 0.0));
            assert!(moment(order).abs() > 1e-5, "order {order}");
        }
    }
}

/// y₁' = −2 t y₁² with the solution 1 / (1 + t²), and y₂' = y₂ (cos t − y₁ (1 + t²) + 1) with e^(sin t), coupled to y₁.
struct Curve;

impl System for Curve {
    fn len(&self) -> usize {
        2
    }
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        dy[0] = -2.0 * t * y[0] * y[0];
        dy[1] = y[1] * (t.cos() - y[0] * (1.0 + t * t) + 1.0);
        Ok(())
    }
}

fn exact(t: f64) -> [f64; 2] {
    [1.0 / (1.0 + t * t), t.sin().exp()]
}

/// Largest error at `times` with steps of size h.
fn error(method: Method, h: f64, times: &[f64]) -> f64 {
    let request = Request {
        method,
        t0: 0.0,
        t_bound: 2.0,
        y0: exact(0.0).to_vec(),
        // Every step is accepted, and grows to the longest that is allowed.
        rtol: vec![1e-3; 2],
        atol: vec![1e9; 2],
        first_step: Some(h),
        max_step: h,
        max_steps: f64::INFINITY,
        t_eval: Some(times.to_vec()),
        dense_output: false,
        events: Vec::new(),
    };
    let solution = solve(&mut Curve, &request);
    assert_eq!((solution.termination, solution.steps), (Termination::Finished, (2.0 / h) as usize));
    let errors = solution.t.iter().zip(solution.y.chunks_exact(2)).flat_map(|(&t, y)| {
        let exact = exact(t);
        [(y[0] - exact[0]).abs(), (y[1] - exact[1]).abs()]
    });
    errors.fold(0.0, f64::max)
}

fn measured_order(method: Method, h: f64, times: &[f64]) -> f64 {
    (error(method, h, times) / error(method, h / 2.0, times)).log2()
}

#[test]
fn halving_the_step_divides_the_error_by_two_to_the_order() {
    let cases = [
        (Method::Euler, 0.125 / 16.0, 1.0),
        (Method::Heun, 0.125 / 8.0, 2.0),
        (Method::Midpoint, 0.125 / 8.0, 2.0),
        (Method::RungeKutta4, 0.125 / 4.0, 4.0),
        (Method::Rk23, 0.125 / 8.0, 3.0),
        (Method::Rk45, 0.125 / 4.0, 5.0),
        (Method::Tsit5, 0.125 / 4.0, 5.0),
        (Method::Dop853, 0.25, 8.0),
    ];
    for (method, h, order) in cases {
        let measured = measured_order(method, h, &[0.5, 1.0, 1.5, 2.0]);
        assert!((measured - order).abs() < 0.5, "{method:?}: {measured}");
    }
}

#[test]
fn dense_output_converges_with_its_own_order() {
    let cases = [
        (Method::Rk23, 0.125 / 8.0, 3.0),
        (Method::Rk45, 0.125 / 2.0, 4.0),
        (Method::Tsit5, 0.125 / 2.0, 4.0),
        (Method::Dop853, 0.25, 7.0),
    ];
    // Points within steps, for every step size that is used.
    let times: Vec<f64> = (1..200).map(|k| f64::from(k) * 0.00997).collect();
    for (method, h, order) in cases {
        let measured = measured_order(method, h, &times);
        assert!(measured > order - 0.35, "{method:?}: {measured}");
    }
}

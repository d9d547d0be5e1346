//! Ensembles against single solves: every trajectory is bitwise identical and does the same work, on any number of
//! threads.

use ferrograd_kernels::Isa;
use ferrograd_kernels::ode::ensemble::Ensemble;
use ferrograd_kernels::ode::{Method, Model, ModelSystem, Request, solve};

const STATS_LEN: usize = 6;

struct Problem {
    model: Model,
    y0s: Vec<f64>,
    parameters: Vec<f64>,
}

/// Lotka–Volterra, Lorenz, a pendulum, and y' = −p·y, whose single component is summed in an order of its own.
fn problems(count: usize) -> Vec<Problem> {
    let built_in = |code: f64, base: &[f64], parameters: &[f64]| Problem {
        model: Model::decode(&[0.0, code, 0.0, 0.0]).unwrap(),
        y0s: (0..count).flat_map(|i| base.iter().map(move |y| y * (1.0 + 0.01 * i as f64))).collect(),
        parameters: (0..count)
            .flat_map(|i| parameters.iter().map(move |p| p * (1.0 + 0.002 * i as f64)))
            .collect(),
    };
    let decay = [
        1.0, 1.0, 1.0, 0.0, 10.0, 1.0, 2.0, 2.0, 1.0, 0.0, 0.0, 4.0, 3.0, 0.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0,
        0.0,
    ];
    vec![
        built_in(1.0, &[10.0, 5.0], &[1.5, 1.0, 3.0, 1.0]),
        built_in(0.0, &[1.0, 1.0, 1.0], &[10.0, 28.0, 8.0 / 3.0]),
        built_in(4.0, &[1.0, 0.0], &[9.81, 1.0, 0.1]),
        Problem {
            model: Model::decode(&decay).unwrap(),
            y0s: (0..count).map(|i| 1.0 + i as f64).collect(),
            parameters: vec![2.0],
        },
    ]
}

fn request(method: Method, n: usize, t_eval: Option<Vec<f64>>) -> Request {
    let t_bound = t_eval.as_ref().and_then(|t| t.last().copied()).unwrap_or(3.0);
    Request {
        method,
        t0: 0.0,
        t_bound,
        y0: vec![0.0; n],
        rtol: vec![1e-6; n],
        atol: vec![1e-8; n],
        first_step: None,
        max_step: f64::INFINITY,
        max_steps: f64::INFINITY,
        t_eval,
        dense_output: false,
        events: Vec::new(),
    }
}

/// The result of one trajectory alone, in the layout of an ensemble but without the last time.
fn single(problem: &Problem, request: &Request, index: usize) -> Vec<f64> {
    let (n, p) = (problem.model.len(), problem.model.parameters());
    let row = if problem.parameters.len() == p { 0 } else { index };
    let mut system = ModelSystem::new(&problem.model, &problem.parameters[row * p..][..p]).unwrap();
    let request = Request { y0: problem.y0s[index * n..][..n].to_vec(), ..request.clone() };
    let solution = solve(&mut system, &request);
    let stats = solution.stats;
    let mut result = vec![f64::from(solution.termination as u8)];
    result.extend([stats.nfev, stats.njev, stats.nlu, solution.steps].map(|count| count as f64));
    let keep = if request.t_eval.is_some() { solution.y.len() } else { n };
    result.extend_from_slice(&solution.y[solution.y.len() - keep..]);
    result
}

fn ensemble<'a>(problem: &'a Problem, request: &'a Request) -> Ensemble<'a> {
    Ensemble {
        model: &problem.model,
        request,
        y0s: &problem.y0s,
        parameters: &problem.parameters,
        step_floor: 0.0,
        max_evaluations: f64::INFINITY,
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn every_trajectory_is_bitwise_identical_to_a_single_solve() {
    const COUNT: usize = 27;
    let points = [None, Some(vec![0.0, 0.1, 0.11, 1.5, 2.5]), Some(vec![-0.05, -0.1])];
    for problem in problems(COUNT) {
        for method in [Method::Rk23, Method::Rk45, Method::Dop853, Method::Tsit5] {
            for t_eval in &points {
                let request = request(method, problem.model.len(), t_eval.clone());
                for isa in Isa::available() {
                    let results = ensemble(&problem, &request).solve(1, isa).unwrap();
                    let stride = results.len() / COUNT;
                    for (index, result) in results.chunks_exact(stride).enumerate() {
                        let expected = single(&problem, &request, index);
                        assert_eq!(result[..5], expected[..5], "{:?} {method:?} {isa:?}", problem.model);
                        assert_eq!(
                            bits(&result[STATS_LEN..]),
                            bits(&expected[5..]),
                            "{:?} {method:?}",
                            problem.model
                        );
                        assert_eq!(result[5].to_bits(), request.t_bound.to_bits());
                    }
                }
            }
        }
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    for problem in problems(50) {
        let request = request(Method::Rk45, problem.model.len(), None);
        let alone = ensemble(&problem, &request).solve(1, Isa::detect()).unwrap();
        for threads in [2, 5, 100] {
            let together = ensemble(&problem, &request).solve(threads, Isa::detect()).unwrap();
            assert_eq!(bits(&alone), bits(&together));
        }
    }
}

#[test]
fn a_trajectory_that_fails_leaves_the_others_alone() {
    // y' = −2y fails at once from NaN, and in its first steps from infinity; the other trajectories finish.
    let mut problem = problems(20).pop().unwrap();
    problem.y0s[3] = f64::NAN;
    problem.y0s[7] = f64::INFINITY;
    let request = request(Method::Rk45, 1, None);
    let results = ensemble(&problem, &request).solve(2, Isa::detect()).unwrap();
    for (index, result) in results.chunks_exact(STATS_LEN + 1).enumerate() {
        let expected = single(&problem, &request, index);
        assert_eq!(result[0].to_bits(), expected[0].to_bits());
        assert_eq!(result[0] == 0.0, index != 3 && index != 7);
    }
}

#[test]
fn limits_end_only_the_trajectories_that_exceed_them() {
    let problems = problems(20);
    let request = Request { t_bound: 50.0, ..request(Method::Rk45, 2, None) };
    let free = ensemble(&problems[0], &request).solve(1, Isa::detect()).unwrap();
    let stride = STATS_LEN + 2;
    let median = free.chunks_exact(stride).map(|result| result[1]).sum::<f64>() / 20.0;

    let capped = Ensemble { max_evaluations: median, ..ensemble(&problems[0], &request) };
    let results = capped.solve(1, Isa::detect()).unwrap();
    for (result, free) in results.chunks_exact(stride).zip(free.chunks_exact(stride)) {
        assert!(result[1] <= median);
        if free[1] <= median {
            assert_eq!(bits(result), bits(free));
        } else {
            assert_eq!(result[0], 6.0);
            assert!(result[5] < 50.0);
        }
    }

    let floored = Ensemble { step_floor: 10.0, ..ensemble(&problems[0], &request) };
    let results = floored.solve(1, Isa::detect()).unwrap();
    assert!(results.chunks_exact(stride).all(|result| result[0] == 2.0 && result[4] == 0.0));

    let request = Request { max_steps: 4.0, ..request };
    let results = ensemble(&problems[0], &request).solve(1, Isa::detect()).unwrap();
    assert!(results.chunks_exact(stride).all(|result| result[0] == 4.0 && result[4] == 4.0));
}

#[test]
fn rows_that_do_not_fit_the_model_are_refused() {
    let mut problem = problems(4).remove(0);
    let request = request(Method::Rk45, 2, None);
    problem.y0s.pop();
    assert!(ensemble(&problem, &request).solve(1, Isa::detect()).is_err());
    problem.y0s.pop();
    assert!(ensemble(&problem, &request).solve(1, Isa::detect()).is_err());
    problem.parameters.truncate(12);
    assert!(ensemble(&problem, &request).solve(1, Isa::detect()).is_ok());
}

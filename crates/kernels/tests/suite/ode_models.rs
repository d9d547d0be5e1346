//! Built-in systems and compiled expressions: Jacobians against central differences, and lanes against evaluations
//! of one trajectory.

use ferrograd_kernels::ode::model::Evaluator;
use ferrograd_kernels::ode::real::{LANES, Lanes};
use ferrograd_kernels::ode::{Model, ModelSystem, System};

/// Code, bodies and dimensions of each built-in system.
const BUILT_IN: [[f64; 3]; 7] = [
    [0.0, 0.0, 0.0],
    [1.0, 0.0, 0.0],
    [2.0, 0.0, 0.0],
    [3.0, 0.0, 0.0],
    [4.0, 0.0, 0.0],
    [5.0, 3.0, 2.0],
    [5.0, 2.0, 3.0],
];

/// x' = (x + p) · sin(t) − choose(x ≤ 3, x, p), y' = y^x, with the Jacobian left out.
const EXPRESSIONS: [f64; 46] = [
    1.0, 2.0, 1.0, // states and parameters
    1.0, 30.0, 2.0, // constants, words, pairs
    3.0, // the constant, register 4
    0.0, 1.0, 3.0, 0.0, 0.0, // 5 = x + p
    11.0, 0.0, 0.0, 0.0, 0.0, // 6 = sin t
    2.0, 5.0, 6.0, 0.0, 0.0, // 7
    10.0, 1.0, 4.0, 1.0, 3.0, // 8 = choose
    1.0, 7.0, 8.0, 0.0, 0.0, // 9
    24.0, 2.0, 1.0, 0.0, 0.0, // 10 = y^x
    0.0, 9.0, 1.0, 10.0, // outputs
    0.0, 0.0, 0.0, 0.0, 0.0,
];

fn built_in() -> impl Iterator<Item = Model> {
    BUILT_IN
        .iter()
        .map(|[code, bodies, dimensions]| Model::decode(&[0.0, *code, *bodies, *dimensions]).unwrap())
}

fn expressions() -> Model {
    Model::decode(&EXPRESSIONS[..44]).unwrap()
}

/// Different numbers of moderate size.
fn values(count: usize, shift: f64) -> Vec<f64> {
    (0..count).map(|i| 1.0 + shift + 0.37 * i as f64 + (0.9 * i as f64).sin()).collect()
}

#[test]
fn jacobians_agree_with_central_differences() {
    for model in built_in() {
        let n = model.len();
        let (y, parameters) = (values(n, 0.1), values(model.parameters(), 0.4));
        let mut system = ModelSystem::new(&model, &parameters).unwrap();
        let mut jacobian = vec![f64::NAN; n * n];
        assert!(system.jacobian(0.5, &y, &mut jacobian).unwrap());
        for column in 0..n {
            let h = 1e-5;
            let mut at = |shift: f64| {
                let mut y = y.clone();
                y[column] += shift;
                let mut dy = vec![0.0; n];
                system.rhs(0.5, &y, &mut dy).unwrap();
                dy
            };
            let (above, below) = (at(h), at(-h));
            for row in 0..n {
                let slope = (above[row] - below[row]) / (2.0 * h);
                let exact = jacobian[row * n + column];
                assert!(
                    (slope - exact).abs() < 1e-7 * exact.abs().max(1.0),
                    "{model:?} {row} {column}: {slope} {exact}"
                );
            }
        }
    }
}

#[test]
fn every_lane_is_bitwise_identical_to_a_single_evaluation() {
    for model in built_in().chain([expressions()]) {
        let (n, parameters) = (model.len(), model.parameters());
        let lanes: Vec<_> = (0..LANES)
            .map(|lane| (values(n, 0.3 * lane as f64), values(parameters, 0.2 * lane as f64)))
            .collect();
        let pack = |pick: &dyn Fn(usize) -> f64| Lanes(std::array::from_fn(pick));
        let y: Vec<_> = (0..n).map(|i| pack(&|lane| lanes[lane].0[i])).collect();
        let p: Vec<_> = (0..parameters).map(|i| pack(&|lane| lanes[lane].1[i])).collect();
        let t = pack(&|lane| 0.1 * lane as f64);
        let mut dy = vec![Lanes::default(); n];
        Evaluator::new(&model).rhs(t, &y, &p, &mut dy);
        for (lane, (y, p)) in lanes.iter().enumerate() {
            let mut alone = vec![0.0; n];
            ModelSystem::new(&model, p).unwrap().rhs(0.1 * lane as f64, y, &mut alone).unwrap();
            for (together, alone) in dy.iter().zip(alone) {
                assert_eq!(together.0[lane].to_bits(), alone.to_bits(), "{model:?}");
            }
        }
    }
}

#[test]
fn expressions_compute_the_formulas_that_they_encode() {
    let model = expressions();
    for (x, y, p, t) in [(2.0, 3.0, 0.5, 0.7_f64), (4.0, 0.5, -2.0, 3.0)] {
        let mut dy = [0.0; 2];
        ModelSystem::new(&model, &[p]).unwrap().rhs(t, &[x, y], &mut dy).unwrap();
        let chosen = if x <= 3.0 { x } else { p };
        assert!((dy[0] - ((x + p) * t.sin() - chosen)).abs() < 1e-15);
        assert!((dy[1] - y.powf(x)).abs() < 1e-13);
    }
}

#[test]
fn cut_models_are_refused_and_corrupted_ones_stay_within_bounds() {
    let whole = &EXPRESSIONS[..44];
    for cut in 0..whole.len() {
        assert!(Model::decode(&whole[..cut]).is_err(), "{cut}");
    }
    for position in 3..whole.len() {
        for value in [1e9, -1.0, f64::NAN] {
            let mut numbers = whole.to_vec();
            numbers[position] = value;
            // A model that decodes must also run: no register and no position is out of range.
            if let Ok(model) = Model::decode(&numbers) {
                let parameters = vec![1.0; model.parameters()];
                let mut dy = vec![0.0; model.len()];
                ModelSystem::new(&model, &parameters).unwrap().rhs(0.0, &[1.0, 2.0], &mut dy).unwrap();
            }
        }
    }
    assert!(Model::decode(&[0.0, 6.0, 0.0, 0.0]).is_err());
    assert!(Model::decode(&[0.0, 5.0, 0.0, 2.0]).is_err());
}

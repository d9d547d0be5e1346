//! Every registered activation and its derivative against formulas in double precision, on every instruction
//! set.

use ferrograd_kernels::nn::activations::{Activation, RowLayout};
use ferrograd_kernels::nn::spec::Spec;
use ferrograd_kernels::{Element, Isa};

const ALPHA: f64 = 0.75;

struct Reference {
    name: &'static str,
    value: fn(f64) -> f64,
    slope: fn(f64) -> f64,
    /// Largest accepted error of value and slope, in units in the last place of the exact one, or of `floor`
    /// where that is larger.
    bits: [f64; 2],
    /// Slopes below it have absolute errors, as they are computed from an output whose distance to its limit
    /// was rounded, or are differences.
    floor: f64,
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn positive(z: f64, yes: f64, no: f64) -> f64 {
    if z > 0.0 { yes } else { no }
}

/// Φ(z), corrected for the rounding of y = -z/√2, which in the lower tail is many units in the last place.
fn distribution(z: f64) -> f64 {
    const ROOT: f64 = std::f64::consts::SQRT_2;
    const ROOT_REST: f64 = -9.667_293_313_452_913e-17;
    let y = -z / ROOT;
    let lost = (-y.mul_add(ROOT, z) - y * ROOT_REST) / ROOT;
    0.5 * libm::erfc(y) - lost * (-y * y).exp() / std::f64::consts::PI.sqrt()
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

const SELU: [f64; 2] = [1.673_263_242_354_377_2, 1.050_700_987_355_480_5];

fn inner(z: f64) -> f64 {
    2.0 * (2.0 / std::f64::consts::PI).sqrt() * (z + 0.044_715 * z * z * z)
}

fn inner_slope(z: f64) -> f64 {
    2.0 * (2.0 / std::f64::consts::PI).sqrt() * (1.0 + 3.0 * 0.044_715 * z * z)
}

/// All activations of single values; those of whole rows have tests of their own.
const REFERENCES: &[Reference] = &[
    Reference {
        name: "arctan",
        value: f64::atan,
        slope: |z| 1.0 / (1.0 + z * z),
        bits: [3.0, 3.0],
        floor: 0.0,
    },
    Reference {
        name: "elu",
        value: |z| positive(z, z, ALPHA * z.exp_m1()),
        slope: |z| positive(z, 1.0, ALPHA * z.exp()),
        bits: [4.0, 4.0],
        floor: 1.0,
    },
    Reference {
        name: "gelu",
        value: |z| z * distribution(z),
        slope: |z| distribution(z) + z * density(z),
        bits: [4.0, 4.0],
        floor: 0.25,
    },
    Reference {
        name: "geluTanh",
        value: |z| z * sigmoid(inner(z)),
        slope: |z| {
            let share = sigmoid(inner(z));
            share + z * share * sigmoid(-inner(z)) * inner_slope(z)
        },
        bits: [4.0, 4.0],
        floor: 1.0,
    },
    Reference {
        name: "hardSigmoid",
        value: |z| (z + 3.0).clamp(0.0, 6.0) / 6.0,
        slope: |z| if z.abs() < 3.0 { 1.0 / 6.0 } else { 0.0 },
        bits: [2.0, 1.0],
        floor: 0.5,
    },
    Reference {
        name: "leakyRelu",
        value: |z| positive(z, z, ALPHA * z),
        slope: |z| positive(z, 1.0, ALPHA),
        bits: [1.0, 1.0],
        floor: 0.0,
    },
    Reference { name: "linear", value: |z| z, slope: |_| 1.0, bits: [0.0, 0.0], floor: 0.0 },
    Reference {
        name: "relu",
        value: |z| z.max(0.0),
        slope: |z| positive(z, 1.0, 0.0),
        bits: [0.0, 0.0],
        floor: 0.0,
    },
    Reference {
        name: "selu",
        value: |z| SELU[1] * positive(z, z, SELU[0] * z.exp_m1()),
        slope: |z| SELU[1] * positive(z, 1.0, SELU[0] * z.exp()),
        bits: [4.0, 4.0],
        floor: 1.0,
    },
    Reference {
        name: "sigmoid",
        value: sigmoid,
        slope: |z| sigmoid(z) * sigmoid(-z),
        bits: [4.0, 4.0],
        floor: 0.5,
    },
    Reference {
        name: "silu",
        value: |z| z * sigmoid(z),
        slope: |z| sigmoid(z) * (1.0 + z * sigmoid(-z)),
        bits: [4.0, 4.0],
        floor: 0.25,
    },
    Reference {
        name: "softplus",
        value: |z| z.max(0.0) + (-z.abs()).exp().ln_1p(),
        slope: sigmoid,
        bits: [4.0, 4.0],
        floor: 0.0,
    },
    Reference {
        name: "softsign",
        value: |z| z / (1.0 + z.abs()),
        slope: |z| (1.0 + z.abs()).powi(-2),
        bits: [2.0, 3.0],
        floor: 0.0,
    },
    Reference { name: "tanh", value: f64::tanh, slope: |z| z.cosh().powi(-2), bits: [4.0, 4.0], floor: 1.0 },
];

fn activation(name: &str) -> Activation {
    let spec = format!("batch 1\ninput 1\nlayer activation activation={name} alpha={ALPHA}");
    Activation::parse(&Spec::parse(&spec).expect("a sound spec").layers[0].op).expect("a registered name")
}

/// Values, and derivatives: those for da = 1.
fn apply<T: Element>(isa: Isa, name: &str, z: &[f64]) -> [Vec<f64>; 2] {
    let activation = activation(name);
    let layout = RowLayout { stride: z.len(), features: z.len() };
    let mut a: Vec<T> = z.iter().map(|&z| T::from_f64(z)).collect();
    let mut saved = vec![T::ZERO; if activation.needs_preactivations() { z.len() } else { 0 }];
    activation.forward(isa, &mut a, layout, &mut saved);
    let mut d = vec![T::ONE; z.len()];
    let from = if activation.needs_preactivations() { &saved } else { &a };
    activation.backward(isa, from, &mut d, layout);
    [a, d].map(|values| values.into_iter().map(Element::to_f64).collect())
}

/// Arguments that the type represents exactly: dense around 0, very small, and very large.
fn grid<T: Element>() -> Vec<f64> {
    let near = (-3000..=3000).map(|i| f64::from(i) * 0.010_43);
    let tiny = (0..60).map(|i| 2f64.powi(-i) * 1.37);
    let far = [20.0, 30.0, 50.0, 80.0, 100.0, 1e3, 1e4];
    let tails = tiny.chain(far).flat_map(|z| [z, -z]);
    near.chain(tails).map(|z| T::from_f64(z).to_f64()).collect()
}

/// Largest errors of value and slope, in units in the last place.
fn errors<T: Element>(isa: Isa, reference: &Reference) -> [f64; 2] {
    let z = grid::<T>();
    let [values, slopes] = apply::<T>(isa, reference.name, &z);
    let least = T::MIN_POSITIVE.to_f64() * 4.0;
    let mut worst = [0f64; 2];
    for (index, &z) in z.iter().enumerate() {
        let (value, slope) = ((reference.value)(z), (reference.slope)(z));
        let bit = T::EPSILON.to_f64();
        // Values that underflow may differ a little from 0.
        let far = |exact: f64, floor: f64| bit * exact.abs().max(floor) + 100.0 * least;
        // The rounding error of z³ is multiplied in the exponent of that approximation's tail.
        let floor = if reference.name == "geluTanh" { z.abs().min(0.5) } else { 0.0 };
        let value_error = (values[index] - value).abs() / far(value, floor);
        let slope_error = (slopes[index] - slope).abs() / far(slope, reference.floor);
        assert!(value_error.is_finite() && slope_error.is_finite(), "{} at {z}", reference.name);
        worst = [worst[0].max(value_error), worst[1].max(slope_error)];
    }
    worst
}

#[test]
fn values_and_derivatives_are_exact_to_a_few_units_in_the_last_place() {
    let rowwise = ["logSoftmax", "softmax"];
    for name in Activation::names() {
        let known = REFERENCES.iter().find(|reference| reference.name == name);
        assert!(known.is_some() || rowwise.contains(&name), "{name} has no reference");
    }
    for isa in Isa::available() {
        for reference in REFERENCES {
            let (single, double) = (errors::<f32>(isa, reference), errors::<f64>(isa, reference));
            println!("{:8} {:12} float32 {single:.2?} float64 {double:.2?}", isa.name(), reference.name);
            for [value, slope] in [single, double] {
                let [value_bits, slope_bits] = reference.bits;
                assert!(value <= value_bits && slope <= slope_bits, "{} {}", isa.name(), reference.name);
            }
        }
    }
}

fn finite_at_extremes<T: Element>(isa: Isa) {
    let largest = if size_of::<T>() == 4 { f64::from(f32::MAX) } else { f64::MAX };
    let z = [1e4, -1e4, largest, -largest, largest.sqrt(), -largest.sqrt()];
    for reference in REFERENCES {
        let [values, slopes] = apply::<T>(isa, reference.name, &z);
        for (index, z) in z.iter().enumerate() {
            let (value, slope) = (values[index], slopes[index]);
            let exact = (reference.slope)(z.clamp(-1e4, 1e4));
            assert!((slope - exact).abs() < 1e-6, "{} slope {slope} at {z}", reference.name);
            if *z < 0.0 && *z > -1e5 {
                let expected = (reference.value)(*z);
                assert!((value - expected).abs() < 1e-3, "{} is {value} at {z}", reference.name);
            }
            assert!(!value.is_nan(), "{} at {z}", reference.name);
        }
    }
}

#[test]
fn extreme_arguments_neither_overflow_nor_become_nan() {
    for isa in Isa::available() {
        finite_at_extremes::<f32>(isa);
        finite_at_extremes::<f64>(isa);
    }
}

#[test]
fn nan_stays_nan() {
    for isa in Isa::available() {
        for reference in REFERENCES {
            let values = apply::<f32>(isa, reference.name, &[f64::NAN; 3]);
            assert!(values[0].iter().all(|value| value.is_nan()), "{} {}", isa.name(), reference.name);
        }
    }
}

/// Rows of every length around the number of lanes, with and without padding.
#[test]
fn rows_become_distributions_and_their_padding_stays_zero() {
    for isa in Isa::available() {
        for width in 1..=35 {
            for stride in [width, 64] {
                let z: Vec<f64> = (0..2 * stride)
                    .map(|i| if i % stride < width { (i as f64 * 0.7).sin() * 5.0 } else { 0.0 })
                    .collect();
                rows(isa, &z, width, stride);
            }
        }
    }
}

fn rows(isa: Isa, z: &[f64], width: usize, stride: usize) {
    let layout = RowLayout { stride, features: width };
    let [mut log, mut share] = [z.to_vec(), z.to_vec()];
    activation("logSoftmax").forward(isa, &mut log, layout, &mut []);
    activation("softmax").forward(isa, &mut share, layout, &mut []);
    let da: Vec<f64> =
        z.iter().enumerate().map(|(i, z)| if i % stride < width { z.cos() } else { 0.0 }).collect();
    let [mut d_log, mut d_share] = [da.clone(), da.clone()];
    activation("logSoftmax").backward(isa, &log, &mut d_log, layout);
    activation("softmax").backward(isa, &share, &mut d_share, layout);
    for row in 0..z.len() / stride {
        let of = |values: &[f64]| values[row * stride..][..stride].to_vec();
        let (z, log, share, da) = (of(z), of(&log), of(&share), of(&da));
        let total: f64 = z[..width].iter().map(|z| z.exp()).sum();
        let sum: f64 = da.iter().sum();
        let mean: f64 = share.iter().zip(&da).map(|(share, da)| share * da).sum();
        for i in 0..stride {
            let values = [log[i], share[i], of(&d_log)[i], of(&d_share)[i]];
            let expected = if i < width {
                let p = z[i].exp() / total;
                [p.ln(), p, da[i] - p * sum, p * (da[i] - mean)]
            } else {
                [0.0; 4]
            };
            for (value, expected) in values.into_iter().zip(expected) {
                assert!((value - expected).abs() < 1e-13, "width {width}: {value} is not {expected}");
            }
        }
    }
}

#[test]
fn an_alpha_that_is_missing_or_negative_is_refused() {
    for arguments in
        ["activation=elu", "activation=leakyRelu alpha=-1", "activation=elu alpha=NaN", "activation=swish"]
    {
        let spec =
            Spec::parse(&format!("batch 1\ninput 1\nlayer activation {arguments}")).expect("a sound spec");
        assert!(Activation::parse(&spec.layers[0].op).is_err(), "{arguments}");
    }
}

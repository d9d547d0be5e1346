//! Properties of losses. Their values are compared with those of `PyTorch` in the TypeScript suites.

use crate::support::{assert_close, dataset, elements};
use ferrograd_kernels::nn::{Dataset, Program};
use ferrograd_kernels::rng::Generator;
use ferrograd_kernels::{Element, Isa};

const WIDTH: usize = 5;
const SAMPLES: usize = 7;

/// Mean loss, and its gradient with respect to the input z of some layers.
fn evaluate<T: Element>(
    isa: Isa,
    layers: &str,
    loss: &str,
    data: &Dataset<T>,
    samples: usize,
) -> (f64, Vec<f64>) {
    let spec = format!("batch {samples}\ninput {WIDTH}\n{layers}\nloss {loss}\ninputGradients 1");
    let mut program = Program::<T>::compile(&spec, isa).expect("the spec is sound");
    let order: Vec<u32> = (0..samples as u32).collect();
    let loss = program.gradients(data, &order).expect("the data fit").loss / samples as f64;
    let gradient = program.input_gradient(0, samples).expect("asked for");
    (loss, gradient.into_iter().map(Element::to_f64).collect())
}

fn targets<T: Element>(isa: Isa, z: &[f64], are_labels: bool) -> Dataset<T> {
    let mut data = dataset(isa, z.len() / WIDTH, elements(z));
    if are_labels {
        data.add_labels((0..z.len() / WIDTH).map(|sample| (sample % WIDTH) as u32).collect())
            .expect("one each");
    } else {
        data.add_targets(elements(&Generator::new(5, 0).uniform(z.len(), 0.0, 1.0))).expect("one each");
    }
    data
}

const LINEAR: &str = "layer activation activation=linear";

fn fused_equals_two_steps<T: Element>(isa: Isa, tolerance: f64) {
    let z = Generator::new(4, 0).normal(SAMPLES * WIDTH, 0.0, 2.0);
    for (activation, loss) in [("softmax", "categoricalCrossentropy"), ("sigmoid", "binaryCrossentropy")] {
        for arguments in ["", " labelSmoothing=0.2", " weight=0.5"] {
            for are_labels in [false, true] {
                let data = targets::<T>(isa, &z, are_labels);
                let loss = format!("{loss}{arguments}");
                let alone = format!("layer activation activation={activation}");
                // With a linear layer behind it, the activation is not fused with the loss.
                let apart = format!("{alone}\n{LINEAR}");
                let fused = evaluate(isa, &alone, &loss, &data, SAMPLES);
                let two_steps = evaluate(isa, &apart, &loss, &data, SAMPLES);
                let from_logits = evaluate(isa, LINEAR, &format!("{loss} fromLogits=1"), &data, SAMPLES);
                for other in [two_steps, from_logits] {
                    assert_close(&[fused.0], &[other.0], tolerance);
                    assert_close(&fused.1, &other.1, tolerance);
                }
            }
        }
    }
}

#[test]
fn cross_entropy_fused_with_its_activation_equals_both_in_turn() {
    for isa in Isa::available() {
        fused_equals_two_steps::<f32>(isa, 1e-5);
        fused_equals_two_steps::<f64>(isa, 1e-14);
    }
}

/// Loss and gradient of one sample of large logits whose target is class 0.
fn extreme<T: Element>(isa: Isa, layers: &str, loss: &str, z: [f64; WIDTH]) -> (f64, Vec<f64>) {
    let mut data = dataset(isa, 1, elements::<T>(&z));
    data.add_targets(elements(&[1.0, 0.0, 0.0, 0.0, 0.0])).expect("one each");
    evaluate(isa, layers, loss, &data, 1)
}

fn large_logits<T: Element>(isa: Isa) {
    let z = [-1e4, 1e4, -1e4, 0.0, -1e4];
    let (loss, gradient) = extreme::<T>(isa, LINEAR, "categoricalCrossentropy fromLogits=1", z);
    assert_close(&[loss], &[2e4], 1e-7);
    assert_close(&gradient, &[-1.0, 1.0, 0.0, 0.0, 0.0], 1e-30);
    let (loss, gradient) = extreme::<T>(isa, LINEAR, "binaryCrossentropy fromLogits=1", z);
    assert_close(&[loss], &[(2e4 + 2f64.ln()) / 5.0], 1e-6);
    assert_close(&gradient, &[-0.2, 0.2, 0.0, 0.1, 0.0], 1e-7);
    for (activation, loss) in [("softmax", "categoricalCrossentropy"), ("sigmoid", "binaryCrossentropy")] {
        let layers = format!("layer activation activation={activation}");
        let (loss, gradient) = extreme::<T>(isa, &layers, loss, z);
        // The loss is limited by the smallest probability that the type represents.
        assert!(loss.is_finite() && loss > 10.0, "{activation} gives {loss}");
        let expected =
            if activation == "softmax" { [-1.0, 1.0, 0.0, 0.0, 0.0] } else { [-0.2, 0.2, 0.0, 0.1, 0.0] };
        assert_close(&gradient, &expected, 1e-7);
    }
    let right = [1e4, -1e4, -1e4, -1e4, -1e4];
    for loss in ["categoricalCrossentropy fromLogits=1", "binaryCrossentropy fromLogits=1"] {
        let (loss, gradient) = extreme::<T>(isa, LINEAR, loss, right);
        assert_close(&[loss], &[0.0], 1e-30);
        assert_close(&gradient, &[0.0; WIDTH], 1e-30);
    }
}

#[test]
fn large_logits_have_finite_losses_and_the_right_gradients() {
    for isa in Isa::available() {
        large_logits::<f32>(isa);
        large_logits::<f64>(isa);
    }
}

#[test]
fn losses_are_weighted_by_sample_and_a_weight_of_zero_leaves_a_sample_out() {
    for isa in Isa::available() {
        let z = Generator::new(4, 0).normal(3 * WIDTH, 0.0, 1.0);
        for loss in ["huber", "categoricalCrossentropy fromLogits=1", "hinge weight=2"] {
            let single = |sample: usize| {
                let data = targets::<f64>(isa, &z, true);
                let mut program = Program::<f64>::compile(
                    &format!("batch 1\ninput {WIDTH}\n{LINEAR}\nloss {loss}\ninputGradients 1"),
                    isa,
                )
                .expect("the spec is sound");
                let total = program.gradients(&data, &[sample as u32]).expect("the data fit").loss;
                (total, program.input_gradient(0, 1).expect("asked for"))
            };
            let mut data = targets::<f64>(isa, &z, true);
            data.weigh(vec![0.5, 0.0, 3.0]).expect("one each");
            let (mean, gradient) = evaluate(isa, LINEAR, loss, &data, 3);
            let (first, third) = (single(0), single(2));
            assert_close(&[mean], &[(0.5 * first.0 + 3.0 * third.0) / 3.0], 1e-14);
            let expected: Vec<f64> = (first.1.iter().map(|d| 0.5 * d))
                .chain([0.0; WIDTH])
                .chain(third.1.iter().map(|d| 3.0 * d))
                .collect();
            assert_close(&gradient, &expected, 1e-14);
        }
    }
}

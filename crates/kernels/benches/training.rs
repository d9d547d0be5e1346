//! Whole epochs of training on one core: `cargo bench -p ferrograd-kernels --bench training`.

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot};
use ferrograd_kernels::rng::Generator;
use ferrograd_kernels::simd::peak;
use std::time::Instant;

const ROUNDS: usize = 7;
/// Samples with fewer values are passed as values, others as bytes, like images.
const FEWEST_BYTES: usize = 16;
/// Samples that take some milliseconds; smaller sets are trained on repeatedly.
const MEASURED_SAMPLES: usize = 60_000;

/// Seconds of each of [`ROUNDS`] epochs.
fn epochs(spec: &str, samples: usize, inputs: usize, batch: usize) -> Vec<f64> {
    let isa = Isa::detect();
    let mut program = Program::<f32>::compile(spec, isa).expect("the spec is sound");
    let mut generator = Generator::new(3, 0);
    for index in 0.. {
        let Ok(start) = program.read(Slot::Parameters, index) else { break };
        let weights: Vec<f32> = generator.normal(start.len(), 0.0, 0.05).iter().map(|&x| x as f32).collect();
        program.write(Slot::Parameters, index, &weights).expect("the same shape");
    }
    // As in MNIST, a fifth of the values are not 0.
    let uniform = generator.uniform(samples * inputs, 0.0, 5.0);
    let bytes = uniform.iter().map(|&x| if x < 1.0 { (x * 255.0) as u8 } else { 0 }).collect();
    let mut data = Dataset::new(samples, isa).expect("samples");
    if inputs < FEWEST_BYTES {
        data.add_values(uniform.iter().map(|&x| x as f32).collect()).expect("whole samples");
    } else {
        data.add_bytes(bytes, 1.0 / 255.0).expect("whole samples");
    }
    data.add_labels((0..samples as u32).map(|i| i % 3).collect()).expect("one each");
    (0..ROUNDS)
        .map(|epoch| {
            let order = generator.permutation(samples as u32);
            let start = Instant::now();
            let repeats = (MEASURED_SAMPLES / samples).max(1);
            for _ in 0..repeats {
                // About as many steps a call as `fit` does.
                for order in order.chunks(64 * batch) {
                    let rates = vec![0.001; order.len().div_ceil(batch)];
                    let result =
                        program.train(&data, SampleOrder::new(order, 0), &rates, &[]).expect("the data fit");
                    assert!(!result.diverged, "epoch {epoch}");
                }
            }
            start.elapsed().as_secs_f64() / repeats as f64
        })
        .collect()
}

fn main() {
    let start = Instant::now();
    let operations = peak::<f32>(Isa::detect(), 4_000_000);
    println!(
        "{}, FMA peak {:.0} GFLOP/s",
        Isa::detect().name(),
        operations / start.elapsed().as_secs_f64() / 1e9
    );
    let wanted = std::env::args().nth(1).filter(|argument| !argument.starts_with("--")).unwrap_or_default();
    let classify = "activation=softmax\nloss sparseCategoricalCrossentropy";
    let nets = [
        (
            "784-128-10, batch 128",
            128,
            60_000,
            784,
            format!("dense units=128 activation=relu\nlayer dense units=10 {classify}"),
        ),
        (
            "784-128-10, batch normalised",
            128,
            60_000,
            784,
            format!(
                "dense units=128\nlayer batchNormalization features=128\nlayer activation activation=relu\n\
                 layer dense units=10 {classify}"
            ),
        ),
        (
            "6 channels normalised",
            64,
            2_048,
            3456,
            format!("batchNormalization features=6\nlayer dense units=3 {classify}"),
        ),
        (
            "3456 values normalised by layer",
            64,
            2_048,
            3456,
            format!("layerNormalization shape=3456 axes=0\nlayer dense units=3 {classify}"),
        ),
        ("3456 values", 64, 2_048, 3456, format!("dense units=3 {classify}")),
        (
            "2-64-3, batch 600",
            600,
            600,
            2,
            format!("dense units=64 activation=relu\nlayer dense units=3 {classify}"),
        ),
    ];
    for (name, batch, samples, inputs, layers) in &nets {
        for optimizer in ["adam", "sgd momentum=0.9", "sgd"] {
            if !name.contains(&wanted) {
                continue;
            }
            let spec = format!("batch {batch}\ninput {inputs}\nlayer {layers}\noptimizer {optimizer}");
            let steps = (*samples as f64 / *batch as f64).ceil();
            let times = epochs(&spec, *samples, *inputs, *batch);
            let times: Vec<f64> = times.iter().map(|time| time / steps * 1e6).collect();
            println!("{name}, {optimizer}: µs a step in each epoch {times:.0?}");
        }
    }
}

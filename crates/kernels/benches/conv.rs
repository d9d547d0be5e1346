//! Convolutional layers one by one, and a training step of LeNet-5: `cargo bench -p ferrograd-kernels --bench
//! conv`. An argument selects the cases whose name contains it.

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot};
use ferrograd_kernels::rng::Generator;
use std::time::Instant;

const BATCH: usize = 64;
const ROUNDS: usize = 150;

/// Layers to measure.
struct Case {
    name: &'static str,
    shape: [usize; 3],
    /// Whether the gradient of the input is measured too; a first layer of a model does not need it.
    has_input_gradient: bool,
    layers: &'static [&'static str],
    outputs: usize,
    /// Multiply-adds, or comparisons, in a forward pass of one sample.
    operations: usize,
}

/// A single layer that is not the first of its model.
const fn inner(
    name: &'static str,
    shape: [usize; 3],
    layer: &'static [&'static str; 1],
    outputs: usize,
    operations_per_output: usize,
) -> Case {
    let operations = outputs * operations_per_output;
    Case { name, shape, has_input_gradient: true, layers: layer, outputs, operations }
}

const CASES: &[Case] = &[
    Case {
        name: "28×28×1 5×5 6",
        shape: [28, 28, 1],
        has_input_gradient: false,
        layers: &["conv2d shape=28,28,1 kernel=5,5 strides=1,1 padding=2,2,2,2 filters=6 activation=relu"],
        outputs: 4704,
        operations: 784 * 25 * 6,
    },
    inner(
        "14×14×6 5×5 16",
        [14, 14, 6],
        &["conv2d shape=14,14,6 kernel=5,5 strides=1,1 padding=0,0,0,0 filters=16 activation=relu"],
        10 * 10 * 16,
        5 * 5 * 6,
    ),
    inner(
        "16×16×32 3×3 64",
        [16, 16, 32],
        &["conv2d shape=16,16,32 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=64 activation=relu"],
        16 * 16 * 64,
        3 * 3 * 32,
    ),
    inner(
        "16×16×64 depthwise 3×3",
        [16, 16, 64],
        &["conv2d shape=16,16,64 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=64 groups=64"],
        16 * 16 * 64,
        3 * 3,
    ),
    inner(
        "28×28×6 max 2×2",
        [28, 28, 6],
        &["maxPooling2d shape=28,28,6 kernel=2,2 strides=2,2 padding=0,0,0,0"],
        14 * 14 * 6,
        2 * 2,
    ),
    inner(
        "28×28×6 average 2×2",
        [28, 28, 6],
        &["averagePooling2d shape=28,28,6 kernel=2,2 strides=2,2 padding=0,0,0,0"],
        14 * 14 * 6,
        2 * 2,
    ),
    Case {
        name: "LeNet-5",
        shape: [28, 28, 1],
        has_input_gradient: false,
        layers: &[
            "conv2d shape=28,28,1 kernel=5,5 strides=1,1 padding=2,2,2,2 filters=6 activation=relu",
            "maxPooling2d shape=28,28,6 kernel=2,2 strides=2,2 padding=0,0,0,0",
            "conv2d shape=14,14,6 kernel=5,5 strides=1,1 padding=0,0,0,0 filters=16 activation=relu",
            "maxPooling2d shape=10,10,16 kernel=2,2 strides=2,2 padding=0,0,0,0",
            "dense units=120 activation=relu",
            "dense units=84 activation=relu",
            "dense units=10 activation=softmax",
        ],
        outputs: 10,
        operations: 784 * 25 * 6 + 100 * 150 * 16 + 400 * 120 + 120 * 84 + 84 * 10,
    },
];

fn main() {
    let isa = Isa::detect();
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!("{}, batch {BATCH}", isa.name());
    println!("{:>24} {:>12} {:>10} {:>14} {:>10}", "", "forward µs", "GFLOP/s", "all passes µs", "GFLOP/s");
    for case in CASES.iter().filter(|case| case.name.contains(&wanted)) {
        let (forward, whole) = measure(isa, case);
        let rate =
            |seconds: f64, passes: usize| (2 * passes * case.operations * BATCH) as f64 / seconds / 1e9;
        println!(
            "{:>24} {:>12.1} {:>10.1} {:>14.1} {:>10.1}",
            case.name,
            forward * 1e6,
            rate(forward, 1),
            whole * 1e6,
            rate(whole, if case.has_input_gradient { 3 } else { 2 })
        );
    }
}

/// Seconds of an evaluation and of a training step on one batch, the least of several rounds.
fn measure(isa: Isa, case: &Case) -> (f64, f64) {
    let [rows, columns, channels] = case.shape;
    // A layer that does nothing comes before, so that the gradient of the measured layer's input is computed.
    let first = if case.has_input_gradient { &["activation activation=linear"][..] } else { &[] };
    let layers: Vec<String> =
        first.iter().chain(case.layers).map(|layer| format!("layer {layer}\n")).collect();
    let spec = format!(
        "batch {BATCH}\ninput {rows} {columns} {channels}\n{}loss quadratic\noptimizer sgd momentum=0.9\n{}",
        layers.concat(),
        if case.has_input_gradient { "inputGradients 1\n" } else { "" }
    );
    let mut program = Program::<f32>::compile(&spec, isa).expect("a sound spec");
    let mut generator = Generator::new(1, 0);
    let mut random = |count: usize| -> Vec<f32> {
        generator.normal(count, 0.0, 0.1).into_iter().map(|value| value as f32).collect()
    };
    for index in 0.. {
        let Ok(values) = program.read(Slot::Parameters, index) else { break };
        program.write(Slot::Parameters, index, &random(values.len())).expect("the same size");
    }
    let mut data = Dataset::new(BATCH, isa).expect("samples");
    data.add_values(random(BATCH * rows * columns * channels)).expect("whole samples");
    data.add_targets(random(BATCH * case.outputs)).expect("one each");
    let order: Vec<u32> = (0..BATCH as u32).collect();
    let mut best = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        program.evaluate(&data).expect("the data fit");
        best.0 = best.0.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        program.train(&data, SampleOrder::new(&order, 0), &[0.001], &[]).expect("the data fit");
        best.1 = best.1.min(start.elapsed().as_secs_f64());
    }
    best
}

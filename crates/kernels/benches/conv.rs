//! Convolutional layers one by one, and a training step of LeNet-5: `cargo bench -p ferrograd-kernels --bench conv`.
//! One argument runs only what its name contains.

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Dataset, Program, SampleOrder, Slot};
use ferrograd_kernels::rng::Generator;
use std::time::Instant;

const BATCH: usize = 64;
const ROUNDS: usize = 150;

/// A layer behind one that does nothing, so that its input gradient is needed, too; its multiply-adds in a
/// forward pass of one sample.
struct Case {
    name: &'static str,
    shape: [usize; 3],
    layers: &'static [&'static str],
    outputs: usize,
    operations: usize,
}

const CASES: &[Case] = &[
    Case {
        name: "28×28×1 5×5 6",
        shape: [28, 28, 1],
        layers: &["conv2d shape=28,28,1 kernel=5,5 strides=1,1 padding=2,2,2,2 filters=6 activation=relu"],
        outputs: 4704,
        operations: 784 * 25 * 6,
    },
    Case {
        name: "14×14×6 5×5 16",
        shape: [14, 14, 6],
        layers: &[
            "activation activation=linear",
            "conv2d shape=14,14,6 kernel=5,5 strides=1,1 padding=0,0,0,0 filters=16 activation=relu",
        ],
        outputs: 1600,
        operations: 100 * 150 * 16,
    },
    Case {
        name: "16×16×32 3×3 64",
        shape: [16, 16, 32],
        layers: &[
            "activation activation=linear",
            "conv2d shape=16,16,32 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=64 activation=relu",
        ],
        outputs: 16 * 16 * 64,
        operations: 256 * 288 * 64,
    },
    Case {
        name: "16×16×64 depthwise 3×3",
        shape: [16, 16, 64],
        layers: &[
            "activation activation=linear",
            "conv2d shape=16,16,64 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=64 groups=64",
        ],
        outputs: 16 * 16 * 64,
        operations: 256 * 9 * 64,
    },
    Case {
        name: "28×28×6 max 2×2",
        shape: [28, 28, 6],
        layers: &[
            "activation activation=linear",
            "maxPooling2d shape=28,28,6 kernel=2,2 strides=2,2 padding=0,0,0,0",
        ],
        outputs: 14 * 14 * 6,
        operations: 14 * 14 * 6 * 4,
    },
    Case {
        name: "28×28×6 average 2×2",
        shape: [28, 28, 6],
        layers: &[
            "activation activation=linear",
            "averagePooling2d shape=28,28,6 kernel=2,2 strides=2,2 padding=0,0,0,0",
        ],
        outputs: 14 * 14 * 6,
        operations: 14 * 14 * 6 * 4,
    },
    Case {
        name: "LeNet-5",
        shape: [28, 28, 1],
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
            rate(whole, if case.layers[0].starts_with("conv2d") { 2 } else { 3 })
        );
    }
}

/// Seconds of an evaluation and of a training step on one batch, the best of several rounds.
fn measure(isa: Isa, case: &Case) -> (f64, f64) {
    let [rows, columns, channels] = case.shape;
    let layers: Vec<String> = case.layers.iter().map(|layer| format!("layer {layer}\n")).collect();
    let spec = format!(
        "batch {BATCH}\ninput {rows} {columns} {channels}\n{}loss quadratic\noptimizer sgd momentum=0.9\n{}",
        layers.concat(),
        if case.layers[0].starts_with("activation") { "inputGradients 1\n" } else { "" }
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

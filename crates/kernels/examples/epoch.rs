#![allow(unsafe_code)]
use ferrograd_kernels::nn::{Dataset, Program, Slot, dataset::Inputs};
use ferrograd_kernels::{
    Isa,
    gemm::{Matrix, gemm},
    rng::Generator,
    simd::peak,
};
use std::time::Instant;
fn main() {
    let n = 60000usize;
    let mut g = Generator::new(1, 0);
    let bytes: Vec<u8> =
        g.permutation((n * 784) as u32).iter().map(|v| if v % 5 == 0 { (v >> 8) as u8 } else { 0 }).collect();
    let labels: Vec<u32> = g.permutation(n as u32).iter().map(|v| v % 10).collect();
    for isa in Isa::available() {
        let t = Instant::now();
        let flops = peak::<f32>(isa, 2_000_000);
        println!("{} peak {:.1} GFLOP/s", isa.name(), flops / t.elapsed().as_secs_f64() / 1e9);
        for mode in ["u8", "f32"] {
            for batch in [10usize, 128] {
                let spec = format!(
                    "batch {batch}\ninput 784\nlayer dense units=30 activation=sigmoid\nlayer dense units=10 activation=sigmoid\nloss quadratic\noptimizer sgd momentum=0\naccuracy 0"
                );
                let mut p = Program::<f32>::compile(&spec, isa).unwrap();
                for (i, s) in [784 * 30, 30, 300, 10].iter().enumerate() {
                    let w: Vec<f32> = g.normal(*s, 0.0, 0.05).iter().map(|&v| v as f32).collect();
                    p.write(Slot::Parameters, i, &w).unwrap();
                }
                let inputs = if mode == "u8" {
                    Inputs::Bytes(bytes.clone(), 1.0 / 255.0)
                } else {
                    Inputs::Values(bytes.iter().map(|&b| f32::from(b) / 255.0).collect())
                };
                let mut d = Dataset::new(inputs, 784, isa).unwrap();
                d.set_labels(labels.clone()).unwrap();
                let mut times = vec![];
                for _ in 0..7 {
                    let order = g.permutation(n as u32);
                    let rates = vec![0.5; n.div_ceil(batch)];
                    let t = Instant::now();
                    let r = p.train(&d, &order, &rates).unwrap();
                    assert!(!r.diverged);
                    times.push(t.elapsed().as_secs_f64());
                }
                println!(
                    "{} {mode} batch {batch}: {:?}",
                    isa.name(),
                    times.iter().map(|t| format!("{:.4}", t)).collect::<Vec<_>>()
                );
            }
        }
        for (m, nn, k) in [
            (1024, 1024, 1024),
            (512, 512, 512),
            (256, 256, 256),
            (64, 64, 64),
            (10, 30, 784),
            (128, 128, 784),
        ] {
            let a = vec![1.0f32; m * k];
            let b = vec![0.5f32; k * nn];
            let mut c = vec![0.0f32; m * nn];
            let reps = (2e9 / (2.0 * (m * nn * k) as f64)).max(1.0) as usize;
            gemm(isa, Matrix::new(&a, m, k), Matrix::new(&b, k, nn), &mut c);
            let t = Instant::now();
            for _ in 0..reps {
                gemm(isa, Matrix::new(&a, m, k), Matrix::new(&b, k, nn), &mut c);
            }
            let own = 2.0 * (m * nn * k * reps) as f64 / t.elapsed().as_secs_f64() / 1e9;
            let t = Instant::now();
            for _ in 0..reps {
                unsafe {
                    matrixmultiply::sgemm(
                        m,
                        k,
                        nn,
                        1.0,
                        a.as_ptr(),
                        k as isize,
                        1,
                        b.as_ptr(),
                        nn as isize,
                        1,
                        0.0,
                        c.as_mut_ptr(),
                        nn as isize,
                        1,
                    )
                }
            }
            let mm = 2.0 * (m * nn * k * reps) as f64 / t.elapsed().as_secs_f64() / 1e9;
            println!("  gemm {m}x{k}x{nn}: own {own:.1} matrixmultiply {mm:.1}");
        }
    }
}

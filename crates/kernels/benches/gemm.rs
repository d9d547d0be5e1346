//! Products compared with the best crates, taking turns on one core: `cargo bench -p ferrograd-kernels`.
//!
//! See docs/decisions/kernels.md#our-own-products-stay-crates-are-oracles.
#![allow(unsafe_code, reason = "the interfaces of the other crates")]

use ferrograd_kernels::gemm::{Matrix, gemm as own};
use ferrograd_kernels::{Isa, simd::peak};
use std::time::Instant;

const ROUNDS: usize = 31;
const SHAPES: [[usize; 3]; 6] =
    [[1024, 1024, 1024], [512, 512, 512], [256, 256, 256], [64, 64, 64], [10, 30, 784], [128, 128, 784]];

fn main() {
    let isa = Isa::detect();
    let start = Instant::now();
    let operations = peak::<f32>(isa, 4_000_000);
    println!("{}, FMA peak {:.0} GFLOP/s", isa.name(), operations / start.elapsed().as_secs_f64() / 1e9);
    println!("{:>14} {:>8} {:>16} {:>8}", "m×k×n", "own", "matrixmultiply", "gemm");
    for [m, n, k] in SHAPES {
        let a: Vec<f32> = (0..m * k).map(|i| (i % 17) as f32 - 8.0).collect();
        let b: Vec<f32> = (0..k * n).map(|i| (i % 13) as f32 - 6.0).collect();
        let mut results = [vec![0.0; m * n], vec![0.0; m * n], vec![0.0; m * n]];
        let repeats = (100_000_000 / (2 * m * n * k)).max(1);
        let mut rates = [const { Vec::new() }; 3];
        for _ in 0..ROUNDS {
            for (contender, (c, rates)) in results.iter_mut().zip(&mut rates).enumerate() {
                let start = Instant::now();
                for _ in 0..repeats {
                    multiply(contender, isa, [m, n, k], &a, &b, c);
                }
                rates.push((2 * m * n * k * repeats) as f64 / start.elapsed().as_secs_f64() / 1e9);
            }
        }
        // The values are small whole numbers, so that sums are exact in any order.
        assert_eq!(results[0], results[1]);
        assert_eq!(results[0], results[2]);
        let [own, matrixmultiply, gemm] = rates.map(|mut rates| {
            rates.sort_by(f64::total_cmp);
            rates[ROUNDS / 2]
        });
        println!("{:>14} {own:>8.1} {matrixmultiply:>16.1} {gemm:>8.1}", format!("{m}×{k}×{n}"));
    }
}

fn multiply(contender: usize, isa: Isa, [m, n, k]: [usize; 3], a: &[f32], b: &[f32], c: &mut [f32]) {
    let (a_stride, b_stride) = (k.cast_signed(), n.cast_signed());
    // SAFETY: pointers and strides are those of the three row-major slices.
    unsafe {
        match contender {
            0 => own(isa, Matrix::new(a, m, k), Matrix::new(b, k, n), c),
            1 => matrixmultiply::sgemm(
                m,
                k,
                n,
                1.0,
                a.as_ptr(),
                a_stride,
                1,
                b.as_ptr(),
                b_stride,
                1,
                0.0,
                c.as_mut_ptr(),
                b_stride,
                1,
            ),
            _ => gemm::gemm(
                m,
                n,
                k,
                c.as_mut_ptr(),
                1,
                b_stride,
                false,
                a.as_ptr(),
                1,
                a_stride,
                b.as_ptr(),
                1,
                b_stride,
                0.0,
                1.0,
                false,
                false,
                false,
                gemm::Parallelism::None,
            ),
        }
    }
}

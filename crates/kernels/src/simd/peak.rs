//! The peak rate of multiply-adds, with which benchmarks compare.
//!
//! Where an instruction set does not fuse them, product and sum of a chain wait for each other, and independent
//! products and sums can exceed this rate.

use super::isa::Isa;
use super::traits::{Simd, SimdOp};
use crate::Element;

struct Peak {
    rounds: u32,
}

/// Runs `rounds` rounds of independent multiply-adds in registers and returns how many floating-point operations they
/// were; the caller measures the time.
///
/// ```text
/// for each round, 8 times (unrolled, so that the loop costs nothing):
///     for each of 12 chains: sum ← sum · 0.999 + 0.001
/// ```
pub fn peak<T: Element>(isa: Isa, rounds: u32) -> f64 {
    T::dispatch(isa, Peak { rounds })
}

impl<T: Element> SimdOp<T> for Peak {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        /// Enough to keep two units of latency six busy, few enough for sixteen registers.
        const CHAINS: usize = 12;
        const UNROLL: usize = 8;
        // Hidden from the compiler and all different: otherwise it would merge the chains or remove them.
        let (near_one, tiny) =
            std::hint::black_box((simd.splat(T::from_f64(0.999)), simd.splat(T::from_f64(1e-3))));
        let mut sums = [simd.splat(T::ZERO); CHAINS];
        for (chain, sum) in sums.iter_mut().enumerate() {
            *sum = simd.splat(std::hint::black_box(T::from_f64(chain as f64)));
        }
        for _ in 0..self.rounds {
            for _ in 0..UNROLL {
                for sum in &mut sums {
                    *sum = simd.mul_add(*sum, near_one, tiny);
                }
            }
        }
        let mut total = sums[0];
        for sum in &sums[1..] {
            total = simd.add(total, *sum);
        }
        std::hint::black_box(total);
        2.0 * f64::from(self.rounds) * (UNROLL * CHAINS * S::LANES) as f64
    }
}

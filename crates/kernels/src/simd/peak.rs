//! The ceiling that benchmarks are held against. Where products are not fused it is the rate of dependent
//! ones, which independent products can exceed.

use super::isa::Isa;
use super::traits::{Simd, SimdOp};
use crate::Element;

struct Peak {
    rounds: u32,
}

/// Does `rounds` rounds of independent multiply-adds in registers and answers how many floating-point
/// operations they were; the caller keeps the time.
pub fn peak<T: Element>(isa: Isa, rounds: u32) -> f64 {
    T::dispatch(isa, Peak { rounds })
}

impl<T: Element> SimdOp<T> for Peak {
    type Output = f64;
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> f64 {
        /// Enough to fill two units of latency six, few enough for sixteen registers.
        const CHAINS: usize = 12;
        const UNROLL: usize = 8;
        // Opaque and all different, or the compiler folds the chains into one or away.
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

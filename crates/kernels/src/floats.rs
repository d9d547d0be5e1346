//! `f32` and `f64` as elements. Their dispatch leads to every instruction set, and the sets import the trait: so it has
//! a file of its own.

use crate::Element;
use crate::simd::{Isa, MAX_LANES, SimdOp, dispatch};
use std::cell::RefCell;

macro_rules! element {
    ($type:ident, $($constant:item)*) => {
        impl Element for $type {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const MIN_POSITIVE: Self = $type::MIN_POSITIVE;
            const STEP: &'static [Self; 2 * MAX_LANES] = &{
                let mut step = [0.0; 2 * MAX_LANES];
                let mut lane = 0;
                while lane < MAX_LANES {
                    step[lane] = 1.0;
                    lane += 1;
                }
                step
            };
            const EPSILON: Self = $type::EPSILON;
            const MANTISSA_BITS: u32 = $type::MANTISSA_DIGITS - 1;
            const LOG2_E: Self = std::$type::consts::LOG2_E;
            $($constant)*

            #[allow(clippy::cast_lossless, reason = "one body for both types")]
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $type
            }
            #[allow(clippy::cast_lossless, reason = "one body for both types")]
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
            fn is_finite(self) -> bool {
                $type::is_finite(self)
            }
            fn with_scratch<R>(length: usize, f: impl FnOnce(&mut [Self]) -> R) -> R {
                thread_local! {
                    static SCRATCH: RefCell<Vec<$type>> = const { RefCell::new(Vec::new()) };
                }
                SCRATCH.with_borrow_mut(|scratch| {
                    if scratch.len() < length {
                        *scratch = vec![0.0; length];
                    }
                    f(&mut scratch[..length])
                })
            }
            fn dispatch<O: SimdOp<Self>>(isa: Isa, op: O) -> O::Output {
                dispatch!($type, isa, op)
            }
        }
    };
}

element! { f32,
    const ROUND: Self = 12_582_912.0;
    const LN2_HIGH: Self = 0.693_359_4;
    const LN2_LOW: Self = -2.121_944_4e-4;
    const EXP_LIMIT: Self = 87.0;
    const TANH_LIMIT: Self = 10.0;
    // Cephes, expf.c (S. L. Moshier).
    const EXPM1: &'static [Self] =
        &[1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5];
}

element! { f64,
    const ROUND: Self = 6_755_399_441_055_744.0;
    const LN2_HIGH: Self = 0.693_147_180_369_123_8;
    const LN2_LOW: Self = 1.908_214_929_270_587_7e-10;
    const EXP_LIMIT: Self = 708.0;
    const TANH_LIMIT: Self = 20.0;
    // The Taylor series to r¹³/13!, whose remainder is below 2⁻⁵⁷ on the interval.
    const EXPM1: &'static [Self] = &[
        1.0 / 6_227_020_800.0,
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
    ];
}

//! The contract of element types, which every kernel is generic over. `floats.rs` implements it.

use crate::simd::math::Coefficients;
use crate::simd::{Isa, MAX_LANES, SimdOp};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// `f32` or `f64`, with the constants of its elementary functions.
pub trait Element:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + From<u8>
    + Coefficients
    + 'static
{
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// Smallest normal number.
    const MIN_POSITIVE: Self;
    /// Distance from 1 to the next larger number.
    const EPSILON: Self;
    /// [`MAX_LANES`] ones, then as many zeros. A vector read n elements before the middle is the mask of the first n
    /// lanes.
    const STEP: &'static [Self; 2 * MAX_LANES];
    /// Bits of the significand, without the implicit one.
    const MANTISSA_BITS: u32;
    /// 1.5 · 2^`MANTISSA_BITS`: adding it rounds to an integer, which then stands in the low bits.
    const ROUND: Self;
    /// 1 / ln 2
    const LOG2_E: Self;
    /// The first part of ln 2, with trailing zeros in its bits so that `n · LN2_HIGH` is exact.
    const LN2_HIGH: Self;
    /// The rest of ln 2.
    const LN2_LOW: Self;
    /// Largest |x| for which both e^x and e^-x, and their reciprocals, are normal numbers.
    const EXP_LIMIT: Self;
    /// |x| from which on tanh x rounds to ±1.
    const TANH_LIMIT: Self;
    /// The coefficients c of eʳ - 1 = r + r² (c₀ + c₁ r + …) for |r| ≤ ½ ln 2, highest power first.
    const EXPM1: &'static [Self];

    /// `value` rounded to this type.
    fn from_f64(value: f64) -> Self;
    /// The same number in double precision.
    fn to_f64(self) -> f64;
    /// Whether the number is neither NaN nor infinite.
    fn is_finite(self) -> bool;
    /// Lends a buffer of `length` arbitrary values, which the thread keeps for its next call.
    /// # Panics
    /// When there is too little memory, or in a call inside of `f`.
    fn with_scratch<R>(length: usize, f: impl FnOnce(&mut [Self]) -> R) -> R;
    /// Runs `op` compiled for `isa`.
    fn dispatch<O: SimdOp<Self>>(isa: Isa, op: O) -> O::Output;
}

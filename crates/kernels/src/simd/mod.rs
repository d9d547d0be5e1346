//! Vectors of the instruction set found at run time.
//!
//! A kernel is written once, as a [`SimdOp`] generic over [`Simd`], and [`dispatch`] compiles it for
//! every instruction set. A new instruction set is one file with its impls and one line in `isa.rs`.
#![allow(unsafe_code, reason = "intrinsics, and calls into code compiled for detected features")]

mod arctan;
#[cfg(target_arch = "x86_64")]
pub mod avx2;
#[cfg(target_arch = "x86_64")]
pub mod avx512;
pub mod coefficients;
mod isa;
mod logarithm;
pub mod math;
#[cfg(target_arch = "aarch64")]
pub mod neon;
mod normal;
mod partial;
mod peak;
#[cfg(target_feature = "relaxed-simd")]
pub mod relaxed;
mod rows;
#[cfg(not(target_feature = "simd128"))]
pub mod scalar;
#[cfg(target_feature = "simd128")]
pub mod simd128;
mod slices;
mod split;

pub(crate) use isa::dispatch;
pub use isa::{Isa, lanes};
pub use partial::{first_lanes, load_at, store_at};
pub use peak::peak;
pub use rows::{across, add_rows, map_sum, zip_rows};
pub use slices::{combine, dot, largest, map, reduce, zip};

use crate::Element;

/// Most lanes of any instruction set.
pub(crate) const MAX_LANES: usize = 16;

/// Vector operations on `T` in one instruction set. Holding a value proves that the set is available.
pub trait Simd<T>: Copy {
    /// One vector.
    type V: Copy;
    /// Elements in a vector.
    const LANES: usize;
    /// Rows of a register tile, two vectors wide, that walks rows of A through pointers.
    const ROWS: usize;
    /// Rows of a register tile, two vectors wide, whose A values lie side by side.
    const COLUMNS: usize;
    /// Rows whose two vectors each fit in registers throughout a rank update; 0 where too few registers.
    const RANK: usize;

    /// All lanes `x`.
    fn splat(self, x: T) -> Self::V;
    /// Reads `LANES` elements.
    /// # Safety
    /// `from` points to that many readable elements; no alignment is needed.
    unsafe fn load(self, from: *const T) -> Self::V;
    /// Writes `LANES` elements.
    /// # Safety
    /// `to` points to that many writable elements; no alignment is needed.
    unsafe fn store(self, to: *mut T, v: Self::V);
    /// a + b
    fn add(self, a: Self::V, b: Self::V) -> Self::V;
    /// a - b
    fn sub(self, a: Self::V, b: Self::V) -> Self::V;
    /// a · b
    fn mul(self, a: Self::V, b: Self::V) -> Self::V;
    /// a / b
    fn div(self, a: Self::V, b: Self::V) -> Self::V;
    /// √x, correctly rounded.
    fn sqrt(self, x: Self::V) -> Self::V;
    /// a · b + c, rounded once where the instruction set fuses.
    fn mul_add(self, a: Self::V, b: Self::V, c: Self::V) -> Self::V;
    /// x, or `floor` where x is below it; NaN stays.
    fn at_least(self, x: Self::V, floor: Self::V) -> Self::V;
    /// x, or `ceiling` where x is above it; NaN stays.
    fn at_most(self, x: Self::V, ceiling: Self::V) -> Self::V;
    /// `value` where x > 0, else 0.
    fn where_positive(self, x: Self::V, value: Self::V) -> Self::V;
    /// a where x > 0, else b, also where x is NaN.
    fn choose(self, x: Self::V, a: Self::V, b: Self::V) -> Self::V;
    /// (n, m) with x = 2ⁿ m and √½ ≤ m < √2, for positive normal x.
    fn split(self, x: Self::V) -> (Self::V, Self::V);
    /// 2ⁿ, n being the integer that adding [`crate::Element::ROUND`] left in the low bits of `rounded`.
    fn exp2_rounded(self, rounded: Self::V) -> Self::V;
    /// x, or 0 where x is subnormal.
    fn flush(self, x: Self::V) -> Self::V;
    /// Each lane the sum of the lanes of `of(lane)`.
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> Self::V) -> Self::V
    where
        T: Element,
    {
        let mut sums = [T::ZERO; MAX_LANES];
        for (lane, sum) in sums.iter_mut().enumerate().take(Self::LANES) {
            *sum = slices::sum_lanes(self, of(lane));
        }
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { self.load(sums.as_ptr()) }
    }
}

/// A kernel, written once for all instruction sets. Its `run` must be `#[inline(always)]`.
pub trait SimdOp<T> {
    /// What the kernel returns.
    type Output;
    /// The kernel's body.
    fn run<S: Simd<T>>(self, simd: S) -> Self::Output;
}

/// Asks the processor to fetch a slice that will be read soon.
#[inline(always)]
pub fn prefetch<T>(values: &[T]) {
    let start = values.as_ptr().cast::<u8>();
    #[cfg(target_arch = "x86_64")]
    for line in (0..size_of_val(values)).step_by(64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads nothing; the address is inside the slice.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(start.add(line).cast()) };
    }
    // Without such an instruction, one early read in a few lines: they all wait for memory together.
    #[cfg(not(target_arch = "x86_64"))]
    for line in (0..size_of_val(values)).step_by(64) {
        // SAFETY: the address is inside the slice, and every byte of a plain value can be read.
        unsafe { start.add(line).read_volatile() };
    }
}

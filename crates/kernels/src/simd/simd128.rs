//! WebAssembly simd128: 4 floats or 2 doubles. Every product is rounded before it is added, as there is no fused
//! multiply-add.
//!
//! Tiles have four rows: five or six are 1.5 times slower, because V8 spills registers. See
//! docs/decisions/kernels.md#tiles-have-four-rows-on-wasm.

use super::float_bits::FloatBits;
use super::traits::Simd;
use crate::Element;
use std::arch::wasm32::*;

/// simd128, which the whole WebAssembly module was compiled for.
#[derive(Clone, Copy)]
pub struct Simd128;

/// Runs `op` compiled for simd128; out of line, because engines optimise function by function.
#[cfg(not(target_feature = "relaxed-simd"))]
#[inline(never)]
pub fn call<T: Element, O: super::traits::SimdOp<T>>(op: O) -> O::Output
where
    Simd128: Simd<T>,
{
    op.run(Simd128)
}

impl Simd<f32> for Simd128 {
    type V = v128;
    const LANES: usize = 4;
    const MR: usize = 4;
    const MR_PACKED: usize = 4;
    const RANK: usize = 5;

    #[inline(always)]
    fn splat(self, x: f32) -> v128 {
        f32x4_splat(x)
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> v128 {
        // SAFETY: the caller's promise; wasm loads need no alignment.
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, v: v128) {
        // SAFETY: the caller's promise; wasm stores need no alignment.
        unsafe { v128_store(to.cast(), v) }
    }
    #[inline(always)]
    fn add(self, a: v128, b: v128) -> v128 {
        f32x4_add(a, b)
    }
    #[inline(always)]
    fn sub(self, a: v128, b: v128) -> v128 {
        f32x4_sub(a, b)
    }
    #[inline(always)]
    fn mul(self, a: v128, b: v128) -> v128 {
        f32x4_mul(a, b)
    }
    #[inline(always)]
    fn div(self, a: v128, b: v128) -> v128 {
        f32x4_div(a, b)
    }
    #[inline(always)]
    fn sqrt(self, x: v128) -> v128 {
        f32x4_sqrt(x)
    }
    #[inline(always)]
    fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
        f32x4_add(f32x4_mul(a, b), c)
    }
    // The pseudo-maximum keeps its first operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: v128, floor: v128) -> v128 {
        f32x4_pmax(x, floor)
    }
    #[inline(always)]
    fn at_most(self, x: v128, ceiling: v128) -> v128 {
        f32x4_pmin(x, ceiling)
    }
    #[inline(always)]
    fn where_positive(self, x: v128, value: v128) -> v128 {
        v128_and(f32x4_gt(x, f32x4_splat(0.0)), value)
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: v128) -> v128 {
        i32x4_add(i32x4_shl(rounded, 23), f32x4_splat(1.0))
    }
    #[inline(always)]
    fn choose(self, x: v128, a: v128, b: v128) -> v128 {
        v128_bitselect(a, b, f32x4_gt(x, f32x4_splat(0.0)))
    }
    #[inline(always)]
    fn frexp(self, x: v128) -> (v128, v128) {
        let n = u32x4_shr(i32x4_add(x, u32x4_splat(f32::CARRY_AT_SQRT2)), 23);
        let m = i32x4_sub(i32x4_add(x, u32x4_splat(f32::ONE_BITS)), i32x4_shl(n, 23));
        let rounded = i32x4_add(n, f32x4_splat(f32::ROUND));
        (f32x4_sub(rounded, f32x4_splat(f32::ROUND_BIAS)), m)
    }
    #[inline(always)]
    fn flush(self, x: v128) -> v128 {
        v128_andnot(x, f32x4_lt(f32x4_abs(x), f32x4_splat(f32::MIN_POSITIVE)))
    }
}

impl Simd<f64> for Simd128 {
    type V = v128;
    const LANES: usize = 2;
    const MR: usize = 4;
    const MR_PACKED: usize = 4;
    const RANK: usize = 5;

    #[inline(always)]
    fn splat(self, x: f64) -> v128 {
        f64x2_splat(x)
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f64) -> v128 {
        // SAFETY: the caller's promise; wasm loads need no alignment.
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64, v: v128) {
        // SAFETY: the caller's promise; wasm stores need no alignment.
        unsafe { v128_store(to.cast(), v) }
    }
    #[inline(always)]
    fn add(self, a: v128, b: v128) -> v128 {
        f64x2_add(a, b)
    }
    #[inline(always)]
    fn sub(self, a: v128, b: v128) -> v128 {
        f64x2_sub(a, b)
    }
    #[inline(always)]
    fn mul(self, a: v128, b: v128) -> v128 {
        f64x2_mul(a, b)
    }
    #[inline(always)]
    fn div(self, a: v128, b: v128) -> v128 {
        f64x2_div(a, b)
    }
    #[inline(always)]
    fn sqrt(self, x: v128) -> v128 {
        f64x2_sqrt(x)
    }
    #[inline(always)]
    fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
        f64x2_add(f64x2_mul(a, b), c)
    }
    // The pseudo-maximum keeps its first operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: v128, floor: v128) -> v128 {
        f64x2_pmax(x, floor)
    }
    #[inline(always)]
    fn at_most(self, x: v128, ceiling: v128) -> v128 {
        f64x2_pmin(x, ceiling)
    }
    #[inline(always)]
    fn where_positive(self, x: v128, value: v128) -> v128 {
        v128_and(f64x2_gt(x, f64x2_splat(0.0)), value)
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: v128) -> v128 {
        i64x2_add(i64x2_shl(rounded, 52), f64x2_splat(1.0))
    }
    #[inline(always)]
    fn choose(self, x: v128, a: v128, b: v128) -> v128 {
        v128_bitselect(a, b, f64x2_gt(x, f64x2_splat(0.0)))
    }
    #[inline(always)]
    fn frexp(self, x: v128) -> (v128, v128) {
        let n = u64x2_shr(i64x2_add(x, u64x2_splat(f64::CARRY_AT_SQRT2)), 52);
        let m = i64x2_sub(i64x2_add(x, u64x2_splat(f64::ONE_BITS)), i64x2_shl(n, 52));
        let rounded = i64x2_add(n, f64x2_splat(f64::ROUND));
        (f64x2_sub(rounded, f64x2_splat(f64::ROUND_BIAS)), m)
    }
    #[inline(always)]
    fn flush(self, x: v128) -> v128 {
        v128_andnot(x, f64x2_lt(f64x2_abs(x), f64x2_splat(f64::MIN_POSITIVE)))
    }
}

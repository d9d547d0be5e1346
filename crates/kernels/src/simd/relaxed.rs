//! WebAssembly relaxed-simd: simd128 with multiply-adds that are fused where the processor can fuse them.
//!
//! See docs/decisions/kernels.md#relaxed-simd-has-a-module-of-its-own-though-it-gains-little-here.

use super::simd128::Simd128;
use super::traits::{Simd, SimdOp};
use crate::Element;
use std::arch::wasm32::*;

/// relaxed-simd, which the whole WebAssembly module was compiled for.
#[derive(Clone, Copy)]
pub struct Relaxed;

/// Runs `op` compiled for relaxed-simd; out of line, because engines optimise function by function.
#[inline(never)]
pub fn call<T: Element, O: SimdOp<T>>(op: O) -> O::Output
where
    Relaxed: Simd<T>,
{
    op.run(Relaxed)
}

macro_rules! relaxed {
    ($type:ident, $mul_add:ident) => {
        impl Simd<$type> for Relaxed {
            type V = v128;
            const LANES: usize = <Simd128 as Simd<$type>>::LANES;
            const MR: usize = <Simd128 as Simd<$type>>::MR;
            const MR_PACKED: usize = <Simd128 as Simd<$type>>::MR_PACKED;
            const RANK: usize = <Simd128 as Simd<$type>>::RANK;

            #[inline(always)]
            fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
                $mul_add(a, b, c)
            }
            #[inline(always)]
            fn frexp(self, x: v128) -> (v128, v128) {
                Simd::<$type>::frexp(Simd128, x)
            }
            #[inline(always)]
            fn splat(self, x: $type) -> v128 {
                Simd128.splat(x)
            }
            #[inline(always)]
            unsafe fn load(self, from: *const $type) -> v128 {
                // SAFETY: the caller's promise.
                unsafe { Simd128.load(from) }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $type, v: v128) {
                // SAFETY: the caller's promise.
                unsafe { Simd128.store(to, v) }
            }
            relaxed!(@same $type, add(a, b), sub(a, b), mul(a, b), div(a, b), sqrt(x), at_least(x, floor),
                at_most(x, ceiling), where_positive(x, value), choose(x, a, b), exp2_rounded(x), flush(x));
        }
    };
    (@same $type:ident, $($name:ident($($argument:ident),*)),*) => {
        $(
            #[inline(always)]
            fn $name(self, $($argument: v128),*) -> v128 {
                Simd::<$type>::$name(Simd128, $($argument),*)
            }
        )*
    };
}

relaxed!(f32, f32x4_relaxed_madd);
relaxed!(f64, f64x2_relaxed_madd);

//! NEON: 32 registers of 4 floats or 2 doubles; part of every aarch64 processor.

use super::float_bits::FloatBits;
use super::traits::{Simd, SimdOp};
use crate::Element;
use std::arch::aarch64::*;

/// NEON, which every aarch64 processor has.
#[derive(Clone, Copy)]
pub struct Neon;

/// Runs `op` compiled for NEON.
#[inline(never)]
pub fn call<T: Element, O: SimdOp<T>>(op: O) -> O::Output
where
    Neon: Simd<T>,
{
    op.run(Neon)
}

// SAFETY of every block: NEON is part of the aarch64 baseline.
#[allow(clippy::undocumented_unsafe_blocks, unused_unsafe, reason = "stated once above")]
impl Simd<f32> for Neon {
    type V = float32x4_t;
    const LANES: usize = 4;
    const MR: usize = 8;
    const MR_PACKED: usize = 8;
    const RANK: usize = 12;

    #[inline(always)]
    fn splat(self, x: f32) -> float32x4_t {
        unsafe { vdupq_n_f32(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> float32x4_t {
        unsafe { vld1q_f32(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, v: float32x4_t) {
        unsafe { vst1q_f32(to, v) }
    }
    #[inline(always)]
    fn add(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vaddq_f32(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vsubq_f32(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vmulq_f32(a, b) }
    }
    #[inline(always)]
    fn div(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vdivq_f32(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: float32x4_t) -> float32x4_t {
        unsafe { vsqrtq_f32(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
        unsafe { vfmaq_f32(c, a, b) }
    }
    #[inline(always)]
    fn at_least(self, x: float32x4_t, floor: float32x4_t) -> float32x4_t {
        unsafe { vmaxq_f32(x, floor) }
    }
    #[inline(always)]
    fn at_most(self, x: float32x4_t, ceiling: float32x4_t) -> float32x4_t {
        unsafe { vminq_f32(x, ceiling) }
    }
    #[inline(always)]
    fn where_positive(self, x: float32x4_t, value: float32x4_t) -> float32x4_t {
        unsafe { vbslq_f32(vcgtzq_f32(x), value, vdupq_n_f32(0.0)) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: float32x4_t) -> float32x4_t {
        unsafe {
            let bits = vshlq_n_u32::<23>(vreinterpretq_u32_f32(rounded));
            let one = vreinterpretq_u32_f32(vdupq_n_f32(1.0));
            vreinterpretq_f32_u32(vaddq_u32(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: float32x4_t, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vbslq_f32(vcgtzq_f32(x), a, b) }
    }
    #[inline(always)]
    fn frexp(self, x: float32x4_t) -> (float32x4_t, float32x4_t) {
        unsafe {
            let bits = vreinterpretq_u32_f32(x);
            let n = vshrq_n_u32::<23>(vaddq_u32(bits, vdupq_n_u32(f32::CARRY_AT_SQRT2)));
            let m = vsubq_u32(vaddq_u32(bits, vdupq_n_u32(f32::ONE_BITS)), vshlq_n_u32::<23>(n));
            let rounded = vreinterpretq_f32_u32(vaddq_u32(n, vreinterpretq_u32_f32(vdupq_n_f32(f32::ROUND))));
            (vsubq_f32(rounded, vdupq_n_f32(f32::ROUND_BIAS)), vreinterpretq_f32_u32(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: float32x4_t) -> float32x4_t {
        unsafe {
            let tiny = vcltq_f32(vabsq_f32(x), vdupq_n_f32(f32::MIN_POSITIVE));
            vbslq_f32(tiny, vdupq_n_f32(0.0), x)
        }
    }
}

// SAFETY of every block: NEON is part of the aarch64 baseline.
#[allow(clippy::undocumented_unsafe_blocks, unused_unsafe, reason = "stated once above")]
impl Simd<f64> for Neon {
    type V = float64x2_t;
    const LANES: usize = 2;
    const MR: usize = 8;
    const MR_PACKED: usize = 8;
    const RANK: usize = 12;

    #[inline(always)]
    fn splat(self, x: f64) -> float64x2_t {
        unsafe { vdupq_n_f64(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f64) -> float64x2_t {
        unsafe { vld1q_f64(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64, v: float64x2_t) {
        unsafe { vst1q_f64(to, v) }
    }
    #[inline(always)]
    fn add(self, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        unsafe { vaddq_f64(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        unsafe { vsubq_f64(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        unsafe { vmulq_f64(a, b) }
    }
    #[inline(always)]
    fn div(self, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        unsafe { vdivq_f64(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: float64x2_t) -> float64x2_t {
        unsafe { vsqrtq_f64(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t {
        unsafe { vfmaq_f64(c, a, b) }
    }
    #[inline(always)]
    fn at_least(self, x: float64x2_t, floor: float64x2_t) -> float64x2_t {
        unsafe { vmaxq_f64(x, floor) }
    }
    #[inline(always)]
    fn at_most(self, x: float64x2_t, ceiling: float64x2_t) -> float64x2_t {
        unsafe { vminq_f64(x, ceiling) }
    }
    #[inline(always)]
    fn where_positive(self, x: float64x2_t, value: float64x2_t) -> float64x2_t {
        unsafe { vbslq_f64(vcgtzq_f64(x), value, vdupq_n_f64(0.0)) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: float64x2_t) -> float64x2_t {
        unsafe {
            let bits = vshlq_n_u64::<52>(vreinterpretq_u64_f64(rounded));
            let one = vreinterpretq_u64_f64(vdupq_n_f64(1.0));
            vreinterpretq_f64_u64(vaddq_u64(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: float64x2_t, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        unsafe { vbslq_f64(vcgtzq_f64(x), a, b) }
    }
    #[inline(always)]
    fn frexp(self, x: float64x2_t) -> (float64x2_t, float64x2_t) {
        unsafe {
            let bits = vreinterpretq_u64_f64(x);
            let n = vshrq_n_u64::<52>(vaddq_u64(bits, vdupq_n_u64(f64::CARRY_AT_SQRT2)));
            let m = vsubq_u64(vaddq_u64(bits, vdupq_n_u64(f64::ONE_BITS)), vshlq_n_u64::<52>(n));
            let rounded = vreinterpretq_f64_u64(vaddq_u64(n, vreinterpretq_u64_f64(vdupq_n_f64(f64::ROUND))));
            (vsubq_f64(rounded, vdupq_n_f64(f64::ROUND_BIAS)), vreinterpretq_f64_u64(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: float64x2_t) -> float64x2_t {
        unsafe {
            let tiny = vcltq_f64(vabsq_f64(x), vdupq_n_f64(f64::MIN_POSITIVE));
            vbslq_f64(tiny, vdupq_n_f64(0.0), x)
        }
    }
}

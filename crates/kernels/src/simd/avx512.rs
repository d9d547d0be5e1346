//! AVX-512: 32 registers of 16 floats or 8 doubles.

use super::float_bits::FloatBits;
use super::traits::{Simd, SimdOp};
use crate::Element;
use std::arch::x86_64::*;

/// Proof that the processor has AVX-512F, AVX2 and FMA.
#[derive(Clone, Copy)]
pub struct Avx512;

/// Shuffles that take the first and third quarter of two vectors, or the second and fourth.
const EVEN: i32 = 0b10_00_10_00;
const ODD: i32 = 0b11_01_11_01;

/// Runs `op` compiled for AVX-512.
/// # Safety
/// The processor has AVX-512F, AVX2 and FMA.
#[target_feature(enable = "avx512f,avx2,fma")]
#[inline(never)]
pub unsafe fn call<T: Element, O: SimdOp<T>>(op: O) -> O::Output
where
    Avx512: Simd<T>,
{
    op.run(Avx512)
}

// SAFETY of every block: an `Avx512` value exists only where the features were detected.
#[allow(clippy::undocumented_unsafe_blocks, reason = "stated once above")]
impl Simd<f32> for Avx512 {
    type V = __m512;
    const LANES: usize = 16;
    const MR: usize = 10;
    const MR_PACKED: usize = 14;
    const RANK: usize = 12;

    #[inline(always)]
    fn splat(self, x: f32) -> __m512 {
        unsafe { _mm512_set1_ps(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m512 {
        unsafe { _mm512_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, v: __m512) {
        unsafe { _mm512_storeu_ps(to, v) }
    }
    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_add_ps(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_div_ps(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: __m512) -> __m512 {
        unsafe { _mm512_sqrt_ps(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }
    // The instruction returns its second operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: __m512, floor: __m512) -> __m512 {
        unsafe { _mm512_max_ps(floor, x) }
    }
    #[inline(always)]
    fn at_most(self, x: __m512, ceiling: __m512) -> __m512 {
        unsafe { _mm512_min_ps(ceiling, x) }
    }
    #[inline(always)]
    fn where_positive(self, x: __m512, value: __m512) -> __m512 {
        unsafe { _mm512_maskz_mov_ps(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(x, _mm512_setzero_ps()), value) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: __m512) -> __m512 {
        unsafe {
            let bits = _mm512_slli_epi32::<23>(_mm512_castps_si512(rounded));
            let one = _mm512_castps_si512(_mm512_set1_ps(1.0));
            _mm512_castsi512_ps(_mm512_add_epi32(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: __m512, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(x, _mm512_setzero_ps()), b, a) }
    }
    #[inline(always)]
    fn frexp(self, x: __m512) -> (__m512, __m512) {
        unsafe {
            let bits = _mm512_castps_si512(x);
            let n = _mm512_srli_epi32::<23>(_mm512_add_epi32(
                bits,
                _mm512_set1_epi32(f32::CARRY_AT_SQRT2.cast_signed()),
            ));
            let m = _mm512_sub_epi32(
                _mm512_add_epi32(bits, _mm512_set1_epi32(f32::ONE_BITS.cast_signed())),
                _mm512_slli_epi32::<23>(n),
            );
            let rounded =
                _mm512_castsi512_ps(_mm512_add_epi32(n, _mm512_castps_si512(_mm512_set1_ps(f32::ROUND))));
            (_mm512_sub_ps(rounded, _mm512_set1_ps(f32::ROUND_BIAS)), _mm512_castsi512_ps(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: __m512) -> __m512 {
        unsafe {
            let least = _mm512_set1_ps(f32::MIN_POSITIVE);
            _mm512_maskz_mov_ps(_mm512_cmp_ps_mask::<_CMP_NLT_UQ>(_mm512_abs_ps(x), least), x)
        }
    }
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> __m512) -> __m512 {
        unsafe {
            // Each result holds the sums of four vectors: every quarter has a part of all four.
            let [a, b, c, d] = [0, 4, 8, 12].map(
                #[inline(always)]
                |i| {
                    let [ab, cd] = [i, i + 2].map(
                        #[inline(always)]
                        |i| {
                            let (a, b) = (of(i), of(i + 1));
                            let sum = _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
                            _mm512_castps_pd(sum)
                        },
                    );
                    _mm512_add_ps(
                        _mm512_castpd_ps(_mm512_unpacklo_pd(ab, cd)),
                        _mm512_castpd_ps(_mm512_unpackhi_pd(ab, cd)),
                    )
                },
            );
            let [low, high] = [(a, b), (c, d)].map(
                #[inline(always)]
                |(a, b)| {
                    let even = _mm512_shuffle_f32x4::<EVEN>(a, b);
                    _mm512_add_ps(even, _mm512_shuffle_f32x4::<ODD>(a, b))
                },
            );
            let even = _mm512_shuffle_f32x4::<EVEN>(low, high);
            _mm512_add_ps(even, _mm512_shuffle_f32x4::<ODD>(low, high))
        }
    }
}

// SAFETY of every block: an `Avx512` value exists only where the features were detected.
#[allow(clippy::undocumented_unsafe_blocks, reason = "stated once above")]
impl Simd<f64> for Avx512 {
    type V = __m512d;
    const LANES: usize = 8;
    const MR: usize = 10;
    const MR_PACKED: usize = 14;
    const RANK: usize = 12;

    #[inline(always)]
    fn splat(self, x: f64) -> __m512d {
        unsafe { _mm512_set1_pd(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f64) -> __m512d {
        unsafe { _mm512_loadu_pd(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64, v: __m512d) {
        unsafe { _mm512_storeu_pd(to, v) }
    }
    #[inline(always)]
    fn add(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_add_pd(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_sub_pd(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_mul_pd(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_div_pd(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: __m512d) -> __m512d {
        unsafe { _mm512_sqrt_pd(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        unsafe { _mm512_fmadd_pd(a, b, c) }
    }
    // The instruction returns its second operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: __m512d, floor: __m512d) -> __m512d {
        unsafe { _mm512_max_pd(floor, x) }
    }
    #[inline(always)]
    fn at_most(self, x: __m512d, ceiling: __m512d) -> __m512d {
        unsafe { _mm512_min_pd(ceiling, x) }
    }
    #[inline(always)]
    fn where_positive(self, x: __m512d, value: __m512d) -> __m512d {
        unsafe { _mm512_maskz_mov_pd(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_setzero_pd()), value) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: __m512d) -> __m512d {
        unsafe {
            let bits = _mm512_slli_epi64::<52>(_mm512_castpd_si512(rounded));
            let one = _mm512_castpd_si512(_mm512_set1_pd(1.0));
            _mm512_castsi512_pd(_mm512_add_epi64(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: __m512d, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_mask_blend_pd(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_setzero_pd()), b, a) }
    }
    #[inline(always)]
    fn frexp(self, x: __m512d) -> (__m512d, __m512d) {
        unsafe {
            let bits = _mm512_castpd_si512(x);
            let n = _mm512_srli_epi64::<52>(_mm512_add_epi64(
                bits,
                _mm512_set1_epi64(f64::CARRY_AT_SQRT2.cast_signed()),
            ));
            let m = _mm512_sub_epi64(
                _mm512_add_epi64(bits, _mm512_set1_epi64(f64::ONE_BITS.cast_signed())),
                _mm512_slli_epi64::<52>(n),
            );
            let rounded =
                _mm512_castsi512_pd(_mm512_add_epi64(n, _mm512_castpd_si512(_mm512_set1_pd(f64::ROUND))));
            (_mm512_sub_pd(rounded, _mm512_set1_pd(f64::ROUND_BIAS)), _mm512_castsi512_pd(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: __m512d) -> __m512d {
        unsafe {
            let least = _mm512_set1_pd(f64::MIN_POSITIVE);
            _mm512_maskz_mov_pd(_mm512_cmp_pd_mask::<_CMP_NLT_UQ>(_mm512_abs_pd(x), least), x)
        }
    }
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> __m512d) -> __m512d {
        unsafe {
            // Each result holds the sums of two vectors: every quarter has a part of both.
            let [a, b, c, d] = [0, 2, 4, 6].map(
                #[inline(always)]
                |i| {
                    let (a, b) = (of(i), of(i + 1));
                    _mm512_add_pd(_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b))
                },
            );
            let [low, high] = [(a, b), (c, d)].map(
                #[inline(always)]
                |(a, b)| {
                    let even = _mm512_shuffle_f64x2::<EVEN>(a, b);
                    _mm512_add_pd(even, _mm512_shuffle_f64x2::<ODD>(a, b))
                },
            );
            let even = _mm512_shuffle_f64x2::<EVEN>(low, high);
            _mm512_add_pd(even, _mm512_shuffle_f64x2::<ODD>(low, high))
        }
    }
}

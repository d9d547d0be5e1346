//! AVX2 with FMA: 16 registers of 8 floats or 4 doubles.

use super::float_bits::FloatBits;
use super::traits::{Simd, SimdOp};
use crate::Element;
use std::arch::x86_64::*;

/// Proof that the processor has AVX2 and FMA.
#[derive(Clone, Copy)]
pub struct Avx2;

/// Runs `op` compiled for AVX2.
/// # Safety
/// The processor has AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
#[inline(never)]
pub unsafe fn call<T: Element, O: SimdOp<T>>(op: O) -> O::Output
where
    Avx2: Simd<T>,
{
    op.run(Avx2)
}

// SAFETY of every block: an `Avx2` value exists only where the features were detected.
#[allow(clippy::undocumented_unsafe_blocks, reason = "stated once above")]
impl Simd<f32> for Avx2 {
    type V = __m256;
    const LANES: usize = 8;
    const MR: usize = 6;
    const MR_PACKED: usize = 6;
    const RANK: usize = 0;

    #[inline(always)]
    fn splat(self, x: f32) -> __m256 {
        unsafe { _mm256_set1_ps(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m256 {
        unsafe { _mm256_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, v: __m256) {
        unsafe { _mm256_storeu_ps(to, v) }
    }
    #[inline(always)]
    fn add(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_add_ps(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_sub_ps(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_mul_ps(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_div_ps(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: __m256) -> __m256 {
        unsafe { _mm256_sqrt_ps(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }
    // The instruction returns its second operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: __m256, floor: __m256) -> __m256 {
        unsafe { _mm256_max_ps(floor, x) }
    }
    #[inline(always)]
    fn at_most(self, x: __m256, ceiling: __m256) -> __m256 {
        unsafe { _mm256_min_ps(ceiling, x) }
    }
    #[inline(always)]
    fn where_positive(self, x: __m256, value: __m256) -> __m256 {
        unsafe { _mm256_and_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(x, _mm256_setzero_ps()), value) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: __m256) -> __m256 {
        unsafe {
            let bits = _mm256_slli_epi32::<23>(_mm256_castps_si256(rounded));
            let one = _mm256_castps_si256(_mm256_set1_ps(1.0));
            _mm256_castsi256_ps(_mm256_add_epi32(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: __m256, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_blendv_ps(b, a, _mm256_cmp_ps::<_CMP_GT_OQ>(x, _mm256_setzero_ps())) }
    }
    #[inline(always)]
    fn frexp(self, x: __m256) -> (__m256, __m256) {
        unsafe {
            let bits = _mm256_castps_si256(x);
            let n = _mm256_srli_epi32::<23>(_mm256_add_epi32(
                bits,
                _mm256_set1_epi32(f32::CARRY_AT_SQRT2.cast_signed()),
            ));
            let m = _mm256_sub_epi32(
                _mm256_add_epi32(bits, _mm256_set1_epi32(f32::ONE_BITS.cast_signed())),
                _mm256_slli_epi32::<23>(n),
            );
            let rounded =
                _mm256_castsi256_ps(_mm256_add_epi32(n, _mm256_castps_si256(_mm256_set1_ps(f32::ROUND))));
            (_mm256_sub_ps(rounded, _mm256_set1_ps(f32::ROUND_BIAS)), _mm256_castsi256_ps(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: __m256) -> __m256 {
        unsafe {
            let size = _mm256_andnot_ps(_mm256_set1_ps(-0.0), x);
            _mm256_and_ps(_mm256_cmp_ps::<_CMP_NLT_UQ>(size, _mm256_set1_ps(f32::MIN_POSITIVE)), x)
        }
    }
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> __m256) -> __m256 {
        unsafe {
            let [low, high] = [0, 4].map(
                #[inline(always)]
                |i| {
                    let ab = _mm256_hadd_ps(of(i), of(i + 1));
                    _mm256_hadd_ps(ab, _mm256_hadd_ps(of(i + 2), of(i + 3)))
                },
            );
            let even = _mm256_permute2f128_ps::<0x20>(low, high);
            _mm256_add_ps(even, _mm256_permute2f128_ps::<0x31>(low, high))
        }
    }
}

// SAFETY of every block: an `Avx2` value exists only where the features were detected.
#[allow(clippy::undocumented_unsafe_blocks, reason = "stated once above")]
impl Simd<f64> for Avx2 {
    type V = __m256d;
    const LANES: usize = 4;
    const MR: usize = 6;
    const MR_PACKED: usize = 6;
    const RANK: usize = 0;

    #[inline(always)]
    fn splat(self, x: f64) -> __m256d {
        unsafe { _mm256_set1_pd(x) }
    }
    #[inline(always)]
    unsafe fn load(self, from: *const f64) -> __m256d {
        unsafe { _mm256_loadu_pd(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64, v: __m256d) {
        unsafe { _mm256_storeu_pd(to, v) }
    }
    #[inline(always)]
    fn add(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_add_pd(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_sub_pd(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_mul_pd(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_div_pd(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, x: __m256d) -> __m256d {
        unsafe { _mm256_sqrt_pd(x) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        unsafe { _mm256_fmadd_pd(a, b, c) }
    }
    // The instruction returns its second operand when either is NaN.
    #[inline(always)]
    fn at_least(self, x: __m256d, floor: __m256d) -> __m256d {
        unsafe { _mm256_max_pd(floor, x) }
    }
    #[inline(always)]
    fn at_most(self, x: __m256d, ceiling: __m256d) -> __m256d {
        unsafe { _mm256_min_pd(ceiling, x) }
    }
    #[inline(always)]
    fn where_positive(self, x: __m256d, value: __m256d) -> __m256d {
        unsafe { _mm256_and_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(x, _mm256_setzero_pd()), value) }
    }
    #[inline(always)]
    fn exp2_rounded(self, rounded: __m256d) -> __m256d {
        unsafe {
            let bits = _mm256_slli_epi64::<52>(_mm256_castpd_si256(rounded));
            let one = _mm256_castpd_si256(_mm256_set1_pd(1.0));
            _mm256_castsi256_pd(_mm256_add_epi64(bits, one))
        }
    }
    #[inline(always)]
    fn choose(self, x: __m256d, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_blendv_pd(b, a, _mm256_cmp_pd::<_CMP_GT_OQ>(x, _mm256_setzero_pd())) }
    }
    #[inline(always)]
    fn frexp(self, x: __m256d) -> (__m256d, __m256d) {
        unsafe {
            let bits = _mm256_castpd_si256(x);
            let n = _mm256_srli_epi64::<52>(_mm256_add_epi64(
                bits,
                _mm256_set1_epi64x(f64::CARRY_AT_SQRT2.cast_signed()),
            ));
            let m = _mm256_sub_epi64(
                _mm256_add_epi64(bits, _mm256_set1_epi64x(f64::ONE_BITS.cast_signed())),
                _mm256_slli_epi64::<52>(n),
            );
            let rounded =
                _mm256_castsi256_pd(_mm256_add_epi64(n, _mm256_castpd_si256(_mm256_set1_pd(f64::ROUND))));
            (_mm256_sub_pd(rounded, _mm256_set1_pd(f64::ROUND_BIAS)), _mm256_castsi256_pd(m))
        }
    }
    #[inline(always)]
    fn flush(self, x: __m256d) -> __m256d {
        unsafe {
            let size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
            _mm256_and_pd(_mm256_cmp_pd::<_CMP_NLT_UQ>(size, _mm256_set1_pd(f64::MIN_POSITIVE)), x)
        }
    }
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> __m256d) -> __m256d {
        unsafe {
            let (low, high) = (_mm256_hadd_pd(of(0), of(1)), _mm256_hadd_pd(of(2), of(3)));
            let even = _mm256_permute2f128_pd::<0x20>(low, high);
            _mm256_add_pd(even, _mm256_permute2f128_pd::<0x31>(low, high))
        }
    }
}

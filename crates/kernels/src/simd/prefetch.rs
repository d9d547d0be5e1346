//! Fetching of memory that a later step will read.

/// Asks the processor to fetch a slice that will be read soon.
///
/// See docs/decisions/kernels.md#samples-are-prefetched-one-step-ahead.
#[inline(always)]
pub fn prefetch<T>(values: &[T]) {
    const CACHE_LINE: usize = 64;
    let start = values.as_ptr().cast::<u8>();
    #[cfg(target_arch = "x86_64")]
    for line in (0..size_of_val(values)).step_by(CACHE_LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads nothing; the address is inside the slice.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(start.add(line).cast()) };
    }
    // Without such an instruction, one byte of each cache line is read: the reads are independent, so they wait
    // for memory at the same time. Volatile, because the values are not used.
    #[cfg(not(target_arch = "x86_64"))]
    for line in (0..size_of_val(values)).step_by(CACHE_LINE) {
        // SAFETY: the address is inside the slice, and every byte of a plain value can be read.
        unsafe { start.add(line).read_volatile() };
    }
}

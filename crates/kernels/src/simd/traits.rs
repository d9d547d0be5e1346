//! The contract between kernels and instruction sets: what a vector can do ([`Simd`]), and what a kernel is
//! ([`SimdOp`]).

use std::ops::AddAssign;

/// Most lanes that a vector of any instruction set has.
pub(crate) const MAX_LANES: usize = 16;

/// Vector operations on `T` in one instruction set. Holding a value proves that the processor has the set.
pub trait Simd<T>: Copy {
    /// One vector.
    type V: Copy;
    /// Elements in a vector.
    const LANES: usize;
    /// Rows of a register tile, two vectors wide, that reads A through one pointer for each row.
    const MR: usize;
    /// Rows of a register tile, two vectors wide, whose values of A are adjacent in memory: no pointers for
    /// the rows, so more rows fit.
    const MR_PACKED: usize;
    /// Samples of a rank-k update whose deltas, two vectors each, stay in registers; 0 where there are too few
    /// registers.
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
    /// a · b + c, rounded once where the instruction set has fused multiply-add, else twice.
    fn mul_add(self, a: Self::V, b: Self::V, c: Self::V) -> Self::V;
    /// x, or `floor` where x is below it; NaN stays NaN.
    fn at_least(self, x: Self::V, floor: Self::V) -> Self::V;
    /// x, or `ceiling` where x is above it; NaN stays NaN.
    fn at_most(self, x: Self::V, ceiling: Self::V) -> Self::V;
    /// `value` where x > 0, else 0.
    fn where_positive(self, x: Self::V, value: Self::V) -> Self::V;
    /// a where x > 0, else b; b also where x is NaN.
    fn choose(self, x: Self::V, a: Self::V, b: Self::V) -> Self::V;
    /// (n, m) with x = 2ⁿ m and √½ ≤ m < √2, for positive normal x: C's `frexp` with the significand around 1.
    fn frexp(self, x: Self::V) -> (Self::V, Self::V);
    /// 2ⁿ for the integer n that adding [`crate::Element::ROUND`] left in the low bits of `rounded`.
    fn exp2_rounded(self, rounded: Self::V) -> Self::V;
    /// x, or 0 where x is subnormal.
    fn flush(self, x: Self::V) -> Self::V;

    /// The sum of all lanes, by halves: in a chain of additions each would wait for the one before.
    ///
    /// ```text
    /// lanes    0 1 2 3 4 5 6 7
    /// half 4   0+4 1+5 2+6 3+7
    /// half 2   (0+4)+(2+6) (1+5)+(3+7)
    /// half 1   their sum
    /// ```
    #[inline(always)]
    fn sum_lanes(self, v: Self::V) -> T
    where
        T: Copy + Default + AddAssign,
    {
        let mut lanes = [T::default(); MAX_LANES];
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { self.store(lanes.as_mut_ptr(), v) };
        let mut half = Self::LANES / 2;
        while half > 0 {
            for lane in 0..half {
                lanes[lane] += lanes[lane + half];
            }
            half /= 2;
        }
        lanes[0]
    }

    /// The vector whose lane i is the sum of the lanes of `of(i)`. Sets with horizontal additions or shuffles
    /// transpose the vectors in registers instead.
    #[inline(always)]
    fn sums(self, of: impl Fn(usize) -> Self::V) -> Self::V
    where
        T: Copy + Default + AddAssign,
    {
        let mut sums = [T::default(); MAX_LANES];
        for (lane, sum) in sums.iter_mut().enumerate().take(Self::LANES) {
            *sum = self.sum_lanes(of(lane));
        }
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { self.load(sums.as_ptr()) }
    }
}

/// A kernel, written once for all instruction sets.
///
/// `run`, and everything it calls, closures included, must be `#[inline(always)]`: what is not inlined into the
/// function with the `target_feature` is compiled without it: 30 times slower, and silently. See
/// docs/decisions/kernels.md#a-kernel-is-inlined-into-its-dispatch.
pub trait SimdOp<T> {
    /// What the kernel returns.
    type Output;
    /// The kernel's body.
    fn run<S: Simd<T>>(self, simd: S) -> Self::Output;
}

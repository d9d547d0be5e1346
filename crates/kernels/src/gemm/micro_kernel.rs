//! The one inner loop: a register tile, R rows by N vectors.

use crate::Element;
use crate::simd::Simd;

/// Where a tile finds A: element (row, depth) as an address.
pub trait Left<T: Copy>: Copy {
    /// # Safety
    /// `row` and `depth` are inside the tile.
    unsafe fn at(self, row: usize, depth: usize) -> *const T;
}

/// Rows of A anywhere in memory, values along the depth side by side: samples in a forward pass.
#[derive(Clone, Copy)]
pub struct ByRow<T, const R: usize>(pub [*const T; R]);

impl<T: Copy, const R: usize> ByRow<T, R> {
    /// R rows of `depth` values, a stride apart from the start of `data`.
    /// # Panics
    /// When `data` ends before them.
    #[inline(always)]
    pub fn strided(data: &[T], stride: usize, depth: usize) -> Self {
        assert!(data.len() >= (R - 1) * stride + depth);
        let mut rows = [data.as_ptr(); R];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = row.wrapping_add(r * stride);
        }
        Self(rows)
    }
}

impl<T: Copy, const R: usize> Left<T> for ByRow<T, R> {
    #[inline(always)]
    unsafe fn at(self, row: usize, depth: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.0[row].add(depth) }
    }
}

/// Depths of A anywhere in memory, rows side by side: samples in a weight gradient.
#[derive(Clone, Copy)]
pub struct ByDepth<T> {
    pub first: *const T,
    pub offsets: *const usize,
}

impl<T: Copy> Left<T> for ByDepth<T> {
    #[inline(always)]
    unsafe fn at(self, row: usize, depth: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.first.add(*self.offsets.add(depth) + row) }
    }
}

/// A packed strip: [depth][R].
#[derive(Clone, Copy)]
pub struct Strip<T, const R: usize>(pub *const T);

impl<T: Copy, const R: usize> Left<T> for Strip<T, R> {
    #[inline(always)]
    unsafe fn at(self, row: usize, depth: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.0.add(depth * R + row) }
    }
}

/// B's and C's side of a tile: both N vectors wide, rows a stride apart.
#[derive(Clone, Copy)]
pub struct Right<T> {
    pub b: *const T,
    pub b_stride: usize,
    pub c: *mut T,
    pub c_stride: usize,
}

/// What surrounds the products of a tile.
#[derive(Clone, Copy)]
pub struct Ends<'a, T> {
    /// What every row begins with, N vectors; zeros where there is none.
    pub start: Option<&'a [T]>,
    /// Counts on the sums.
    pub factor: T,
    /// Whether they are added to C.
    pub accumulate: bool,
}

impl<T: Element> Ends<'_, T> {
    /// Plain products.
    pub fn plain(accumulate: bool) -> Self {
        Self { start: None, factor: T::ONE, accumulate }
    }
}

/// C[R][N·LANES] ← factor · (start + A[R][depth] · B[depth][N·LANES]), plus C where `accumulate`.
/// # Safety
/// A, B and C are readable, and C writable, over these ranges.
#[inline(always)]
pub unsafe fn tile<T: Element, S: Simd<T>, A: Left<T>, const R: usize, const N: usize>(
    simd: S,
    depth: usize,
    a: A,
    right: Right<T>,
    Ends { start, factor, accumulate }: Ends<'_, T>,
) {
    let mut row = [simd.splat(T::ZERO); N];
    if let Some(start) = start {
        for (vector, start) in row.iter_mut().zip(start[..N * S::LANES].chunks_exact(S::LANES)) {
            // SAFETY: the chunk has exactly LANES elements.
            *vector = unsafe { simd.load(start.as_ptr()) };
        }
    }
    let mut sums = [row; R];
    let mut b = right.b;
    for k in 0..depth {
        // SAFETY: k < depth, and B has `depth` rows of N vectors.
        unsafe {
            let mut bs = [simd.splat(T::ZERO); N];
            for (n, vector) in bs.iter_mut().enumerate() {
                *vector = simd.load(b.add(n * S::LANES));
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let x = simd.splat(*a.at(row, k));
                for (sum, b) in sums.iter_mut().zip(bs) {
                    *sum = simd.mul_add(x, b, *sum);
                }
            }
            b = b.add(right.b_stride);
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (n, &sum) in sums.iter().enumerate() {
            // SAFETY: row < R, and C has R rows of N vectors.
            unsafe {
                let c = right.c.add(row * right.c_stride + n * S::LANES);
                put(simd, c, sum, (factor, accumulate));
            }
        }
    }
}

/// One vector of C ← factor · sum, plus C where `accumulate`.
/// # Safety
/// C points to a whole vector that can be read and written.
#[inline(always)]
pub unsafe fn put<T: Element, S: Simd<T>>(simd: S, c: *mut T, sum: S::V, (factor, accumulate): (T, bool)) {
    // SAFETY: the caller's promise.
    unsafe {
        let before = if accumulate { simd.load(c) } else { simd.splat(T::ZERO) };
        simd.store(c, simd.mul_add(simd.splat(factor), sum, before));
    }
}

/// Cuts `total` into the fewest tiles of at most `most`, as equal as can be: (first, count) of each.
#[inline(always)]
pub fn balanced(total: usize, most: usize) -> Balanced {
    Balanced { first: 0, total, tiles: total.div_ceil(most) }
}

/// See [`balanced`]. An iterator, because a closure would be compiled without the vector features.
pub struct Balanced {
    first: usize,
    total: usize,
    tiles: usize,
}

impl Iterator for Balanced {
    type Item = (usize, usize);
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        if self.tiles == 0 {
            return None;
        }
        let (first, count) = (self.first, (self.total - self.first).div_ceil(self.tiles));
        self.first += count;
        self.tiles -= 1;
        Some((first, count))
    }
}

/// Runs the body with the constant `R` equal to a count of at most `most`; arms beyond it are compiled away.
macro_rules! with_rows {
    ($count:expr, $most:expr, $R:ident => $body:expr) => {
        $crate::gemm::micro_kernel::with_rows!(@arms $count, $most, $R, $body, 1 2 3 4 5 6 7 8 9 10 11 12 13 14)
    };
    (@arms $count:expr, $most:expr, $R:ident, $body:expr, $($n:literal)*) => {
        match $count {
            $($n if $n <= $most => { const $R: usize = $n; $body })*
            _ => unreachable!("tiles are cut to at most {} rows", $most),
        }
    };
}
pub(crate) use with_rows;

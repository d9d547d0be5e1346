//! The micro-kernel: one register tile of C, R rows by N vectors.
//!
//! ```text
//! acc[r][n] ← bias[n]                              R·N registers
//! for k in 0..depth:
//!     b[n] ← B[k][n]                               N loads
//!     for r in 0..R:
//!         x ← A[r][k] in all lanes                 1 load
//!         acc[r][n] ← x · b[n] + acc[r][n]         N multiply-adds
//! C[r][n] ← alpha · acc[r][n], plus C[r][n] where `accumulate`
//! ```
//!
//! The R·N multiply-adds of a step are independent, which hides their latency, and share N + R loads, so that
//! multiply-adds, not loads, are the limit. The registers limit R: with two vectors a row, 6 rows take 12 accumulators,
//! two vectors of B and one of A, 15 of AVX2's 16 registers; 14 rows take 31 of AVX-512's 32. Where every row of A has
//! a pointer of its own, general registers limit R as well: 10 rows on AVX-512. The scheme is that of K. Goto and
//! R. van de Geijn, "Anatomy of high-performance matrix multiplication" (ACM TOMS 34, 2008), and of BLIS.
//!
//! See docs/decisions/kernels.md#our-own-products-stay-crates-are-oracles and
//! docs/decisions/kernels.md#tiles-have-four-rows-on-wasm.

use crate::Element;
use crate::simd::Simd;

/// Where a tile finds A: the element (row, k) as an address.
pub trait LeftOperand<T: Copy>: Copy {
    /// # Safety
    /// `row` and `k` are inside the tile.
    unsafe fn at(self, row: usize, k: usize) -> *const T;
}

/// Rows of A anywhere in memory, the values of a row adjacent: samples in a forward pass.
#[derive(Clone, Copy)]
pub struct RowPointers<T, const R: usize>(pub [*const T; R]);

impl<T: Copy, const R: usize> RowPointers<T, R> {
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

impl<T: Copy, const R: usize> LeftOperand<T> for RowPointers<T, R> {
    #[inline(always)]
    unsafe fn at(self, row: usize, k: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.0[row].add(k) }
    }
}

/// Columns of A anywhere in memory, the values of a column adjacent: samples in a weight gradient, where k counts the
/// samples and the rows of the tile are features.
#[derive(Clone, Copy)]
pub struct ColumnOffsets<T> {
    /// The first row of the tile in a column at offset 0.
    pub first: *const T,
    /// Offset of each column from there.
    pub offsets: *const usize,
}

impl<T: Copy> LeftOperand<T> for ColumnOffsets<T> {
    #[inline(always)]
    unsafe fn at(self, row: usize, k: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.first.add(*self.offsets.add(k) + row) }
    }
}

/// A packed panel of A, `[depth][R]`.
#[derive(Clone, Copy)]
pub struct PackedPanel<T, const R: usize>(pub *const T);

impl<T: Copy, const R: usize> LeftOperand<T> for PackedPanel<T, R> {
    #[inline(always)]
    unsafe fn at(self, row: usize, k: usize) -> *const T {
        // SAFETY: the caller's promise.
        unsafe { self.0.add(k * R + row) }
    }
}

/// B and C of a tile: rows of N vectors, a stride apart.
#[derive(Clone, Copy)]
pub struct TilePointers<T> {
    pub b: *const T,
    pub b_stride: usize,
    pub c: *mut T,
    pub c_stride: usize,
}

/// What surrounds the sums of products of a tile: alpha · (bias + A·B), plus C where `accumulate`.
#[derive(Clone, Copy)]
pub struct Epilogue<'a, T> {
    /// N vectors that every row begins with; zeros where there is none.
    pub bias: Option<&'a [T]>,
    /// Multiplies the sums.
    pub alpha: T,
    /// Whether the result is added to C instead of replacing it.
    pub accumulate: bool,
}

impl<T: Element> Epilogue<'_, T> {
    /// A·B, plus C where `accumulate`.
    pub fn plain(accumulate: bool) -> Self {
        Self { bias: None, alpha: T::ONE, accumulate }
    }
}

/// `C[R][N·LANES] ← alpha · (bias + A[R][depth] · B[depth][N·LANES])`, plus C where `accumulate`. The loop is
/// explained at the top of this file.
/// # Safety
/// A, B and C are readable, and C writable, over these ranges.
#[inline(always)]
pub unsafe fn micro_kernel<T: Element, S: Simd<T>, A: LeftOperand<T>, const R: usize, const N: usize>(
    simd: S,
    depth: usize,
    a: A,
    pointers: TilePointers<T>,
    Epilogue { bias, alpha, accumulate }: Epilogue<'_, T>,
) {
    let row = match bias {
        Some(bias) => load_vectors::<T, S, N>(simd, bias),
        None => [simd.splat(T::ZERO); N],
    };
    let mut accumulators = [row; R];
    let mut b = pointers.b;
    for k in 0..depth {
        // SAFETY: k < depth, and B has `depth` rows of N vectors.
        unsafe {
            let mut bs = [simd.splat(T::ZERO); N];
            for (n, vector) in bs.iter_mut().enumerate() {
                *vector = simd.load(b.add(n * S::LANES));
            }
            for (row, sums) in accumulators.iter_mut().enumerate() {
                let x = simd.splat(*a.at(row, k));
                for (sum, b) in sums.iter_mut().zip(bs) {
                    *sum = simd.mul_add(x, b, *sum);
                }
            }
            b = b.add(pointers.b_stride);
        }
    }
    for (row, sums) in accumulators.iter().enumerate() {
        for (n, &sum) in sums.iter().enumerate() {
            // SAFETY: row < R, and C has R rows of N vectors.
            unsafe {
                let c = pointers.c.add(row * pointers.c_stride + n * S::LANES);
                store_scaled(simd, c, sum, (alpha, accumulate));
            }
        }
    }
}

/// One vector of C ← alpha · sum, plus C where `accumulate`.
/// # Safety
/// C points to a whole vector that can be read and written.
#[inline(always)]
pub unsafe fn store_scaled<T: Element, S: Simd<T>>(
    simd: S,
    c: *mut T,
    sum: S::V,
    (alpha, accumulate): (T, bool),
) {
    // SAFETY: the caller's promise.
    unsafe {
        let previous = if accumulate { simd.load(c) } else { simd.splat(T::ZERO) };
        simd.store(c, simd.mul_add(simd.splat(alpha), sum, previous));
    }
}

/// The first N vectors of a slice.
/// # Panics
/// When there are fewer.
#[inline(always)]
pub fn load_vectors<T: Element, S: Simd<T>, const N: usize>(simd: S, values: &[T]) -> [S::V; N] {
    let mut vectors = [simd.splat(T::ZERO); N];
    for (vector, values) in vectors.iter_mut().zip(values[..N * S::LANES].chunks_exact(S::LANES)) {
        // SAFETY: the chunk has exactly LANES elements.
        *vector = unsafe { simd.load(values.as_ptr()) };
    }
    vectors
}

/// Cuts `total` into the fewest tiles of at most `most`, as equal as possible: (first, count) of each. Equal tiles,
/// because a remainder of one or two rows would leave most multiply-add slots of its tile empty.
#[inline(always)]
pub fn balanced(total: usize, most: usize) -> Balanced {
    Balanced { first: 0, total, tiles: total.div_ceil(most) }
}

/// See [`balanced`]. An iterator, because a closure would be compiled without the vector features.
pub struct Balanced {
    first: usize,
    total: usize,
    /// How many are left.
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

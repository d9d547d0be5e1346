//! Implicit GEMM: products whose rows and depths lie anywhere, found through tables of offsets. A convolution is such a
//! product on the image itself, and needs no copy of its patches (im2col).
//!
//! The scheme is that of M. Dukhan, "The indirect convolution algorithm" (arXiv:1907.02129, 2019), as in XNNPACK, with
//! offsets in place of pointers. As images are padded beforehand, an offset is the sum of one of the row and one of the
//! depth, so that two short tables take the place of one entry for each row and depth, and serve all samples.

use super::const_dispatch::with_rows;
use super::micro_kernel::balanced;
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// Offsets into a slice, made once.
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    values: Vec<usize>,
    /// One more than the largest offset.
    end: usize,
}

impl FromIterator<usize> for Offsets {
    fn from_iter<I: IntoIterator<Item = usize>>(values: I) -> Self {
        let values: Vec<usize> = values.into_iter().collect();
        let end = values.iter().max().map_or(0, |last| last + 1);
        Self { values, end }
    }
}

impl Offsets {
    /// How many offsets there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// The columns of a product.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    /// One or two.
    pub vectors: usize,
    /// How many of their lanes are results.
    pub used: usize,
    /// Whether the other lanes may be written, too, where they lie inside of C: results of later rows, which are
    /// written afterwards, or memory that nobody reads.
    pub may_overrun: bool,
}

/// `C[c_rows[r]] ← bias + Σₖ A[a_rows[r] + a_depths[k]] · B[k]`, plus C where `accumulate`.
pub struct IndirectGemm<'a, T> {
    /// One value for each row and depth, or with `lanewise` one vector.
    pub a: &'a [T],
    /// Where each row begins in A.
    pub a_rows: &'a Offsets,
    /// Offset of each depth from the beginning of a row.
    pub a_depths: &'a Offsets,
    /// For each depth a row of columns, a stride apart.
    pub b: &'a [T],
    /// Distance of these rows.
    pub b_stride: usize,
    /// What every row begins with; zeros where there is no bias.
    pub bias: &'a [T],
    /// Where the results go.
    pub c: &'a mut [T],
    /// Where each row begins in C.
    pub c_rows: &'a Offsets,
    /// How many columns there are.
    pub width: Width,
    /// Whether each lane has values of A of its own, as in a depthwise convolution; only with one vector.
    pub lanewise: bool,
    /// Whether results are added to C.
    pub accumulate: bool,
}

/// Computes a product.
/// # Panics
/// When an offset leads out of its slice.
pub fn multiply<T: Element>(isa: Isa, product: IndirectGemm<'_, T>) {
    T::dispatch(isa, product);
}

/// The widest row: two vectors of 16.
const MAX_WIDTH: usize = 32;
/// Rows of a tile that is stored through a buffer.
const EDGE_ROWS: usize = 4;

impl<T: Element> SimdOp<T> for IndirectGemm<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if self.a_rows.is_empty() || self.a_depths.is_empty() {
            return;
        }
        let Width { vectors, used, .. } = self.width;
        let width = vectors * S::LANES;
        let reach = if self.lanewise { S::LANES } else { 1 };
        assert!(self.a_rows.end + self.a_depths.end - 2 + reach <= self.a.len());
        assert!((self.a_depths.len() - 1) * self.b_stride + width <= self.b.len());
        assert!(width <= self.bias.len() && used <= width);
        assert!(self.a_rows.len() == self.c_rows.len() && self.c_rows.end - 1 + used <= self.c.len());
        // SAFETY: the sizes were just checked, and `vectors` is the tiles' V.
        unsafe {
            match (vectors, self.lanewise) {
                (1, false) => self.tiles::<S, 1, false>(simd),
                (1, true) => self.tiles::<S, 1, true>(simd),
                (2, false) => self.tiles::<S, 2, false>(simd),
                _ => unreachable!("a product has one or two vectors of columns"),
            }
        }
    }
}

/// Rows of a tile. With one vector of columns, half as many rows again find accumulators, but each row needs a pointer,
/// and general registers hold ten of them.
const fn tile_rows<T: Element, S: Simd<T>>(vectors: usize) -> usize {
    const POINTERS: usize = 10;
    let rows = if vectors == 1 { S::MR + S::MR / 2 } else { S::MR };
    if rows < POINTERS { rows } else { POINTERS }
}

impl<T: Element> IndirectGemm<'_, T> {
    /// How many rows, from the first on, may be stored in whole vectors: those that end inside of C, where all lanes
    /// are results or may be overrun.
    fn whole_rows(&self, width: usize) -> usize {
        let Width { used, may_overrun, .. } = self.width;
        let end = if used == width || may_overrun { self.c.len() } else { 0 };
        if self.c_rows.end - 1 + width <= end {
            return self.c_rows.len();
        }
        self.c_rows.values.iter().take_while(|&to| to + width <= end).count()
    }

    /// ```text
    /// for R rows at a time, of those that are stored in whole vectors:
    ///     acc ← accumulators of these rows; C[c_rows[r]] ← acc[r], plus C
    /// for at most 4 rows at a time, of the rest:
    ///     acc ← accumulators of these rows, stored in a buffer; the columns in use are copied to C
    /// ```
    /// # Safety
    /// Every offset leads into its slice, over V vectors of A and B, and over the used columns of C.
    #[inline(always)]
    unsafe fn tiles<S: Simd<T>, const V: usize, const LANEWISE: bool>(&mut self, simd: S) {
        let (rows, whole) = (self.a_rows.len(), self.whole_rows(V * S::LANES));
        for (first, count) in balanced(whole, const { tile_rows::<T, S>(V) }) {
            with_rows!(count, const { tile_rows::<T, S>(V) }, R => {
                // SAFETY: the caller's promise; there are R whole rows from `first` on.
                unsafe { self.whole_tile::<S, R, V, LANEWISE>(simd, first) };
            });
        }
        for (first, count) in balanced(rows - whole, EDGE_ROWS) {
            with_rows!(count, EDGE_ROWS, R => {
                // SAFETY: the caller's promise; there are R rows from there on.
                unsafe { self.edge_tile::<S, R, V, LANEWISE>(simd, whole + first) };
            });
        }
    }

    /// # Safety
    /// As for `tiles`, and there are R rows from `first` on, which end inside of C with all their lanes.
    #[inline(always)]
    unsafe fn whole_tile<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &mut self,
        simd: S,
        first: usize,
    ) {
        // SAFETY: the caller's promise, throughout.
        unsafe {
            let sums = self.accumulators::<S, R, V, LANEWISE>(simd, first);
            for (r, sums) in sums.iter().enumerate() {
                let c = self.c.as_mut_ptr().add(*self.c_rows.values.get_unchecked(first + r));
                for (v, &sum) in sums.iter().enumerate() {
                    let c = c.add(v * S::LANES);
                    simd.store(c, if self.accumulate { simd.add(simd.load(c), sum) } else { sum });
                }
            }
        }
    }

    /// # Safety
    /// As for `tiles`, and there are R rows from `first` on, of which only the used columns need to end inside of C.
    #[inline(always)]
    unsafe fn edge_tile<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &mut self,
        simd: S,
        first: usize,
    ) {
        let mut edges = [[T::ZERO; MAX_WIDTH]; R];
        // SAFETY: the caller's promise; two vectors fit.
        unsafe {
            let sums = self.accumulators::<S, R, V, LANEWISE>(simd, first);
            for (edge, sums) in edges.iter_mut().zip(&sums) {
                for (v, &sum) in sums.iter().enumerate() {
                    simd.store(edge.as_mut_ptr().add(v * S::LANES), sum);
                }
            }
        }
        for (edge, &to) in edges.iter().zip(&self.c_rows.values[first..]) {
            for (c, &sum) in self.c[to..to + self.width.used].iter_mut().zip(edge) {
                *c = if self.accumulate { *c + sum } else { sum };
            }
        }
    }

    /// The sums of R rows by V vectors.
    ///
    /// ```text
    /// row[r] ← A + a_rows[r]                              R pointers
    /// acc[r][v] ← bias[v]                                 R·V registers
    /// for depth in a_depths, b beside it row by row:
    ///     for r in 0..R:
    ///         x ← row[r][depth] in all lanes              with `lanewise`, the vector that begins there
    ///         acc[r][v] ← x · b[v] + acc[r][v]
    /// ```
    ///
    /// That is the micro-kernel, except that `depth` comes from a table instead of counting up: one more load for each
    /// step, which the R·V multiply-adds hide. It is written out here, as a table lookup behind
    /// [`super::micro_kernel::LeftOperand`] would be one load for each row.
    /// # Safety
    /// As for `tiles`, and there are R rows from `first` on.
    #[inline(always)]
    unsafe fn accumulators<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &self,
        simd: S,
        first: usize,
    ) -> [[S::V; V]; R] {
        let mut rows = [self.a.as_ptr(); R];
        let mut sums = [[simd.splat(T::ZERO); V]; R];
        // SAFETY: the caller's promise, throughout.
        unsafe {
            for v in 0..V {
                let bias = simd.load(self.bias.as_ptr().add(v * S::LANES));
                for sum in &mut sums {
                    sum[v] = bias;
                }
            }
            for (r, row) in rows.iter_mut().enumerate() {
                *row = row.add(*self.a_rows.values.get_unchecked(first + r));
            }
            let mut b = self.b.as_ptr();
            for &depth in &self.a_depths.values {
                let mut columns = [simd.splat(T::ZERO); V];
                for (v, column) in columns.iter_mut().enumerate() {
                    *column = simd.load(b.add(v * S::LANES));
                }
                for (row, sums) in rows.iter().zip(&mut sums) {
                    let from = row.add(depth);
                    let x = if LANEWISE { simd.load(from) } else { simd.splat(*from) };
                    for (sum, &column) in sums.iter_mut().zip(&columns) {
                        *sum = simd.mul_add(x, column, *sum);
                    }
                }
                b = b.add(self.b_stride);
            }
        }
        sums
    }
}

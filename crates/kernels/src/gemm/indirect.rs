//! Products whose operands lie anywhere, found through tables of offsets: the loops of a convolution, which
//! so needs no copy of its patches.

use super::micro_kernel::{balanced, with_rows};
use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// Offsets into a slice, made once.
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    values: Vec<usize>,
    /// Behind the last place that an offset leads to.
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
    /// How many.
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
    /// Whether the other lanes may be written, too, where C goes on: rows that follow are written later.
    pub spills: bool,
}

/// `C[toᵣ] ← start + Σₖ A[fromᵣ + depthₖ] · B[k]`, plus C where `accumulates`.
pub struct Product<'a, T> {
    /// One value for each row and depth, or with `lanewise` one vector.
    pub a: &'a [T],
    /// Where each row begins in A.
    pub from: &'a Offsets,
    /// Where each depth lies behind that.
    pub depths: &'a Offsets,
    /// A row of columns for each depth, a stride apart.
    pub b: &'a [T],
    /// Distance of these rows.
    pub b_stride: usize,
    /// What every row begins with.
    pub start: &'a [T],
    /// Where the results go.
    pub c: &'a mut [T],
    /// Where each row of them begins.
    pub to: &'a Offsets,
    /// How many columns there are.
    pub width: Width,
    /// Whether each lane has values of A of its own; of one vector only.
    pub lanewise: bool,
    /// Whether results are added to C.
    pub accumulates: bool,
}

/// Computes a product.
/// # Panics
/// When an offset leads out of its slice.
pub fn multiply<T: Element>(isa: Isa, product: Product<'_, T>) {
    T::dispatch(isa, product);
}

/// The widest row: two vectors of 16.
const MAX_WIDTH: usize = 32;
/// Rows of a tile whose last lanes must not be stored.
const EDGE_ROWS: usize = 4;

impl<T: Element> SimdOp<T> for Product<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if self.from.is_empty() || self.depths.is_empty() {
            return;
        }
        let Width { vectors, used, .. } = self.width;
        let width = vectors * S::LANES;
        let reach = if self.lanewise { S::LANES } else { 1 };
        assert!(self.from.end + self.depths.end - 2 + reach <= self.a.len());
        assert!((self.depths.len() - 1) * self.b_stride + width <= self.b.len());
        assert!(width <= self.start.len() && used <= width);
        assert!(self.from.len() == self.to.len() && self.to.end - 1 + used <= self.c.len());
        // SAFETY: the sizes were just checked, and `vectors` is the tiles' V.
        unsafe {
            match (vectors, self.lanewise) {
                (1, false) => self.tiles::<S, 1, false>(simd),
                (1, true) => self.tiles::<S, 1, true>(simd),
                (2, false) => self.tiles::<S, 2, false>(simd),
                _ => unreachable!("of one or two vectors"),
            }
        }
    }
}

/// Rows of a tile: as many sums as there are registers, as few pointers.
const fn most_rows<T: Element, S: Simd<T>>(vectors: usize) -> usize {
    const POINTERS: usize = 10;
    let rows = if vectors == 1 { S::MR + S::MR / 2 } else { S::MR };
    if rows < POINTERS { rows } else { POINTERS }
}

impl<T: Element> Product<'_, T> {
    /// How many rows, from the first on, end before the end of C with all their lanes.
    fn whole_rows(&self, width: usize) -> usize {
        let Width { used, spills, .. } = self.width;
        let end = if used == width || spills { self.c.len() } else { 0 };
        if self.to.end - 1 + width <= end {
            return self.to.len();
        }
        self.to.values.iter().take_while(|&to| to + width <= end).count()
    }

    /// # Safety
    /// Every offset leads into its slice, over V vectors of A and B, and over the used columns of C.
    #[inline(always)]
    unsafe fn tiles<S: Simd<T>, const V: usize, const LANEWISE: bool>(&mut self, simd: S) {
        let (rows, whole) = (self.from.len(), self.whole_rows(V * S::LANES));
        for (first, count) in balanced(whole, const { most_rows::<T, S>(V) }) {
            with_rows!(count, const { most_rows::<T, S>(V) }, R => {
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
    /// As above, and there are R rows from `first` on, which end before the end of C with all their lanes.
    #[inline(always)]
    unsafe fn whole_tile<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &mut self,
        simd: S,
        first: usize,
    ) {
        // SAFETY: the caller's promise, throughout.
        unsafe {
            let sums = self.sums::<S, R, V, LANEWISE>(simd, first);
            for (r, sums) in sums.iter().enumerate() {
                let c = self.c.as_mut_ptr().add(*self.to.values.get_unchecked(first + r));
                for (v, &sum) in sums.iter().enumerate() {
                    let c = c.add(v * S::LANES);
                    simd.store(c, if self.accumulates { simd.add(simd.load(c), sum) } else { sum });
                }
            }
        }
    }

    /// # Safety
    /// As above, except that only the used columns end before the end of C.
    #[inline(always)]
    unsafe fn edge_tile<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &mut self,
        simd: S,
        first: usize,
    ) {
        let mut edges = [[T::ZERO; MAX_WIDTH]; R];
        // SAFETY: the caller's promise; two vectors fit.
        unsafe {
            let sums = self.sums::<S, R, V, LANEWISE>(simd, first);
            for (edge, sums) in edges.iter_mut().zip(&sums) {
                for (v, &sum) in sums.iter().enumerate() {
                    simd.store(edge.as_mut_ptr().add(v * S::LANES), sum);
                }
            }
        }
        for (edge, &to) in edges.iter().zip(&self.to.values[first..]) {
            for (c, &sum) in self.c[to..to + self.width.used].iter_mut().zip(edge) {
                *c = if self.accumulates { *c + sum } else { sum };
            }
        }
    }

    /// # Safety
    /// As above.
    #[inline(always)]
    unsafe fn sums<S: Simd<T>, const R: usize, const V: usize, const LANEWISE: bool>(
        &self,
        simd: S,
        first: usize,
    ) -> [[S::V; V]; R] {
        let mut rows = [self.a.as_ptr(); R];
        let mut sums = [[simd.splat(T::ZERO); V]; R];
        // SAFETY: the caller's promise, throughout.
        unsafe {
            for v in 0..V {
                let start = simd.load(self.start.as_ptr().add(v * S::LANES));
                for sum in &mut sums {
                    sum[v] = start;
                }
            }
            for (r, row) in rows.iter_mut().enumerate() {
                *row = row.add(*self.from.values.get_unchecked(first + r));
            }
            let mut b = self.b.as_ptr();
            for &depth in &self.depths.values {
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

//! Products of dense layers with very few units, where panels would multiply mostly zeros: vectors lie along
//! the features instead.

use super::const_dispatch::{MOST, vectors, with_few};
use super::panels::{Rows, stride};
use crate::Element;
use crate::simd::{Isa, MAX_LANES, Simd, SimdOp, lanes};

/// Whether a layer of so many inputs and units is better off here.
pub fn is_small_n<T: Element>(isa: Isa, inputs: usize, units: usize) -> bool {
    let lanes = lanes::<T>(isa);
    units <= MOST && 2 * units <= lanes && inputs.is_multiple_of(lanes)
}

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    /// `[units][inputs]`
    weights: &'a [T],
    start: &'a [T],
    out: &'a mut [T],
}

/// `out[rows][stride] ← start[units] + x[rows][inputs] · weightsᵀ`, weights `[units][inputs]`.
/// # Panics
/// When the layer is not narrow, or `weights` or `out` do not have these sizes.
pub fn multiply<T: Element>(isa: Isa, x: Rows<'_, T>, weights: &[T], start: &[T], out: &mut [T]) {
    let units = start.len();
    assert!(is_small_n::<T>(isa, x.width(), units));
    assert_eq!(weights.len(), x.width() * units);
    assert_eq!(out.len(), x.count() * stride::<T>(isa, units));
    T::dispatch(isa, Multiply { x, weights, start, out });
}

impl<T: Element> SimdOp<T> for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        with_few!(self.start.len(), U => self.units::<S, U>(simd));
    }
}

impl<T: Element> Multiply<'_, T> {
    #[inline(always)]
    fn units<S: Simd<T>, const U: usize>(self, simd: S) {
        let Self { x, weights, start, out } = self;
        let (depth, count) = (x.width(), x.count());
        let mut products = [[simd.splat(T::ZERO); MAX_LANES]; U];
        let mut lanes = [[T::ZERO; MAX_LANES]; U];
        for (block, out) in out.chunks_mut(S::LANES * S::LANES).enumerate() {
            let first = block * S::LANES;
            for row in first..count.min(first + S::LANES) {
                let x = x.row(row).as_ptr();
                let mut sums = [simd.splat(T::ZERO); U];
                for at in (0..depth).step_by(S::LANES) {
                    // SAFETY: a row has `depth` values, whole vectors, and the weights U such rows.
                    unsafe {
                        let x = simd.load(x.add(at));
                        for (unit, sum) in sums.iter_mut().enumerate() {
                            let w = simd.load(weights.as_ptr().add(unit * depth + at));
                            *sum = simd.mul_add(x, w, *sum);
                        }
                    }
                }
                for (products, sum) in products.iter_mut().zip(sums) {
                    products[row - first] = sum;
                }
            }
            for ((lanes, products), &start) in lanes.iter_mut().zip(&products).zip(start) {
                let sums = simd.sums(
                    #[inline(always)]
                    |row| products[row],
                );
                // SAFETY: LANES is at most MAX_LANES.
                unsafe { simd.store(lanes.as_mut_ptr(), simd.add(sums, simd.splat(start))) };
            }
            out.fill(T::ZERO);
            for (row, out) in out.chunks_exact_mut(S::LANES).enumerate() {
                for (out, lanes) in out.iter_mut().zip(&lanes) {
                    *out = lanes[row];
                }
            }
        }
    }
}

struct Backward<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    units: usize,
    panel: &'a mut [T],
    dx: Option<Dx<'a, T>>,
    factor: T,
    accumulate: bool,
}

/// Where the gradient of a narrow layer's inputs goes, and what makes it.
pub struct Dx<'a, T> {
    /// `[units][inputs]`
    pub weights: &'a [T],
    /// ∂C/∂x, rows a stride apart.
    pub out: &'a mut [T],
}

/// `panel ← factor · xᵀ · dz`, plus `panel` where `accumulate`, and `dx ← dz · weights` where it is wanted, while x
/// and dz pass by once. dz lies in rows of one vector.
/// # Panics
/// When the layer is not narrow, or the slices do not have the sizes of such products.
pub fn backward<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    (dz, units): (&[T], usize),
    panel: &mut [T],
    dx: Option<Dx<'_, T>>,
    (factor, accumulate): (T, bool),
) {
    let stride = stride::<T>(isa, units);
    assert!(is_small_n::<T>(isa, x.width(), units));
    assert_eq!(panel.len(), x.width() * stride);
    assert_eq!(dz.len(), x.count() * stride);
    if let Some(dx) = &dx {
        assert_eq!(dx.weights.len(), x.width() * units);
        assert_eq!(dx.out.len(), x.count() * self::stride::<T>(isa, x.width()));
    }
    T::dispatch(isa, Backward { x, dz, units, panel, dx, factor, accumulate });
}

impl<T: Element> SimdOp<T> for Backward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if !self.accumulate {
            self.panel.fill(T::ZERO);
        }
        with_few!(self.units, U => {
            let mut first = 0;
            while first + 4 * S::LANES <= self.x.width() {
                self.columns::<S, U, 4>(simd, first);
                first += 4 * S::LANES;
            }
            while first < self.x.width() {
                self.columns::<S, U, 1>(simd, first);
                first += S::LANES;
            }
        });
    }
}

impl<T: Element> Backward<'_, T> {
    /// The products of C vectors of features from `first` on.
    #[inline(always)]
    fn columns<S: Simd<T>, const U: usize, const C: usize>(&mut self, simd: S, first: usize) {
        let mut sums = [[simd.splat(T::ZERO); C]; U];
        let stride = self.dx.as_ref().map_or(0, |dx| dx.out.len() / self.x.count());
        let weights = self.dx.as_ref().map(
            #[inline(always)]
            |dx| {
                let mut weights = [[simd.splat(T::ZERO); C]; U];
                for (weights, row) in weights.iter_mut().zip(dx.weights.chunks_exact(self.x.width())) {
                    *weights = vectors::<T, S, C>(simd, &row[first..]);
                }
                weights
            },
        );
        for (row, dz) in self.dz.chunks_exact(S::LANES).enumerate() {
            let xs = vectors::<T, S, C>(simd, &self.x.row(row)[first..]);
            for (sums, &dz) in sums.iter_mut().zip(dz) {
                let dz = simd.splat(dz);
                for (sum, x) in sums.iter_mut().zip(xs) {
                    *sum = simd.mul_add(dz, x, *sum);
                }
            }
            if let (Some(weights), Some(dx)) = (&weights, &mut self.dx) {
                let mut products = [simd.splat(T::ZERO); C];
                for (weights, &dz) in weights.iter().zip(dz) {
                    let dz = simd.splat(dz);
                    for (product, w) in products.iter_mut().zip(weights) {
                        *product = simd.mul_add(dz, *w, *product);
                    }
                }
                let out = &mut dx.out[row * stride + first..][..C * S::LANES];
                for (out, product) in out.chunks_exact_mut(S::LANES).zip(products) {
                    // SAFETY: the chunk has exactly LANES elements.
                    unsafe { simd.store(out.as_mut_ptr(), product) };
                }
            }
        }
        let mut lanes = [[[T::ZERO; MAX_LANES]; C]; U];
        for (lanes, sum) in lanes.iter_mut().flatten().zip(sums.into_iter().flatten()) {
            // SAFETY: LANES is at most MAX_LANES.
            unsafe { simd.store(lanes.as_mut_ptr(), simd.mul(sum, simd.splat(self.factor))) };
        }
        // Row by row: scattered writes of one unit after the other are slow on many processors.
        let rows = self.panel[first * S::LANES..].chunks_exact_mut(S::LANES);
        for (index, w) in rows.enumerate().take(C * S::LANES) {
            for (w, lanes) in w.iter_mut().zip(&lanes) {
                *w += lanes[index / S::LANES][index % S::LANES];
            }
        }
    }
}

/// The rows of the transposed matrix, `[units][inputs]`, of a single panel.
/// # Panics
/// When `rows` is longer than the panel has such rows.
pub fn unpack_transposed<T: Element>(panel: &[T], units: usize, stride: usize, rows: &mut [T]) {
    let inputs = rows.len() / units;
    for (unit, row) in rows.chunks_exact_mut(inputs).enumerate() {
        for (value, panel) in row.iter_mut().zip(panel.chunks_exact(stride)) {
            *value = panel[unit];
        }
    }
}

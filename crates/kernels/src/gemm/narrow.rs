//! Products of dense layers with very few units, where panels would multiply mostly zeros: vectors lie along
//! the features instead.

use super::panels::{Rows, stride};
use crate::Element;
use crate::simd::{Isa, MAX_LANES, Simd, SimdOp, lanes};

/// Most units that count as few; each needs its registers.
const MOST: usize = 4;

/// Whether a layer of so many inputs and units is better off here.
pub fn is_narrow<T: Element>(isa: Isa, inputs: usize, units: usize) -> bool {
    let lanes = lanes::<T>(isa);
    units <= MOST && 2 * units <= lanes && inputs.is_multiple_of(lanes)
}

/// Runs the body with the constant `U` equal to a count of units.
macro_rules! with_units {
    ($units:expr, $U:ident => $body:expr) => {
        with_units!(@arms $units, $U, $body, 1 2 3 4)
    };
    (@arms $units:expr, $U:ident, $body:expr, $($n:literal)*) => {
        match $units {
            $($n => { const $U: usize = $n; $body })*
            _ => unreachable!("a narrow layer has at most {MOST} units"),
        }
    };
}

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    /// `[units][inputs]`
    weights: &'a [T],
    units: usize,
    out: &'a mut [T],
}

/// `out[rows][stride] ← x[rows][inputs] · weightsᵀ`, weights `[units][inputs]`.
/// # Panics
/// When the layer is not narrow, or `weights` or `out` do not have these sizes.
pub fn multiply<T: Element>(isa: Isa, x: Rows<'_, T>, weights: &[T], units: usize, out: &mut [T]) {
    assert!(is_narrow::<T>(isa, x.width(), units));
    assert_eq!(weights.len(), x.width() * units);
    assert_eq!(out.len(), x.count() * stride::<T>(isa, units));
    T::dispatch(isa, Multiply { x, weights, units, out });
}

impl<T: Element> SimdOp<T> for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        with_units!(self.units, U => self.units::<S, U>(simd));
    }
}

impl<T: Element> Multiply<'_, T> {
    #[inline(always)]
    fn units<S: Simd<T>, const U: usize>(self, simd: S) {
        let Self { x, weights, out, .. } = self;
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
            for (lanes, products) in lanes.iter_mut().zip(&products) {
                let sums = simd.sums(
                    #[inline(always)]
                    |row| products[row],
                );
                // SAFETY: LANES is at most MAX_LANES.
                unsafe { simd.store(lanes.as_mut_ptr(), sums) };
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

struct Outer<'a, T> {
    x: Rows<'a, T>,
    dz: &'a [T],
    units: usize,
    panel: &'a mut [T],
    accumulate: bool,
}

/// `panel ← xᵀ · dz`, plus `panel` where `accumulate`, for dz in rows of one vector.
/// # Panics
/// When the layer is not narrow, or `panel` or `dz` do not have the sizes of such a product.
pub fn outer<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    dz: &[T],
    units: usize,
    panel: &mut [T],
    accumulate: bool,
) {
    let stride = stride::<T>(isa, units);
    assert!(is_narrow::<T>(isa, x.width(), units));
    assert_eq!(panel.len(), x.width() * stride);
    assert_eq!(dz.len(), x.count() * stride);
    T::dispatch(isa, Outer { x, dz, units, panel, accumulate });
}

impl<T: Element> SimdOp<T> for Outer<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if !self.accumulate {
            self.panel.fill(T::ZERO);
        }
        with_units!(self.units, U => {
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

impl<T: Element> Outer<'_, T> {
    /// The products of C vectors of features from `first` on.
    #[inline(always)]
    fn columns<S: Simd<T>, const U: usize, const C: usize>(&mut self, simd: S, first: usize) {
        let mut sums = [[simd.splat(T::ZERO); C]; U];
        for (row, dz) in self.dz.chunks_exact(S::LANES).enumerate() {
            let x = &self.x.row(row)[first..first + C * S::LANES];
            let mut xs = [simd.splat(T::ZERO); C];
            for (vector, x) in xs.iter_mut().zip(x.chunks_exact(S::LANES)) {
                // SAFETY: the chunk has exactly LANES elements.
                *vector = unsafe { simd.load(x.as_ptr()) };
            }
            for (sums, &dz) in sums.iter_mut().zip(dz) {
                let dz = simd.splat(dz);
                for (sum, x) in sums.iter_mut().zip(xs) {
                    *sum = simd.mul_add(dz, x, *sum);
                }
            }
        }
        let mut lanes = [[[T::ZERO; MAX_LANES]; C]; U];
        for (lanes, sum) in lanes.iter_mut().flatten().zip(sums.into_iter().flatten()) {
            // SAFETY: LANES is at most MAX_LANES.
            unsafe { simd.store(lanes.as_mut_ptr(), sum) };
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

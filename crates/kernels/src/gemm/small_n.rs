//! Products of dense layers with very few units (the n of the product), where panels would mostly multiply zeros:
//! vectors lie along the features instead.
//!
//! See docs/decisions/kernels.md#layers-of-at-most-four-units-or-inputs-multiply-along-the-other-side.

use super::const_dispatch::{MAX_SMALL, with_small};
use super::micro_kernel::load_vectors;
use super::panels::{Rows, stride};
use crate::Element;
use crate::simd::{Isa, MAX_LANES, Simd, SimdOp, lanes};

/// Whether a layer of so many inputs and units is faster here.
pub fn is_small_n<T: Element>(isa: Isa, inputs: usize, units: usize) -> bool {
    let lanes = lanes::<T>(isa);
    units <= MAX_SMALL && 2 * units <= lanes && inputs.is_multiple_of(lanes)
}

struct Multiply<'a, T> {
    x: Rows<'a, T>,
    /// `[units][inputs]`
    weights: &'a [T],
    bias: &'a [T],
    out: &'a mut [T],
}

/// `out[rows][stride] ← bias[units] + x[rows][inputs] · weightsᵀ`, weights `[units][inputs]`.
/// # Panics
/// When the layer has too many units, or `weights` or `out` do not have these sizes.
pub fn multiply<T: Element>(isa: Isa, x: Rows<'_, T>, weights: &[T], bias: &[T], out: &mut [T]) {
    let units = bias.len();
    assert!(is_small_n::<T>(isa, x.width(), units));
    assert_eq!(weights.len(), x.width() * units);
    assert_eq!(out.len(), x.count() * stride::<T>(isa, units));
    T::dispatch(isa, Multiply { x, weights, bias, out });
}

impl<T: Element> SimdOp<T> for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        with_small!(self.bias.len(), U => self.units::<S, U>(simd));
    }
}

impl<T: Element> Multiply<'_, T> {
    /// U dot products for each sample.
    ///
    /// ```text
    /// for LANES samples at a time:
    ///     for each sample:
    ///         sum[u] ← Σ x[features] · w[u][features]        whole vectors; each of x serves U units
    ///         products[u][sample] ← sum[u]                   its lanes are still to be added
    ///     for each unit:
    ///         z[u] ← bias[u] + the sums of the lanes of products[u][..]       one vector, a sample in each lane
    ///     out[sample][u] ← z[u][sample], zeros behind the last unit
    /// ```
    ///
    /// The lanes of one vector are slow to add; those of LANES vectors are added together ([`Simd::sums`]) in a
    /// transposition that costs little more.
    #[inline(always)]
    fn units<S: Simd<T>, const U: usize>(self, simd: S) {
        let Self { x, weights, bias, out } = self;
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
            for ((lanes, products), &bias) in lanes.iter_mut().zip(&products).zip(bias) {
                let sums = simd.sums(
                    #[inline(always)]
                    |row| products[row],
                );
                // SAFETY: LANES is at most MAX_LANES.
                unsafe { simd.store(lanes.as_mut_ptr(), simd.add(sums, simd.splat(bias))) };
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
    alpha: T,
    accumulate: bool,
}

/// The gradient of the layer's inputs, and the weights that it is computed from.
pub struct Dx<'a, T> {
    /// `[units][inputs]`
    pub weights: &'a [T],
    /// ∂C/∂x, rows a stride apart.
    pub out: &'a mut [T],
}

/// `panel ← alpha · xᵀ · dz`, plus `panel` where `accumulate`, and `dx ← dz · weights` where `dx` is given, both in one
/// pass over x and dz. dz lies in rows of one vector.
/// # Panics
/// When the layer has too many units, or the slices do not have the sizes of such products.
pub fn backward<T: Element>(
    isa: Isa,
    x: Rows<'_, T>,
    (dz, units): (&[T], usize),
    panel: &mut [T],
    dx: Option<Dx<'_, T>>,
    (alpha, accumulate): (T, bool),
) {
    let stride = stride::<T>(isa, units);
    assert!(is_small_n::<T>(isa, x.width(), units));
    assert_eq!(panel.len(), x.width() * stride);
    assert_eq!(dz.len(), x.count() * stride);
    if let Some(dx) = &dx {
        assert_eq!(dx.weights.len(), x.width() * units);
        assert_eq!(dx.out.len(), x.count() * self::stride::<T>(isa, x.width()));
    }
    T::dispatch(isa, Backward { x, dz, units, panel, dx, alpha, accumulate });
}

impl<T: Element> SimdOp<T> for Backward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        if !self.accumulate {
            self.panel.fill(T::ZERO);
        }
        with_small!(self.units, U => {
            let mut first = 0;
            while first + 4 * S::LANES <= self.x.width() {
                self.features::<S, U, 4>(simd, first);
                first += 4 * S::LANES;
            }
            while first < self.x.width() {
                self.features::<S, U, 1>(simd, first);
                first += S::LANES;
            }
        });
    }
}

impl<T: Element> Backward<'_, T> {
    /// Both gradients for C vectors of features, from `first` on.
    ///
    /// ```text
    /// w[u] ← weights[u][features]                          U·C registers, where dx is wanted
    /// for each sample:
    ///     x ← x[sample][features]
    ///     dw[u] ← dz[sample][u] · x + dw[u]                U·C accumulators
    ///     dx[sample][features] ← Σ over u dz[sample][u] · w[u]
    /// panel[feature][u] ← alpha · dw[u][feature] + panel[feature][u]
    /// ```
    #[inline(always)]
    fn features<S: Simd<T>, const U: usize, const C: usize>(&mut self, simd: S, first: usize) {
        let mut sums = [[simd.splat(T::ZERO); C]; U];
        let stride = self.dx.as_ref().map_or(0, |dx| dx.out.len() / self.x.count());
        let weights = self.dx.as_ref().map(
            #[inline(always)]
            |dx| {
                let mut weights = [[simd.splat(T::ZERO); C]; U];
                for (weights, row) in weights.iter_mut().zip(dx.weights.chunks_exact(self.x.width())) {
                    *weights = load_vectors::<T, S, C>(simd, &row[first..]);
                }
                weights
            },
        );
        for (row, dz) in self.dz.chunks_exact(S::LANES).enumerate() {
            let xs = load_vectors::<T, S, C>(simd, &self.x.row(row)[first..]);
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
            unsafe { simd.store(lanes.as_mut_ptr(), simd.mul(sum, simd.splat(self.alpha))) };
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

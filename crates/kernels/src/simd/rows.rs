//! Loops over rows of a matrix, whose rows may be padded to whole vectors.

use super::partial::{first_lanes, load_at, store_at};
use super::traits::{MAX_LANES, Simd};
use crate::Element;

/// sum ← sum + factor · Σ rows: adds up the columns of `rows`, whose rows are as long as `sum`.
///
/// ```text
/// for 4 vectors of columns at a time, then 1 at a time:
///     total ← Σ over all rows row[columns]       in registers
///     sum[columns] ← factor · total + sum[columns]
/// for each column that is left: the same with single values
/// ```
///
/// Columns are the outer loop, because totals in memory would make each row wait for the one before.
#[inline(always)]
pub fn add_rows<T: Element, S: Simd<T>>(simd: S, rows: &[T], sum: &mut [T], factor: T) {
    let width = sum.len();
    let mut at = 0;
    while at + 4 * S::LANES <= width {
        at = add_columns::<T, S, 4>(simd, rows, (sum, at), factor);
    }
    while at + S::LANES <= width {
        at = add_columns::<T, S, 1>(simd, rows, (sum, at), factor);
    }
    for column in at..width {
        let mut total = T::ZERO;
        for row in rows.chunks_exact(width) {
            total += row[column];
        }
        sum[column] += factor * total;
    }
}

/// Adds up C vectors of columns from `at` on, and returns where they end.
#[inline(always)]
fn add_columns<T: Element, S: Simd<T>, const C: usize>(
    simd: S,
    rows: &[T],
    (sum, at): (&mut [T], usize),
    factor: T,
) -> usize {
    let width = sum.len();
    let end = at + C * S::LANES;
    let own = &mut sum[at..end];
    let mut totals = [simd.splat(T::ZERO); C];
    for row in rows.chunks_exact(width) {
        let row = &row[at..end];
        for (vector, total) in totals.iter_mut().enumerate() {
            // SAFETY: the slice has C vectors.
            *total = unsafe { simd.add(*total, simd.load(row.as_ptr().add(vector * S::LANES))) };
        }
    }
    for (vector, total) in totals.into_iter().enumerate() {
        // SAFETY: as above.
        unsafe {
            let sum = own.as_mut_ptr().add(vector * S::LANES);
            simd.store(sum, simd.mul_add(simd.splat(factor), total, simd.load(sum)));
        }
    }
    end
}

/// For the first `count` values: x ← the first result of `f(x)`; returns the sum of the second results. Values behind
/// them, up to the next whole vector, become 0 where the row has room for it.
#[inline(always)]
pub fn map_sum<T: Element, S: Simd<T>>(
    simd: S,
    row: &mut [T],
    count: usize,
    f: impl Fn(S::V) -> (S::V, S::V),
) -> T {
    let zero = simd.splat(T::ZERO);
    let mut total = zero;
    for start in (0..count).step_by(S::LANES) {
        let (value, summand) = f(load_at(simd, row, start));
        let left = count - start;
        if left >= S::LANES {
            store_at(simd, row, start, value);
            total = simd.add(total, summand);
        } else {
            let counts = first_lanes(simd, left);
            store_at(simd, row, start, simd.choose(counts, value, zero));
            total = simd.add(total, simd.choose(counts, summand, zero));
        }
    }
    simd.sum_lanes(total)
}

/// For the first `width` values of rows that are `stride` apart: x ← the first result of `f(x, y)`; returns the sum of
/// the second results. Values behind the width, up to the next whole vector, become 0.
///
/// ```text
/// for 64 rows at a time:
///     total ← 0                                   a vector
///     for each row, each vector of it:
///         value, summand ← f(x, y)
///         x ← value, total ← total + summand      where lanes are inside the width, else 0
///     result ← result + the sum of total's lanes  in double precision
/// ```
/// # Panics
/// When the slices differ in length, the width is 0, or a row has no room for whole vectors.
#[inline(always)]
pub fn zip_rows<T: Element, S: Simd<T>>(
    simd: S,
    (xs, ys): (&mut [T], &[T]),
    (stride, width): (usize, usize),
    f: impl Fn(S::V, S::V) -> (S::V, S::V),
) -> f64 {
    /// Rows that are added up in the element type: few enough for single precision.
    const BLOCK: usize = 64;
    assert_eq!(xs.len(), ys.len());
    assert!(width.next_multiple_of(S::LANES) <= stride);
    let zero = simd.splat(T::ZERO);
    let last = (width - 1) / S::LANES * S::LANES;
    let (every, counts) = (simd.splat(T::ONE), first_lanes(simd, width - last));
    let mut result = 0.0;
    for (xs, ys) in xs.chunks_mut(BLOCK * stride).zip(ys.chunks(BLOCK * stride)) {
        let mut total = zero;
        for (x, y) in xs.chunks_exact_mut(stride).zip(ys.chunks_exact(stride)) {
            let (x, y) = (x.as_mut_ptr(), y.as_ptr());
            for start in (0..width).step_by(S::LANES) {
                let counts = if start == last { counts } else { every };
                // SAFETY: a row has room for whole vectors.
                unsafe {
                    let (value, summand) = f(simd.load(x.add(start)), simd.load(y.add(start)));
                    simd.store(x.add(start), simd.choose(counts, value, zero));
                    total = simd.add(total, simd.choose(counts, summand, zero));
                }
            }
        }
        result += simd.sum_lanes(total).to_f64();
    }
    result
}

/// Short rows, `stride` apart, of `width` values: `f` gets a vector for each value, with another row in each lane.
/// Values behind the width become 0.
///
/// ```text
/// for LANES rows at a time:
///     vectors[i][lane] ← rows[lane][i]            a transposition through memory
///     f(vectors[0..width])
///     rows[lane][i] ← vectors[i][lane]
/// ```
///
/// With rows along the vectors, a softmax of three values would use three lanes of sixteen, and reduce across lanes for
/// each row: see docs/decisions/kernels.md#layers-of-at-most-four-units-or-inputs-multiply-along-the-other-side.
/// # Panics
/// When the width is more than W.
#[inline(always)]
pub fn across<T: Element, S: Simd<T>, const W: usize>(
    simd: S,
    rows: &mut [T],
    (stride, width): (usize, usize),
    f: impl Fn(&mut [S::V]),
) {
    let mut lanes = [[T::ZERO; MAX_LANES]; W];
    let mut vectors = [simd.splat(T::ZERO); W];
    for block in rows.chunks_mut(S::LANES * stride) {
        for (lane, row) in block.chunks_exact(stride).enumerate() {
            for (lanes, &x) in lanes.iter_mut().zip(&row[..width]) {
                lanes[lane] = x;
            }
        }
        for (vector, lanes) in vectors.iter_mut().zip(&lanes) {
            // SAFETY: LANES is at most MAX_LANES.
            *vector = unsafe { simd.load(lanes.as_ptr()) };
        }
        f(&mut vectors[..width]);
        for (vector, lanes) in vectors.iter().zip(&mut lanes) {
            // SAFETY: as above.
            unsafe { simd.store(lanes.as_mut_ptr(), *vector) };
        }
        block.fill(T::ZERO);
        for (lane, row) in block.chunks_exact_mut(stride).enumerate() {
            for (x, lanes) in row[..width].iter_mut().zip(&lanes) {
                *x = lanes[lane];
            }
        }
    }
}

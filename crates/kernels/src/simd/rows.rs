//! Rows of values through vectors.

use super::partial::{first_lanes, load_at, store_at};
use super::traits::{MAX_LANES, Simd};
use crate::Element;

/// sum ← sum + factor · (every row of `rows`), rows as long as the sum.
#[inline(always)]
pub fn add_rows<T: Element, S: Simd<T>>(simd: S, rows: &[T], sum: &mut [T], factor: T) {
    let width = sum.len();
    let mut at = 0;
    // In registers over all rows: through memory, each row would wait for the one before.
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

/// Sums C vectors of columns from `at` on; answers where they end.
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
            let place = own.as_mut_ptr().add(vector * S::LANES);
            simd.store(place, simd.mul_add(simd.splat(factor), total, simd.load(place)));
        }
    }
    end
}

/// (x, ·) ← f(x) of the first `count` values, and the sum of the second results. Where the row has room, what
/// is behind them up to the next whole vector becomes 0.
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

/// Rows, `stride` apart, of which the first `width` values count: (x, ·) ← f(x, y), and the sum of the second
/// results. What is behind the width becomes 0 up to the next whole vector.
/// # Panics
/// When the slices differ in length, the width is 0, or a row has no room for whole vectors.
#[inline(always)]
pub fn zip_rows<T: Element, S: Simd<T>>(
    simd: S,
    (xs, ys): (&mut [T], &[T]),
    (stride, width): (usize, usize),
    f: impl Fn(S::V, S::V) -> (S::V, S::V),
) -> f64 {
    /// Rows whose sum single precision holds well.
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

/// Rows, `stride` apart, of `width` values, of as many rows as there are lanes at once: `f` gets a vector for
/// each value, with a row in each lane. What is behind the width becomes 0.
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

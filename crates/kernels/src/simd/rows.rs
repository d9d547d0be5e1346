//! Rows whose last vector is only partly used.

use super::slices::{MAX_LANES, sum_lanes};
use super::{Simd, first_lanes};
use crate::Element;

/// The largest value; which, is not said, when one of them is NaN.
/// # Panics
/// When there is none.
#[inline(always)]
pub fn largest<T: Element, S: Simd<T>>(simd: S, xs: &[T]) -> T {
    let mut chunks = xs.chunks_exact(S::LANES);
    let tail = chunks.remainder();
    let mut lanes = [xs[0]; MAX_LANES];
    if let Some(chunk) = chunks.next() {
        // SAFETY: the chunk has exactly LANES elements.
        let mut highest = unsafe { simd.load(chunk.as_ptr()) };
        for chunk in chunks {
            // SAFETY: as above.
            highest = simd.at_least(highest, unsafe { simd.load(chunk.as_ptr()) });
        }
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { simd.store(lanes.as_mut_ptr(), highest) };
    }
    let used = if tail.len() == xs.len() { 0 } else { S::LANES };
    let mut largest = lanes[0];
    for &x in lanes[..used].iter().chain(tail) {
        if x > largest {
            largest = x;
        }
    }
    largest
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
    let (whole, rest) = row.split_at_mut(count - count % S::LANES);
    for chunk in whole.chunks_exact_mut(S::LANES) {
        // SAFETY: the chunk has exactly LANES elements.
        let (value, summand) = f(unsafe { simd.load(chunk.as_ptr()) });
        // SAFETY: as above.
        unsafe { simd.store(chunk.as_mut_ptr(), value) };
        total = simd.add(total, summand);
    }
    let count = count % S::LANES;
    if count > 0 {
        let counts = first_lanes(simd, count);
        let mut padded = [T::ZERO; MAX_LANES];
        let room = rest.len() >= S::LANES;
        if !room {
            padded[..count].copy_from_slice(&rest[..count]);
        }
        let place = if room { rest.as_mut_ptr() } else { padded.as_mut_ptr() };
        // SAFETY: there are LANES elements in either place.
        let (value, summand) = f(unsafe { simd.load(place) });
        // SAFETY: as above.
        unsafe { simd.store(place, simd.choose(counts, value, zero)) };
        if !room {
            rest[..count].copy_from_slice(&padded[..count]);
        }
        total = simd.add(total, simd.choose(counts, summand, zero));
    }
    sum_lanes(simd, total)
}

/// Rows, `stride` apart, of which the first `width` values count: (x, ·) ← f(x, y), and the sum of the second
/// results. What is behind the width becomes 0 up to the next whole vector.
/// # Panics
/// When the slices differ in length, or a row has no room for whole vectors.
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
    let counts = first_lanes(simd, width % S::LANES);
    let whole = width - width % S::LANES;
    let mut result = 0.0;
    for (xs, ys) in xs.chunks_mut(BLOCK * stride).zip(ys.chunks(BLOCK * stride)) {
        let mut total = zero;
        for (x, y) in xs.chunks_exact_mut(stride).zip(ys.chunks_exact(stride)) {
            let (x, y) = (x.as_mut_ptr(), y.as_ptr());
            for start in (0..whole).step_by(S::LANES) {
                // SAFETY: a whole vector from `start` on is inside the row.
                unsafe {
                    let (value, loss) = f(simd.load(x.add(start)), simd.load(y.add(start)));
                    simd.store(x.add(start), value);
                    total = simd.add(total, loss);
                }
            }
            if whole < width {
                // SAFETY: a row has room for whole vectors.
                unsafe {
                    let (value, loss) = f(simd.load(x.add(whole)), simd.load(y.add(whole)));
                    simd.store(x.add(whole), simd.choose(counts, value, zero));
                    total = simd.add(total, simd.choose(counts, loss, zero));
                }
            }
        }
        result += sum_lanes(simd, total).to_f64();
    }
    result
}

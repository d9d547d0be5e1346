//! Whole slices through vectors, with the tail in a padded vector: the safe way to write elementwise kernels.

use super::Simd;
use crate::Element;

/// Most lanes of any instruction set.
const MAX_LANES: usize = 16;

/// x ← f(x)
#[inline(always)]
pub fn map<T: Element, S: Simd<T>>(simd: S, xs: &mut [T], f: impl Fn(S::V) -> S::V) {
    let mut chunks = xs.chunks_exact_mut(S::LANES);
    for chunk in &mut chunks {
        // SAFETY: the chunk has exactly LANES elements.
        unsafe { simd.store(chunk.as_mut_ptr(), f(simd.load(chunk.as_ptr()))) };
    }
    let tail = chunks.into_remainder();
    if !tail.is_empty() {
        let mut padded = [T::ZERO; MAX_LANES];
        padded[..tail.len()].copy_from_slice(tail);
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { simd.store(padded.as_mut_ptr(), f(simd.load(padded.as_ptr()))) };
        tail.copy_from_slice(&padded[..tail.len()]);
    }
}

/// x ← f(x, y)
/// # Panics
/// When the slices differ in length.
#[inline(always)]
pub fn zip<T: Element, S: Simd<T>>(simd: S, xs: &mut [T], ys: &[T], f: impl Fn(S::V, S::V) -> S::V) {
    assert_eq!(xs.len(), ys.len());
    let mut x_chunks = xs.chunks_exact_mut(S::LANES);
    let mut y_chunks = ys.chunks_exact(S::LANES);
    for (x, y) in (&mut x_chunks).zip(&mut y_chunks) {
        // SAFETY: both chunks have exactly LANES elements.
        unsafe { simd.store(x.as_mut_ptr(), f(simd.load(x.as_ptr()), simd.load(y.as_ptr()))) };
    }
    let (x_tail, y_tail) = (x_chunks.into_remainder(), y_chunks.remainder());
    if !x_tail.is_empty() {
        let (mut x, mut y) = ([T::ZERO; MAX_LANES], [T::ZERO; MAX_LANES]);
        x[..x_tail.len()].copy_from_slice(x_tail);
        y[..y_tail.len()].copy_from_slice(y_tail);
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { simd.store(x.as_mut_ptr(), f(simd.load(x.as_ptr()), simd.load(y.as_ptr()))) };
        x_tail.copy_from_slice(&x[..x_tail.len()]);
    }
}

/// The sum of `f(total, x)` folded lane by lane, then across the lanes; zeros fill the last vector.
#[inline(always)]
pub fn reduce<T: Element, S: Simd<T>>(simd: S, xs: &[T], f: impl Fn(S::V, S::V) -> S::V) -> T {
    let mut total = simd.splat(T::ZERO);
    let chunks = xs.chunks_exact(S::LANES);
    let tail = chunks.remainder();
    for chunk in chunks {
        // SAFETY: the chunk has exactly LANES elements.
        total = f(total, unsafe { simd.load(chunk.as_ptr()) });
    }
    if !tail.is_empty() {
        let mut lanes = [T::ZERO; MAX_LANES];
        lanes[..tail.len()].copy_from_slice(tail);
        // SAFETY: LANES is at most MAX_LANES.
        total = f(total, unsafe { simd.load(lanes.as_ptr()) });
    }
    sum(simd, total)
}

/// Of the lanes.
#[inline(always)]
fn sum<T: Element, S: Simd<T>>(simd: S, v: S::V) -> T {
    let mut lanes = [T::ZERO; MAX_LANES];
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.store(lanes.as_mut_ptr(), v) };
    // In halves: a chain of additions would wait for each.
    let mut half = S::LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

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
        let counts = first(simd, count);
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
    sum(simd, total)
}

/// 1 in the first `count` lanes, 0 in the others.
#[inline(always)]
fn first<T: Element, S: Simd<T>>(simd: S, count: usize) -> S::V {
    let mut lanes = [T::ZERO; MAX_LANES];
    lanes[..count].fill(T::ONE);
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.load(lanes.as_ptr()) }
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
    let counts = first(simd, width % S::LANES);
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
        result += sum(simd, total).to_f64();
    }
    result
}

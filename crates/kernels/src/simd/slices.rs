//! Whole slices through vectors, with the tail in a padded vector: the safe way to write elementwise kernels.

use super::Simd;
use crate::Element;

/// Most lanes of any instruction set.
pub(super) const MAX_LANES: usize = 16;

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
        total = f(total, load_tail(simd, tail));
    }
    sum_lanes(simd, total)
}

/// Σ x y
/// # Panics
/// When the slices differ in length.
#[inline(always)]
pub fn dot<T: Element, S: Simd<T>>(simd: S, xs: &[T], ys: &[T]) -> T {
    assert_eq!(xs.len(), ys.len());
    let mut total = simd.splat(T::ZERO);
    let (x_chunks, y_chunks) = (xs.chunks_exact(S::LANES), ys.chunks_exact(S::LANES));
    let (x_tail, y_tail) = (x_chunks.remainder(), y_chunks.remainder());
    for (x, y) in x_chunks.zip(y_chunks) {
        // SAFETY: both chunks have exactly LANES elements.
        total = unsafe { simd.mul_add(simd.load(x.as_ptr()), simd.load(y.as_ptr()), total) };
    }
    if !x_tail.is_empty() {
        total = simd.mul_add(load_tail(simd, x_tail), load_tail(simd, y_tail), total);
    }
    sum_lanes(simd, total)
}

/// sum ← sum + every row of `rows`, rows as long as the sum.
#[inline(always)]
pub fn add_rows<T: Element, S: Simd<T>>(simd: S, rows: &[T], sum: &mut [T]) {
    let width = sum.len();
    let mut at = 0;
    // In registers over all rows: through memory, each row would wait for the one before.
    while at + 4 * S::LANES <= width {
        at = add_columns::<T, S, 4>(simd, rows, sum, at);
    }
    while at + S::LANES <= width {
        at = add_columns::<T, S, 1>(simd, rows, sum, at);
    }
    for column in at..width {
        for row in rows.chunks_exact(width) {
            sum[column] += row[column];
        }
    }
}

/// Sums C vectors of columns from `at` on; answers where they end.
#[inline(always)]
fn add_columns<T: Element, S: Simd<T>, const C: usize>(
    simd: S,
    rows: &[T],
    sum: &mut [T],
    at: usize,
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
            simd.store(place, simd.add(simd.load(place), total));
        }
    }
    end
}

/// In halves: a chain of additions would wait for each.
#[inline(always)]
pub(super) fn sum_lanes<T: Element, S: Simd<T>>(simd: S, total: S::V) -> T {
    let mut lanes = [T::ZERO; MAX_LANES];
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.store(lanes.as_mut_ptr(), total) };
    let mut half = S::LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// `outs ← f(outs, ins)`, position by position.
/// # Panics
/// When the slices differ in length.
#[inline(always)]
pub fn combine<T: Element, S: Simd<T>, const M: usize, const N: usize>(
    simd: S,
    mut outs: [&mut [T]; M],
    ins: [&[T]; N],
    f: impl Fn([S::V; M], [S::V; N]) -> [S::V; M],
) {
    let length = outs[0].len();
    for out in &outs {
        assert_eq!(out.len(), length);
    }
    for x in &ins {
        assert_eq!(x.len(), length);
    }
    let zero = simd.splat(T::ZERO);
    let (mut values, mut given) = ([zero; M], [zero; N]);
    let whole = length - length % S::LANES;
    let mut at = 0;
    while at < whole {
        // SAFETY: LANES elements from `at` on lie inside every slice.
        unsafe {
            for (value, out) in values.iter_mut().zip(&outs) {
                *value = simd.load(out.as_ptr().add(at));
            }
            for (value, x) in given.iter_mut().zip(&ins) {
                *value = simd.load(x.as_ptr().add(at));
            }
            values = f(values, given);
            for (value, out) in values.iter().zip(&mut outs) {
                simd.store(out.as_mut_ptr().add(at), *value);
            }
        }
        at += S::LANES;
    }
    if whole == length {
        return;
    }
    for (value, out) in values.iter_mut().zip(&outs) {
        *value = load_tail(simd, &out[whole..]);
    }
    for (value, x) in given.iter_mut().zip(&ins) {
        *value = load_tail(simd, &x[whole..]);
    }
    values = f(values, given);
    let mut padded = [T::ZERO; MAX_LANES];
    for (value, out) in values.iter().zip(&mut outs) {
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { simd.store(padded.as_mut_ptr(), *value) };
        out[whole..].copy_from_slice(&padded[..length - whole]);
    }
}

/// Fewer values than a vector has, zeros behind them.
#[inline(always)]
fn load_tail<T: Element, S: Simd<T>>(simd: S, tail: &[T]) -> S::V {
    let mut padded = [T::ZERO; MAX_LANES];
    padded[..tail.len()].copy_from_slice(tail);
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.load(padded.as_ptr()) }
}

/// The vector at `start`; zeros stand behind the end of the slice.
/// # Panics
/// When `start` lies behind it.
#[inline(always)]
pub fn load_at<T: Element, S: Simd<T>>(simd: S, xs: &[T], start: usize) -> S::V {
    if start + S::LANES <= xs.len() {
        // SAFETY: just compared.
        return unsafe { simd.load(xs.as_ptr().add(start)) };
    }
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.load(padded(&xs[start..]).as_ptr()) }
}

/// Writes the vector at `start`, as far as the slice goes.
/// # Panics
/// When `start` lies behind its end.
#[inline(always)]
pub fn store_at<T: Element, S: Simd<T>>(simd: S, xs: &mut [T], start: usize, v: S::V) {
    if start + S::LANES <= xs.len() {
        // SAFETY: just compared.
        unsafe { simd.store(xs.as_mut_ptr().add(start), v) };
        return;
    }
    let mut lanes = [T::ZERO; MAX_LANES];
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.store(lanes.as_mut_ptr(), v) };
    cut(&lanes, &mut xs[start..]);
}

#[cold]
#[inline(never)]
fn padded<T: Element>(xs: &[T]) -> [T; MAX_LANES] {
    let mut lanes = [T::ZERO; MAX_LANES];
    lanes[..xs.len()].copy_from_slice(xs);
    lanes
}

#[cold]
#[inline(never)]
fn cut<T: Element>(lanes: &[T; MAX_LANES], xs: &mut [T]) {
    xs.copy_from_slice(&lanes[..xs.len()]);
}

/// 1 in the first `count` lanes, 0 in the others.
#[inline(always)]
pub fn first_lanes<T: Element, S: Simd<T>>(simd: S, count: usize) -> S::V {
    let mut lanes = [T::ZERO; MAX_LANES];
    for lane in lanes.iter_mut().take(count) {
        *lane = T::ONE;
    }
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.load(lanes.as_ptr()) }
}

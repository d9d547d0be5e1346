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
    let mut lanes = [T::ZERO; MAX_LANES];
    if !tail.is_empty() {
        lanes[..tail.len()].copy_from_slice(tail);
        // SAFETY: LANES is at most MAX_LANES.
        total = f(total, unsafe { simd.load(lanes.as_ptr()) });
        lanes = [T::ZERO; MAX_LANES];
    }
    // SAFETY: as above.
    unsafe { simd.store(lanes.as_mut_ptr(), total) };
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

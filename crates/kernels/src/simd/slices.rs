//! Loops over whole slices, vector by vector: the safe way to write elementwise kernels.
//!
//! ```text
//! for each whole vector:  store(f(load))
//! the tail:               copied into a padded vector of zeros, computed in the same way, copied back
//! ```
//!
//! So every value goes through the same operations, wherever it is in the slice.

use super::partial::load_at;
use super::traits::{MAX_LANES, Simd};
use crate::Element;

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

/// Folds `f(total, x)` lane by lane, from 0 on, and returns the sum of the lanes. Zeros fill the last vector.
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
        total = f(total, load_at(simd, tail, 0));
    }
    simd.sum_lanes(total)
}

/// Σ x·y
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
        total = simd.mul_add(load_at(simd, x_tail, 0), load_at(simd, y_tail, 0), total);
    }
    simd.sum_lanes(total)
}

/// `outs ← f(outs, ins)`, element by element: for rules with several arrays of state.
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
        *value = load_at(simd, &out[whole..], 0);
    }
    for (value, x) in given.iter_mut().zip(&ins) {
        *value = load_at(simd, &x[whole..], 0);
    }
    values = f(values, given);
    let mut padded = [T::ZERO; MAX_LANES];
    for (value, out) in values.iter().zip(&mut outs) {
        // SAFETY: LANES is at most MAX_LANES.
        unsafe { simd.store(padded.as_mut_ptr(), *value) };
        out[whole..].copy_from_slice(&padded[..length - whole]);
    }
}

/// The largest value. Unspecified when one of them is NaN.
/// # Panics
/// When the slice is empty.
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

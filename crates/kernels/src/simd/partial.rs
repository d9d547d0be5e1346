//! Vectors at the end of a slice, which have fewer elements than lanes. The rare case is out of line and cold, so that
//! the common one stays a comparison and a load.

use super::traits::{MAX_LANES, Simd};
use crate::Element;

/// The vector at `start`, with zeros in the lanes behind the end of the slice.
/// # Panics
/// When `start` lies behind the end.
#[inline(always)]
pub fn load_at<T: Element, S: Simd<T>>(simd: S, xs: &[T], start: usize) -> S::V {
    if start + S::LANES <= xs.len() {
        // SAFETY: just compared.
        return unsafe { simd.load(xs.as_ptr().add(start)) };
    }
    // SAFETY: LANES is at most MAX_LANES.
    unsafe { simd.load(padded(&xs[start..]).as_ptr()) }
}

/// Writes the vector at `start`, without the lanes behind the end of the slice.
/// # Panics
/// When `start` lies behind the end.
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

/// A mask for [`Simd::choose`]: 1 in the first `count` lanes, 0 in the others.
/// # Panics
/// When `count` is above the lanes of the widest vector.
#[inline(always)]
pub fn first_lanes<T: Element, S: Simd<T>>(simd: S, count: usize) -> S::V {
    assert!(count <= MAX_LANES);
    // SAFETY: behind MAX_LANES - count there are at least MAX_LANES values.
    unsafe { simd.load(T::STEP.as_ptr().add(MAX_LANES - count)) }
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

//! What one activation implements, for single values or for whole rows.

use crate::Element;
use crate::simd::Simd;

/// An activation of one value at a time.
pub trait Elementwise {
    /// Whether `backward` wants the sums z in place of a.
    const FROM_SUMS: bool = false;
    /// Whether it has an argument.
    const TAKES_ALPHA: bool = false;
    /// a = f(z)
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V;
    /// ∂C/∂z from a = f(z), or from z, and ∂C/∂a.
    fn backward<T: Element, S: Simd<T>>(self, simd: S, from: S::V, da: S::V) -> S::V;
}

/// An activation of all values of a row.
pub trait Rowwise {
    /// One row, of which the first `columns` values count; zeros are left behind them.
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], columns: usize);
    /// As many rows as there are lanes, a row in each lane: the same of few values, without waiting for lanes.
    fn across<T: Element, S: Simd<T>>(self, simd: S, values: &mut [S::V]);
    /// ∂C/∂z from a and ∂C/∂a, the full Jacobian applied to one row of values that count.
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: &[T], da: &mut [T]);
}

/// The largest of some values, lane by lane.
#[inline(always)]
pub fn highest<T: Element, S: Simd<T>>(simd: S, values: &[S::V]) -> S::V {
    let mut highest = values[0];
    for &z in &values[1..] {
        highest = simd.at_least(highest, z);
    }
    highest
}

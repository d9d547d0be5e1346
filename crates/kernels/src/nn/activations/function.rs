//! What one activation implements, for single values or for whole rows.

use crate::Element;
use crate::simd::Simd;

/// An activation of one value at a time.
pub trait Elementwise {
    /// Whether the derivative is computed from the pre-activation z, and not from the output a.
    const NEEDS_PREACTIVATIONS: bool = false;
    /// Whether the activation has the argument alpha.
    const TAKES_ALPHA: bool = false;
    /// a = f(z)
    fn forward<T: Element, S: Simd<T>>(self, simd: S, z: S::V) -> S::V;
    /// ∂C/∂z from ∂C/∂a and from a, or from z where [`Self::NEEDS_PREACTIVATIONS`].
    fn backward<T: Element, S: Simd<T>>(self, simd: S, from: S::V, da: S::V) -> S::V;
}

/// An activation of all values of a row.
pub trait Rowwise {
    /// Turns the first `features` values of a row into a, and sets the values behind them to 0.
    fn forward<T: Element, S: Simd<T>>(self, simd: S, row: &mut [T], features: usize);
    /// Applies the same function to as many rows as there are lanes: vector i holds value i of every row, so
    /// that maxima and sums need no reduction across lanes.
    fn across<T: Element, S: Simd<T>>(self, simd: S, values: &mut [S::V]);
    /// ∂C/∂z from a and ∂C/∂a: the full Jacobian applied to the values of one row, without padding.
    fn backward<T: Element, S: Simd<T>>(self, simd: S, a: &[T], da: &mut [T]);
}

/// The largest of `values`, lane by lane.
#[inline(always)]
pub fn highest<T: Element, S: Simd<T>>(simd: S, values: &[S::V]) -> S::V {
    let mut highest = values[0];
    for &z in &values[1..] {
        highest = simd.at_least(highest, z);
    }
    highest
}

//! Converts a sample from bytes to the element type of a program.

use crate::Element;
use crate::simd::{Isa, Simd, SimdOp};

/// row ← scale · sample
///
/// Bytes stay bytes until a batch needs them, so a data set takes a quarter of the memory of float32, and a
/// batch that is converted stays in the cache until the first layer reads it.
pub fn convert<T: Element>(isa: Isa, sample: &[u8], row: &mut [T], scale: T) {
    T::dispatch(isa, Convert { sample, row, scale });
}

struct Convert<'a, T> {
    sample: &'a [u8],
    row: &'a mut [T],
    scale: T,
}

impl<T: Element> SimdOp<T> for Convert<'_, T> {
    type Output = ();
    /// A plain loop: inlined into the dispatch, the compiler turns it into the vectors of the instruction set
    /// by itself.
    #[inline(always)]
    fn run<S: Simd<T>>(self, _: S) {
        for (value, &byte) in self.row.iter_mut().zip(self.sample) {
            *value = T::from(byte) * self.scale;
        }
    }
}

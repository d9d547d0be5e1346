//! The few whole-slice operations that layers, optimizers and data sets share.

use crate::Element;
use crate::simd::{Isa, Simd, SimdOp, map, reduce, zip};

struct Scale<'a, T>(&'a mut [T], T);

/// x ← factor · x
pub fn scale<T: Element>(isa: Isa, values: &mut [T], factor: T) {
    T::dispatch(isa, Scale(values, factor));
}

impl<T: Element> SimdOp<T> for Scale<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let factor = simd.splat(self.1);
        map(
            simd,
            self.0,
            #[inline(always)]
            |x| simd.mul(x, factor),
        );
    }
}

struct AddRows<'a, T>(&'a [T], &'a mut [T]);

/// sum ← sum + every row of `rows`, rows as long as the sum.
pub fn add_rows<T: Element>(isa: Isa, rows: &[T], sum: &mut [T]) {
    T::dispatch(isa, AddRows(rows, sum));
}

impl<T: Element> SimdOp<T> for AddRows<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        for row in self.0.chunks_exact(self.1.len()) {
            zip(
                simd,
                self.1,
                row,
                #[inline(always)]
                |sum, x| simd.add(sum, x),
            );
        }
    }
}

struct Residue<'a, T>(&'a [T]);

impl<T: Element> SimdOp<T> for Residue<'_, T> {
    type Output = T;
    /// x - x is 0, or NaN where x is NaN or infinite.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        reduce(
            simd,
            self.0,
            #[inline(always)]
            |sum, x| simd.add(sum, simd.sub(x, x)),
        )
    }
}

/// Index of the first NaN or infinity.
pub fn first_non_finite<T: Element>(isa: Isa, values: &[T]) -> Option<usize> {
    const BLOCK: usize = 4096;
    let block = values.chunks(BLOCK).position(|block| !T::dispatch(isa, Residue(block)).is_finite())?;
    let start = block * BLOCK;
    values[start..].iter().position(|x| !x.is_finite()).map(|index| start + index)
}

//! What products of very few columns, or of very few features, share.

use crate::Element;
use crate::simd::Simd;

/// Most that count as few; each needs its registers.
pub const MOST: usize = 4;

/// Runs the body with a constant equal to a count of at most [`MOST`].
macro_rules! with_few {
    ($count:expr, $N:ident => $body:expr) => {
        $crate::gemm::const_dispatch::with_few!(@arms $count, $N, $body, 1 2 3 4)
    };
    (@arms $count:expr, $N:ident, $body:expr, $($n:literal)*) => {
        match $count {
            $($n => { const $N: usize = $n; $body })*
            _ => unreachable!("few are at most {}", $crate::gemm::const_dispatch::MOST),
        }
    };
}
pub(crate) use with_few;

/// C vectors from the beginning of the values.
#[inline(always)]
pub fn vectors<T: Element, S: Simd<T>, const C: usize>(simd: S, values: &[T]) -> [S::V; C] {
    let mut vectors = [simd.splat(T::ZERO); C];
    for (vector, values) in vectors.iter_mut().zip(values[..C * S::LANES].chunks_exact(S::LANES)) {
        // SAFETY: the chunk has exactly LANES elements.
        *vector = unsafe { simd.load(values.as_ptr()) };
    }
    vectors
}

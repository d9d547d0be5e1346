//! The way from an [`Isa`] to code that is compiled for it.

use super::isa::Isa;
use super::traits::{Simd, SimdOp};
use crate::Element;

/// Runs an op compiled for an instruction set. A macro, because the sets differ by target, and bounds of a
/// function (`where Avx2: Simd<T>`) cannot be switched with `cfg`.
macro_rules! dispatch {
    ($type:ident, $isa:expr, $op:expr) => {
        match $isa {
            #[cfg(not(target_feature = "simd128"))]
            $crate::simd::Isa::Scalar => $crate::simd::scalar::call::<$type, _>($op),
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "the set was detected")]
            // SAFETY: this value comes only from `Isa::available`.
            $crate::simd::Isa::Avx2 => unsafe { $crate::simd::avx2::call::<$type, _>($op) },
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "the set was detected")]
            // SAFETY: this value comes only from `Isa::available`.
            $crate::simd::Isa::Avx512 => unsafe { $crate::simd::avx512::call::<$type, _>($op) },
            #[cfg(target_arch = "aarch64")]
            $crate::simd::Isa::Neon => $crate::simd::neon::call::<$type, _>($op),
            #[cfg(all(target_feature = "simd128", not(target_feature = "relaxed-simd")))]
            $crate::simd::Isa::Simd128 => $crate::simd::simd128::call::<$type, _>($op),
            #[cfg(target_feature = "relaxed-simd")]
            $crate::simd::Isa::Relaxed => $crate::simd::relaxed::call::<$type, _>($op),
        }
    };
}
pub(crate) use dispatch;

struct Lanes;

impl<T> SimdOp<T> for Lanes {
    type Output = usize;
    fn run<S: Simd<T>>(self, _: S) -> usize {
        S::LANES
    }
}

/// Lanes of one vector of `T` in `isa`.
pub fn lanes<T: Element>(isa: Isa) -> usize {
    T::dispatch(isa, Lanes)
}

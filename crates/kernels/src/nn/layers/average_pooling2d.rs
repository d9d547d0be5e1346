//! The mean of each channel over windows of an image.

use super::pooling2d::{Pooling, Pooling2d};
use crate::Element;
use crate::simd::Simd;

pub type AveragePooling2d = Pooling2d<Average>;

#[derive(Clone, Copy, Default)]
pub struct Average;

impl Pooling for Average {
    const HAS_WINNER: bool = false;

    #[inline(always)]
    fn start<T: Element, S: Simd<T>>(self, simd: S, _: &[T], _: usize) -> S::V {
        simd.splat(T::ZERO)
    }

    #[inline(always)]
    fn fold<T: Element, S: Simd<T>>(self, simd: S, value: S::V, pixel: S::V) -> S::V {
        simd.add(value, pixel)
    }

    #[inline(always)]
    fn finish<T: Element, S: Simd<T>>(self, simd: S, value: S::V, share: S::V) -> S::V {
        simd.mul(value, share)
    }

    /// Every pixel of a window gets the same share.
    #[inline(always)]
    fn window_gradient<T: Element, S: Simd<T>>(self, simd: S, d: S::V, share: S::V) -> S::V {
        simd.mul(d, share)
    }

    #[inline(always)]
    fn pixel_gradient<T: Element, S: Simd<T>>(
        self,
        _: S,
        remaining: &mut S::V,
        _: S::V,
        _: impl Fn() -> S::V,
    ) -> S::V {
        *remaining
    }
}

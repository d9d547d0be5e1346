//! The largest value of each channel in windows of an image.

use super::pooling2d::{Pooling, Pooling2d};
use crate::Element;
use crate::simd::{Simd, load_at};

pub type MaxPooling2d = Pooling2d<Max>;

#[derive(Clone, Copy, Default)]
pub struct Max;

impl Pooling for Max {
    const HAS_WINNER: bool = true;

    #[inline(always)]
    fn start<T: Element, S: Simd<T>>(self, simd: S, x: &[T], first: usize) -> S::V {
        load_at(simd, x, first)
    }

    #[inline(always)]
    fn fold<T: Element, S: Simd<T>>(self, simd: S, value: S::V, pixel: S::V) -> S::V {
        simd.at_least(value, pixel)
    }

    #[inline(always)]
    fn finish<T: Element, S: Simd<T>>(self, _: S, value: S::V, _: S::V) -> S::V {
        value
    }

    #[inline(always)]
    fn window_gradient<T: Element, S: Simd<T>>(self, _: S, d: S::V, _: S::V) -> S::V {
        d
    }

    /// The first of equal values gets all of the gradient: every pixel below the maximum leaves what remains,
    /// and the first that is not takes it.
    #[inline(always)]
    fn pixel_gradient<T: Element, S: Simd<T>>(
        self,
        simd: S,
        remaining: &mut S::V,
        output: S::V,
        x: impl Fn() -> S::V,
    ) -> S::V {
        let before = *remaining;
        *remaining = simd.where_positive(simd.sub(output, x()), before);
        simd.sub(before, *remaining)
    }
}

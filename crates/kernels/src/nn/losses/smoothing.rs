//! Label smoothing: y (1 - s) + s/n over n classes.
//! Szegedy et al., "Rethinking the inception architecture for computer vision" (CVPR 2016).

use crate::Element;
use crate::simd::Simd;

/// y ← keep · y + add
#[derive(Clone, Copy)]
pub struct Smoothing {
    keep: f64,
    add: f64,
}

impl Smoothing {
    /// Spreads `share` of each target evenly over all classes.
    pub fn new(share: f64, classes: usize) -> Self {
        Self { keep: 1.0 - share, add: share / classes as f64 }
    }

    /// Whether targets stay as they are.
    pub fn is_none(self) -> bool {
        self.add == 0.0
    }

    /// The smoothed target of y.
    pub fn of(self, y: f64) -> f64 {
        y * self.keep + self.add
    }

    /// The smoothed targets of a vector of y.
    #[inline(always)]
    pub fn apply<T: Element, S: Simd<T>>(self, simd: S, y: S::V) -> S::V {
        simd.mul_add(y, simd.splat(T::from_f64(self.keep)), simd.splat(T::from_f64(self.add)))
    }

    /// The sum of the smoothed targets of `classes` classes whose sum was `total`.
    #[inline(always)]
    pub fn total(self, total: f64, classes: usize) -> f64 {
        total * self.keep + self.add * classes as f64
    }
}

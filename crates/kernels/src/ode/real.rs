//! One number, or eight side by side: code that is generic over [`Real`] runs in a single solve and in eight at
//! once, and its results are bitwise identical in both.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// Trajectories that an ensemble integrates side by side.
pub const LANES: usize = 8;

/// `f64` or [`Lanes`].
pub trait Real:
    Copy
    + Default
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The same number in every lane.
    fn splat(x: f64) -> Self;

    /// f(x) in each lane.
    #[must_use]
    fn map(self, f: impl Fn(f64) -> f64) -> Self;

    /// f(x, y) in each lane.
    #[must_use]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self;

    /// In each lane x where a ≤ b, else y.
    fn choose(a: Self, b: Self, x: Self, y: Self) -> Self;

    /// √x in each lane.
    #[must_use]
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }
}

impl Real for f64 {
    #[inline(always)]
    fn splat(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        f(self)
    }
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        f(self, other)
    }
    #[inline(always)]
    fn choose(a: Self, b: Self, x: Self, y: Self) -> Self {
        if a <= b { x } else { y }
    }
}

/// One number of each of eight trajectories, aligned to a whole AVX-512 vector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(64))]
pub struct Lanes(pub [f64; LANES]);

impl Real for Lanes {
    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self([x; LANES])
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(f))
    }
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut result = self;
        for (a, b) in result.0.iter_mut().zip(other.0) {
            *a = f(*a, b);
        }
        result
    }
    #[inline(always)]
    fn choose(a: Self, b: Self, x: Self, y: Self) -> Self {
        let mut result = y;
        for lane in 0..LANES {
            if a.0[lane] <= b.0[lane] {
                result.0[lane] = x.0[lane];
            }
        }
        result
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $operator:tt) => {
        impl $trait for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |a, b| a $operator b)
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl Neg for Lanes {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|x| -x)
    }
}

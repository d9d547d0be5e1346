//! Plain Rust in arrays of four elements, which the compiler turns into the vectors that the target has.

use super::float_bits::FloatBits;
use super::traits::{Simd, SimdOp};
use crate::Element;

/// The portable fallback, and the plainest form of every operation.
#[derive(Clone, Copy)]
pub struct Scalar;

/// Runs `op` compiled for the target's baseline.
#[inline(never)]
pub fn call<T: Element, O: SimdOp<T>>(op: O) -> O::Output
where
    Scalar: Simd<T>,
{
    op.run(Scalar)
}

const LANES: usize = 4;

#[inline(always)]
fn each<T: Element>(a: [T; LANES], b: [T; LANES], f: impl Fn(T, T) -> T) -> [T; LANES] {
    std::array::from_fn(|i| f(a[i], b[i]))
}

macro_rules! scalar {
    ($type:ident, $bits:ident) => {
        impl Simd<$type> for Scalar {
            type V = [$type; LANES];
            const LANES: usize = LANES;
            const MR: usize = 4;
            const MR_PACKED: usize = 4;
            const RANK: usize = 0;

            #[inline(always)]
            fn splat(self, x: $type) -> Self::V {
                [x; LANES]
            }
            #[inline(always)]
            unsafe fn load(self, from: *const $type) -> Self::V {
                // SAFETY: the caller's promise.
                unsafe { from.cast::<Self::V>().read_unaligned() }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $type, v: Self::V) {
                // SAFETY: the caller's promise.
                unsafe { to.cast::<Self::V>().write_unaligned(v) }
            }
            #[inline(always)]
            fn add(self, a: Self::V, b: Self::V) -> Self::V {
                each(a, b, |a, b| a + b)
            }
            #[inline(always)]
            fn sub(self, a: Self::V, b: Self::V) -> Self::V {
                each(a, b, |a, b| a - b)
            }
            #[inline(always)]
            fn mul(self, a: Self::V, b: Self::V) -> Self::V {
                each(a, b, |a, b| a * b)
            }
            #[inline(always)]
            fn div(self, a: Self::V, b: Self::V) -> Self::V {
                each(a, b, |a, b| a / b)
            }
            #[inline(always)]
            fn sqrt(self, x: Self::V) -> Self::V {
                x.map(<$type>::sqrt)
            }
            #[inline(always)]
            fn mul_add(self, a: Self::V, b: Self::V, c: Self::V) -> Self::V {
                std::array::from_fn(|i| a[i] * b[i] + c[i])
            }
            #[inline(always)]
            fn at_least(self, x: Self::V, floor: Self::V) -> Self::V {
                each(x, floor, |x, floor| if x < floor { floor } else { x })
            }
            #[inline(always)]
            fn at_most(self, x: Self::V, ceiling: Self::V) -> Self::V {
                each(x, ceiling, |x, ceiling| if x > ceiling { ceiling } else { x })
            }
            #[inline(always)]
            fn where_positive(self, x: Self::V, value: Self::V) -> Self::V {
                each(x, value, |x, value| if x > 0.0 { value } else { 0.0 })
            }
            #[inline(always)]
            fn exp2_rounded(self, rounded: Self::V) -> Self::V {
                let one = $bits::from(<$type>::to_bits(1.0));
                rounded.map(|r| {
                    <$type>::from_bits((r.to_bits() << <$type as Element>::MANTISSA_BITS).wrapping_add(one))
                })
            }
            #[inline(always)]
            fn choose(self, x: Self::V, a: Self::V, b: Self::V) -> Self::V {
                std::array::from_fn(|i| if x[i] > 0.0 { a[i] } else { b[i] })
            }
            #[inline(always)]
            fn frexp(self, x: Self::V) -> (Self::V, Self::V) {
                let shift = <$type as Element>::MANTISSA_BITS;
                let n = x.map(|x| x.to_bits().wrapping_add($type::CARRY_AT_SQRT2) >> shift);
                let m = std::array::from_fn(|i| {
                    let bits = x[i].to_bits().wrapping_add($type::ONE_BITS);
                    <$type>::from_bits(bits.wrapping_sub(n[i] << shift))
                });
                let round = $type::ROUND.to_bits();
                (n.map(|n| <$type>::from_bits(n.wrapping_add(round)) - $type::ROUND_BIAS), m)
            }
            #[inline(always)]
            fn flush(self, x: Self::V) -> Self::V {
                x.map(|x| if x.abs() < <$type>::MIN_POSITIVE { 0.0 } else { x })
            }
        }
    };
}

scalar!(f32, u32);
scalar!(f64, u64);

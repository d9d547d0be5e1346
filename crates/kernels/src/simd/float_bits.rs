//! The constants with which every instruction set splits a number into exponent and significand by integer
//! arithmetic on its bits.
//!
//! ```text
//! bits(x)     = biased exponent e, significand s                x = 1.s · 2^(e - bias)
//! n + bias    = (bits(x) + CARRY_AT_SQRT2) >> MANTISSA_BITS     e, and one more where 1.s ≥ √2
//! bits(m)     = bits(x) + ONE_BITS - ((n + bias) << MANTISSA_BITS)
//! n as float  = float(bits(ROUND) + (n + bias)) - ROUND_BIAS
//! ```
//!
//! The last line takes the place of a conversion, which AVX2 and simd128 do not have for 64-bit integers.

use crate::Element;

/// Constants of [`super::traits::Simd::frexp`].
pub trait FloatBits: Element {
    /// The unsigned integer of the same width.
    type Bits;
    /// The bits of 1.0: the exponent's bias, with a significand of 0.
    const ONE_BITS: Self::Bits;
    /// Added to the bits of x, it carries into the exponent where the significand is at least √2.
    const CARRY_AT_SQRT2: Self::Bits;
    /// [`Element::ROUND`] plus the exponent's bias.
    const ROUND_BIAS: Self;
}

macro_rules! float_bits {
    ($type:ident, $bits:ident, $bias:expr) => {
        impl FloatBits for $type {
            type Bits = $bits;
            const ONE_BITS: $bits = $type::to_bits(1.0);
            const CARRY_AT_SQRT2: $bits = Self::ONE_BITS - $type::to_bits(std::$type::consts::FRAC_1_SQRT_2);
            const ROUND_BIAS: Self = Self::ROUND + $bias;
        }
    };
}

float_bits!(f32, u32, 127.0);
float_bits!(f64, u64, 1023.0);

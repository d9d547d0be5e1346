//! The constants with which every instruction set splits a number into exponent and significand.

use crate::Element;

/// Of [`super::Simd::split`].
pub trait Split: Element {
    /// An integer as wide.
    type Bits;
    /// The bits of 1, which are the exponent's bias.
    const BIAS: Self::Bits;
    /// What carries the exponent of x over where its significand reaches √2.
    const SPLIT: Self::Bits;
    /// [`Element::ROUND`] and the exponent's bias.
    const ROUND_BIAS: Self;
}

macro_rules! split {
    ($type:ident, $bits:ident, $bias:expr) => {
        impl Split for $type {
            type Bits = $bits;
            const BIAS: $bits = $type::to_bits(1.0);
            const SPLIT: $bits = Self::BIAS - $type::to_bits(std::$type::consts::FRAC_1_SQRT_2);
            const ROUND_BIAS: Self = Self::ROUND + $bias;
        }
    };
}

split!(f32, u32, 127.0);
split!(f64, u64, 1023.0);

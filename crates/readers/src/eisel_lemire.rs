//! Decimal to binary by the method of Eisel and Lemire (D. Lemire, "Number parsing at a gigabyte per second", Software:
//! Practice and Experience 51, 2021), for the powers of ten of a small table.
//!
//! ```text
//! mantissa · 10^q = mantissa · 5^q · 2^q
//!
//! w       ← mantissa << its leading zeros                     64 bits, the highest of them set
//! product ← the upper 128 of the 192 bits of w · 5^q          5^q as its first 128 bits
//! bits    ← the upper 54 bits of the product                  53 of a double, and one to round by
//! where all bits below them are 1 and 5^q is not exact:       a carry is possible: None
//! where they are 0 and the value is halfway between doubles:  round to even
//! bits    ← (bits + lowest bit) / 2                           round half up
//! 2's exponent ← ⌊q · log₂ 10⌋ + 63 + shifts
//! ```
//!
//! The table is limited to powers of ten with which every result is a normal number, so there is no case for subnormal
//! numbers and infinity. See docs/decisions/data.md#the-addon-reads-tables-of-numbers-on-all-cores.

const MIN_EXPONENT: i32 = -54;
const MAX_EXPONENT: i32 = 55;

/// The first 128 bits of 5^q for each exponent q: rounded up where -27 ≤ q < 0, truncated elsewhere.
const POWERS_OF_FIVE: [u128; (MAX_EXPONENT - MIN_EXPONENT + 1) as usize] = {
    let mut powers = [0; (MAX_EXPONENT - MIN_EXPONENT + 1) as usize];
    let mut exponent = MIN_EXPONENT;
    while exponent <= MAX_EXPONENT {
        powers[(exponent - MIN_EXPONENT) as usize] = power_of_five(exponent);
        exponent += 1;
    }
    powers
};

/// One entry of the table; a reciprocal by long division, bit by bit.
const fn power_of_five(exponent: i32) -> u128 {
    let power = 5_u128.pow(exponent.unsigned_abs());
    if exponent >= 0 {
        return power << power.leading_zeros();
    }
    let (mut quotient, mut remainder) = (0_u128, 1);
    while quotient.leading_zeros() > 0 {
        remainder <<= 1;
        quotient <<= 1;
        if remainder >= power {
            remainder -= power;
            quotient |= 1;
        }
    }
    if exponent >= -27 { quotient + 1 } else { quotient }
}

/// Exponents whose power of five is exact, or close enough to exact for any mantissa.
const SAFE: std::ops::RangeInclusive<i32> = -27..=55;

/// Exponents with which a mantissa of 64 bits may lie halfway between two doubles.
const HALFWAY: std::ops::RangeInclusive<i32> = -4..=23;

/// The double nearest to mantissa · 10^exponent. None where the exponent is not in the table, or the 128 bits of the
/// product do not decide the rounding.
#[inline]
pub fn nearest(mantissa: u64, exponent: i32) -> Option<f64> {
    let &power = POWERS_OF_FIVE.get(usize::try_from(exponent - MIN_EXPONENT).ok()?)?;
    if mantissa == 0 {
        return Some(0.0);
    }
    let zeros = mantissa.leading_zeros();
    let normal = u128::from(mantissa << zeros);
    // Always with the lower half of the power, too: few mantissas need it, but half of those that are the digits of a
    // printed double, so that a branch would be mispredicted.
    let product = normal * (power >> 64) + ((normal * u128::from(power as u64)) >> 64);
    let (high, low) = ((product >> 64) as u64, product as u64);
    // 1 where the product has 128 significant bits, 0 where it has 127.
    let upper = (high >> 63) as u32;
    let mut bits = high >> (upper + 9);
    // All lower bits are 1, or nearly 0: the only cases in which rounding needs more than the 54 bits.
    if low.wrapping_add(1) <= 2 {
        if low == u64::MAX && !SAFE.contains(&exponent) {
            return None;
        }
        if low <= 1 && HALFWAY.contains(&exponent) && bits & 3 == 1 && bits << (upper + 9) == high {
            bits &= !1;
        }
    }
    bits = (bits + (bits & 1)) >> 1;
    // 217706 / 2^16 is log₂ 10. A mantissa that was rounded up to 2^53 carries into the exponent by the addition below.
    let shift = upper.cast_signed() - zeros.cast_signed();
    let binary = ((exponent * 217_706) >> 16) + 63 + shift + 1023;
    Some(f64::from_bits(((binary as u64) << 52) + bits - (1 << 52)))
}

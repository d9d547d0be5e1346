//! Decimal to binary by Eisel and Lemire's method (D. Lemire, Number parsing at a gigabyte per second, Software: Practice
//! and Experience 51, 2021), for the powers of ten that a small table holds.

const LEAST: i32 = -54;
const MOST: i32 = 55;

/// The first 128 bits of 5^q, negative powers up to -27 rounded up, all others down.
const POWERS_OF_FIVE: [u128; (MOST - LEAST + 1) as usize] = {
    let mut powers = [0; (MOST - LEAST + 1) as usize];
    let mut exponent = LEAST;
    while exponent <= MOST {
        powers[(exponent - LEAST) as usize] = power_of_five(exponent);
        exponent += 1;
    }
    powers
};

const fn power_of_five(exponent: i32) -> u128 {
    let power = 5_u128.pow(exponent.unsigned_abs());
    if exponent >= 0 {
        return power << power.leading_zeros();
    }
    let (mut quotient, mut rest) = (0_u128, 1);
    while quotient.leading_zeros() > 0 {
        rest <<= 1;
        quotient <<= 1;
        if rest >= power {
            rest -= power;
            quotient |= 1;
        }
    }
    if exponent >= -27 { quotient + 1 } else { quotient }
}

/// Powers of five whose products are exact, or close enough to exact for any mantissa.
const SAFE: std::ops::RangeInclusive<i32> = -27..=55;

/// Powers of ten with which a number of 64 bits may lie halfway between two doubles.
const HALFWAY: std::ops::RangeInclusive<i32> = -4..=23;

/// The double nearest to mantissa · 10^exponent; none where the table or the product's 128 bits do not tell.
#[inline]
pub fn nearest(mantissa: u64, exponent: i32) -> Option<f64> {
    let &power = POWERS_OF_FIVE.get(usize::try_from(exponent - LEAST).ok()?)?;
    if mantissa == 0 {
        return Some(0.0);
    }
    let zeros = mantissa.leading_zeros();
    let normal = u128::from(mantissa << zeros);
    // The second product counts for few mantissas, but for half of those that are digits of a double: no branch.
    let product = normal * (power >> 64) + ((normal * u128::from(power as u64)) >> 64);
    let (high, low) = ((product >> 64) as u64, product as u64);
    let upper = (high >> 63) as u32;
    // 53 bits and one to round by.
    let mut bits = high >> (upper + 9);
    if low.wrapping_add(1) <= 2 {
        if low == u64::MAX && !SAFE.contains(&exponent) {
            return None;
        }
        if low <= 1 && HALFWAY.contains(&exponent) && bits & 3 == 1 && bits << (upper + 9) == high {
            bits &= !1;
        }
    }
    bits = (bits + (bits & 1)) >> 1;
    // The floor of exponent · log2(10), then the bias; a mantissa that was rounded up to 2^53 carries into it.
    let shift = upper.cast_signed() - zeros.cast_signed();
    let binary = ((exponent * 217_706) >> 16) + 63 + shift + 1023;
    Some(f64::from_bits(((binary as u64) << 52) + bits - (1 << 52)))
}

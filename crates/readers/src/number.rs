//! Numbers in the forms that most tables have, eight characters at a time in 64-bit words; rarer forms are left to a
//! general parser.
//!
//! ```text
//! word ← 8 characters, each byte xor '0'                      a digit is then its value
//! where the number ends inside the word (`short_number`):
//!     value ← its digits / 10^decimals                        the quotient of two exact doubles is correctly rounded
//! else (`long_number`):
//!     mantissa ← all digits, 8 at a time; then an exponent where there is one
//!     value ← mantissa / 10^decimals where both are exact, else Eisel and Lemire's product
//! ```
//!
//! Words in general registers, not vectors, so that every backend runs the same code. The techniques are those of
//! D. Lemire, "Number parsing at a gigabyte per second" (Software: Practice and Experience 51, 2021). See
//! docs/decisions/data.md#the-addon-reads-tables-of-numbers-on-all-cores.

use crate::eisel_lemire::nearest;

/// A number with this many digits is exact as a double.
const EXACT_DIGITS: usize = 15;

/// A number with this many digits fits into 64 bits.
const MAX_DIGITS: usize = 19;

const POWERS_OF_TEN: [f64; EXACT_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Bytes that must be left of the text, so that loading words needs no check of its end. A number that does not end
/// within them is left to the general parser.
const WINDOW: usize = 40;

/// The number at the beginning of a text, correctly rounded, and its length.
///
/// None where there is no number, where it has more than 19 digits or an exponent outside the table, and where fewer
/// than [`WINDOW`] bytes are left.
#[inline]
pub fn leading_number(text: &[u8]) -> Option<(f64, usize)> {
    let text: &[u8; WINDOW] = text.first_chunk()?;
    let is_negative = text[0] == b'-';
    let start = usize::from(is_negative);
    let word = Word::load(text, start)?;
    let (value, end) = match short_number(word) {
        Some((value, length)) => (value, start + length),
        None => long_number(text, start, word)?,
    };
    Some((f64::from_bits(value.to_bits() | u64::from(is_negative) << 63), end))
}

/// A number without exponent that ends within the word, and its length.
///
/// ```text
/// point, end ← the first two characters that are no digits
/// where the first is no point, the number is whole and ends there; an `e` means an exponent: None
/// else remove the point: digits before it, and those behind it moved down by one byte
/// value ← eight_digits(digits, moved up so that zeros stand in front) / 10^decimals
/// ```
#[inline]
fn short_number(word: Word) -> Option<(f64, usize)> {
    let others = word.non_digits();
    // With the bit of the first such character cleared, the lowest is that of the second.
    let later = others & others.wrapping_sub(1);
    if later == 0 {
        return None;
    }
    // In bits, multiples of 8.
    let (point, end) = (others.trailing_zeros() & 0x38, later.trailing_zeros() & 0x38);
    if word.byte(point) != b'.' {
        let is_whole = point > 0 && word.byte(point) | 0x20 != b'e';
        return is_whole.then(|| (eight_digits(word.0 << (64 - point)) as f64, point as usize / 8));
    }
    if end == 8 || word.byte(end) | 0x20 == b'e' {
        return None;
    }
    let before = (1 << point) - 1;
    let digits = word.0 & before | word.0 >> 8 & !before;
    let decimals = (end - point) as usize / 8 - 1;
    Some((eight_digits(digits << (72 - end)) as f64 / POWERS_OF_TEN[decimals & 7], end as usize / 8))
}

/// A number of any length, with or without exponent, that begins with this word; and where it ends.
#[inline]
fn long_number(text: &[u8; WINDOW], start: usize, word: Word) -> Option<(f64, usize)> {
    // One digit and then something else, as in scientific notation, needs no loop.
    let (whole, point) = if word.non_digits() & 0x8080 == 0x8000 {
        (word.0 & 0xf, start + 1)
    } else {
        append_digits(0, text, start)?
    };
    let (mut mantissa, mut end, mut decimals) = (whole, point, 0);
    if *text.get(point)? == b'.' {
        (mantissa, end) = append_digits(whole, text, point + 1)?;
        decimals = end - point - 1;
    }
    let digits = point - start + decimals;
    if digits == 0 || digits > MAX_DIGITS + usize::from(text[start] == b'0') {
        return None;
    }
    let value = if *text.get(end)? | 0x20 == b'e' {
        let exponent;
        (exponent, end) = read_exponent(text, end + 1)?;
        nearest(mantissa, exponent - decimals.cast_signed() as i32)?
    } else if digits <= EXACT_DIGITS {
        // The quotient of two exact doubles is correctly rounded.
        mantissa as f64 / POWERS_OF_TEN[decimals]
    } else {
        nearest(mantissa, -decimals.cast_signed() as i32)?
    };
    Some((value, end))
}

const INTEGER_POWERS_OF_TEN: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Appends the digits from `from` on to a number, and returns it with the index where they end. More than 19 digits
/// overflow.
#[inline]
fn append_digits(number: u64, text: &[u8; WINDOW], from: usize) -> Option<(u64, usize)> {
    let (mut number, mut at) = (number, from);
    loop {
        let word = Word::load(text, at)?;
        let others = word.non_digits();
        if others == 0 {
            number = number.wrapping_mul(100_000_000).wrapping_add(eight_digits(word.0));
            at += 8;
            continue;
        }
        let bits = others.trailing_zeros() & 0x38;
        let count = bits as usize / 8;
        // Moved up, so that zeros stand in front of the digits; in two shifts, as one by 64 is not allowed.
        let digits = eight_digits(word.0 << (bits ^ 0x38) << 8);
        return Some((number.wrapping_mul(INTEGER_POWERS_OF_TEN[count]).wrapping_add(digits), at + count));
    }
}

/// Eight characters, the first in the lowest byte, each combined with `'0'` by exclusive or: a digit is its value.
#[derive(Clone, Copy)]
struct Word(u64);

impl Word {
    #[inline]
    fn load(text: &[u8; WINDOW], at: usize) -> Option<Self> {
        if at > WINDOW - 8 {
            return None;
        }
        let bytes = text[at..].first_chunk()?;
        Some(Self(u64::from_le_bytes(*bytes) ^ 0x3030_3030_3030_3030))
    }

    /// The highest bit of each byte that is no digit: those that exceed 127 by themselves, or do so once 0x76 is added
    /// (10 + 0x76 = 128). The sum of a byte that is not ASCII may carry into the next one, so behind such a byte the
    /// bits are not reliable; the number has ended by then.
    #[inline]
    fn non_digits(self) -> u64 {
        let above_nine = self.0.wrapping_add(0x7676_7676_7676_7676);
        (above_nine | self.0) & 0x8080_8080_8080_8080
    }

    /// The character whose byte begins at a bit.
    #[inline]
    fn byte(self, bit: u32) -> u8 {
        (self.0 >> bit) as u8 ^ b'0'
    }
}

/// The number that eight digits make, in three multiplications (D. Lemire, as above).
///
/// ```text
/// digits   d0 d1 d2 d3 d4 d5 d6 d7               one a byte, d0 in the lowest
/// pairs    ← 10·d0+d1, …, 10·d6+d7               p0 to p3, in every other byte
/// upper    ← p0·10⁶ + p2·10²                     in the upper 32 bits of one product
/// lower    ← p1·10⁴ + p3                         in the upper 32 bits of another
/// ```
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let upper = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let lower = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    upper.wrapping_add(lower) >> 32
}

/// The exponent from `from` on, behind the `e`, and where it ends. None where there are no digits, or more than three.
#[inline]
fn read_exponent(text: &[u8; WINDOW], from: usize) -> Option<(i32, usize)> {
    let sign = *text.get(from)?;
    let start = if sign == b'-' || sign == b'+' { from + 1 } else { from };
    let (mut value, mut at) = (0, start);
    loop {
        let digit = text.get(at)?.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + i32::from(digit);
        at += 1;
        if at > start + 3 {
            return None;
        }
    }
    (at > start).then_some((if sign == b'-' { -value } else { value }, at))
}

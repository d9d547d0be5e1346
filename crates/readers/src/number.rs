//! Plain numbers as most tables have them, eight digits at a time; what is rarer is left to a general parser.

use crate::eisel_lemire::nearest;

/// Digits whose number a double holds exactly.
const EXACT_DIGITS: usize = 15;

/// Digits whose number 64 bits hold in any case.
const MOST_DIGITS: usize = 19;

const POWERS: [f64; EXACT_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Bytes that are looked at.
const WINDOW: usize = 40;

/// The number that a text begins with, correctly rounded, and its length.
///
/// None where it is no number, longer than 19 digits, of an extreme size, or near the end.
#[inline]
pub fn leading_number(text: &[u8]) -> Option<(f64, usize)> {
    let text: &[u8; WINDOW] = text.first_chunk()?;
    let is_negative = text[0] == b'-';
    let start = usize::from(is_negative);
    let (value, end) = match short_number(Word::load(text, start)?) {
        Some((value, length)) => (value, start + length),
        None => long_number(text, start)?,
    };
    Some((f64::from_bits(value.to_bits() | u64::from(is_negative) << 63), end))
}

/// A number without exponent that ends within a word; of six digits with a point.
#[inline]
fn short_number(word: Word) -> Option<(f64, usize)> {
    let others = word.others();
    let later = others & others.wrapping_sub(1);
    if later == 0 {
        return None;
    }
    let first = others.trailing_zeros() & 0x38;
    if (word.0 >> first) as u8 != b'.' ^ b'0' {
        return None;
    }
    let end = later.trailing_zeros() & 0x38;
    let before = (1 << first) - 1;
    let digits = word.0 & before | word.0 >> 8 & !before;
    if end == 8 || (word.0 >> end) as u8 | 0x20 == b'e' ^ b'0' {
        return None;
    }
    let decimals = (end - first) as usize / 8 - 1;
    Some((parse_eight(digits << (72 - end)) as f64 / POWERS[decimals & 7], end as usize / 8))
}

#[inline]
fn long_number(text: &[u8; WINDOW], start: usize) -> Option<(f64, usize)> {
    let (mut mantissa, mut at) = if *text.get(start + 1)? == b'.' && text[start].wrapping_sub(b'0') < 10 {
        (u64::from(text[start] - b'0'), start + 1)
    } else {
        append_digits(0, text, start)?
    };
    let mut digits = at - start;
    let mut significant = if mantissa == 0 { 0 } else { digits };
    let mut decimals = 0;
    if *text.get(at)? == b'.' {
        let begin = at + 1;
        (mantissa, at) = append_digits(mantissa, text, begin)?;
        decimals = at - begin;
        digits += decimals;
        significant += decimals;
    }
    if digits == 0 || significant > MOST_DIGITS {
        return None;
    }
    let value = if text.get(at)? | 0x20 == b'e' {
        let (exponent, end) = read_exponent(text, at + 1)?;
        at = end;
        nearest(mantissa, exponent - decimals as i32)?
    } else if digits <= EXACT_DIGITS {
        // The quotient of two exact doubles is correctly rounded.
        mantissa as f64 / POWERS[decimals]
    } else {
        nearest(mantissa, -(decimals as i32))?
    };
    Some((value, at))
}

const TENS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Appends the digits from a place on to a number, and answers where they end; more than 19 overflow.
#[inline]
fn append_digits(number: u64, text: &[u8; WINDOW], from: usize) -> Option<(u64, usize)> {
    let (mut number, mut at) = (number, from);
    loop {
        let word = Word::load(text, at)?;
        let others = word.others();
        if others == 0 {
            number = number.wrapping_mul(100_000_000).wrapping_add(parse_eight(word.0));
            at += 8;
            continue;
        }
        let bits = others.trailing_zeros() & 0x38;
        let count = bits as usize / 8;
        // Zeros in front change nothing.
        let digits = parse_eight(word.0 << (bits ^ 0x38) << 8);
        return Some((number.wrapping_mul(TENS[count]).wrapping_add(digits), at + count));
    }
}

/// Eight characters, the first in the lowest byte, each less `'0'`.
struct Word(u64);

impl Word {
    #[inline]
    fn load(text: &[u8; WINDOW], at: usize) -> Option<Self> {
        let bytes = text.get(at..)?.first_chunk()?;
        Some(Self(u64::from_le_bytes(*bytes) ^ 0x3030_3030_3030_3030))
    }

    /// The highest bit of each byte that is no digit.
    #[inline]
    fn others(&self) -> u64 {
        let above_nine = (self.0 & 0x7f7f_7f7f_7f7f_7f7f) + 0x7676_7676_7676_7676;
        (above_nine | self.0) & 0x8080_8080_8080_8080
    }
}

/// The number of eight digits.
#[inline]
fn parse_eight(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let upper = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let lower = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    upper.wrapping_add(lower) >> 32
}

/// What stands behind an `e`, and where it ends.
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

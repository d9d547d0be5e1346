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
    let word = Word::load(text, start)?;
    let (value, end) = match short_number(word) {
        Some((value, length)) => (value, start + length),
        None => long_number(text, start, word)?,
    };
    Some((f64::from_bits(value.to_bits() | u64::from(is_negative) << 63), end))
}

/// A number without exponent that ends within the word; one with a point is the quotient of two exact doubles.
#[inline]
fn short_number(word: Word) -> Option<(f64, usize)> {
    let others = word.others();
    let later = others & others.wrapping_sub(1);
    if later == 0 {
        return None;
    }
    let (point, end) = (others.trailing_zeros() & 0x38, later.trailing_zeros() & 0x38);
    if word.byte(point) != b'.' {
        let is_whole = point > 0 && word.byte(point) | 0x20 != b'e';
        return is_whole.then(|| (parse_eight(word.0 << (64 - point)) as f64, point as usize / 8));
    }
    if end == 8 || word.byte(end) | 0x20 == b'e' {
        return None;
    }
    let before = (1 << point) - 1;
    let digits = word.0 & before | word.0 >> 8 & !before;
    let decimals = (end - point) as usize / 8 - 1;
    Some((parse_eight(digits << (72 - end)) as f64 / POWERS[decimals & 7], end as usize / 8))
}

/// A number of any kind that begins with this word.
#[inline]
fn long_number(text: &[u8; WINDOW], start: usize, word: Word) -> Option<(f64, usize)> {
    let (whole, point) = if word.others() & 0x8080 == 0x8000 {
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
    if digits == 0 || digits > MOST_DIGITS + usize::from(text[start] == b'0') {
        return None;
    }
    let value = if *text.get(end)? | 0x20 == b'e' {
        let exponent;
        (exponent, end) = read_exponent(text, end + 1)?;
        nearest(mantissa, exponent - decimals.cast_signed() as i32)?
    } else if digits <= EXACT_DIGITS {
        // The quotient of two exact doubles is correctly rounded.
        mantissa as f64 / POWERS[decimals]
    } else {
        nearest(mantissa, -decimals.cast_signed() as i32)?
    };
    Some((value, end))
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

/// Eight characters, the first in the lowest byte, their bits compared with those of `'0'`: a digit is its value.
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

    /// The highest bit of each byte that is no digit; behind a character that is not ASCII also of others.
    #[inline]
    fn others(self) -> u64 {
        let above_nine = self.0.wrapping_add(0x7676_7676_7676_7676);
        (above_nine | self.0) & 0x8080_8080_8080_8080
    }

    /// The character that begins at a bit.
    #[inline]
    fn byte(self, bit: u32) -> u8 {
        (self.0 >> bit) as u8 ^ b'0'
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

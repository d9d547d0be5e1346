//! `pow`, bitwise identical to glibc's on processors with fused multiply-add, which is what Python and NumPy call.
//!
//! The algorithm and its tables are those of Arm's optimized routines, which glibc and musl share (Szabolcs Nagy,
//! MIT licence, see `THIRD_PARTY.md`): a table-driven logarithm with 68 good bits, then a table-driven exponential.
//! The error stays below 0.52 units in the last place, but one result in 1,400 differs between fused multiply-add
//! and separate operations (musl, wasm, x86-64 before 2013). A solver's steps are powers of error norms: one such
//! bit moves all later steps.
//!
//! ```text
//! power = scale·(1 + fraction), with separate operations: fast on every backend
//! lower, upper = the power rounded with the largest possible error of either sign
//! lower = upper: this is what fused operations round to as well
//! else, once in 50 calls: again with `libm::fma`, which is exact on every backend
//! ```
//!
//! The decision is in `docs/decisions/equations.md`.

#![expect(clippy::float_cmp, reason = "which bits a result has is what matters here")]

use super::pow_tables::{EXP, LOG};
use super::real::{LANES, Lanes};

/// ln 2 in two parts; multiples of the first are exact.
const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fefa_3800);
const LN2_LOW: f64 = f64::from_bits(0x3d2e_f357_93c7_6730);
/// ln(1+r) - r + r²/2 as a polynomial in r and -r²/2, times -r³/2.
const LOG_TERMS: [f64; 6] = [
    f64::from_bits(0xbfe5_5555_5555_5560),
    f64::from_bits(0x3fe0_0000_0000_0006),
    f64::from_bits(0x3fe9_9999_9959_554e),
    f64::from_bits(0xbfe5_5555_5529_a47a),
    f64::from_bits(0xbff2_495b_9b48_45e9),
    f64::from_bits(0x3ff0_002b_8b26_3fc3),
];
/// 128 / ln 2, and -ln 2 / 128 in two parts.
const INVERSE_LN2: f64 = f64::from_bits(0x4067_1547_652b_82fe);
const MINUS_LN2_HIGH: f64 = f64::from_bits(0xbf76_2e42_fefa_0000);
const MINUS_LN2_LOW: f64 = f64::from_bits(0xbd0c_f79a_bc9e_3b3a);
/// (exp(r) - 1 - r) / r².
const EXP_TERMS: [f64; 4] = [
    f64::from_bits(0x3fdf_ffff_ffff_fdbd),
    f64::from_bits(0x3fc5_5555_5555_543c),
    f64::from_bits(0x3fa5_5555_cf17_2b91),
    f64::from_bits(0x3f81_1111_67a4_d017),
];
/// 1.5·2⁵²: adding it to a number rounds that number to an integer, which is then in the low bits of the sum.
const TO_INTEGER: f64 = f64::from_bits(0x4338_0000_0000_0000);
/// Where the intervals of the logarithm begin: 0.708.
const FIRST_INTERVAL: u64 = 0x3fe6_9555_0000_0000;

/// 2⁻⁵⁴: the exponential of a smaller number is 1.
const TINY: f64 = f64::from_bits(0x3c90 << 48);
const TWO_TO_1009: f64 = f64::from_bits(0x7f00 << 48);
/// 2⁻⁵⁹ and 2⁻⁶⁵: upper bounds of what fused and separate operations differ by in the fraction, and in the logarithm.
const MARGIN: f64 = f64::from_bits(0x3c40 << 48);
const MARGIN_OF_LOG: f64 = f64::from_bits(0x3be0 << 48);

const ONE: u64 = 1.0_f64.to_bits();
const SIGN: u64 = 1 << 63;

/// `x` to the power `y`, with the special cases of C's `pow`.
pub fn pow(x: f64, y: f64) -> f64 {
    let (mut ix, iy) = (x.to_bits(), y.to_bits());
    if is_zero_infinite_or_nan(y) {
        return power_of_special_exponent(x, y);
    }
    if is_zero_infinite_or_nan(x) {
        let square = if ix & SIGN != 0 && is_odd(y) { -(x * x) } else { x * x };
        return if iy & SIGN == 0 { square } else { 1.0 / square };
    }
    let negative = ix & SIGN != 0;
    if negative && y.trunc() != y {
        return f64::NAN;
    }
    let sign = if negative && is_odd(y) { SIGN } else { 0 };
    ix &= !SIGN;
    let exponent = y.abs().to_bits() >> 52;
    if !(0x3be..0x43e).contains(&exponent) {
        return if ix == ONE {
            1.0
        } else if exponent < 0x3be {
            if ix > ONE { 1.0 + y } else { 1.0 - y }
        } else if (ix > ONE) == (y > 0.0) {
            f64::INFINITY
        } else {
            0.0
        };
    }
    if ix >> 52 == 0 {
        ix = (x.abs() * f64::from_bits(0x4330 << 48)).to_bits().wrapping_sub(52 << 52);
    }
    evaluate::<Separate>(ix, y).rounded_surely(sign).unwrap_or_else(|| evaluate::<Fused>(ix, y).rounded(sign))
}

/// [`pow`] of eight numbers, where the exponent is ordinary: finite, and neither tiny nor huge.
///
/// ```text
/// lower, upper of all lanes, without branches, so that they are computed side by side
/// for each lane where they differ, or where the number or the power is not normal: pow
/// ```
#[inline(always)]
pub fn pow_lanes(x: Lanes, y: f64) -> Lanes {
    let [mut low, mut high, mut product] = [[0.0; LANES]; 3];
    for lane in 0..LANES {
        let power = evaluate::<Separate>(x.0[lane].to_bits(), y);
        [low[lane], high[lane]] = power.bounds();
        product[lane] = power.product.abs();
    }
    for lane in 0..LANES {
        let is_normal = (f64::MIN_POSITIVE..f64::INFINITY).contains(&x.0[lane]);
        if low[lane] != high[lane] || product[lane] >= 512.0 || !is_normal {
            low[lane] = pow(x.0[lane], y);
        }
    }
    Lanes(low)
}

fn is_zero_infinite_or_nan(x: f64) -> bool {
    x == 0.0 || !x.is_finite()
}

fn is_odd(y: f64) -> bool {
    y.trunc() == y && (y * 0.5).trunc() != y * 0.5
}

/// For an exponent of zero, infinity or NaN.
fn power_of_special_exponent(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        1.0
    } else if x.is_nan() || y.is_nan() {
        x + y
    } else if x.abs() == 1.0 {
        1.0
    } else if (x.abs() < 1.0) == (y > 0.0) {
        0.0
    } else {
        f64::INFINITY
    }
}

/// How a·b + c is rounded.
trait MultiplyAdd {
    fn multiply_add(a: f64, b: f64, c: f64) -> f64;
}

struct Separate;

impl MultiplyAdd for Separate {
    #[inline(always)]
    fn multiply_add(a: f64, b: f64, c: f64) -> f64 {
        a * b + c
    }
}

struct Fused;

impl MultiplyAdd for Fused {
    fn multiply_add(a: f64, b: f64, c: f64) -> f64 {
        libm::fma(a, b, c)
    }
}

/// A power before its last rounding.
struct Power {
    /// y·ln(x), rounded.
    product: f64,
    /// `product`·128 / ln 2, rounded to an integer.
    k: i64,
    /// The bits of 2^(k/128); beyond |k| = 1022·128 the exponent wraps into the sign.
    scale: u64,
    /// The power is scale·(1 + fraction).
    fraction: f64,
}

/// The power y of |x|, whose bits are `ix`; a subnormal number has been scaled, and `ix` has an exponent below zero.
///
/// ```text
/// log + log_tail = ln |x|
/// product + tail = y·ln |x|, without the error of the product
/// k = round(128/ln 2·product),  r = product − k·ln 2/128 + tail        |r| ≤ ln 2/256
/// scale = 2^(k/128) of the table,  fraction = exp(r) − 1 + the table's relative error
/// ```
#[inline(always)]
fn evaluate<F: MultiplyAdd>(ix: u64, y: f64) -> Power {
    let (log, log_tail) = logarithm::<F>(ix);
    let product = y * log;
    let tail = F::multiply_add(y, log_tail, error_of_product(y, log, product));
    let shifted = F::multiply_add(INVERSE_LN2, product, TO_INTEGER);
    let k = shifted - TO_INTEGER;
    let r = F::multiply_add(k, MINUS_LN2_LOW, F::multiply_add(k, MINUS_LN2_HIGH, product)) + tail;
    let bits = shifted.to_bits();
    let [correction, scale] = EXP[bits as usize % 128];
    let [p0, p1, p2, p3] = EXP_TERMS;
    let r2 = r * r;
    let low = F::multiply_add(r2, F::multiply_add(r, p1, p0), f64::from_bits(correction) + r);
    let fraction = F::multiply_add(r2 * r2, F::multiply_add(r, p3, p2), low);
    Power { product, k: k as i64, scale: scale.wrapping_add(bits << 45), fraction }
}

/// The logarithm as a rounded number and its error.
///
/// ```text
/// x = 2ᵏ·z;  c is the centre of the interval of the table in which z lies
/// ln x = k·ln 2 + ln c + ln(1 + r),  r = z/c − 1
/// ln(1 + r) = r − r²/2 + a polynomial; each sum keeps what its rounding loses
/// ```
#[inline(always)]
fn logarithm<F: MultiplyAdd>(ix: u64) -> (f64, f64) {
    let offset = ix.wrapping_sub(FIRST_INTERVAL);
    let k = (offset.cast_signed() >> 52) as f64;
    let iz = ix.wrapping_sub(offset & (0xfff << 52));
    let [inverse, log, log_rest] = LOG[(offset >> 45) as usize % 128].map(f64::from_bits);
    // r = z/c - 1 without error: 1/c has few bits, so its products with both halves of z are exact.
    let z_high = f64::from_bits(iz.wrapping_add(1 << 31) & (!0 << 32));
    let r = (z_high * inverse - 1.0) + (f64::from_bits(iz) - z_high) * inverse;
    let t1 = k * LN2_HIGH + log;
    let t2 = t1 + r;
    let low1 = F::multiply_add(k, LN2_LOW, log_rest);
    let low2 = t1 - t2 + r;
    let ar = -0.5 * r;
    let ar2 = r * ar;
    let high = t2 + ar2;
    let low3 = error_of_product(ar, r, ar2);
    let low4 = t2 - high + ar2;
    let [p0, p1, p2, p3, p4, p5] = LOG_TERMS;
    let p = F::multiply_add(r, p3, p2);
    let p = F::multiply_add(ar2, F::multiply_add(r, p5, p4), p);
    let p = F::multiply_add(ar2, p, F::multiply_add(r, p1, p0));
    let low = F::multiply_add(r * ar2, p, low1 + low2 + low3 + low4);
    let value = high + low;
    (value, high - value + low)
}

/// a·b - `product` without error, which is what a fused multiply-add gives (T. J. Dekker, "A floating-point
/// technique for extending the available precision", Numerische Mathematik 18, 1971, 224–242).
#[inline(always)]
fn error_of_product(a: f64, b: f64, product: f64) -> f64 {
    let split = |x: f64| {
        let high = f64::from_bits(x.to_bits().wrapping_add(1 << 26) & (!0 << 27));
        (high, x - high)
    };
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
}

impl Power {
    /// The rounded power, unless the difference between fused and separate operations could change it.
    #[inline(always)]
    fn rounded_surely(&self, sign: u64) -> Option<f64> {
        if self.product.abs() >= 512.0 {
            return None;
        }
        let [low, high] = self.bounds();
        (low == high).then(|| f64::from_bits(low.to_bits() | sign))
    }

    /// The power rounded with the largest possible error of either sign.
    #[inline(always)]
    fn bounds(&self) -> [f64; 2] {
        let scale = f64::from_bits(self.scale);
        let doubt = MARGIN + self.product.abs() * MARGIN_OF_LOG;
        [-doubt, doubt].map(|doubt| scale + (scale * self.fraction + scale * doubt))
    }

    /// The power rounded with one fused multiply-add, also where it overflows or is subnormal.
    #[cold]
    fn rounded(&self, sign: u64) -> f64 {
        let magnitude = if self.product.abs() < TINY {
            1.0 + self.product
        } else if self.product >= 1024.0 {
            f64::INFINITY
        } else if self.product <= -1024.0 {
            0.0
        } else if self.product.abs() < 512.0 {
            let scale = f64::from_bits(self.scale);
            libm::fma(scale, self.fraction, scale)
        } else if self.k > 0 {
            let scale = f64::from_bits(self.scale.wrapping_sub(1009 << 52));
            TWO_TO_1009 * libm::fma(scale, self.fraction, scale)
        } else {
            self.rounded_below_normal()
        };
        f64::from_bits(magnitude.to_bits() | sign)
    }

    /// A subnormal power, rounded once, to the bits that it has: rounding to a normal number first would round twice.
    fn rounded_below_normal(&self) -> f64 {
        let scale = f64::from_bits(self.scale.wrapping_add(1022 << 52));
        // Compilers do not fuse these operations in glibc, because the product is used twice.
        let product = scale * self.fraction;
        let mut y = scale + product;
        if y < 1.0 {
            let low = scale - y + product;
            let high = 1.0 + y;
            y = (high + (1.0 - high + y + low)) - 1.0;
        }
        f64::MIN_POSITIVE * y
    }
}

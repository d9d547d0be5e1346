//! Numbers in every form, compared with what the standard library reads.

use ferrograd_readers::table::{Format, Scan, max_values, scan};
use proptest::prelude::*;

/// Reads a field with enough bytes behind it for the fast path, and again at the end of a text.
fn read(field: &str) -> [Option<u64>; 2] {
    let format = Format { delimiter: b';', columns: 1, na_values: b"" };
    [format!("{field}\n{:048}\n", 0), field.to_owned()].map(|text| {
        let mut out = vec![f64::MAX; max_values(text.len())];
        let Scan { error, missing, .. } = scan(text.as_bytes(), &format, &mut out);
        (error.is_none() && missing.is_none()).then(|| out[0].to_bits())
    })
}

fn check(field: &str) -> Result<(), TestCaseError> {
    let expected = field.parse::<f64>().ok().filter(|value| !value.is_nan()).map(f64::to_bits);
    prop_assert_eq!(read(field), [expected; 2], "{}", field);
    Ok(())
}

#[test]
fn forms_at_the_limits_are_read_as_by_the_standard_library() {
    for field in [
        "0",
        "-0",
        "0.0",
        "-0.0e5",
        "0e999",
        "5.",
        ".5",
        "-.5",
        "-5.e3",
        "1e5",
        "1E+5",
        "12e-1",
        "1234567",
        "12345678",
        "123456.7",
        "1234567.8",
        "9007199254740993",
        "9007199254740993.0",
        "18446744073709551616",
        "9999999999999999999",
        "0.9999999999999999999",
        "00000000000000000001.5",
        "1e-54",
        "1e-55",
        "1e55",
        "1e56",
        "1e308",
        "1e309",
        "-1e400",
        "5e-324",
        "2e-324",
        "1e0000000005",
        "inf",
        "-infinity",
        ".",
        "-",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1e5.5",
        "1.2.3",
        "1-2",
        "1é",
        "1.é5",
        "é1",
        "1 2",
        "0x1",
        "++1",
    ] {
        check(field).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_digits_point_and_exponent_are_read_correctly(field in "-?[0-9]{0,23}(\\.[0-9]{0,25})?([eE][+-]?[0-9]{1,3})?") {
        prop_assume!(!field.is_empty());
        check(&field)?;
    }

    #[test]
    fn any_mantissa_of_64_bits_is_read_correctly(mantissa: u64, bits in 0_u32..64, exponent in -70_i32..70) {
        check(&format!("{}e{exponent}", mantissa >> bits))?;
    }

    #[test]
    fn doubles_printed_to_any_precision_are_read_correctly(bits: u64, precision in 0_usize..22) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        check(&format!("{value:.precision$e}"))?;
    }

    #[test]
    fn values_halfway_between_doubles_are_rounded_to_even(half in 1_u64 << 52..1 << 53, fives in 0_u32..5, twos in 0_i32..24) {
        let odd = half * 2 + 1;
        check(&format!("{}e-{fives}", odd * 5_u64.pow(fives)))?;
        // An odd multiple of a power of five, so that ten's factor two changes the exponent alone.
        let power = 5_u64.pow(twos as u32);
        check(&format!("{}e{twos}", (odd / power) | 1))?;
    }

    #[test]
    fn any_characters_are_a_number_where_the_standard_library_says_so(field in "[-+.0-9eE:/é]{1,30}") {
        check(&field)?;
    }
}

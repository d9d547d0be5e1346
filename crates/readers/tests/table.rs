//! Tables of numbers: values, locations of errors, and equal results on any number of threads.

use ferrograd_readers::table::{Format, Location, Scan, ScanError, max_values, scan, scan_parallel};
use proptest::prelude::*;

const COMMAS: Format = Format { delimiter: b',', columns: 0, na_values: b"NA\nnull" };

fn read(text: &[u8], format: &Format) -> (Scan, Vec<f64>) {
    let mut out = vec![f64::MAX; max_values(text.len())];
    let scan = scan(text, format, &mut out);
    out.truncate(scan.values);
    (scan, out)
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn rows_of_numbers_are_read_in_all_plain_forms() {
    let (scan, values) = read(b"1,-2.5\r\n\n+3e2, .5 \n4.,0", &COMMAS);
    assert_eq!(values, [1.0, -2.5, 300.0, 0.5, 4.0, 0.0]);
    assert_eq!((scan.columns, scan.lines, scan.error), (2, 4, None));
    assert!(read(b"-0", &COMMAS).1[0].is_sign_negative());
}

#[test]
fn a_text_that_ends_behind_a_delimiter_ends_with_a_missing_value() {
    for text in [&b","[..], b"1,2\n3,", b"1,2\r\n3,"] {
        let (scan, values) = read(text, &COMMAS);
        assert_eq!((scan.columns, scan.error), (2, None));
        assert!(values.last().is_some_and(|value| value.is_nan()));
    }
}

#[test]
fn missing_values_are_nan_and_the_first_is_located() {
    let (scan, values) = read(b"1,\nNA,nan\n", &COMMAS);
    assert!(values[1..].iter().all(|value| value.is_nan()));
    assert_eq!(scan.missing, Some(Location { line: 0, column: 1, start: 2, end: 2 }));
}

#[test]
fn errors_are_located() {
    let text = read(b"1,2\n3, x \n", &COMMAS).0.error;
    assert_eq!(text, Some(ScanError::NotANumber(Location { line: 1, column: 1, start: 7, end: 8 })));
    let ragged = read(b"1,2\n\n3\n", &COMMAS).0.error;
    assert_eq!(ragged, Some(ScanError::Ragged(Location { line: 2, column: 1, start: 5, end: 6 })));
    for text in ["0x10", "1_0", "1e", "--1", "1.2.3", "1e5.5", "\"1\"", "é"] {
        assert!(matches!(read(text.as_bytes(), &COMMAS).0.error, Some(ScanError::NotANumber(_))), "{text}");
    }
}

proptest! {
    #[test]
    fn every_printed_double_is_read_back_bitwise(values in prop::collection::vec(any::<f64>().prop_filter("finite", |v| v.is_finite()), 1..50)) {
        for text in [
            values.iter().map(|v| format!("{v}")).collect::<Vec<_>>().join("\n"),
            values.iter().map(|v| format!("{v:e}")).collect::<Vec<_>>().join("\n"),
            values.iter().map(|v| format!("{v:.25e}")).collect::<Vec<_>>().join("\n"),
        ] {
            prop_assert_eq!(bits(&read(text.as_bytes(), &COMMAS).1), bits(&values));
        }
    }

    #[test]
    fn short_decimals_are_correctly_rounded(mantissa in 0_u64..1_000_000_000_000_000, decimals in 0_usize..15) {
        let digits = format!("{mantissa:0>16}");
        let text = format!("{}.{}", &digits[..16 - decimals], &digits[16 - decimals..]);
        let (_, values) = read(text.as_bytes(), &COMMAS);
        prop_assert_eq!(values[0].to_bits(), text.parse::<f64>().unwrap().to_bits());
    }

    #[test]
    fn any_bytes_are_scanned_without_a_panic(bytes in prop::collection::vec(prop_oneof![Just(b','), Just(b'\n'), Just(b'\r'), Just(b'1'), Just(b'.'), any::<u8>()], 0..200)) {
        let (scan, values) = read(&bytes, &COMMAS);
        prop_assert_eq!(values.len(), scan.values);
        if scan.columns > 0 {
            prop_assert_eq!(scan.values % scan.columns, 0);
        }
    }
}

#[test]
fn the_number_of_threads_does_not_change_the_result() {
    let line = |i: u32| match i % 1000 {
        7 => "\n".to_owned(),
        8 => "NA,2,3\r\n".to_owned(),
        _ => format!("{i},{}.5,-{i}e-3\n", i % 13),
    };
    let good: String = (0..120_000).map(line).collect();
    let middle = good.len() / 2 + good[good.len() / 2..].find('\n').unwrap() + 1;
    let broken = [("", ""), ("1,2,x\n", "1,2,y\n"), ("1,2\n", ""), ("1,2,3,4\n", "1\n")];
    for (error, later) in broken {
        let text = format!("{}{error}{}{later}1,2,3", &good[..middle], &good[middle..]);
        let format = Format { columns: 3, ..COMMAS };
        let (one, values) = read(text.as_bytes(), &format);
        for threads in [1, 2, 3, 8] {
            let mut out = vec![f64::MAX; max_values(text.len())];
            let many = scan_parallel(text.as_bytes(), &format, &mut out, threads);
            let comparable =
                |scan: &Scan| Scan { lines: if error.is_empty() { scan.lines } else { 0 }, ..scan.clone() };
            assert_eq!(comparable(&many), comparable(&one), "{threads} threads, {error:?}");
            assert_eq!(bits(&out[..many.values]), bits(&values));
        }
    }
}

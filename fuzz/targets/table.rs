//! Scanning any bytes ends, with locations inside of them; threads and bytes behind the table do not change the result.
#![no_main]

use ferrograd_readers::table::{Format, Scan, ScanError, max_values, scan, scan_parallel};
use libfuzzer_sys::fuzz_target;

/// Appended to a table: with enough bytes behind it, the last field is read on the fast path.
const BLANK_LINES: [u8; 64] = [b'\n'; 64];

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (delimiter, columns, bytes) = input;
    let delimiter = *b",;\t| .e5".get(usize::from(delimiter)).unwrap_or(&b',');
    let format = Format { delimiter, columns: usize::from(columns % 5), na_values: b"NA\nnull" };
    let (one, values) = read(bytes, |out| scan(bytes, &format, out));
    for location in [one.missing, one.error.map(|(ScanError::NotANumber(it) | ScanError::Ragged(it))| it)]
        .into_iter()
        .flatten()
    {
        assert!(location.start <= location.end && location.end <= bytes.len());
        assert!(location.line <= one.lines);
    }
    assert_eq!(one.values % one.columns.max(1), 0);
    assert_eq!(read(bytes, |out| scan_parallel(bytes, &format, out, 4)), (one.clone(), values.clone()));
    let longer = [bytes, &BLANK_LINES].concat();
    let (padded, again) = read(&longer, |out| scan(&longer, &format, out));
    if one.error.is_none() && !bytes.ends_with(&[delimiter]) && !bytes.ends_with(b"\r") {
        assert_eq!((padded.error, padded.values, again), (None, one.values, values));
    }
});

fn read(bytes: &[u8], scan: impl FnOnce(&mut [f64]) -> Scan) -> (Scan, Vec<u64>) {
    let mut out = vec![f64::MAX; max_values(bytes.len())];
    let scan = scan(&mut out);
    let values = out[..scan.values].iter().map(|value| value.to_bits()).collect();
    (scan, values)
}

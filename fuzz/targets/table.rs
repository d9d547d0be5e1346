//! Any table is gone through, with places inside it, and what follows a record changes nothing in it.
#![no_main]

use ferrograd_readers::table::{Fault, Format, Scan, most_values, scan, scan_parallel};
use libfuzzer_sys::fuzz_target;

/// The next field may be read at once where enough stands behind it: blank lines here.
const BLANK_LINES: [u8; 64] = [b'\n'; 64];

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (delimiter, columns, bytes) = input;
    let delimiter = *b",;\t| .e5".get(usize::from(delimiter)).unwrap_or(&b',');
    let format = Format { delimiter, columns: usize::from(columns % 5), marks: b"NA\nnull" };
    let (one, values) = read(bytes, |out| scan(bytes, &format, out));
    for place in [one.missing, one.fault.map(|(Fault::Text(place) | Fault::Ragged(place))| place)]
        .into_iter()
        .flatten()
    {
        assert!(place.start <= place.end && place.end <= bytes.len() && place.line <= one.lines);
    }
    assert_eq!(one.values % one.columns.max(1), 0);
    assert_eq!(read(bytes, |out| scan_parallel(bytes, &format, out, 4)), (one.clone(), values.clone()));
    let longer = [bytes, &BLANK_LINES].concat();
    let (padded, again) = read(&longer, |out| scan(&longer, &format, out));
    if one.fault.is_none() && !bytes.ends_with(&[delimiter]) && !bytes.ends_with(b"\r") {
        assert_eq!((padded.fault, padded.values, again), (None, one.values, values));
    }
});

fn read(bytes: &[u8], scan: impl FnOnce(&mut [f64]) -> Scan) -> (Scan, Vec<u64>) {
    let mut out = vec![f64::MAX; most_values(bytes.len())];
    let scan = scan(&mut out);
    let values = out[..scan.values].iter().map(|value| value.to_bits()).collect();
    (scan, values)
}

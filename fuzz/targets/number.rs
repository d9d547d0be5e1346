//! A field of a table is read as the number that the standard library reads, or refused as it does.
#![no_main]

use ferrograd_readers::table::{Format, max_values, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|field: &str| {
    // Blanks around a field do not belong to it, and nan is a missing value.
    let expected = field.parse::<f64>().ok().filter(|value| !value.is_nan());
    if field.is_empty() || field.contains([';', '\n']) || field.trim() != field {
        return;
    }
    let format = Format { delimiter: b';', columns: 1, na_values: b"" };
    for text in [field.to_owned(), format!("{field}\n{:048}\n", 0)] {
        let mut out = vec![f64::MAX; max_values(text.len())];
        let scan = scan(text.as_bytes(), &format, &mut out);
        let value = (scan.error.is_none() && scan.missing.is_none()).then(|| out[0].to_bits());
        assert_eq!(value, expected.map(f64::to_bits), "{field:?}");
    }
});

//! Tables of numbers as text: one record a line, fields separated by one character (RFC 4180 without quotes).
//!
//! ```text
//! for each line that is not blank:
//!     for each field:
//!         read a number at once; it has to be followed by a delimiter or the end of the line
//!         else trim blanks, compare with the texts of missing values, parse with the general parser
//!     a number of fields other than in the first record ends the scan with an error, as text does
//! ```

use std::panic::resume_unwind;
use std::thread;

use fast_float2::{parse, parse_partial};

use crate::number::leading_number;

/// The format of a table.
#[derive(Clone, Debug)]
pub struct Format<'a> {
    /// The character between fields.
    pub delimiter: u8,
    /// Fields of a record; 0 takes the number of the first record.
    pub columns: usize,
    /// Texts that stand for a missing value, as an empty field does; one a line.
    pub na_values: &'a [u8],
}

/// A field and where its text is, all counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line of the scanned bytes.
    pub line: usize,
    /// Field of the record.
    pub column: usize,
    /// Byte at which the text begins.
    pub start: usize,
    /// Byte behind the text.
    pub end: usize,
}

/// Why a scan stopped before the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// The field is not a number.
    NotANumber(Location),
    /// The record has another number of fields; `column` is that number.
    Ragged(Location),
}

/// The result of a scan, besides the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Number of values read.
    pub values: usize,
    /// Fields of a record.
    pub columns: usize,
    /// Lines read, blank ones included.
    pub lines: usize,
    /// The first missing value.
    pub missing: Option<Location>,
    /// Why the scan stopped before the end.
    pub error: Option<ScanError>,
}

impl Scan {
    /// This scan joined with the scan of the bytes that follow, which begin at `offset`.
    fn joined_with(&self, next: &Self, offset: usize) -> Self {
        let moved = |location: Location| Location {
            line: location.line + self.lines,
            start: location.start + offset,
            end: location.end + offset,
            ..location
        };
        Self {
            values: self.values + next.values,
            columns: self.columns,
            lines: self.lines + next.lines,
            missing: self.missing.or(next.missing.map(moved)),
            error: next.error.map(|error| match error {
                ScanError::NotANumber(location) => ScanError::NotANumber(moved(location)),
                ScanError::Ragged(location) => ScanError::Ragged(moved(location)),
            }),
        }
    }

    /// The form in which a scan is passed to JavaScript: values, columns, lines, error (0 none, 1 not a number, 2
    /// ragged) with its location, then 1 where a value is missing with the location of the first. A location is line,
    /// column, start, end.
    pub fn encode(&self) -> Vec<f64> {
        let (error, location) = match self.error {
            None => (0, None),
            Some(ScanError::NotANumber(location)) => (1, Some(location)),
            Some(ScanError::Ragged(location)) => (2, Some(location)),
        };
        let mut facts = vec![self.values, self.columns, self.lines, error];
        facts.extend(Location::encode(location));
        facts.push(usize::from(self.missing.is_some()));
        facts.extend(Location::encode(self.missing));
        facts.into_iter().map(|fact| fact as f64).collect()
    }
}

impl Location {
    fn encode(location: Option<Self>) -> [usize; 4] {
        location.map_or([0; 4], |location| [location.line, location.column, location.start, location.end])
    }
}

/// The most values that so many bytes can hold: one between any two delimiters.
pub fn max_values(bytes: usize) -> usize {
    bytes + 1
}

/// Reads whole lines into `out` row by row, a missing value as NaN; blank lines are skipped.
///
/// `out` has room for [`max_values`], or, where `format` states the columns, for as many records as there are lines.
pub fn scan(bytes: &[u8], format: &Format, out: &mut [f64]) -> Scan {
    let mut scan = Scan { columns: format.columns, ..Scan::default() };
    let mut at = 0;
    while at < bytes.len() && scan.error.is_none() {
        match bytes[at] {
            b'\n' => at += 1,
            b'\r' if ends_line(bytes, at) => at += 2,
            _ => at = record(bytes, at, format, out, &mut scan),
        }
        scan.lines += 1;
    }
    scan
}

/// Bytes below which a part is not worth a thread.
const MIN_PART: usize = 1 << 18;

/// [`scan`] on several threads, with the same result.
///
/// ```text
/// part ← whole lines, about 1/threads of the bytes; rest ← the other lines
/// room ← lines of the part · columns
/// another thread:  scan_parallel(rest, out[room..], threads - 1)
/// this thread:     scan(part, out[..room])
/// an error in the part is the first one: the rest does not count
/// where blank lines left a gap before `room`, move the values of the rest forward
/// ```
///
/// Counting lines first costs little, as it runs at the speed of memory, and lets every thread write into `out`
/// directly.
pub fn scan_parallel(bytes: &[u8], format: &Format, out: &mut [f64], threads: usize) -> Scan {
    let threads = threads.min(bytes.len() / MIN_PART);
    let (part, rest) = split_lines(bytes, threads);
    let room = count_lines(part) * format.columns;
    if rest.is_empty() || room == 0 || room > out.len() {
        return scan(bytes, format, out);
    }
    let (own, others) = out.split_at_mut(room);
    let (first, next) = thread::scope(|scope| {
        let next = scope.spawn(|| scan_parallel(rest, format, others, threads - 1));
        (scan(part, format, own), next.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    if first.error.is_some() {
        return first;
    }
    if first.values < room {
        out.copy_within(room..room + next.values, first.values);
    }
    first.joined_with(&next, part.len())
}

/// Cuts off the first of about `parts` equal parts, in whole lines: (these lines, all that follow).
fn split_lines(bytes: &[u8], parts: usize) -> (&[u8], &[u8]) {
    let at = bytes.len() / parts.max(1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n');
    bytes.split_at(end.map_or(bytes.len(), |end| at + end + 1))
}

fn count_lines(bytes: &[u8]) -> usize {
    // 255 at a time, which a byte can count: the compiler then adds in vectors of bytes.
    let count = |part: &[u8]| part.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|part| usize::from(count(part))).sum()
}

/// Whether a line ends here: at a line feed, with or without a carriage return before it, or at the end of the bytes.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None | Some(b'\n') => true,
        Some(b'\r') => matches!(bytes.get(at + 1), None | Some(b'\n')),
        Some(_) => false,
    }
}

/// Reads one record and returns where the next line begins.
fn record(bytes: &[u8], from: usize, format: &Format, out: &mut [f64], scan: &mut Scan) -> usize {
    let (mut at, mut column) = (from, 0);
    loop {
        let read = quick_field(bytes, at, format.delimiter);
        let (value, end) = match read.map_or_else(|| careful_field(bytes, at, column, format, scan), Ok) {
            Ok(read) => read,
            Err(location) => {
                scan.error = Some(ScanError::NotANumber(location));
                return bytes.len();
            }
        };
        // A field too many has no room; it is reported where the record ends.
        if let Some(slot) = out.get_mut(scan.values + column) {
            *slot = value;
        }
        column += 1;
        if bytes.get(end) == Some(&format.delimiter) {
            at = end + 1;
            continue;
        }
        if scan.columns == 0 {
            scan.columns = column;
        }
        if column == scan.columns {
            scan.values += column;
        } else {
            scan.error = Some(ScanError::Ragged(Location { line: scan.lines, column, start: from, end }));
        }
        return end + if bytes.get(end) == Some(&b'\r') { 2 } else { 1 };
    }
}

/// The value of a field that is a number and nothing else, and where it ends.
#[inline]
fn quick_field(bytes: &[u8], at: usize, delimiter: u8) -> Option<(f64, usize)> {
    let text = &bytes[at..];
    let (value, length) = leading_number(text).or_else(|| general_number(text))?;
    let end = at + length;
    let is_whole = bytes.get(end) == Some(&delimiter) || ends_line(bytes, end);
    is_whole.then_some((value, end))
}

/// A number in any form at the beginning of a text, and its length.
#[cold]
fn general_number(text: &[u8]) -> Option<(f64, usize)> {
    parse_partial(text).ok().filter(|(value, _): &(f64, usize)| !value.is_nan())
}

/// The value of a field with blanks around it or of a missing one, and where it ends; the location of one that is not a
/// number.
#[cold]
fn careful_field(
    bytes: &[u8],
    at: usize,
    column: usize,
    format: &Format,
    scan: &mut Scan,
) -> Result<(f64, usize), Location> {
    let rest = &bytes[at..];
    let ends = |&byte: &u8| byte == format.delimiter || byte == b'\n';
    let mut end = at + rest.iter().position(ends).unwrap_or(rest.len());
    let is_last = bytes.get(end) != Some(&format.delimiter);
    if is_last && end > at && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    let field = &bytes[at..end];
    let start = at + field.len() - field.trim_ascii_start().len();
    let text = field.trim_ascii();
    let location = Location { line: scan.lines, column, start, end: start + text.len() };
    let is_missing =
        text.is_empty() || format.na_values.split(|&byte| byte == b'\n').any(|mark| mark == text);
    let value = if is_missing { f64::NAN } else { parse(text).map_err(|_| location)? };
    if value.is_nan() {
        scan.missing = scan.missing.or(Some(location));
    }
    Ok((value, end))
}

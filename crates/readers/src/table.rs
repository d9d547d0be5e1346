//! Tables of numbers as text: one record a line, fields parted by one character (RFC 4180 without quotes).

use std::panic::resume_unwind;
use std::thread;

use fast_float2::{parse, parse_partial};

use crate::number::leading_number;

/// How a table is written.
#[derive(Clone, Debug)]
pub struct Format<'a> {
    /// Between fields.
    pub delimiter: u8,
    /// Fields of a record; 0 lets the first record tell.
    pub columns: usize,
    /// What stands for a missing value besides an empty field, one a line.
    pub marks: &'a [u8],
}

/// A field, counted from 0, and where its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line of the block.
    pub line: usize,
    /// Field of the record.
    pub column: usize,
    /// Where the text begins.
    pub start: usize,
    /// Where the text ends.
    pub end: usize,
}

/// Why a scan stopped before the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A field that is no number.
    Text(Place),
    /// A record with another number of fields, which stands for the column.
    Ragged(Place),
}

/// What was read, besides the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Number of values.
    pub values: usize,
    /// Fields of a record.
    pub columns: usize,
    /// Lines gone through, blank ones among them.
    pub lines: usize,
    /// The first missing value.
    pub missing: Option<Place>,
    /// Why the rest was not read.
    pub fault: Option<Fault>,
}

impl Scan {
    /// This scan and the one of what follows, which begins at an offset.
    fn then(&self, next: &Self, offset: usize) -> Self {
        let moved = |place: Place| Place {
            line: place.line + self.lines,
            start: place.start + offset,
            end: place.end + offset,
            ..place
        };
        Self {
            values: self.values + next.values,
            columns: self.columns,
            lines: self.lines + next.lines,
            missing: self.missing.or(next.missing.map(moved)),
            fault: next.fault.map(|fault| match fault {
                Fault::Text(place) => Fault::Text(moved(place)),
                Fault::Ragged(place) => Fault::Ragged(moved(place)),
            }),
        }
    }

    /// As plain numbers: values, columns, lines, fault (0 none, 1 text, 2 ragged) with its place, then 1 where a value
    /// is missing and the first one's place; a place is line, column, start, end.
    pub fn encode(&self) -> Vec<f64> {
        let (fault, place) = match self.fault {
            None => (0, None),
            Some(Fault::Text(place)) => (1, Some(place)),
            Some(Fault::Ragged(place)) => (2, Some(place)),
        };
        let mut facts = vec![self.values, self.columns, self.lines, fault];
        facts.extend(Place::encode(place));
        facts.push(usize::from(self.missing.is_some()));
        facts.extend(Place::encode(self.missing));
        facts.into_iter().map(|fact| fact as f64).collect()
    }
}

impl Place {
    fn encode(place: Option<Self>) -> [usize; 4] {
        place.map_or([0; 4], |place| [place.line, place.column, place.start, place.end])
    }
}

/// Room for the values of so many bytes, whatever they are.
pub fn most_values(bytes: usize) -> usize {
    bytes + 1
}

/// Reads whole lines into `out` row by row, a missing value as NaN; blank lines are skipped.
///
/// `out` has room for `most_values`, or for as many records as there are lines where `format` tells the columns.
pub fn scan(bytes: &[u8], format: &Format, out: &mut [f64]) -> Scan {
    let mut scan = Scan { columns: format.columns, ..Scan::default() };
    let mut at = 0;
    while at < bytes.len() && scan.fault.is_none() {
        match bytes[at] {
            b'\n' => at += 1,
            b'\r' if ends_line(bytes, at) => at += 2,
            _ => at = record(bytes, at, format, out, &mut scan),
        }
        scan.lines += 1;
    }
    scan
}

/// Less is not worth a thread.
const PART: usize = 1 << 18;

/// `scan` on several threads, with the same result: each reads whole lines into a part of `out` of its own.
pub fn scan_parallel(bytes: &[u8], format: &Format, out: &mut [f64], threads: usize) -> Scan {
    let threads = threads.min(bytes.len() / PART);
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
    if first.fault.is_some() {
        return first;
    }
    if first.values < room {
        // Blank lines left a gap.
        out.copy_within(room..room + next.values, first.values);
    }
    first.then(&next, part.len())
}

/// The lines of about one of so many equal parts, and those that follow.
fn split_lines(bytes: &[u8], parts: usize) -> (&[u8], &[u8]) {
    let at = bytes.len() / parts.max(1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n');
    bytes.split_at(end.map_or(bytes.len(), |end| at + end + 1))
}

fn count_lines(bytes: &[u8]) -> usize {
    // As many as a byte can count at once: vectors of bytes hold the sums.
    let count = |part: &[u8]| part.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|part| usize::from(count(part))).sum()
}

fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None | Some(b'\n') => true,
        Some(b'\r') => matches!(bytes.get(at + 1), None | Some(b'\n')),
        Some(_) => false,
    }
}

/// Reads one record and answers where the next line begins.
fn record(bytes: &[u8], from: usize, format: &Format, out: &mut [f64], scan: &mut Scan) -> usize {
    let (mut at, mut column) = (from, 0);
    loop {
        let read = quick_field(bytes, at, format.delimiter);
        let (value, end) = match read.map_or_else(|| careful_field(bytes, at, column, format, scan), Ok) {
            Ok(read) => read,
            Err(place) => {
                scan.fault = Some(Fault::Text(place));
                return bytes.len();
            }
        };
        // What is too much is told when the record ends.
        if let Some(place) = out.get_mut(scan.values + column) {
            *place = value;
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
            scan.fault = Some(Fault::Ragged(Place { line: scan.lines, column, start: from, end }));
        }
        return end + if bytes.get(end) == Some(&b'\r') { 2 } else { 1 };
    }
}

/// A field that is a number and nothing else; answers its value and where it ends.
#[inline]
fn quick_field(bytes: &[u8], at: usize, delimiter: u8) -> Option<(f64, usize)> {
    let text = &bytes[at..];
    let (value, length) = leading_number(text).or_else(|| general_number(text))?;
    let end = at + length;
    let is_whole = bytes.get(end) == Some(&delimiter) || ends_line(bytes, end);
    is_whole.then_some((value, end))
}

/// Any number that a text begins with.
#[cold]
fn general_number(text: &[u8]) -> Option<(f64, usize)> {
    parse_partial(text).ok().filter(|(value, _): &(f64, usize)| !value.is_nan())
}

/// A field with blanks around it, or a missing one; or the place of one that is no number.
#[cold]
fn careful_field(
    bytes: &[u8],
    at: usize,
    column: usize,
    format: &Format,
    scan: &mut Scan,
) -> Result<(f64, usize), Place> {
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
    let place = Place { line: scan.lines, column, start, end: start + text.len() };
    let is_missing = text.is_empty() || format.marks.split(|&byte| byte == b'\n').any(|mark| mark == text);
    let value = if is_missing { f64::NAN } else { parse(text).map_err(|_| place)? };
    if value.is_nan() {
        scan.missing = scan.missing.or(Some(place));
    }
    Ok((value, end))
}

//! Where the table begins: the delimiter, and the row that names the columns.
//!
//! The rules. A line `sep=;` says the delimiter. Else it is the one of `,` `;` tab `|` that cuts most of the first rows into
//! equally many cells, at least two; of two that do, the one that makes more. The header is the first row with two
//! filled cells or more that fills at least half as many columns as rows here do, most of which begin with no digit;
//! what is above it is a title. Where no row is like that it is the first row with two filled cells, else the first.

use super::split::{Cut, Form, Record, cut};

/// How many rows are looked at.
const SAMPLE: usize = 30;
/// How many columns a table may have: as many as a spreadsheet.
pub(super) const COLUMNS: usize = 16_384;

/// A row by where it stands and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) number: u32,
}

/// What the table begins with.
#[derive(Debug)]
pub(super) struct Head {
    /// The names of the columns, trimmed.
    pub(super) names: Vec<Box<str>>,
    /// The header's number.
    pub(super) number: u32,
    /// The first row behind it.
    pub(super) first: Place,
    /// The texts above it.
    pub(super) titles: Vec<String>,
    /// How many columns it has; more than `names` where there are too many.
    pub(super) columns: usize,
}

/// The delimiter that a line `sep=;` at the beginning says, and where the text goes on: a spreadsheet does not count it.
pub(super) fn said(text: &str) -> Option<(u8, usize)> {
    let line = text.get(..text.find(['\n', '\r'])?)?;
    let rest = &text[line.len()..];
    let said = line.trim_matches([' ', '"']);
    let (key, sign) = said.split_at_checked(4)?;
    let [delimiter] = *sign.as_bytes() else { return None };
    let is_one = key.eq_ignore_ascii_case("sep=") && (delimiter.is_ascii_punctuation() || delimiter == b'\t');
    let length = if rest.starts_with("\r\n") { 2 } else { 1 };
    (is_one && delimiter != b'"').then_some((delimiter, line.len() + length))
}

/// The delimiter by the first rows.
pub(super) fn delimiter(text: &str, from: usize) -> u8 {
    let mut best = (0, 1, b',');
    for delimiter in *b",;\t|" {
        let mut widths = Vec::new();
        sample(text, Form::Delimited(delimiter), from, 0, |_, record| widths.push(record.cells));
        widths.retain(|width| *width > 1);
        widths.sort_unstable();
        for run in widths.chunk_by(|a, b| a == b) {
            let here = (run.len(), run[0]);
            if here > (best.0, best.1) {
                best = (here.0, here.1, delimiter);
            }
        }
    }
    best.2
}

/// Why there is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headless {
    /// There is no row at all.
    Empty,
    /// A quote in this row, before or in the header, is never closed.
    Unclosed(u32),
}

/// The head of the table.
pub(super) fn head(text: &str, form: Form, from: usize) -> Result<Head, Headless> {
    let mut widths = Vec::new();
    let unclosed = sample(text, form, from, COLUMNS, |_, record| widths.push(record.filled(text).count()));
    widths.retain(|width| *width > 1);
    widths.sort_unstable();
    let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let (mut like, mut wide, mut first) = (None, None, None);
    sample(text, form, from, COLUMNS, |place, record| {
        let filled = record.filled(text).count();
        let words = record.filled(text).filter(|(_, cell)| !is_value(cell)).count();
        first = first.or(Some(place));
        if filled > 1 {
            wide = wide.or(Some(place));
            if filled * 2 >= usual && words * 2 > filled {
                like = like.or(Some(place));
            }
        }
    });
    let place = match (like.or(wide).or(first), unclosed) {
        (Some(place), Some(row)) if row < place.number => return Err(Headless::Unclosed(row)),
        (Some(place), _) => place,
        (None, Some(row)) => return Err(Headless::Unclosed(row)),
        (None, None) => return Err(Headless::Empty),
    };
    let mut titles = Vec::new();
    sample(text, form, from, 8, |above, record| {
        if above.at < place.at {
            titles.extend(record.filled(text).next().map(|(_, cell)| cell.to_owned()));
        }
    });
    let mut record = Record::default();
    let _ = cut(text, form, place.at, COLUMNS, None, &mut record);
    let names = (0..record.cells.min(COLUMNS)).map(|column| record.cell(text, column).into()).collect();
    let first = Place { at: record.end, number: place.number.saturating_add(1) };
    Ok(Head { names, number: place.number, first, titles, columns: record.cells })
}

/// Hands out the first rows that are not empty. Says in which row a quote is never closed.
fn sample(text: &str, form: Form, from: usize, keep: usize, mut each: impl FnMut(Place, &Record)) -> Option<u32> {
    let mut unclosed = None;
    let mut record = Record::default();
    let (mut place, mut seen) = (Place { at: from, number: 1 }, 0);
    while seen < SAMPLE && place.at < text.len() {
        // One cell more than is asked for tells whether the row is empty.
        let whole = cut(text, form, place.at, keep.max(1), None, &mut record);
        if whole != Cut::Whole {
            seen += 1;
            unclosed = unclosed.or(Some(place.number));
        } else if !record.is_blank(text) {
            seen += 1;
            each(place, &record);
        }
        place = Place { at: record.end, number: place.number.saturating_add(1) };
    }
    unclosed
}

/// Its first letter or digit is a digit: an amount or a date, not a name.
fn is_value(cell: &str) -> bool {
    cell.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_numeric)
}

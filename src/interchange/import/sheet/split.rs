//! Cuts a text into records and their cells, in place.
//!
//! Invariant: whatever the text is, a record ends behind its beginning, and no cell is copied but one in which a quote
//! is doubled. The crate `csv` reads the same of a sound text (a test holds the two together). This is not it, because
//! it drops empty lines, so that rows cannot be counted as a spreadsheet does, copies every cell, and reads a quote
//! that is never closed to the end of the file.
//!
//! The rule for quotes. A cell that begins with a quote ends at the next quote that has a delimiter, a line break or the
//! end of the text behind it; two quotes are one; any other quote in it is a quote. Without such an end the cell is read
//! as it stands, quotes and all, where there are other quotes on its line (`"Big" deal` of a tab-separated text), else
//! its quote was never closed. So it is where, behind a line break in the cell, a quote stands that neither ends it nor
//! is doubled (it is the next cell's), where the cell is longer than [`LONGEST`], and where what it would swallow are
//! rows: lines with as many delimiters as a row has. What is looked at in vain is counted, so that a text made for it
//! cannot take time with the square of its length.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memchr3};

/// How long one cell may be, in bytes. What is longer began with a quote that was never closed.
pub(super) const LONGEST: usize = 4 << 20;

/// How a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Lines of cells with this ASCII character between them, which may stand in quotes.
    Delimited(u8),
    /// What `workbook` writes: cells that hold neither [`CELL`] nor [`ROW`], and have no quotes.
    Marked,
}

/// Stands between two cells of a workbook.
pub(super) const CELL: u8 = 0x1f;
/// Stands behind each row of a workbook.
pub(super) const ROW: u8 = 0x1e;

/// Where a cell stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: usize,
    to: usize,
    /// In the record's own text, where a doubled quote was made one, not in the sheet's.
    is_own: bool,
}

/// The cells of one record. Made once, and filled again for each.
#[derive(Debug, Default)]
pub(super) struct Record {
    spans: Vec<Span>,
    own: String,
    /// How many cells there are, also those that are not kept.
    pub(super) cells: usize,
    /// One that is not kept says something.
    pub(super) is_over: bool,
    /// Where the next record begins.
    pub(super) end: usize,
    /// The first quote that swallows what looks like a row.
    suspect: Option<usize>,
    /// How many bytes were looked at for the ends of quotes that have none, in all records so far.
    vain: usize,
}

impl Record {
    /// More was looked at in vain than a text that somebody wrote can cause: quotes are no longer looked at.
    pub(super) fn is_worn(&self, text: &str) -> bool {
        self.vain > (1 << 20) + text.len().saturating_mul(4)
    }

    /// The cell of this column, trimmed; empty where there is none.
    pub(super) fn cell<'r>(&'r self, text: &'r str, column: usize) -> &'r str {
        self.spans.get(column).map_or("", |span| self.text(text, *span))
    }

    /// The cells that are not empty, trimmed, with their columns.
    pub(super) fn filled<'r>(&'r self, text: &'r str) -> impl Iterator<Item = (usize, &'r str)> {
        let cells = self.spans.iter().enumerate().map(move |(column, span)| (column, self.text(text, *span)));
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// Nothing is in it.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        !self.is_over && self.filled(text).next().is_none()
    }

    fn text<'r>(&'r self, text: &'r str, span: Span) -> &'r str {
        let source = if span.is_own { &self.own } else { text };
        source.get(span.from..span.to).unwrap_or("").trim()
    }

    fn push(&mut self, text: &str, keep: usize, span: Span) {
        self.cells += 1;
        let span = unguarded(if span.is_own { &self.own } else { text }, span);
        if self.spans.len() < keep {
            self.spans.push(span);
        } else if !self.is_over {
            self.is_over = !self.text(text, span).is_empty();
        }
    }
}

/// Without the `'` that exports put before a cell which a spreadsheet would take for a formula: right before `=`, `+`, `-`
/// or `@`.
fn unguarded(source: &str, mut span: Span) -> Span {
    let cell = source.as_bytes().get(span.from..span.to).unwrap_or_default();
    if matches!(cell, [b'\'', b'=' | b'+' | b'-' | b'@', ..]) {
        span.from += 1;
    }
    span
}

/// What was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// A record: it is in the `Record`.
    Whole,
    /// A quote that is never closed, and where it stands.
    Unclosed(usize),
}

/// Cuts the record that begins at `at`, which is before the end of the text, and keeps so many of its cells. After an
/// unclosed quote `record.end` is behind the quote's line, and there are no cells.
///
/// `columns` are those of the table, where they are known: then a cell that swallows rows is told from one of many lines.
pub(super) fn cut(text: &str, form: Form, at: usize, keep: usize, columns: Option<usize>, record: &mut Record) -> Cut {
    record.spans.clear();
    record.own.clear();
    (record.cells, record.is_over, record.suspect) = (0, false, None);
    let bytes = text.as_bytes();
    let mut from = at;
    let end = loop {
        let to = match form {
            Form::Marked => plain(bytes, form, from),
            Form::Delimited(_) if bytes.get(from) != Some(&b'"') => plain(bytes, form, from),
            Form::Delimited(delimiter) => match quoted(text, delimiter, from, columns, record) {
                Quoted::To { span, to } => {
                    record.push(text, keep, span);
                    match ended(bytes, form, to) {
                        Some(end) => break end,
                        None => from = to + 1,
                    }
                    continue;
                }
                Quoted::AsItStands => plain(bytes, form, from),
                Quoted::Unclosed => return unclosed(bytes, from, record),
            },
        };
        record.push(text, keep, Span { from, to, is_own: false });
        match ended(bytes, form, to) {
            Some(end) => break end,
            None => from = to + 1,
        }
    };
    if let (Some(quote), Some(columns)) = (record.suspect, columns)
        && record.cells < columns
    {
        record.vain += end - quote;
        return unclosed(bytes, quote, record);
    }
    record.end = end;
    Cut::Whole
}

fn unclosed(bytes: &[u8], quote: usize, record: &mut Record) -> Cut {
    record.spans.clear();
    record.own.clear();
    record.cells = 0;
    record.is_over = false;
    let line = memchr2(b'\n', b'\r', &bytes[quote..]).map_or(bytes.len(), |found| quote + found);
    record.end = behind_break(bytes, line);
    Cut::Unclosed(quote)
}

/// Where an unquoted cell ends.
fn plain(bytes: &[u8], form: Form, from: usize) -> usize {
    let rest = &bytes[from..];
    let found = match form {
        Form::Delimited(delimiter) => memchr3(delimiter, b'\n', b'\r', rest),
        Form::Marked => memchr2(CELL, ROW, rest),
    };
    found.map_or(bytes.len(), |found| from + found)
}

/// Where the next record begins, if the cell that ends here is the last of its record.
fn ended(bytes: &[u8], form: Form, to: usize) -> Option<usize> {
    match (form, bytes.get(to)) {
        (Form::Marked, Some(&CELL)) => None,
        (Form::Delimited(delimiter), Some(byte)) if *byte == delimiter => None,
        _ => Some(behind_break(bytes, to)),
    }
}

fn behind_break(bytes: &[u8], at: usize) -> usize {
    let length = if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
    (at + length).min(bytes.len())
}

enum Quoted {
    /// What stands in the quotes, and where what ends the cell does.
    To { span: Span, to: usize },
    /// The quote is one of the cell's own characters.
    AsItStands,
    /// It was never closed.
    Unclosed,
}

fn quoted(text: &str, delimiter: u8, from: usize, columns: Option<usize>, record: &mut Record) -> Quoted {
    if record.is_worn(text) {
        return Quoted::AsItStands;
    }
    let bytes = text.as_bytes();
    let last = bytes.len().min(from.saturating_add(LONGEST));
    let inside = from + 1;
    let (mut at, mut first_break) = (inside, None);
    let (mut is_doubled, mut is_stray) = (false, false);
    loop {
        let found = memchr(b'"', &bytes[at.min(last)..last]).map(|found| at + found);
        let quote = found.unwrap_or(last);
        if first_break.is_none() {
            first_break = memchr2(b'\n', b'\r', &bytes[at.min(quote)..quote]).map(|found| at + found);
        }
        if found.is_none() {
            return none(record, is_stray, quote - from);
        }
        if bytes.get(quote + 1) == Some(&b'"') {
            is_doubled = true;
            at = quote + 2;
            continue;
        }
        if let Some(to) = closes(bytes, delimiter, quote + 1) {
            if let (Some(first), Some(columns)) = (first_break, columns) {
                match swallowed(&bytes[first..quote], delimiter, columns) {
                    Swallowed::Rows => return none(record, is_stray, quote - from),
                    Swallowed::Perhaps => record.suspect = record.suspect.or(Some(from)),
                    Swallowed::Nothing => {}
                }
            }
            let span = if is_doubled {
                record.undoubled(&text[inside..quote])
            } else {
                Span { from: inside, to: quote, is_own: false }
            };
            return Quoted::To { span, to };
        }
        if first_break.is_some() {
            return none(record, is_stray, quote - from);
        }
        is_stray = true;
        at = quote + 1;
    }
}

/// The quote has no end, as was found out after so many bytes.
fn none(record: &mut Record, is_stray: bool, seen: usize) -> Quoted {
    record.vain += seen;
    if is_stray { Quoted::AsItStands } else { Quoted::Unclosed }
}

impl Record {
    fn undoubled(&mut self, cell: &str) -> Span {
        let from = self.own.len();
        let mut rest = cell;
        while let Some(at) = rest.find("\"\"") {
            self.own.push_str(&rest[..=at]);
            rest = &rest[at + 2..];
        }
        self.own.push_str(rest);
        Span { from, to: self.own.len(), is_own: true }
    }
}

/// Where what ends the cell stands, if the quote before this place ends it. Blanks behind the quote do no harm.
fn closes(bytes: &[u8], delimiter: u8, behind: usize) -> Option<usize> {
    let blanks = bytes[behind..].iter().take_while(|byte| **byte == b' ').count();
    match bytes.get(behind + blanks) {
        Some(byte) if *byte == delimiter => Some(behind + blanks),
        Some(b'\n' | b'\r') | None => Some(behind + blanks),
        Some(_) => None,
    }
}

enum Swallowed {
    Nothing,
    /// A line that could be a row: it was one if the record around it is short of cells.
    Perhaps,
    Rows,
}

/// What a cell of many lines swallows, from its first line break to its end; its last line is the end of a row at most.
fn swallowed(cell: &[u8], delimiter: u8, columns: usize) -> Swallowed {
    if columns < 3 {
        return Swallowed::Nothing;
    }
    let (mut lines, mut rows, mut from) = (0usize, 0usize, None::<usize>);
    for at in memchr2_iter(b'\n', b'\r', cell) {
        if let Some(from) = from.filter(|from| *from < at) {
            lines += 1;
            rows += usize::from(memchr_iter(delimiter, &cell[from..at]).count() + 1 == columns);
        }
        from = Some(at + 1);
    }
    match rows {
        0 => Swallowed::Nothing,
        _ if lines >= 3 && rows * 2 >= lines => Swallowed::Rows,
        _ => Swallowed::Perhaps,
    }
}

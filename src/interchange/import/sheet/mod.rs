//! Bytes as a header and rows of texts.
//!
//! Invariant: every row of the table is handed out or skipped with its number and why, and whatever else is left out is
//! told; nothing is swallowed. A [`Sheet`] keeps the text and no rows: each scan cuts it again, in place. What is left
//! out on purpose: what a cell means, and other kinds of files than separated texts and XLSX.
//!
//! **Numbers** are those of a spreadsheet that opens the file: records, not lines, so that a line break in a cell counts
//! nothing; the header is 1 where nothing stands above it; empty rows and titles count; a line `sep=;` does not. Empty
//! rows are handed out nowhere and not counted as rows. Behind a quote that is never closed each line counts as a record.
//!
//! **A quote that is never closed** (the rule is in `split`) costs its line: it is skipped, and the lines behind it as well
//! until one has exactly as many cells as the header, because they may be the rest of the broken cell.
//!
//! **A cell** is trimmed, and loses the `'` that exports put before what a spreadsheet would take for a formula: where it
//! stands right before `=`, `+`, `-` or `@`. Our own export leaves out what would not come back by this rule.

mod archive;
mod decode;
mod footer;
mod head;
mod kind;
mod split;
#[cfg(test)]
mod tests;
mod workbook;

use std::fmt;
use std::ops::ControlFlow;

use self::footer::Table;
use self::head::{COLUMNS, Headless, Place};
use self::kind::Kind;
use self::split::{Cut, Form, Record, cut};
use crate::drive::import::Skipped;
use crate::text::{Refusal, visible};

/// The longest file that is read, in bytes; also the longest text that a workbook may hold.
pub const LIMIT: u64 = 256 << 20;

/// How many rows are skipped before the rest is not read.
const MOST_SKIPPED: usize = 100_000;
/// How many names are listed of many.
const LISTED: usize = 3;

/// Refuses a file by its size, before it is read.
#[must_use]
pub fn too_large(bytes: u64) -> Option<Refusal> {
    (bytes > LIMIT).then(|| {
        let (found, most) = (bytes.div_ceil(1 << 20), LIMIT >> 20);
        Refusal::new(
            format!("the file has {found} MB, expected at most {most} MB"),
            "export fewer columns, or fewer deals at a time",
        )
    })
}

/// A table, as text.
pub struct Sheet {
    text: String,
    form: Form,
    header: Vec<Box<str>>,
    first: Place,
    told: Vec<String>,
}

/// One row of the table.
pub struct Line<'r> {
    /// Its number, as a spreadsheet counts.
    pub number: u32,
    /// How far in the bytes its end is; see [`Sheet::len`].
    pub at: usize,
    text: &'r str,
    record: &'r Record,
}

impl Line<'_> {
    /// The cell of this column, trimmed; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.record.cell(self.text, column)
    }
}

/// What a scan met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// The rows that were handed out, and those that were skipped.
    pub rows: u32,
    /// Rows that are no rows of this table.
    pub skipped: Vec<Skipped>,
    /// What a person should know of the whole, each a fragment.
    pub told: Vec<String>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("header", &self.header).field("told", &self.told).finish_non_exhaustive()
    }
}

impl Sheet {
    /// Reads what the file is and where its table begins. Its name is only for messages.
    pub fn read(bytes: Vec<u8>, name: &str) -> Result<Self, Refusal> {
        let name = visible(name).into_owned();
        if let Some(refusal) = too_large(bytes.len() as u64) {
            return Err(refusal);
        }
        let (text, form, from, mut told) = match kind::of(&bytes) {
            Kind::Other(what) => return Err(no_table(&name, what)),
            Kind::Zip => {
                let table = workbook::read(&bytes, &name)?;
                (table.text, Form::Marked, 0, table.told)
            }
            Kind::Text => {
                let (text, told) = decode::decode(bytes);
                if let Some(what) = kind::of_text(&text) {
                    return Err(no_table(&name, what));
                }
                delimited(text, told)
            }
        };
        let head = head::head(&text, form, from).map_err(|why| match why {
            Headless::Empty => Refusal::new(format!("`{name}` is empty"), "export the deals again"),
            Headless::Unclosed(row) => Refusal::new(
                format!("`{name}` has a quote in row {row}, at the header, that is never closed"),
                "close it, or export the deals again",
            ),
        })?;
        if head.columns > COLUMNS {
            let count = head.columns;
            return Err(Refusal::new(
                format!("`{name}` has {count} columns, expected at most {COLUMNS}"),
                "export only the columns that say something of the deals",
            ));
        }
        if head.number > 1 {
            let above = match &*head.titles {
                [] => "empty rows".to_owned(),
                titles => listed(titles.iter().map(String::as_str)),
            };
            told.push(format!("the header is row {}; what stands above it is left out: {above}", head.number));
        }
        told.extend(of_names(&head.names));
        Ok(Self { text, form, header: head.names, first: head.first, told })
    }

    /// The names of the columns, trimmed: as many as there are columns, empty where one has none.
    #[must_use]
    pub fn header(&self) -> &[Box<str>] {
        &self.header
    }

    /// How long what is scanned is, in bytes: never zero. Of a workbook, and of a text that was not UTF-8, it is what it
    /// was made into.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a sheet has a header, so it is never empty")]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Hands out the rows until there are no more, or `each` has seen enough.
    pub fn scan(&self, each: &mut dyn FnMut(Line<'_>) -> ControlFlow<()>) -> Scan {
        let columns = self.header.len();
        let table = Table { text: &self.text, form: self.form, columns };
        let mut scan = Scan { told: self.told.clone(), ..Scan::default() };
        let mut record = Record::default();
        let (mut place, mut is_after_blank, mut torn) = (self.first, false, None::<u32>);
        let mut no_footer_before = 0;
        while place.at < self.text.len() {
            let Place { at, number } = place;
            let whole = cut(&self.text, self.form, at, columns, Some(columns), &mut record);
            place = Place { at: record.end, number: number.saturating_add(1) };
            if let Cut::Unclosed(quote) = whole {
                torn = Some(number);
                scan.skip(number, format!("the quote before `{}` is never closed", self.beginning(quote + 1)));
            } else if record.is_blank(&self.text) {
                is_after_blank = true;
                continue;
            } else if at >= no_footer_before && table.kind(&record).is_some() {
                match table.footer(at, is_after_blank) {
                    Ok(texts) => {
                        let texts = listed(texts.iter().map(String::as_str));
                        scan.told
                            .push(format!("what stands below the table, from row {number} on, is left out: {texts}"));
                        return scan;
                    }
                    Err(until) => no_footer_before = until,
                }
            }
            is_after_blank = false;
            if whole == Cut::Whole {
                let found = record.cells;
                if let Some(row) = torn.filter(|_| found != columns) {
                    let why = format!("stands behind the open quote of row {row}: {found} cells, expected {columns}");
                    scan.skip(number, why);
                } else if record.is_over {
                    torn = None;
                    scan.skip(number, format!("{found} cells, expected at most {columns}"));
                } else {
                    torn = None;
                    scan.rows = scan.rows.saturating_add(1);
                    let line = Line { number, at: place.at, text: &self.text, record: &record };
                    if each(line).is_break() {
                        return scan;
                    }
                }
            }
            if scan.skipped.len() >= MOST_SKIPPED || record.is_worn(&self.text) {
                scan.told.push(format!("too many rows cannot be read: nothing behind row {number} was"));
                return scan;
            }
        }
        if scan.rows == 0 {
            scan.told.push("there is a header, and no row below it".to_owned());
        }
        scan
    }

    /// The first words from here on, for a message.
    fn beginning(&self, at: usize) -> String {
        let line = self.text.get(at..).unwrap_or("").lines().next().unwrap_or("");
        short(line)
    }
}

impl Scan {
    fn skip(&mut self, row: u32, why: String) {
        self.rows = self.rows.saturating_add(1);
        self.skipped.push(Skipped { row, why });
    }
}

fn no_table(name: &str, what: &str) -> Refusal {
    Refusal::new(format!("`{name}` is {what}, expected CSV or XLSX"), "save the table as xlsx or csv")
}

/// A text as it is cut: without what no table has, and from where on.
fn delimited(mut text: String, told: Option<&str>) -> (String, Form, usize, Vec<String>) {
    let mut told: Vec<String> = told.map(str::to_owned).into_iter().collect();
    let before = text.len();
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.retain(|c| c != '\0');
        told.push(format!("NUL characters are left out: {}", before - text.len()));
    }
    // An old system marks the end of a text so.
    text.truncate(text.trim_end_matches('\u{1a}').len());
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (delimiter, from) = match head::said(&text[mark..]) {
        Some((delimiter, behind)) => (delimiter, mark + behind),
        None => (head::delimiter(&text, mark), mark),
    };
    (text, Form::Delimited(delimiter), from, told)
}

/// What is odd about the columns' names.
fn of_names(names: &[Box<str>]) -> Vec<String> {
    let mut told = Vec::new();
    let nameless: Vec<String> =
        names.iter().enumerate().filter(|(_, name)| name.is_empty()).map(|(at, _)| (at + 1).to_string()).collect();
    if !nameless.is_empty() {
        told.push(format!("columns without a name: {}", listed(nameless.iter().map(String::as_str))));
    }
    let mut sorted: Vec<&str> = names.iter().map(|name| &**name).filter(|name| !name.is_empty()).collect();
    sorted.sort_unstable();
    let mut twice: Vec<&str> = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    if !twice.is_empty() {
        told.push(format!("several columns have one name: {}", listed(twice.into_iter())));
    }
    told
}

/// The first few in backticks, and how many more there are.
fn listed<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = texts.len().saturating_sub(LISTED);
    let first: Vec<String> = texts.take(LISTED).map(|text| format!("`{}`", short(text))).collect();
    let first = first.join(", ");
    if more > 0 { format!("{first} and {more} more") } else { first }
}

/// At most forty characters, fit for a message.
fn short(text: &str) -> String {
    let mut letters = text.chars();
    let mut short: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() {
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    visible(&short).into_owned()
}

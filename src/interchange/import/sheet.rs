//! The bytes of an export as a header and rows of texts.

use std::ops::ControlFlow;

use crate::drive::import::Skipped;
use crate::text::Refusal;

/// An export as it was read.
#[derive(Debug)]
pub struct Sheet {
    bytes: Vec<u8>,
    header: Vec<Box<str>>,
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub struct Line<'r> {
    /// As a spreadsheet counts.
    pub number: u32,
    /// How far in the bytes.
    pub at: usize,
    record: &'r csv::StringRecord,
}

/// What a scan met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Rows.
    pub rows: u32,
    /// Rows that could not be read.
    pub skipped: Vec<Skipped>,
    /// What a person should know.
    pub told: Vec<String>,
}

impl Line<'_> {
    /// A cell, trimmed.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("").trim()
    }
}

impl Sheet {
    /// Reads.
    pub fn read(bytes: Vec<u8>, name: &str) -> Result<Self, Refusal> {
        let mut sheet = Self { bytes, header: Vec::new() };
        let mut record = csv::StringRecord::new();
        sheet
            .reader()
            .read_record(&mut record)
            .map_err(|_| Refusal::new(format!("`{name}` cannot be read"), "export it anew"))?;
        sheet.header = record.iter().map(|name| name.trim().trim_start_matches('\u{feff}').into()).collect();
        Ok(sheet)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.bytes.as_slice())
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &[Box<str>] {
        &self.header
    }

    /// The rows.
    pub fn scan(&self, each: &mut dyn FnMut(Line<'_>) -> ControlFlow<()>) -> Scan {
        let mut scan = Scan { rows: 0, skipped: Vec::new(), told: Vec::new() };
        let mut reader = self.reader();
        let mut record = csv::StringRecord::new();
        let mut number = 0;
        loop {
            let read = reader.read_record(&mut record);
            number += 1;
            if number == 1 {
                continue;
            }
            match read {
                Ok(false) => break,
                Ok(true) => {
                    scan.rows += 1;
                    let at = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                    if each(Line { number, at, record: &record }).is_break() {
                        break;
                    }
                }
                Err(_) => {
                    scan.rows += 1;
                    scan.skipped.push(Skipped { row: number, why: "the row is no text".to_owned() });
                }
            }
        }
        scan
    }

    /// Bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

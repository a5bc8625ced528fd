//! A workbook as a text of marked cells, so that everything behind it reads one kind of table.
//!
//! Invariant: a row's number is the spreadsheet's, because empty rows are written too. Numbers are plain decimals with
//! the 15 digits a spreadsheet shows, dates ISO, booleans `TRUE` and `FALSE`; a formula is the value it had when the
//! file was saved. What is left out: formats, hidden rows, merged cells, and sheets but the first that has a table.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive::{self, Fault};
use super::head::COLUMNS;
use super::split::{CELL, ROW};
use super::too_large;
use crate::text::{Refusal, visible};

/// How many rows a spreadsheet has.
const MOST_ROWS: u32 = 1_048_576;

/// A workbook's table.
pub(super) struct Table {
    /// Cells with [`CELL`] between them, rows with [`ROW`] behind them, from the sheet's first row on.
    pub(super) text: String,
    pub(super) told: Vec<String>,
}

/// Reads the first sheet that has a table: a row with two filled cells.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Table, Refusal> {
    archive::check(bytes).map_err(|fault| refusal(fault, name))?;
    let broken = |error: XlsxError| {
        let why = error.to_string();
        Refusal::new(format!("`{name}` is a workbook that cannot be read: {}", visible(&why)), MEND)
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut best: Option<(Rows, &String)> = None;
    for sheet in &sheets {
        let rows = rows(&mut workbook, sheet).map_err(|stop| match stop {
            Stop::Broken(error) => broken(error),
            Stop::TooLarge(refusal) => refusal,
        })?;
        let is_table = rows.widest > 1;
        if is_table || (rows.widest > 0 && best.is_none()) {
            best = Some((rows, sheet));
        }
        if is_table {
            break;
        }
    }
    let Some((rows, sheet)) = best else {
        return Err(Refusal::new(format!("`{name}` is a workbook without a table"), "export the deals again"));
    };
    let mut told = Vec::new();
    if sheets.len() > 1 {
        let count = sheets.len();
        told.push(format!("the workbook has {count} sheets: only `{}` is read", visible(sheet)));
    }
    if rows.outside > 0 {
        told.push(format!("cells beyond the last row or column of a spreadsheet are left out: {}", rows.outside));
    }
    if let Some((row, error)) = rows.first_error {
        let place = row.map_or(String::new(), |row| format!(" in row {row}"));
        told.push(format!(
            "cells with errors are read as empty: {}, the first `{}`{place}",
            rows.errors,
            visible(&error)
        ));
    }
    let mut text = rows.text;
    text.shrink_to_fit();
    Ok(Table { text, told })
}

const MEND: &str = "open it in a spreadsheet and save it as xlsx or csv";

fn refusal(fault: Fault, name: &str) -> Refusal {
    match fault {
        Fault::Broken => Refusal::new(format!("`{name}` is a workbook that is damaged or was not stored whole"), MEND),
        Fault::Foreign(what) => {
            Refusal::new(format!("`{name}` is {what}, expected CSV or XLSX"), "save the table as xlsx or csv")
        }
        Fault::TooLarge => Refusal::new(
            format!("`{name}` is a workbook that unpacks to more than can be read at once"),
            "save the table as csv, or export fewer deals at a time",
        ),
    }
}

enum Stop {
    Broken(XlsxError),
    TooLarge(Refusal),
}

#[derive(Default)]
struct Rows {
    text: String,
    /// The most filled cells of a row.
    widest: usize,
    /// How many cells stand where no spreadsheet has any.
    outside: u32,
    errors: u32,
    first_error: Option<(Option<u32>, String)>,
    /// How many rows are written.
    written: u32,
    /// The row that is being filled: what is in its cells, and where each one stands in that.
    cells: String,
    places: Vec<(usize, usize)>,
}

impl Rows {
    /// Writes the row that was filled, and begins with the next.
    fn close(&mut self) {
        let filled = self.places.iter().filter(|(from, to)| from < to).count();
        self.widest = self.widest.max(filled);
        let used = self.places.iter().rposition(|(from, to)| from < to).map_or(0, |last| last + 1);
        for (column, (from, to)) in self.places.drain(..).take(used).enumerate() {
            if column > 0 {
                self.text.push(char::from(CELL));
            }
            self.text.push_str(&self.cells[from..to]);
        }
        self.text.push(char::from(ROW));
        self.cells.clear();
        self.written += 1;
    }

    /// Takes an error as an empty cell.
    fn error(&mut self, row: Option<u32>, error: &str) {
        self.errors += 1;
        self.first_error.get_or_insert_with(|| (row.map(|row| row + 1), error.to_owned()));
    }
}

fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Rows, Stop> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(Stop::Broken)?;
    let mut rows = Rows::default();
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            // An error that is younger than calamine, `#SPILL!` for one. It does not say where, and goes on behind it.
            Err(XlsxError::CellError(error)) => {
                rows.error(None, &error);
                continue;
            }
            Err(error) => return Err(Stop::Broken(error)),
        };
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS || row >= MOST_ROWS {
            rows.outside += 1;
            continue;
        }
        while rows.written < row {
            rows.close();
        }
        if let Some(refusal) = too_large((rows.text.len() + rows.cells.len()) as u64) {
            return Err(Stop::TooLarge(refusal));
        }
        let from = rows.cells.len();
        match cell.get_value() {
            DataRef::Error(error) => rows.error(Some(row), &error.to_string()),
            value => write(value, &mut rows.cells),
        }
        let to = rows.cells.len();
        if rows.places.len() <= column {
            rows.places.resize(column + 1, (0, 0));
        }
        rows.places[column] = (from, to);
    }
    rows.close();
    Ok(rows)
}

/// A cell as text, without the marks.
fn write(value: &DataRef<'_>, to: &mut String) {
    match value {
        DataRef::Empty | DataRef::Error(_) => {}
        DataRef::Int(number) => into(to, format_args!("{number}")),
        DataRef::Float(number) => decimal(*number, to),
        DataRef::Bool(is_true) => to.push_str(if *is_true { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => date(moment, to),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text, to),
        DataRef::SharedString(text) => plain(text, to),
    }
}

fn plain(text: &str, to: &mut String) {
    let marks = [char::from(CELL), char::from(ROW), '\0'];
    if text.contains(marks) {
        to.extend(text.chars().filter(|c| !marks.contains(c)));
    } else {
        to.push_str(text);
    }
}

/// Writing to a `String` cannot fail.
fn into(to: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = to.write_fmt(text);
}

fn decimal(number: f64, to: &mut String) {
    if !number.is_finite() {
        return;
    }
    // A sum of tenths is stored as `0.30000000000000004`; a spreadsheet shows 15 digits.
    let shown = if number.abs() < 1e15 { format!("{number:.14e}").parse().unwrap_or(number) } else { number };
    // Without the sign of a zero.
    into(to, format_args!("{}", shown + 0.0));
}

fn date(moment: &ExcelDateTime, to: &mut String) {
    let days = moment.as_f64();
    // What lies outside a spreadsheet's own calendar, a span of time too, is the number that it is.
    if moment.is_duration() || !(0.0..2_958_466.0).contains(&days) {
        return decimal(days, to);
    }
    let (year, month, day, hour, minute, second, thousandths) = moment.to_ymd_hms_milli();
    let is_midnight = (hour, minute, second, thousandths) == (0, 0, 0, 0);
    if days >= 1.0 || is_midnight {
        into(to, format_args!("{year:04}-{month:02}-{day:02}"));
    }
    if days >= 1.0 && !is_midnight {
        to.push('T');
    }
    if !is_midnight {
        into(to, format_args!("{hour:02}:{minute:02}:{second:02}"));
    }
}

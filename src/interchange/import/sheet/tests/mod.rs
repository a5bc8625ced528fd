mod bad;
mod footers;
mod quotes;
mod texts;
mod workbooks;

use std::ops::ControlFlow;

use super::*;

/// A sheet of these bytes.
fn sheet(bytes: impl AsRef<[u8]>) -> Sheet {
    Sheet::read(bytes.as_ref().to_vec(), "deals.csv").expect("it is a table")
}

/// Number and cells of each row, and what else the scan says.
fn all(sheet: &Sheet) -> (Vec<(u32, Vec<String>)>, Scan) {
    let mut rows = Vec::new();
    let scan = sheet.scan(&mut |line| {
        rows.push((line.number, (0..sheet.header().len()).map(|column| line.cell(column).to_owned()).collect()));
        ControlFlow::Continue(())
    });
    assert_eq!(scan.rows as usize, rows.len() + scan.skipped.len());
    (rows, scan)
}

/// The rows alone, cells joined by `|`.
fn rows(bytes: impl AsRef<[u8]>) -> Vec<String> {
    all(&sheet(bytes)).0.into_iter().map(|(number, cells)| format!("{number}: {}", cells.join("|"))).collect()
}

fn scan(bytes: impl AsRef<[u8]>) -> Scan {
    all(&sheet(bytes)).1
}

fn skipped(bytes: impl AsRef<[u8]>) -> Vec<String> {
    scan(bytes).skipped.iter().map(|skipped| format!("{}: {}", skipped.row, skipped.why)).collect()
}

fn refusal(bytes: impl AsRef<[u8]>) -> Refusal {
    Sheet::read(bytes.as_ref().to_vec(), "deals.csv").expect_err("it is no table")
}

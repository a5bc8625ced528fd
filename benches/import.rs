//! What an import takes: an export read and understood, and brought into a file that has none or all of its deals. The time
//! should grow with the rows and no faster.

#[path = "generate/exports.rs"]
mod exports;

use std::sync::Arc;

use chrono_tz::Tz;
use codriver::campaign::layout;
use codriver::drive::import::{Choices, Export, Setting, Tell, bring};
use codriver::interchange::import::{Sheet, Wish, guess, read};
use codriver::text::Document;
use divan::{Bencher, black_box};

const ROWS: [usize; 3] = [1_000, 10_000, 100_000];
const EMPTY: &str = "format = 1\n[campaign]\nname = \"Bench\"\ntimezone = \"UTC\"\n";

fn main() {
    divan::main();
}

fn export(bytes: Vec<u8>) -> Export {
    let sheet = Sheet::read(bytes, "bench.csv").expect("a table");
    let wish = Wish { crm: None, dates: None, map: None, pipeline: None, zone: Tz::UTC };
    let guess = guess(&sheet, &wish);
    read(&sheet, &guess.map, Tz::UTC, &mut |_| std::ops::ControlFlow::Continue(()))
}

fn brought(text: &[u8], export: &Export) -> Vec<u8> {
    let document = Document::read(text.to_vec(), &layout()).0;
    let now = "2026-11-20T09:41:00Z".parse().expect("a time");
    let setting = Setting { zone: Tz::UTC, now, past: Arc::default(), tell: Tell::Changes };
    bring(document, export, &Choices::default(), &setting, &mut |_, _| {}).expect("an import").0.into_bytes()
}

/// Bytes to what they say of deals: guessed, then read.
#[divan::bench(args = ROWS, sample_count = 5)]
fn export_read(bencher: Bencher<'_, '_>, rows: usize) {
    let bytes = exports::hubspot(rows, 7, 0).into_bytes();
    bencher.with_inputs(|| bytes.clone()).bench_values(|bytes| black_box(export(bytes)).rows);
}

/// All deals are new.
#[divan::bench(args = ROWS, sample_count = 3)]
fn first_import(bencher: Bencher<'_, '_>, rows: usize) {
    let export = export(exports::hubspot(rows, 7, 0).into_bytes());
    bencher.bench(|| brought(EMPTY.as_bytes(), black_box(&export)).len());
}

/// Four weeks later one deal in ten has changed.
#[divan::bench(args = ROWS, sample_count = 3)]
fn later_import(bencher: Bencher<'_, '_>, rows: usize) {
    let file = brought(EMPTY.as_bytes(), &export(exports::hubspot(rows, 7, 0).into_bytes()));
    let later = export(exports::hubspot(rows, 7, 4).into_bytes());
    bencher.bench(|| brought(&file, black_box(&later)).len());
}

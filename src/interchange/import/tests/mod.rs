//! Whole exports in the shape of each CRM: guessed, asked about, read.

mod asking;
mod exports;
mod history;
mod hostile;
mod maps;

use chrono_tz::Europe::Berlin;

use super::{Guess, Map, Sheet, Wish, guess, read};
use crate::campaign::When;
use crate::drive::import::{Export, Row};

fn sheet(text: &str) -> Sheet {
    Sheet::read(text.as_bytes().to_vec(), "export.csv").expect("a table")
}

fn wish() -> Wish {
    Wish { crm: None, dates: None, map: None, pipeline: None, zone: Berlin }
}

fn guessed(text: &str) -> Guess {
    guess(&sheet(text), &wish())
}

/// The export as it is read where nothing has to be asked.
fn export(text: &str) -> Export {
    let guess = guessed(text);
    assert_eq!(guess.questions, [], "something is asked");
    by(text, &guess.map)
}

fn by(text: &str, map: &Map) -> Export {
    let export = read(&sheet(text), map, Berlin, &mut |_| std::ops::ControlFlow::Continue(()));
    let rows = export.deals.len() + export.moves.len() + export.skipped.len();
    assert_eq!(usize::try_from(export.rows), Ok(rows), "each row is a deal, a move or skipped");
    export
}

/// A moment as a file would write it.
fn day(when: Option<When>) -> String {
    match when {
        None => "-".to_owned(),
        Some(When::Date(day)) => day.to_string(),
        Some(When::Local(time)) => time.format("%Y-%m-%dT%H:%M").to_string(),
        Some(When::Instant(instant)) => instant.format("%Y-%m-%dT%H:%MZ").to_string(),
    }
}

/// What a deal says, in one line.
fn said(export: &Export, row: &Row) -> String {
    let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let stage = row.stage.map(|stage| &*export.stages[usize::from(stage)].name);
    [
        text(row.id.as_deref()),
        text(row.title.as_deref()),
        text(row.account.as_deref()),
        text(stage),
        row.standing.map_or("-".to_owned(), |standing| format!("{standing:?}")),
        row.value.map_or("-".to_owned(), |value| value.to_string()),
        text(row.currency.as_deref()),
        row.probability.map_or("-".to_owned(), |share| share.to_string()),
        day(row.close),
        day(row.created),
        text(row.driver.as_deref()),
        text(row.next.as_deref()),
    ]
    .join(" | ")
}

fn skipped(export: &Export) -> Vec<(u32, &str)> {
    export.skipped.iter().map(|skipped| (skipped.row, &*skipped.why)).collect()
}

fn doubts(export: &Export) -> Vec<(u32, &str)> {
    export.doubts.iter().map(|doubt| (doubt.row, &*doubt.why)).collect()
}

//! What a row says in a few words.

use chrono::Datelike;

use crate::campaign::{Outcome, Position, When};
use crate::console::model::Model;
use crate::console::sheet::Tone;
use crate::console::words;
use crate::drive::calls::{NoteState, Void};
use crate::drive::desk::{NoteRow, Stale, Whose};

/// When a note will be called, or what became of it.
pub(super) fn called(model: &Model, row: &NoteRow) -> (String, Tone) {
    let by_deal = matches!(row.whose, Whose::Hazard(_));
    let fixed = |text: &str, tone| (text.to_owned(), tone);
    match row.state {
        NoteState::Struck => fixed("retired", Tone::Quiet),
        NoteState::Contingency => fixed("by hand", Tone::Quiet),
        _ if row.late => fixed(if by_deal { "some late" } else { "too late" }, Tone::Late),
        _ if by_deal => fixed("by deal", Tone::Quiet),
        NoteState::NoPlace => fixed("no place", Tone::Late),
        NoteState::NoTimeYet => fixed("no time yet", Tone::Quiet),
        NoteState::NotDriven => fixed("in its run", Tone::Quiet),
        NoteState::Armed => fixed("now", Tone::Calm),
        NoteState::Planned => (row.when.map_or_else(|| "not before".to_owned(), |_| ahead(model, row)), Tone::Calm),
        NoteState::Called => (format!("called {}", clock(model, row)).trim_end().to_owned(), Tone::Calm),
        NoteState::Heard => match row.when.filter(|when| *when > model.now) {
            Some(_) => (ahead(model, row), Tone::Calm),
            None => fixed("heard", Tone::Quiet),
        },
        NoteState::Passed(Some(Outcome::Hit)) => fixed("it bit", Tone::Quiet),
        NoteState::Passed(_) => fixed("behind", Tone::Quiet),
        NoteState::Missed => fixed("missed", Tone::Late),
        NoteState::Unheard => fixed("not heard", Tone::Late),
        NoteState::Void(void) => fixed(void_words(void), Tone::Quiet),
    }
}

/// Why a note is called no more.
const fn void_words(void: Void) -> &'static str {
    match void {
        Void::Outcome => "it is behind",
        Void::Done => "done",
        Void::Skipped => "skipped",
        Void::Finished => "finished",
        Void::WrittenAfter => "too late",
        Void::RunOver => "run is over",
        Void::RedFlag => "red flag",
    }
}

/// `14:00` today, else `Fri 20 Nov`; before an estimate stands `~`.
fn ahead(model: &Model, row: &NoteRow) -> String {
    let Some(when) = row.when else { return String::new() };
    let zone = model.campaign.zone;
    let (local, today) = (when.with_timezone(&zone).naive_local(), model.now.with_timezone(&zone).date_naive());
    let about = if row.estimated { "~" } else { "" };
    if local.date() == today {
        return words::clock(local);
    }
    // In a narrow column the day of the week gives way to the year.
    let date = if local.year() == today.year() {
        words::date(local.date(), today.year())
    } else {
        words::short_date(local.date(), today.year())
    };
    format!("{about}{date}")
}

fn clock(model: &Model, row: &NoteRow) -> String {
    let zone = model.campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let local = row.when.map(|when| when.with_timezone(&zone).naive_local());
    local.filter(|local| local.date() == today).map(words::clock).unwrap_or_default()
}

/// A place as the file writes it; a date as the screens do.
pub(super) fn place(model: &Model, at: Option<&Position>) -> String {
    let Some(at) = at else { return String::new() };
    match (&at.anchor, at.plus, at.minus) {
        (crate::campaign::Anchor::Time(when), None, None) => words::when(*when, model.campaign.zone, model.now),
        _ => at.to_string(),
    }
}

/// `2 of 3`, or nothing where it was never called.
pub(super) fn landed(row: &NoteRow) -> String {
    match row.record.called {
        0 => "–".to_owned(),
        called => format!("{} of {called}", row.record.landed),
    }
}

/// When a note was written, in few columns.
pub(super) fn written(model: &Model, row: &NoteRow) -> String {
    let year = model.now.with_timezone(&model.campaign.zone).year();
    row.written.map_or_else(String::new, |day| {
        if day.year() == year { words::short_date(day, year) } else { day.format("%b %Y").to_string() }
    })
}

/// Why the words of a note may not hold any more, and what to do.
pub(super) fn stale(model: &Model, stale: Stale) -> String {
    let day = |when: When| words::when(when, model.campaign.zone, model.now);
    match stale {
        Stale::Review(by) => format!("stale: it was to be checked by {}", day(by)),
        Stale::Asset(until) => format!("stale: its asset ended {}", day(until)),
        Stale::Old(days) => format!("stale: written {days} days ago, and it never landed"),
    }
}

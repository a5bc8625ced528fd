//! What each owes the other trade (`crew.ID.owes.ID`), counted from the file.
//!
//! A period is a week from Monday to Sunday, a calendar month or a calendar quarter, by the days of the campaign's zone.
//! What counts in it, up to now:
//!
//! | `of` | what | its day |
//! |---|---|---|
//! | `visits` | a run of the kind `visit` that was driven, with the person in its `crew` | `started` |
//! | `assets` | an asset that the person brought (`by`) | `added` |
//! | `tracks` | a track that the person has signed, once both trades have | its first use in a note or a stroke |
//! | `answers` | a field report answered by a note of the person's (`by`; a note without it: the deal's navigator) | `answered` |
//! | `reports` | a field report that the person made (`by`) | `at` |
//! | `strokes` | a push or a pull of the person's (`by`) | `at` |
//!
//! What has no such day counts in no period. The file does not say when a track was signed, so its first use (the `written`
//! of a note, the `at` of a stroke) has to do. Deals that were archived since count too, but for the use of tracks.
//!
//! [`reminders`] are what is still owed once the last working days of the person begin: the last one of a week, the last
//! three of a month, the last five of a quarter. A run that is planned within the period and would settle it says so
//! itself, and there is no reminder.
//!
//! Left out: what is not written down; and any sum over people.

mod count;
mod period;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

use super::Outlook;
use crate::campaign::{Campaign, Id, OwesKind, Period, Text};

pub use period::Span;

use count::Ledger;

/// One thing that somebody owes, as the period stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Who owes it.
    pub who: Id,
    /// Its id.
    pub id: Id,
    /// In words.
    pub what: Option<Text>,
    /// What is counted.
    pub of: OwesKind,
    /// How many in each period.
    pub count: u32,
    /// The period.
    pub every: Period,
    /// This one.
    pub span: Span,
    /// What counts in it so far, in the order of time.
    pub done: Vec<Counted>,
    /// Runs that are planned in what is left of it.
    pub planned: Vec<Counted>,
    /// Working days of the person's after today until it ends.
    pub days_left: i64,
    /// When its last working days begin.
    pub remind: Option<DateTime<Utc>>,
    /// How many counted in the period before.
    pub before: usize,
}

impl Owed {
    /// How many are still owed.
    #[must_use]
    pub fn still(&self) -> usize {
        self.count().saturating_sub(self.done.len())
    }

    /// How many in each period.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    /// Whether it is time to remind of it.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.still() > self.planned.len() && self.remind.is_some_and(|from| from <= now)
    }
}

/// One thing that counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// Its day, in the campaign's zone.
    pub on: NaiveDate,
    /// When, where the file says a time.
    pub at: Option<DateTime<Utc>>,
    /// Its deal; assets and tracks have none.
    pub deal: Option<Id>,
    /// What it was, in the file's words; of a field report what it was about.
    pub what: String,
}

/// What everybody owes, as the periods stand: by person and id.
#[must_use]
pub fn owed(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Vec<Owed> {
    if campaign.crew.iter().all(|crew| crew.owes.is_empty()) {
        return Vec::new();
    }
    let ledger = Ledger::of(campaign, outlook.calendar(None), now);
    let today = now.with_timezone(&campaign.zone).date_naive();
    let mut all: Vec<Owed> = campaign
        .crew
        .iter()
        .flat_map(|crew| crew.owes.iter().map(move |owes| (&crew.id, owes)))
        .map(|(who, owes)| {
            let calendar = outlook.calendar(Some(who));
            let span = Span::around(owes.every, today);
            let end = calendar.deadline(crate::campaign::When::Date(span.last));
            Owed {
                who: who.clone(),
                id: owes.id.clone(),
                what: owes.what.clone(),
                of: owes.of,
                count: owes.count,
                every: owes.every,
                done: ledger.counted(who, owes.of, span),
                planned: ledger.planned(who, owes.of, span),
                days_left: calendar.working_days_between(now, end).max(0),
                remind: period::last_days(owes.every, end, calendar),
                before: ledger.counted(who, owes.of, span.before(owes.every)).len(),
                span,
            }
        })
        .collect();
    all.sort_by(|one, other| (&one.who, &one.id).cmp(&(&other.who, &other.id)));
    all
}

/// What is to be reminded of now, the nearest end first.
#[must_use]
pub fn reminders(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Vec<Owed> {
    let mut due = owed(campaign, outlook, now);
    due.retain(|owed| owed.is_due(now));
    due.sort_by(|one, other| (one.span.last, &one.who, &one.id).cmp(&(other.span.last, &other.who, &other.id)));
    due
}

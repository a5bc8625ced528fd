//! Why a call went wrong, most likely: what the file says of the time between the moment it was due and the moment it
//! was made or went by.
//!
//! A guess, and told as one: the file does not say when a console was open, nor what a date was before somebody moved
//! it by hand.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::assess::Assessment;
use super::super::judge::{Judged, Made};
use super::super::lead::{PlaceClock, rungs};
use super::{Record, Went};
use crate::campaign::{Campaign, Id};
use crate::drive::{Bearings, Outlook};

/// Why a call went wrong, most likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The note was not there yet when it was due.
    WrittenLate,
    /// It was called for another time before.
    PlaceMoved,
    /// The deal came to the stage before the call.
    StageEntered,
    /// The person sat in a meeting.
    InRun,
    /// The person was called for something else in the meantime, and this waited its turn.
    OthersFirst,
    /// No trace of the person between: the console was closed.
    NobodyThere,
    /// Called, and not acknowledged in time or at all.
    NotAcknowledged,
    /// Nobody wrote a note for it.
    NoNote,
}

impl Reason {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WrittenLate => "written too late",
            Self::PlaceMoved => "the place moved",
            Self::StageEntered => "the stage was entered before the call",
            Self::InRun => "a meeting was under way",
            Self::OthersFirst => "other calls went first",
            Self::NobodyThere => "nobody was at the console",
            Self::NotAcknowledged => "not acknowledged in time",
            Self::NoNote => "no note was written for it",
        }
    }

    /// One word for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrittenLate => "written-late",
            Self::PlaceMoved => "place-moved",
            Self::StageEntered => "stage-entered",
            Self::InRun => "in-run",
            Self::OthersFirst => "others-first",
            Self::NobodyThere => "nobody-there",
            Self::NotAcknowledged => "not-acknowledged",
            Self::NoNote => "no-note",
        }
    }
}

/// From when until when; one that goes on has no end.
type Stretch = (DateTime<Utc>, Option<DateTime<Utc>>);

/// What the file says of when each person was where.
#[derive(Debug, Default)]
pub(super) struct Traces {
    /// At a console: a call was made to them, repeated or acknowledged.
    there: BTreeMap<Option<Id>, Vec<DateTime<Utc>>>,
    /// In a meeting.
    in_run: BTreeMap<Option<Id>, Vec<Stretch>>,
}

impl Traces {
    pub fn of(campaign: &Campaign, outlook: &Outlook) -> Self {
        let calendar = outlook.calendar(None);
        let mut traces = Self::default();
        for deal in &campaign.deals {
            for row in &deal.call_log {
                let times = [row.called, row.again, row.acked].into_iter().flatten();
                traces.there.entry(row.by.clone()).or_default().extend(times.map(|when| calendar.clock(when)));
            }
            for run in &deal.runs {
                let Some(started) = run.started.map(|at| calendar.clock(at)) else { continue };
                let ended = run.ended.map(|at| calendar.clock(at));
                let driver = run.crew.is_empty().then(|| campaign.driver_of(deal).cloned());
                for person in run.crew.iter().cloned().map(Some).chain(driver) {
                    traces.in_run.entry(person).or_default().push((started, ended));
                }
            }
        }
        for times in traces.there.values_mut() {
            times.sort_unstable();
        }
        traces
    }

    /// Whether the person sat in a meeting at some time in between.
    fn in_run(&self, person: Option<&Id>, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let runs = self.in_run.get(&person.cloned()).into_iter().flatten();
        runs.into_iter().any(|(started, ended)| *started < until && ended.is_none_or(|ended| ended > from))
    }

    /// Whether the person was there after one moment and before another.
    fn between(&self, person: Option<&Id>, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let Some(times) = self.there.get(&person.cloned()) else { return false };
        let next = times.partition_point(|at| *at <= from);
        times.get(next).is_some_and(|at| *at < until)
    }
}

/// Why a call that was made went wrong; `None`: it did not.
pub(super) fn of_call(
    seen: &Bearings<'_>,
    found: &Assessment<'_>,
    made: &Made<'_>,
    record: &Record,
    traces: &Traces,
) -> Option<Reason> {
    match record.called_as {
        Some(Judged::Late) => {
            let place = made.place?;
            if found.target.and_then(|target| target.entered).is_some_and(|entry| entry <= made.called) {
                return Some(Reason::StageEntered);
            }
            let due = due(seen, made, place);
            Some(of_delay(seen, found, record.driver.as_ref(), due, made.called, traces))
        }
        Some(Judged::Early) if found.target.is_some_and(|target| Some(target.at()) != made.place) => {
            Some(Reason::PlaceMoved)
        }
        _ if record.went == Went::Unheard || record.heard_as == Some(Judged::Late) => Some(Reason::NotAcknowledged),
        _ => None,
    }
}

/// Why a note was not called at all.
pub(super) fn of_missed(
    seen: &Bearings<'_>,
    found: &Assessment<'_>,
    called: Option<&Id>,
    traces: &Traces,
) -> Option<Reason> {
    let target = found.target?;
    if target.entered.is_some() {
        return Some(Reason::StageEntered);
    }
    let rungs = rungs(seen.campaign, &found.subject, found.steps, &target.clock, seen.earliness, None);
    let due = rungs.iter().map(|rung| rung.call_at).min();
    Some(of_delay(seen, found, called, due, target.at(), traces))
}

/// When a call was due, from its row.
fn due(seen: &Bearings<'_>, made: &Made<'_>, place: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let lead = made.row.lead?.as_lead();
    PlaceClock::new(seen.calendar, place, true).back(i64::from(lead.working_seconds))
}

/// Why a call that was due at one moment had not been made by another.
fn of_delay(
    seen: &Bearings<'_>,
    found: &Assessment<'_>,
    person: Option<&Id>,
    due: Option<DateTime<Utc>>,
    until: DateTime<Utc>,
    traces: &Traces,
) -> Reason {
    let Some(due) = due else { return Reason::NobodyThere };
    let note = found.subject.note();
    // A day without a time is taken as a whole: written on the day the call was due, it may have been written after.
    if note.and_then(|note| note.written).is_some_and(|written| seen.calendar.deadline(written) > due) {
        return Reason::WrittenLate;
    }
    if was_called_for_another_place(seen, found, until) {
        return Reason::PlaceMoved;
    }
    if traces.in_run(person, due, until) {
        return Reason::InRun;
    }
    if traces.between(person, due, until) { Reason::OthersFirst } else { Reason::NobodyThere }
}

/// Whether the log has an earlier call of the same note for a time that is no longer its place.
fn was_called_for_another_place(seen: &Bearings<'_>, found: &Assessment<'_>, until: DateTime<Utc>) -> bool {
    let place = found.target.map(|target| target.at());
    let rows = seen.deal.call_log.iter().filter(|row| found.subject.is_named(&row.note));
    rows.filter_map(|row| Made::of(row, seen.calendar))
        .any(|made| made.called < until && made.place.is_some() && made.place != place)
}

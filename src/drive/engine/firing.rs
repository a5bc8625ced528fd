//! Which records are a push and which a pull.
//!
//! Told from the file, one rule a source:
//! - a `stroke` is what its `kind` says; without one, the trade of who made it;
//! - a run that was driven is a push: sales met the customer. A visit on which a navigator went along is a pull as well:
//!   marketing stood at the customer's door;
//! - a call that was used (`landed` or `flat`) is a pull where a navigator wrote the note, or nobody says who did: pace
//!   notes are marketing's. A note that a driver wrote is a push, unless it brings a track or an asset: those are agreed
//!   messages and proofs, so they draw, whoever says them;
//! - a push or pull of a repair counts once it is done.
//!
//! Invariant: a trade fires at most once a day on a deal, however many records tell of it: a demo, the stroke written
//! about it and the note used in it are one push. Left out: a call that was only heard or not used, because it reached no
//! buyer; messages between the seats; what lies ahead of now; calls that `archive` folded, because they have no day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::campaign::{
    Calendar, CallLog, Campaign, Deal, Id, Note, Run, RunKind, Seat, Stint, Stroke, StrokeKind, Used, When,
};

/// The record that tells of a stroke.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A row of `stroke`.
    Stroke(&'a Stroke),
    /// A run that was driven.
    Run(&'a Run),
    /// A part of a repair that is done.
    Repair(&'a Stint),
    /// A call that was used.
    Call(&'a CallLog),
}

/// One stroke: a trade at work on a deal, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Firing<'a> {
    /// By the campaign's clock.
    pub day: NaiveDate,
    /// Whose.
    pub kind: StrokeKind,
    /// What tells of it; of several, the first in the order of [`Source`].
    pub source: Source<'a>,
}

/// The strokes of a deal.
#[derive(Debug, Clone, Default)]
pub struct Fired<'a> {
    /// In the order of time; a push before a pull of the same day.
    pub firings: Vec<Firing<'a>>,
    /// Rows of `stroke` that are not counted, because they say no day or no trade.
    pub untold: usize,
}

/// Whose trade a person's seat is; nothing of who sits in both or leads.
pub(super) fn trade_of(campaign: &Campaign, person: Option<&Id>) -> Option<StrokeKind> {
    match campaign.crew(person?)?.seat? {
        Seat::Driver => Some(StrokeKind::Push),
        Seat::Navigator => Some(StrokeKind::Pull),
        Seat::Both | Seat::Lead => None,
    }
}

/// Whether marketing goes along to the customer.
pub(super) fn is_pull_too(campaign: &Campaign, run: &Run) -> bool {
    let navigates = |id: &Id| trade_of(campaign, Some(id)) == Some(StrokeKind::Pull);
    run.kind == Some(RunKind::Visit) && run.crew.iter().any(navigates)
}

/// Whether a note brings something that both trades have made for buyers.
pub(super) const fn draws(note: &Note) -> bool {
    note.track.is_some() || note.asset.is_some()
}

/// The note of a row of the call log, if it is still there.
pub(super) fn note_of<'a>(campaign: &'a Campaign, deal: &'a Deal, name: &str) -> Option<&'a Note> {
    match name.split_once('/') {
        Some((hazard, note)) => campaign.hazard(hazard)?.notes.iter().find(|one| one.id == *note),
        None => deal.note(name),
    }
}

/// Whether a row of the call log is about a dated promise; these are our own, and said to nobody.
pub(in crate::drive) fn is_promise(name: &str) -> bool {
    name.starts_with("control.")
}

/// All strokes of a deal up to now.
#[must_use]
pub fn fired<'a>(campaign: &'a Campaign, calendar: &Calendar, deal: &'a Deal, now: DateTime<Utc>) -> Fired<'a> {
    let mut all: Vec<(NaiveDate, StrokeKind, DateTime<Utc>, Source<'a>)> = Vec::new();
    let mut add = |when: When, kind: StrokeKind, source: Source<'a>| {
        let at = calendar.clock(when);
        if at <= now {
            let day = if let When::Date(day) = when { day } else { calendar.local(at).date() };
            all.push((day, kind, at, source));
        }
    };
    let mut untold = 0;
    for row in &deal.strokes {
        match (row.at, row.kind.or_else(|| trade_of(campaign, row.by.as_ref()))) {
            (Some(at), Some(kind)) => add(at, kind, Source::Stroke(row)),
            _ => untold += 1,
        }
    }
    for run in &deal.runs {
        let Some(started) = run.started else { continue };
        add(started, StrokeKind::Push, Source::Run(run));
        if is_pull_too(campaign, run) {
            add(started, StrokeKind::Pull, Source::Run(run));
        }
    }
    if let Some(service) = &deal.service {
        for (stint, kind) in [(&service.push, StrokeKind::Push), (&service.pull, StrokeKind::Pull)] {
            if let Some((stint, done)) = stint.as_ref().and_then(|stint| Some((stint, stint.done?))) {
                add(done, kind, Source::Repair(stint));
            }
        }
    }
    for row in &deal.call_log {
        let was_said = matches!(row.used, Some(Used::Landed | Used::Flat)) && !is_promise(&row.note);
        if let Some(at) = row.acked.or(row.called).filter(|_| was_said) {
            add(at, kind_of_call(campaign, deal, row), Source::Call(row));
        }
    }
    all.sort_by(|a, b| {
        let key = |one: &(NaiveDate, StrokeKind, DateTime<Utc>, Source<'_>)| (one.0, one.1 == StrokeKind::Pull);
        key(a).cmp(&key(b)).then_with(|| a.3.rank().cmp(&b.3.rank())).then_with(|| a.2.cmp(&b.2))
    });
    all.dedup_by(|later, first| (later.0, later.1) == (first.0, first.1));
    Fired { firings: all.into_iter().map(|(day, kind, _, source)| Firing { day, kind, source }).collect(), untold }
}

fn kind_of_call(campaign: &Campaign, deal: &Deal, row: &CallLog) -> StrokeKind {
    let note = note_of(campaign, deal, &row.note);
    let wrote = trade_of(campaign, note.and_then(|note| note.by.as_ref()));
    if wrote == Some(StrokeKind::Push) && !note.is_some_and(draws) { StrokeKind::Push } else { StrokeKind::Pull }
}

impl Source<'_> {
    /// Of several that tell the same, what tells it most plainly; then the same whatever their order in the file.
    fn rank(&self) -> (u8, &str) {
        match self {
            Self::Stroke(row) => (0, row.what.as_deref().unwrap_or_default()),
            Self::Run(run) => (1, &run.id),
            Self::Repair(stint) => (2, stint.what.as_deref().unwrap_or_default()),
            Self::Call(row) => (3, &row.note),
        }
    }

    /// Its words: what was done.
    #[must_use]
    pub fn what(&self) -> Option<&str> {
        match self {
            Self::Stroke(row) => row.what.as_deref(),
            Self::Run(run) => run.what.as_deref().or(Some(&run.id)),
            Self::Repair(stint) => stint.what.as_deref(),
            Self::Call(row) => Some(&row.note),
        }
    }

    /// One word for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Stroke(_) => "stroke",
            Self::Run(_) => "run",
            Self::Repair(_) => "repair",
            Self::Call(_) => "call",
        }
    }
}

//! How well a crew's calls are timed: the navigator by the moment of the call, the driver by the moment of the
//! acknowledgement, and behind each figure the calls that it counts.
//!
//! Counted are all calls of the log, also those of earlier passes over the route. Left out: contingencies, notes of
//! runs that were not driven, what is void or taken out, and calls that `archive` folded into counts.
//!
//! A call is its navigator's who wrote the note, else who navigates the deal; a call is its driver's to whom it was
//! made, else who would have been called.

mod reason;
#[cfg(test)]
mod tests;

use std::ops::AddAssign;

use chrono::{DateTime, Utc};

use super::assess::{Assessment, NoteState, Question, assess};
use super::judge::{Judged, Made};
use super::subject::subjects;
use crate::campaign::{Campaign, Deal, Id, Outcome, Text};
use crate::drive::{Bearings, Outlook};
use crate::pace::Hardness;
pub use reason::Reason;
use reason::Traces;

/// Calls by their timing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timed {
    /// r > 2.
    pub early: u32,
    /// 2 ≥ r ≥ 0.5.
    pub on_time: u32,
    /// r < 0.5.
    pub late: u32,
}

impl Timed {
    const fn count(&mut self, judged: Option<Judged>) {
        match judged {
            Some(Judged::Early) => self.early += 1,
            Some(Judged::OnTime) => self.on_time += 1,
            Some(Judged::Late) => self.late += 1,
            None => {}
        }
    }
}

impl AddAssign for Timed {
    fn add_assign(&mut self, other: Self) {
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
    }
}

/// The punctuality of a deal, a person or a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Punctuality {
    /// The navigator's: when the calls were made.
    pub called: Timed,
    /// The driver's: when they were acknowledged; what is heard when shown counts at the call.
    pub heard: Timed,
    /// Notes that went by uncalled.
    pub missed: u32,
    /// Notes called and not acknowledged by their place.
    pub unheard: u32,
    /// Obstacles that bit and had no note: the recce missed them, not the call.
    pub hits_without_note: u32,
}

impl AddAssign for Punctuality {
    fn add_assign(&mut self, other: Self) {
        self.called += other.called;
        self.heard += other.heard;
        self.missed += other.missed;
        self.unheard += other.unheard;
        self.hits_without_note += other.hits_without_note;
    }
}

impl Punctuality {
    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is the navigator's of a record.
    const fn count_navigator(&mut self, record: &Record) {
        self.called.count(record.called_as);
        match record.went {
            Went::Missed => self.missed += 1,
            Went::BitWithoutNote => self.hits_without_note += 1,
            Went::Called | Went::Unheard => {}
        }
    }

    /// What is the driver's of a record.
    const fn count_driver(&mut self, record: &Record) {
        self.heard.count(record.heard_as);
        if matches!(record.went, Went::Unheard) {
            self.unheard += 1;
        }
    }
}

/// What became of a note, as far as punctuality counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Went {
    /// It was called.
    Called,
    /// It was called, and nobody had acknowledged it by its place.
    Unheard,
    /// Its place went by uncalled.
    Missed,
    /// No call: an obstacle bit that had no note.
    BitWithoutNote,
}

/// A call behind the figures, or the lack of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its deal.
    pub deal: Id,
    /// The note as the call log names it; of a hit without a note, the obstacle.
    pub note: Id,
    /// The rung as the call log names it; empty where nothing was called.
    pub rung: Text,
    /// To whom it was called, or would have been.
    pub driver: Option<Id>,
    /// Whose note it is.
    pub navigator: Option<Id>,
    /// What it was called for, or what went by.
    pub place: Option<DateTime<Utc>>,
    /// When it was called.
    pub called: Option<DateTime<Utc>>,
    /// When it was acknowledged.
    pub acked: Option<DateTime<Utc>>,
    /// The navigator's timing; `None`: not called, or the row does not say for what.
    pub called_as: Option<Judged>,
    /// The driver's timing; `None`: not heard.
    pub heard_as: Option<Judged>,
    /// What became of it.
    pub went: Went,
    /// Why it went wrong, most likely; `None`: it went well.
    pub reason: Option<Reason>,
}

impl Record {
    /// Whether call and acknowledgement were in time.
    #[must_use]
    pub fn went_well(&self) -> bool {
        let fine = |judged: Option<Judged>| judged.is_none_or(|judged| judged == Judged::OnTime);
        self.went == Went::Called && fine(self.called_as) && fine(self.heard_as)
    }

    /// When it happened, for their order.
    fn at(&self) -> Option<DateTime<Utc>> {
        self.called.or(self.place)
    }
}

/// The punctuality of a campaign or of one deal, by deal and person, with the calls behind it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// All of it.
    pub whole: Punctuality,
    /// By deal, those with a call, by name.
    pub deals: Vec<(Id, Punctuality)>,
    /// By crew member, in the order of the file: as navigator of the notes, and as driver who hears them.
    pub crew: Vec<(Id, Punctuality)>,
    /// The calls, the latest first.
    pub records: Vec<Record>,
}

/// The punctuality of a campaign, or of one deal of it.
#[must_use]
pub fn punctuality(campaign: &Campaign, outlook: &Outlook, deal: Option<&str>, now: DateTime<Utc>) -> Report {
    let traces = Traces::of(campaign, outlook);
    let mut report = Report::default();
    for deal in campaign.deals.iter().filter(|one| deal.is_none_or(|deal| *one.id == *deal)) {
        let records = of_deal(campaign, outlook, deal, &traces, now);
        let mut sum = Punctuality::default();
        for record in &records {
            sum.count_navigator(record);
            sum.count_driver(record);
        }
        if !sum.is_empty() {
            report.whole += sum;
            report.deals.push((deal.id.clone(), sum));
        }
        report.records.extend(records);
    }
    for crew in &campaign.crew {
        let mut sum = Punctuality::default();
        for record in &report.records {
            if record.navigator.as_ref() == Some(&crew.id) {
                sum.count_navigator(record);
            }
            if record.driver.as_ref() == Some(&crew.id) {
                sum.count_driver(record);
            }
        }
        if !sum.is_empty() {
            report.crew.push((crew.id.clone(), sum));
        }
    }
    let name = |id: &Id| campaign.deal(id).map_or("", Deal::name).to_lowercase();
    report.deals.sort_by_cached_key(|(id, _)| (name(id), id.clone()));
    report.records.sort_by(|one, other| {
        let key = |one: &Record| (one.deal.clone(), one.note.clone(), one.rung.clone());
        other.at().cmp(&one.at()).then_with(|| key(one).cmp(&key(other)))
    });
    report
}

/// The calls of one deal, the earliest first, without the guess why one went wrong: that asks all deals.
#[must_use]
pub fn calls_of(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Vec<Record> {
    let mut records = of_deal(campaign, outlook, deal, &Traces::default(), now);
    records.sort_by(|one, other| (one.at(), &one.note, &one.rung).cmp(&(other.at(), &other.note, &other.rung)));
    for record in &mut records {
        record.reason = None;
    }
    records
}

fn of_deal(campaign: &Campaign, outlook: &Outlook, deal: &Deal, traces: &Traces, now: DateTime<Utc>) -> Vec<Record> {
    let driver = campaign.driver_of(deal);
    let bearings = Bearings::new(campaign, outlook, deal, driver.map(|driver| &**driver), now);
    let mut records = Vec::new();
    let mut noted = Vec::new();
    for subject in subjects(campaign, deal) {
        let called = subject.called_beside(driver);
        let own = (called != driver).then(|| bearings.seen_by(called.map(|called| &**called)));
        let seen = own.as_ref().unwrap_or(&bearings);
        let found = assess(seen, subject, Question::PLAIN);
        noted.extend(found.met.map(|met| met.id).filter(|_| !subject.is_struck()));
        of_subject(seen, &found, called, traces, &mut records);
    }
    for met in bearings.obstacles().filter(|met| met.outcome() == Some(Outcome::Hit) && !noted.contains(&met.id)) {
        records.push(Record {
            deal: deal.id.clone(),
            note: Id::from(met.id),
            rung: Text::default(),
            driver: driver.cloned(),
            navigator: campaign.navigator_of(deal).cloned(),
            place: met.at().and_then(|at| at_known_time(&bearings, at)),
            called: None,
            acked: None,
            called_as: None,
            heard_as: None,
            went: Went::BitWithoutNote,
            reason: Some(Reason::NoNote),
        });
    }
    records
}

/// When a position was, where that is known.
fn at_known_time(bearings: &Bearings<'_>, at: &crate::campaign::Position) -> Option<DateTime<Utc>> {
    use crate::drive::PlaceTime;
    match bearings.place(at).time {
        PlaceTime::Fixed { at, .. } | PlaceTime::Entered { at } | PlaceTime::Live { at, .. } => Some(at),
        _ => None,
    }
}

/// The calls of one note or control, and whether it went by.
fn of_subject(
    seen: &Bearings<'_>,
    found: &Assessment<'_>,
    called: Option<&Id>,
    traces: &Traces,
    records: &mut Vec<Record>,
) {
    let (campaign, deal) = (seen.campaign, seen.deal);
    let author = found.subject.note().and_then(|note| note.by.clone());
    let navigator = author.or_else(|| campaign.navigator_of(deal).cloned());
    let entry = found.target.and_then(|target| target.entered);
    let shown_is_heard = found.steps.is_some_and(|steps| steps.hardness() <= Hardness::Five);
    let judge = |made: &Made<'_>| if found.live { made.judged_live() } else { made.judged(seen.calendar, entry) };
    let rows = deal.call_log.iter().filter(|row| found.subject.is_named(&row.note));
    let last = found.last.map(|last| std::ptr::from_ref(last.row));
    for made in rows.filter_map(|row| Made::of(row, seen.calendar)) {
        let heard_at = made.acked.or_else(|| shown_is_heard.then_some(made.called));
        let is_unheard = found.state == NoteState::Unheard && last == Some(std::ptr::from_ref(made.row));
        let mut record = Record {
            deal: deal.id.clone(),
            note: found.subject.id(),
            rung: made.row.rung.clone(),
            driver: made.row.by.clone().or_else(|| called.cloned()),
            navigator: navigator.clone(),
            place: made.place,
            called: Some(made.called),
            acked: made.acked,
            called_as: judge(&made),
            heard_as: heard_at.and_then(|called| judge(&Made { called, ..made })),
            went: if is_unheard { Went::Unheard } else { Went::Called },
            reason: None,
        };
        record.reason = reason::of_call(seen, found, &made, &record, traces);
        records.push(record);
    }
    if found.state == NoteState::Missed {
        records.push(Record {
            deal: deal.id.clone(),
            note: found.subject.id(),
            rung: Text::default(),
            driver: called.cloned(),
            navigator,
            place: found.went_by,
            called: None,
            acked: None,
            called_as: None,
            heard_as: None,
            went: Went::Missed,
            reason: reason::of_missed(seen, found, called, traces),
        });
    }
}

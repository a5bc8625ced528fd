//! One row a note, and one for a hazard's note; one report a sentence that waits for an answer.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};

use super::fresh::{Stale, stale};
use crate::campaign::{Campaign, Deal, Hazard, Id, Note, Position, Tally, Used, When};
use crate::drive::calls::{Assessment, NoteState, Question, Subject, assess, can_only_be_late, next_call, subjects};
use crate::drive::place::{Met, PlaceTime};
use crate::drive::playlist::Forbidden;
use crate::drive::value_lines::findings;
use crate::drive::{Bearings, Outlook};
use crate::pace::{Caution, Hardness, Steps};

/// Where a note stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// On a deal.
    Deal(Id),
    /// On a hazard: it is called on every deal that meets it.
    Hazard(Id),
}

/// A note by its name over the whole campaign.
pub type NoteName = (Whose, Id);

/// What the playlist and the value lines have against a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amiss {
    /// It says what a track says never to say.
    pub never: bool,
    /// Its deal has a value line or an objective to mend.
    pub value: bool,
}

/// What is known of one note.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteRow {
    /// The deal or hazard it stands on.
    pub whose: Whose,
    /// Its id there.
    pub note: Id,
    /// How it stands; a hazard's note is planned or struck, the rest is each deal's.
    pub state: NoteState,
    /// When it will be called, or was: of a minute in a run, when that would be. `None`: no time yet, or by deal.
    pub when: Option<DateTime<Utc>>,
    /// Its place is an estimate.
    pub estimated: bool,
    /// Its next call can only be late; of a hazard's note, on some deal.
    pub late: bool,
    /// How hard.
    pub hardness: Hardness,
    /// The highest caution.
    pub caution: Caution,
    /// Who wrote it.
    pub by: Option<Id>,
    /// The one who asks wrote it, or is called by it.
    pub mine: bool,
    /// When it was written.
    pub written: Option<NaiveDate>,
    /// Why its words may not hold any more.
    pub stale: Option<Stale>,
    /// The asset it names.
    pub asset: Option<Id>,
    /// What the playlist and the value lines have against it.
    pub amiss: Amiss,
    /// How often it was called, heard and landed.
    pub record: Tally,
    /// What is searched: the deal's name, the place, the pace, the words, the writer and the asset, in small letters.
    pub text: Box<str>,
}

impl NoteRow {
    /// Its name over the whole campaign.
    #[must_use]
    pub fn name(&self) -> NoteName {
        (self.whose.clone(), self.note.clone())
    }

    /// Whether it can still be called.
    #[must_use]
    pub const fn is_in_play(&self) -> bool {
        matches!(
            self.state,
            NoteState::Planned
                | NoteState::Armed
                | NoteState::Called
                | NoteState::Heard
                | NoteState::Contingency
                | NoteState::NoPlace
                | NoteState::NoTimeYet
                | NoteState::NotDriven
        )
    }

    /// Called before, and it never helped.
    #[must_use]
    pub const fn never_landed(&self) -> bool {
        self.record.called > 0 && self.record.landed == 0 && !matches!(self.state, NoteState::Struck)
    }

    /// It could be called, and brings nothing.
    #[must_use]
    pub const fn lacks_asset(&self) -> bool {
        self.asset.is_none() && self.is_in_play()
    }
}

/// A field report that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whose deal.
    pub deal: Id,
    /// The row of the deal's `heard`.
    pub row: usize,
    /// When it was said; a report without a time counts as the oldest.
    pub at: Option<DateTime<Utc>>,
    /// What it is filed under.
    pub topic: Option<Id>,
}

/// What one deal gives to the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Part {
    pub rows: Vec<NoteRow>,
    pub reports: Vec<Report>,
    /// The hazards' notes that can be called on it.
    pub met: Vec<OnDeal>,
    /// What the call log has of hazards' notes, by `hazard/note`.
    pub hazard_calls: Vec<(Id, Tally)>,
    /// The topic of each report, answered or not.
    pub topics: Vec<Id>,
    /// When something of this can change without an edit.
    pub until: Option<DateTime<Utc>>,
}

/// A hazard's note on a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OnDeal {
    pub hazard: Id,
    pub note: Id,
    pub late: bool,
}

/// How often a note was called, heard and landed: its rows of the call log, and what was folded into its tally.
#[must_use]
pub fn record(deal: &Deal, note: &Note) -> Tally {
    let mut record = note.tally.as_deref().copied().unwrap_or_default();
    for row in deal.call_log.iter().filter(|row| row.note == note.id) {
        count(&mut record, row.called, row.acked, row.used);
    }
    record
}

fn count(record: &mut Tally, called: Option<When>, acked: Option<When>, used: Option<Used>) {
    record.called += u32::from(called.is_some());
    record.heard += u32::from(acked.is_some());
    record.landed += u32::from(used == Some(Used::Landed));
}

/// What one deal gives, asked by `seat`.
pub(super) fn part(campaign: &Campaign, outlook: &Outlook, deal: &Deal, seat: Option<&Id>, now: DateTime<Utc>) -> Part {
    let mut part = Part {
        hazard_calls: hazard_calls(deal),
        topics: deal.heard.iter().filter_map(|heard| heard.topic.clone()).collect(),
        ..Part::default()
    };
    if !deal.is_open() {
        return part;
    }
    let calendar = outlook.calendar(None);
    part.reports =
        deal.heard.iter().enumerate().filter(|(_, heard)| heard.answer.is_none()).map(report(deal, calendar)).collect();
    part.reports.sort_by_key(|report| Reverse(report.at));
    let driver = campaign.driver_of(deal);
    let bearings = Bearings::new(campaign, outlook, deal, driver.map(|driver| &**driver), now);
    let is_called = seat.is_some() && seat == driver;
    let forbidden = Forbidden::of(campaign);
    let value = !findings(campaign, deal).is_empty();
    for subject in subjects(campaign, deal) {
        if subject.note().is_none() {
            continue;
        }
        let found = assess(&bearings, subject, Question::PLAIN);
        if let Some(next) = found.next.filter(|next| *next > now) {
            part.until = Some(part.until.map_or(next, |until| until.min(next)));
        }
        match subject {
            Subject::Note(note) => {
                let mut row = row(&bearings, &found, note, is_called, seat);
                row.amiss.never = row.state != NoteState::Struck && forbidden.is_in(&texts(note));
                row.amiss.value = value && row.is_in_play();
                part.rows.push(row);
            }
            Subject::HazardNote(hazard, note) => part.met.push(OnDeal {
                hazard: hazard.id.clone(),
                note: note.id.clone(),
                late: can_only_be_late(&found),
            }),
            Subject::Control(_) => {}
        }
    }
    part
}

/// What somebody may say by a note.
fn texts(note: &Note) -> [Option<&str>; 2] {
    [note.say.as_deref(), note.when.as_deref()]
}

fn report<'d>(
    deal: &'d Deal,
    calendar: &'d crate::campaign::Calendar,
) -> impl Fn((usize, &crate::campaign::Heard)) -> Report + 'd {
    |(row, heard)| Report {
        deal: deal.id.clone(),
        row,
        at: heard.at.map(|at| calendar.clock(at)),
        topic: heard.topic.clone(),
    }
}

fn hazard_calls(deal: &Deal) -> Vec<(Id, Tally)> {
    let mut calls: Vec<(Id, Tally)> = Vec::new();
    for row in deal.call_log.iter().filter(|row| row.note.contains('/')) {
        let at = calls.iter().position(|(name, _)| *name == row.note).unwrap_or_else(|| {
            calls.push((row.note.clone(), Tally::default()));
            calls.len() - 1
        });
        count(&mut calls[at].1, row.called, row.acked, row.used);
    }
    calls
}

fn row(bearings: &Bearings<'_>, found: &Assessment<'_>, note: &Note, is_called: bool, seat: Option<&Id>) -> NoteRow {
    let (campaign, deal) = (bearings.campaign, bearings.deal);
    let record = record(deal, note);
    let when = match (found.place.time, found.last) {
        (PlaceTime::NotDriven { at }, _) => at,
        _ => next_call(bearings, found).or(found.last.map(|made| made.called)).or(found.went_by),
    };
    let mut row = NoteRow {
        whose: Whose::Deal(deal.id.clone()),
        note: note.id.clone(),
        state: found.state,
        when: if found.state == NoteState::Struck { None } else { when },
        estimated: found.target.is_some_and(|target| target.estimated),
        late: can_only_be_late(found),
        hardness: found.hardness(),
        caution: found.caution(),
        by: note.by.clone(),
        mine: is_called || (seat.is_some() && note.by.as_ref() == seat),
        written: note.written.map(|written| written.local(campaign.zone).date()),
        stale: None,
        asset: note.asset.clone(),
        amiss: Amiss::default(),
        record,
        text: text(campaign, deal.name(), note, note.at.as_deref(), found.steps, found.met),
    };
    if row.is_in_play() {
        row.stale = stale(campaign, bearings.outlook.calendar(None), note, record, bearings.now);
    }
    row
}

/// The row of a hazard's note, before any deal is counted.
pub(super) fn hazard_row(campaign: &Campaign, hazard: &Hazard, note: &Note, seat: Option<&Id>) -> NoteRow {
    let subject = Subject::HazardNote(hazard, note);
    let steps = note.pace.as_deref().or(hazard.pace.as_deref());
    let state = match (subject.is_struck(), note.when.is_some()) {
        (true, _) => NoteState::Struck,
        (false, true) => NoteState::Contingency,
        (false, false) => NoteState::Planned,
    };
    NoteRow {
        whose: Whose::Hazard(hazard.id.clone()),
        note: note.id.clone(),
        state,
        when: None,
        estimated: false,
        late: false,
        hardness: steps.map_or(Hardness::DEFAULT, Steps::hardness),
        caution: steps.map_or(Caution::None, Steps::caution),
        by: note.by.clone(),
        mine: seat.is_some() && note.by.as_ref() == seat,
        written: note.written.map(|written| written.local(campaign.zone).date()),
        stale: None,
        asset: note.asset.clone(),
        amiss: Amiss { never: state != NoteState::Struck && Forbidden::of(campaign).is_in(&texts(note)), value: false },
        record: note.tally.as_deref().copied().unwrap_or_default(),
        text: text(
            campaign,
            "* any deal",
            note,
            note.at.as_deref().or(hazard.at.as_deref()),
            steps,
            Some(Met { id: &hazard.id, own: None, hazard: Some(hazard) }),
        ),
    }
}

fn text(
    campaign: &Campaign,
    deal: &str,
    note: &Note,
    at: Option<&Position>,
    steps: Option<&Steps>,
    met: Option<Met<'_>>,
) -> Box<str> {
    let at = at.map(ToString::to_string).unwrap_or_default();
    let pace = steps.map(ToString::to_string).unwrap_or_default();
    let parts = [
        deal,
        &at,
        &pace,
        note.say.as_deref().unwrap_or(""),
        note.when.as_deref().unwrap_or(""),
        met.and_then(|met| met.title()).unwrap_or(""),
        note.by.as_ref().map_or("", |by| campaign.crew_name(by)),
        note.asset.as_ref().map_or("", |asset| campaign.asset_title(asset)),
        &note.id,
    ];
    parts.join("\n").to_lowercase().into()
}

//! The stroke that comes next on a deal, by name: what the file has planned, else what it has ready.
//!
//! In this order: the open part of a repair; then what is planned, the earliest first: the next touch, a dated promise of
//! that trade, a meeting for a push, a note to come that brings a signed track or an asset that may be shown for a pull; then the play that answers
//! the deal's trouble; then, for a pull, an asset that fits the deal and may be shown, or a track that both have signed, on
//! a topic of theirs and not used on them before.
//!
//! Invariant: every stroke named is a record of the file. Where there is none, nothing is made up.

use chrono::{DateTime, Utc};

use super::firing::{draws, is_pull_too, note_of, trade_of};
use crate::campaign::{Asset, Campaign, Deal, Id, Note, Play, Run, Seat, StrokeKind, Track, When};
use crate::drive::brief::Topics;
use crate::drive::calls::{Question, Subject, assess, next_call, subjects};
use crate::drive::playlist::is_agreed;
use crate::drive::proof::may_not;
use crate::drive::road::driven_by;
use crate::drive::rules::deal_path;
use crate::drive::words::quoted;
use crate::drive::{Bearings, Outlook};
use crate::text::RecordPath;

/// Where a next stroke comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Its part of the repair.
    Repair,
    /// The next touch.
    Touch,
    /// A dated promise.
    Promise,
    /// A meeting.
    Run,
    /// A note that brings a track or an asset.
    Note,
    /// A play that answers the deal's trouble.
    Play,
    /// An asset that fits.
    Asset,
    /// A track that fits.
    Track,
}

impl Plan {
    /// Where it stands, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Repair => "the repair",
            Self::Touch => "the next touch",
            Self::Promise => "a dated promise",
            Self::Run => "a meeting",
            Self::Note => "a note to come",
            Self::Play => "the play for this trouble",
            Self::Asset => "an asset that fits and they have not had",
            Self::Track => "a signed track on their topic, not played to them yet",
        }
    }

    /// One word for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repair => "repair",
            Self::Touch => "touch",
            Self::Promise => "promise",
            Self::Run => "run",
            Self::Note => "note",
            Self::Play => "play",
            Self::Asset => "asset",
            Self::Track => "track",
        }
    }
}

/// A stroke that comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStroke {
    /// Whose trade.
    pub kind: StrokeKind,
    /// What it is.
    pub what: String,
    /// Who does it, where the file says.
    pub by: Option<Id>,
    /// When, where the file says.
    pub when: Option<When>,
    /// Where it comes from.
    pub from: Plan,
    /// The record that says it.
    pub record: RecordPath,
}

/// The next stroke of this trade on a deal; `None`: the file has none.
#[must_use]
pub fn next_stroke(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    kind: StrokeKind,
    now: DateTime<Utc>,
) -> Option<NextStroke> {
    let ask = Ask { campaign, outlook, deal, kind, now };
    ask.repair().or_else(|| ask.planned()).or_else(|| ask.play()).or_else(|| ask.ready())
}

struct Ask<'a> {
    campaign: &'a Campaign,
    outlook: &'a Outlook,
    deal: &'a Deal,
    kind: StrokeKind,
    now: DateTime<Utc>,
}

impl Ask<'_> {
    fn path(&self) -> RecordPath {
        deal_path(&self.deal.id)
    }

    fn found(&self, what: &str, from: Plan, record: RecordPath) -> NextStroke {
        NextStroke { kind: self.kind, what: what.to_owned(), by: None, when: None, from, record }
    }

    fn repair(&self) -> Option<NextStroke> {
        let service = self.deal.service.as_deref()?;
        let (stint, key) = match self.kind {
            StrokeKind::Push => (service.push.as_ref()?, "push"),
            StrokeKind::Pull => (service.pull.as_ref()?, "pull"),
        };
        let what = stint.what.as_deref().filter(|_| stint.done.is_none())?;
        let found = self.found(what, Plan::Repair, self.path().below(["service", key]));
        Some(NextStroke { by: stint.by.clone(), when: service.until, ..found })
    }

    /// Whether something that this person does is of the trade; what nobody in particular does is sales'.
    fn is_theirs(&self, person: Option<&Id>) -> bool {
        match person {
            None => self.kind == StrokeKind::Push,
            Some(id) => match trade_of(self.campaign, Some(id)) {
                Some(trade) => trade == self.kind,
                // Who sits in both seats strikes both ways; who leads goes to the customer.
                None => {
                    self.kind == StrokeKind::Push
                        || self.campaign.crew(id).is_some_and(|crew| matches!(crew.seat, None | Some(Seat::Both)))
                }
            },
        }
    }

    fn planned(&self) -> Option<NextStroke> {
        let calendar = self.outlook.calendar(None);
        let mut found: Vec<NextStroke> = Vec::new();
        if let Some(next) = self.deal.next.as_ref().filter(|next| self.is_theirs(next.by.as_ref()))
            && let Some(what) = next.what.as_deref()
        {
            let touch = self.found(what, Plan::Touch, self.path());
            found.push(NextStroke { by: next.by.clone(), when: next.on, ..touch });
        }
        let ours = |owner: &Id| self.campaign.crew(owner).is_some() && self.is_theirs(Some(owner));
        for control in self.deal.controls.iter().filter(|one| one.done.is_none()) {
            if let Some(owner) = control.owner.as_ref().filter(|owner| ours(owner)) {
                let what = control.what.as_deref().unwrap_or(&control.id);
                let promise = self.found(what, Plan::Promise, self.path().below(["control", &control.id]));
                found.push(NextStroke { by: Some(owner.clone()), when: control.due, ..promise });
            }
        }
        let is_of_trade = |run: &&Run| self.kind == StrokeKind::Push || is_pull_too(self.campaign, run);
        let is_to_come = |run: &&Run| driven_by(calendar, run).is_some_and(|over| over > self.now);
        for run in self.deal.runs.iter().filter(is_of_trade).filter(is_to_come) {
            let what = run.what.as_deref().unwrap_or(&run.id);
            let meeting = self.found(what, Plan::Run, self.path().below(["run", &run.id]));
            let goes = run.crew.iter().find(|id| self.is_theirs(Some(id)));
            found.push(NextStroke { by: goes.or(run.crew.first()).cloned(), when: run.starts, ..meeting });
        }
        if self.kind == StrokeKind::Pull {
            found.extend(self.note());
        }
        found.into_iter().min_by(|a, b| {
            let key = |one: &NextStroke| {
                let when = one.when.map(|when| calendar.deadline(when));
                (when.is_none(), when, one.record.to_string())
            };
            key(a).cmp(&key(b))
        })
    }

    /// The first note to come that brings something, with the time of its call.
    fn note(&self) -> Option<NextStroke> {
        let brings = |subject: &Subject<'_>| !subject.is_struck() && subject.note().is_some_and(draws);
        let mut subjects = subjects(self.campaign, self.deal)
            .filter(brings)
            .filter_map(|subject| Some((subject, self.material(subject.note()?)?)))
            .peekable();
        subjects.peek()?;
        let driver = self.campaign.driver_of(self.deal);
        let bearings = Bearings::new(self.campaign, self.outlook, self.deal, driver.map(|id| &**id), self.now);
        let called = subjects.filter_map(|(subject, material)| {
            let found = assess(&bearings, subject, Question::PLAIN);
            Some((next_call(&bearings, &found)?, subject, material))
        });
        let (at, subject, material) = called.min_by_key(|(at, subject, _)| (*at, subject.name()))?;
        let record = match subject {
            Subject::HazardNote(hazard, note) => RecordPath::new(["hazard", &hazard.id, "note", &note.id]),
            _ => self.path().below(["note", &subject.note()?.id]),
        };
        let what = format!("the note {} brings {}", subject.name(), quoted(material));
        let when = Some(When::Instant(at.max(self.now)));
        Some(NextStroke { by: driver.cloned(), when, ..self.found(&what, Plan::Note, record) })
    }

    /// What a note brings that may be used: an asset that may be shown, else a track that both trades have signed.
    fn material(&self, note: &Note) -> Option<&str> {
        let calendar = self.outlook.calendar(None);
        let asset = note.asset.as_ref().and_then(|id| self.campaign.asset(id));
        let asset = asset.filter(|asset| may_not(asset, calendar, self.now).is_none());
        let track = note.track.as_ref().and_then(|id| self.campaign.track(id));
        let track = track.filter(|track| is_agreed(self.campaign, track));
        asset
            .map(|asset| self.campaign.asset_title(&asset.id))
            .or_else(|| track.map(|track| self.campaign.track_theme(&track.id)))
    }

    fn play(&self) -> Option<NextStroke> {
        let reason = self.deal.service.as_deref().and_then(|service| service.reason.as_deref());
        let troubles: Vec<&str> = self.deal.flags.iter().map(|flag| &*flag.id).chain(reason).collect();
        let words = |play: &Play| match self.kind {
            StrokeKind::Push => play.push.clone(),
            StrokeKind::Pull => play.pull.clone(),
        };
        let answers = |play: &&Play| play.when.iter().any(|when| troubles.contains(&&**when));
        let plays = self.campaign.plays.iter().filter(answers).filter_map(|play| Some((play, words(play)?)));
        let (play, what) = plays.min_by(|a, b| a.0.id.cmp(&b.0.id))?;
        Some(self.found(&what, Plan::Play, RecordPath::new(["play", &play.id])))
    }

    /// What lies ready: only marketing has things that lie ready.
    fn ready(&self) -> Option<NextStroke> {
        if self.kind == StrokeKind::Push {
            return None;
        }
        let topics = Topics::of(self.deal, None);
        let calendar = self.outlook.calendar(None);
        let said = self.deal.call_log.iter().filter(|row| row.used.is_some());
        let notes: Vec<_> = said.filter_map(|row| note_of(self.campaign, self.deal, &row.note)).collect();
        let has_had = |asset: &Asset| {
            self.deal.strokes.iter().any(|row| row.asset.as_ref() == Some(&asset.id))
                || notes.iter().any(|note| note.asset.as_ref() == Some(&asset.id))
        };
        let fit = |asset: &Asset| {
            let industry = asset.industry.iter().any(|one| self.deal.industry.contains(one));
            let stage = self.campaign.stage_of(self.deal).is_some_and(|stage| asset.stages.contains(stage));
            (topics.shared(&asset.topics).1, industry, stage)
        };
        let assets = self.campaign.assets.iter();
        let usable = assets.filter(|asset| may_not(asset, calendar, self.now).is_none() && !has_had(asset));
        let fitting = usable.map(|asset| (fit(asset), asset)).filter(|(fit, _)| fit.0 > 0 || fit.1);
        if let Some((_, asset)) = fitting.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id))) {
            let what = format!("send {}", quoted(self.campaign.asset_title(&asset.id)));
            return Some(self.found(&what, Plan::Asset, RecordPath::new(["asset", &asset.id])));
        }
        let has_heard = |track: &Track| {
            self.deal.strokes.iter().any(|row| row.track.as_ref() == Some(&track.id))
                || notes.iter().any(|note| note.track.as_ref() == Some(&track.id))
        };
        let tracks = self.campaign.tracks.iter().filter(|one| is_agreed(self.campaign, one) && !has_heard(one));
        let on_topic = tracks.map(|one| (topics.shared(&one.topics).1, one)).filter(|(weight, _)| *weight > 0);
        let (_, track) = on_topic.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)))?;
        let what = format!("play {}", quoted(self.campaign.track_theme(&track.id)));
        Some(self.found(&what, Plan::Track, RecordPath::new(["track", &track.id])))
    }
}

//! After a run: the next touch, the facts that were won, and what was heard, on one sheet that may stay as it is.
//!
//! Invariant: what was not touched writes nothing, and what was goes into the file as one step. The file is followed while
//! the sheet is open: touched fields keep what was typed, the others show the file. Leaving writes nothing and forgets
//! nothing.
//!
//! Left out on purpose: how each note went, which is marked during the run, and moving the deal to its next stage.

mod draft;
mod keys;
mod spot;
mod write;

use chrono::{DateTime, Utc};
use tui_input::Input;

pub use draft::{draft_name, follow, keep_draft, of_draft};
pub use keys::{key, paste};
pub use spot::{Spot, spots};

use super::catch::{Filing, Offers, Person, people};
use super::form::{self, Told};
use super::model::Model;
use super::overlay::Overlay;
use super::run::live_run;
use super::words;
use crate::campaign::{Campaign, Deal, HeardKind, Id, Run, Seat, When};
use crate::drive::Outlook;
use crate::drive::gates::missing;
use crate::drive::topic;

/// The sheet of a run.
#[derive(Debug, Clone)]
pub struct After {
    /// Whose deal.
    pub deal: Id,
    /// Which run.
    pub run: Id,
    /// The deal's name and the run's.
    pub about: String,
    /// When it was, and how long.
    pub when: String,
    /// The next touch; none of a finished deal.
    pub next: Option<NextTouch>,
    /// The stage that the facts are asked for.
    pub stage: String,
    /// The facts that are missing to leave it.
    pub facts: Vec<Fact>,
    /// The reports of the run, in the order of the file.
    pub reports: Vec<Report>,
    /// One more report.
    pub new: NewReport,
    /// Where one types.
    pub at: Spot,
    /// The buyer's people, those of the run first.
    pub people: Vec<Person>,
    /// Who may do the next touch.
    pub crew: Vec<Person>,
    /// Topics that can be taken, for the report that is typed on.
    pub offers: Offers,
    /// What is said of the sheet.
    pub told: Option<Told>,
    /// How far it is.
    pub stand: Stand,
    /// Every topic of the file.
    topics: Vec<Id>,
}

/// How far a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// It is being filled in.
    Open,
    /// It is written: what was, and what goes back to the navigator.
    Written(Vec<String>),
}

/// The next touch as it is typed.
#[derive(Debug, Clone)]
pub struct NextTouch {
    /// What.
    pub what: Input,
    /// When, in words.
    pub on: Input,
    /// Who.
    pub by: Option<Id>,
    /// How `on` is understood, or what is wrong with it.
    pub understood: Result<Option<When>, String>,
    was: (String, String, Option<Id>),
    needs: Option<Id>,
}

impl NextTouch {
    fn is_touched(&self) -> bool {
        self.what.value() != self.was.0 || self.on.value() != self.was.1 || self.by != self.was.2
    }
}

/// A fact that is missing to leave the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Id,
    /// In words.
    pub words: String,
    /// Marked as won.
    pub won: bool,
}

/// A report of the run, and how it is filed now.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its row in the deal's `heard`.
    pub row: usize,
    /// What tells it from the others: when, whose, and which of those with one key.
    key: (Option<When>, Option<Id>, usize),
    /// The minute of the run.
    pub minute: String,
    /// Their words.
    pub said: String,
    /// How it is filed.
    pub filing: Filing,
    /// It is answered already.
    pub answered: bool,
    was: (Option<HeardKind>, String, Option<Id>),
}

impl Report {
    fn is_touched(&self) -> bool {
        let (kind, topic, who) = &self.was;
        self.filing.kind != *kind || self.filing.topic.value() != topic || self.filing.who != *who
    }
}

/// A report that is typed on the sheet itself.
#[derive(Debug, Clone, Default)]
pub struct NewReport {
    /// Their words.
    pub words: Input,
    /// How it is filed.
    pub filing: Filing,
}

/// Opens the sheet of a run, with what was typed there before and not written.
pub fn open(model: &mut Model, deal: &Id, run: &Id) {
    let Some(mut after) = make(model, deal, run) else {
        return super::update::tell(model, "the run is gone from the file", true);
    };
    if let Some(texts) = model.drafts.get(&draft_name(deal, run)).map(<[_]>::to_vec) {
        draft::take_up(&mut after, &texts);
        let text = "what was typed here and not written is back; ctrl-r drops it".to_owned();
        after.told = Some(Told { text, bad: false });
    }
    understand(model, &mut after);
    model.overlay = Some(Overlay::After(Box::new(after)));
}

/// The run of a deal whose sheet can be filled in: the one under way, else one whose sheet is half-typed, else the last
/// that ended today.
#[must_use]
pub fn run_of(model: &Model, deal: &Deal) -> Option<Id> {
    let half_typed = deal.runs.iter().find(|run| model.drafts.get(&draft_name(&deal.id, &run.id)).is_some());
    let zone = model.campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let ended = deal.runs.iter().filter_map(|run| Some((run.ended?.local(zone), run)));
    let last = ended.filter(|(at, _)| at.date() == today).max_by_key(|(at, _)| *at).map(|(_, run)| run);
    live_run(deal).or(half_typed).or(last).map(|run| run.id.clone())
}

/// The sheet as the file has it.
fn make(model: &Model, deal: &str, run: &str) -> Option<After> {
    let campaign = &model.campaign;
    let deal = campaign.deal(deal)?;
    let run = deal.run(run)?;
    let stage = campaign.stage_of(deal);
    let next = deal.is_open().then(|| next_touch(model, deal));
    let at = if next.is_some() { Spot::What } else { Spot::NewWords };
    Some(After {
        deal: deal.id.clone(),
        run: run.id.clone(),
        about: format!("{} · {}", deal.name(), super::run::what(run)),
        when: ran(model, run),
        next,
        stage: stage.map_or_else(String::new, |stage| campaign.stage_name(stage).to_owned()),
        facts: facts(campaign, deal),
        reports: reports(&model.outlook, deal, run),
        new: fresh(deal, run),
        at,
        people: people(deal, Some(run)),
        crew: crew(campaign),
        offers: Offers::default(),
        told: None,
        stand: Stand::Open,
        topics: topic::topics(campaign, &model.order.topics, Some(deal)),
    })
}

fn fresh(deal: &Deal, run: &Run) -> NewReport {
    let who = super::catch::only_one(deal, Some(run));
    NewReport { words: Input::default(), filing: Filing::of(Some(HeardKind::Objection), None, who.as_ref()) }
}

/// `14:00 to 14:45, 45 min`.
fn ran(model: &Model, run: &Run) -> String {
    let (zone, calendar) = (model.campaign.zone, model.outlook.calendar(None));
    let shown = |at: DateTime<Utc>| words::moment(at, zone, model.now);
    let until = run.ended.map(|ended| calendar.clock(ended));
    let driven = super::catch::seconds(run, calendar, until.unwrap_or(model.now)).map(|seconds| seconds / 60);
    match (run.started.map(|started| calendar.clock(started)), until) {
        (Some(from), Some(to)) => format!("{} to {}, {} min", shown(from), shown(to), driven.unwrap_or(0)),
        (Some(from), None) => format!("since {}, {} min so far", shown(from), driven.unwrap_or(0)),
        (None, _) => "not driven".to_owned(),
    }
}

fn next_touch(model: &Model, deal: &Deal) -> NextTouch {
    let next = deal.next.as_ref();
    let what = next.and_then(|next| next.what.as_deref()).unwrap_or_default().to_owned();
    let on = next.and_then(|next| next.on).map(form::when_text).unwrap_or_default();
    let by = next.and_then(|next| next.by.clone()).or_else(|| model.seat.clone());
    NextTouch {
        understood: Ok(next.and_then(|next| next.on)),
        what: Input::new(what.clone()),
        on: Input::new(on.clone()),
        by: by.clone(),
        was: (what, on, by),
        needs: next.and_then(|next| next.needs.clone()),
    }
}

/// The facts that the stage asks for and an open deal does not have.
#[must_use]
pub fn facts(campaign: &Campaign, deal: &Deal) -> Vec<Fact> {
    let missing = missing(campaign, deal).filter(|_| deal.is_open());
    missing.map(|(id, words)| Fact { id: id.clone(), words: words.to_owned(), won: false }).collect()
}

fn reports(outlook: &Outlook, deal: &Deal, run: &Run) -> Vec<Report> {
    let calendar = outlook.calendar(None);
    let of_run = deal.heard.iter().enumerate().filter(|(_, row)| row.run.as_ref() == Some(&run.id));
    of_run
        .map(|(at, row)| {
            let same = |other: &&crate::campaign::Heard| other.at == row.at && other.by == row.by;
            let minute = row.at.and_then(|at| super::catch::seconds(run, calendar, calendar.clock(at)));
            Report {
                row: at,
                key: (row.at, row.by.clone(), deal.heard[..at].iter().filter(same).count()),
                minute: minute.map(super::run::clock).unwrap_or_default(),
                said: row.said.as_deref().unwrap_or_default().to_owned(),
                filing: Filing::of(row.kind, row.topic.as_deref(), row.who.as_ref()),
                answered: row.answer.is_some(),
                was: (row.kind, row.topic.as_deref().unwrap_or_default().to_owned(), row.who.clone()),
            }
        })
        .collect()
}

/// Those who may do the next touch.
fn crew(campaign: &Campaign) -> Vec<Person> {
    let drives = |seat: Option<Seat>| seat != Some(Seat::Lead);
    let (first, leads): (Vec<_>, Vec<_>) = campaign.crew.iter().partition(|crew| drives(crew.seat));
    let person = |id: &Id| Person { id: id.clone(), name: words::who(campaign, id) };
    first.into_iter().chain(leads).map(|crew| person(&crew.id)).collect()
}

/// Says anew what is offered and understood, after a key.
fn understand(model: &Model, after: &mut After) {
    if let Some(next) = &mut after.next {
        let typed = next.on.value().trim();
        next.understood = if typed.is_empty() {
            Ok(None)
        } else {
            form::day(model, typed)
                .map(Some)
                .ok_or_else(|| format!("`{typed}` is no day or time; write `next tue 14:00`, `3wd` or `2026-11-24`"))
        };
    }
    after.offers = match after.at {
        Spot::Topic(at) => {
            let report = after.reports.get(at);
            let (typed, said) = report.map_or(("", ""), |one| (one.filing.topic.value(), one.said.as_str()));
            Offers::of(&model.campaign, &after.topics, typed, said)
        }
        Spot::NewTopic => {
            let NewReport { words, filing } = &after.new;
            Offers::of(&model.campaign, &after.topics, filing.topic.value(), words.value())
        }
        _ => Offers::default(),
    };
}

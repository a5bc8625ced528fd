//! A run on screen: which one is followed, what was opened by hand, which notes are new.
//!
//! Invariant: the clock, the notes and how they went are the file's. Kept here is only what the file cannot say: what
//! one person looks at, and a copy of the run, so that a meeting goes on when somebody takes its record out of the file.

mod sheet;
mod typed;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

pub use sheet::{AgendaLine, AnswerLine, ClockWords, FreshLine, NoteLine, NoteUp, RunSheet, Urgency, clock};
pub use typed::{began as typed_start, correct, minute_for};

use super::model::Model;
use super::order::AgendaKind;
use super::screen::Screen;
use super::sheet::CallCard;
use super::words;
use crate::campaign::{Campaign, Deal, Id, Run};
use crate::drive::Bearings;
use crate::drive::rules::OpenCall;
use crate::drive::run::{Clock, answers, cues, is_live};

/// A planned run is offered from so long before it begins.
const AHEAD: TimeDelta = TimeDelta::minutes(20);
/// From so long before it begins its key starts it without asking.
const SOON: TimeDelta = TimeDelta::minutes(5);
/// One whose length nobody wrote down is offered for so long.
const USUAL: TimeDelta = TimeDelta::minutes(30);

/// The run that this console follows.
#[derive(Debug, Clone)]
pub struct Driving {
    /// Its deal.
    pub deal: Id,
    /// The run as the file had it last.
    pub run: Run,
    /// Somebody took it out of the file.
    pub gone: bool,
    /// The note whose time it is.
    current: Option<String>,
    /// The note that was stepped to by hand; `None`: the current one.
    pub looked_at: Option<String>,
    /// The answer that was opened by hand, by its row in the call log.
    pub opened: Option<OpenCall>,
    /// The notes and answers that are known here.
    known: BTreeSet<String>,
    /// Those that somebody else wrote while the run went on, and that nobody here has dealt with.
    pub fresh: BTreeSet<String>,
    /// What the screen says.
    pub sheet: RunSheet,
}

impl Driving {
    fn new(deal: Id, run: Run) -> Self {
        Self {
            deal,
            run,
            gone: false,
            current: None,
            looked_at: None,
            opened: None,
            known: BTreeSet::new(),
            fresh: BTreeSet::new(),
            sheet: RunSheet::default(),
        }
    }
}

/// The run of a deal that goes on; of several the last.
#[must_use]
pub fn live_run(deal: &Deal) -> Option<&Run> {
    deal.runs.iter().rfind(|run| is_live(run))
}

/// Shows a run, with its deal.
pub fn enter(model: &mut Model, deal: &Id, run: &str) {
    let Some(found) = model.campaign.deal(deal).and_then(|deal| deal.run(run)).cloned() else { return };
    model.deal = Some(deal.clone());
    model.screen = Screen::Run;
    let is_same = model.driving.as_ref().is_some_and(|driving| driving.deal == *deal && driving.run.id == *run);
    if !is_same {
        let mut driving = Driving::new(deal.clone(), found);
        driving.known = names(model, &driving).into_iter().map(|(name, _)| name).collect();
        model.driving = Some(driving);
    }
}

/// The notes and answers of the run, with who wrote each.
fn names(model: &Model, driving: &Driving) -> Vec<(String, Option<Id>)> {
    let Some(deal) = model.campaign.deal(&driving.deal) else { return Vec::new() };
    let bearings = bearings(model, deal);
    let subjects = cues(&bearings, &driving.run)
        .into_iter()
        .map(|cue| cue.subject)
        .chain(answers(&bearings, &driving.run).into_iter().map(|answer| answer.subject));
    subjects.map(|subject| (subject.name(), subject.note().and_then(|note| note.by.clone()))).collect()
}

/// The deal in the working time of who drives it.
#[must_use]
pub fn bearings<'a>(model: &'a Model, deal: &'a Deal) -> Bearings<'a> {
    let driver = model.campaign.driver_of(deal).map(|id| &**id);
    Bearings::new(&model.campaign, &model.outlook, deal, driver, model.now)
}

/// After the campaign has changed: the run as it is now, and the notes that somebody else has written into it.
#[inline(never)]
pub fn follow(model: &mut Model) {
    let Some(mut driving) = model.driving.take() else { return };
    let found = model.campaign.deal(&driving.deal).and_then(|deal| deal.run(&driving.run.id)).cloned();
    match found {
        Some(run) => {
            driving.gone = false;
            driving.run = run;
        }
        // While the file is being read for the first time nothing is gone.
        None => driving.gone = model.campaign.complete,
    }
    let here = names(model, &driving);
    for (name, by) in &here {
        let is_mine = by.is_some() && *by == model.seat;
        if !driving.known.contains(name) && !is_mine {
            driving.fresh.insert(name.clone());
        }
    }
    driving.known = here.into_iter().map(|(name, _)| name).collect();
    let known = &driving.known;
    driving.fresh.retain(|name| known.contains(name));
    model.driving = Some(driving);
}

/// Makes the words of the run's screen anew.
#[inline(never)]
pub fn look(model: &mut Model) {
    let Some(mut driving) = model.driving.take() else { return };
    driving.sheet = sheet::sheet(model, &mut driving);
    model.driving = Some(driving);
}

/// Time has passed and nothing else has come: the clock and the waits are worded anew. `false` where more than these
/// changes with this second.
pub fn goes_on(model: &mut Model) -> bool {
    let (calendar, now) = (model.outlook.calendar(None), model.now);
    let Some(driving) = &mut model.driving else { return false };
    Clock::of(&driving.run, calendar, now).is_some_and(|clock| driving.sheet.goes_on(clock))
}

/// The next full second of a clock that goes on screen.
#[must_use]
pub fn next_second(model: &Model) -> Option<DateTime<Utc>> {
    let driving = model.driving.as_ref().filter(|_| model.screen == Screen::Run)?;
    let clock = Clock::of(&driving.run, model.outlook.calendar(None), model.now)?;
    let whole = model.now - TimeDelta::nanoseconds(i64::from(model.now.timestamp_subsec_nanos()));
    clock.goes().then_some(whole + TimeDelta::seconds(1))
}

/// When the run on screen began.
#[must_use]
pub fn began(model: &Model) -> Option<DateTime<Utc>> {
    since(model, model.driving.as_ref().filter(|_| model.screen == Screen::Run)?)
}

fn since(model: &Model, driving: &Driving) -> Option<DateTime<Utc>> {
    driving.run.started.map(|started| model.outlook.calendar(None).clock(started))
}

/// A call of this deal that breaks into the run: made since it began, not heard, and none of its own notes.
#[must_use]
pub fn breaks_in<'m>(model: &'m Model, driving: &Driving) -> Option<&'m CallCard> {
    let began = since(model, driving)?;
    let is_of_the_run = |card: &&CallCard| driving.known.contains(&*card.row.note);
    let calls = model.sheet.calls.iter().filter(|card| !is_of_the_run(card));
    calls.filter(|card| card.row.called.is_some_and(|called| called >= began)).min_by_key(|card| card.row.place)
}

/// A run that this console can go to or start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its deal.
    pub deal: Id,
    /// The run.
    pub run: Id,
    /// It goes on already.
    pub live: bool,
    /// It goes on, or begins so soon that nobody has to be asked.
    pub now: bool,
    /// `Security call with Ines Roth goes on, 12:18`.
    pub words: String,
}

/// The run that goes on, else the one whose time has come: of the deal here first.
#[must_use]
pub fn offer(model: &Model) -> Option<Offer> {
    if model.screen == Screen::Run {
        return None;
    }
    let campaign = &model.campaign;
    let here = model.deal_here().cloned();
    let going = model.engine.live_deals().filter_map(|deal| going(model, campaign.deal(deal)?));
    let due = model.order.agenda.iter().filter(|item| item.kind == AgendaKind::Run);
    let due = due.filter_map(|item| coming(model, campaign, item.at, campaign.deal(item.deal.as_ref()?)?));
    let mut offers: Vec<Offer> = going.chain(due).collect();
    offers.sort_by_key(|offer| (Some(&offer.deal) != here.as_ref(), !offer.live));
    offers.into_iter().next()
}

fn going(model: &Model, deal: &Deal) -> Option<Offer> {
    let run = live_run(deal).filter(|run| is_mine(model, deal, run))?;
    let clock = Clock::of(run, model.outlook.calendar(None), model.now)?;
    let minutes = clock.elapsed / 60;
    let state = if clock.paused.is_some() { "is paused" } else { "goes on" };
    let since = words::counted(minutes, "minute", "minutes");
    let words = format!("{}: {} {state}, {since}", deal.name(), what(run));
    Some(Offer { deal: deal.id.clone(), run: run.id.clone(), live: true, now: true, words })
}

/// A run that begins within minutes, or should have begun and is not over.
fn coming(model: &Model, campaign: &Campaign, at: DateTime<Utc>, deal: &Deal) -> Option<Offer> {
    let calendar = model.outlook.calendar(None);
    let run = deal.runs.iter().find(|run| {
        run.started.is_none() && run.ended.is_none() && run.starts.is_some_and(|starts| calendar.clock(starts) == at)
    })?;
    let lasts = run.length.map_or(USUAL, |length| {
        #[expect(clippy::cast_possible_truncation, reason = "a length is some hours")]
        let seconds = length.calendar_seconds().clamp(0.0, 86_400.0) as i64;
        TimeDelta::seconds(seconds)
    });
    let is_time = at - AHEAD <= model.now && model.now < at + lasts;
    let words = format!("{}: {}, {}", deal.name(), what(run), words::moment(at, campaign.zone, model.now));
    let offer = Offer { deal: deal.id.clone(), run: run.id.clone(), live: false, now: at - SOON <= model.now, words };
    (is_time && is_mine(model, deal, run)).then_some(offer)
}

/// Whether the person here goes along: named in the run's crew, or, where it names nobody, of the deal; whoever looks on
/// sees all.
fn is_mine(model: &Model, deal: &Deal, run: &Run) -> bool {
    let Some(seat) = &model.seat else { return true };
    let navigates = model.campaign.navigator_of(deal) == Some(seat);
    let drives = model.campaign.driver_of(deal).is_none_or(|driver| driver == seat);
    run.crew.contains(seat) || navigates || (run.crew.is_empty() && drives)
}

/// What a run is, in words.
#[must_use]
pub fn what(run: &Run) -> &str {
    run.what.as_deref().unwrap_or(&run.id)
}

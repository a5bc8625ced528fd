//! The calls, as the console runs them: one person's schedule, what a tick finds, and what waits to be heard elsewhere.
//!
//! The rules are `drive::calls`; here a tick is made when something can have changed, its calls are written into the
//! log, and the calls that nobody has heard are kept at hand for the line above the footer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::effect::Effect;
use super::load::SeatWanted;
use super::messages;
use super::model::Model;
use super::update::{record, tell};
use crate::campaign::{Campaign, Deal, Id, Seat};
use crate::drive::calls::{
    Announcement, Assessment, Batch, Call, NoteState, Outcome, Question, Repeat, Schedule, Teller, Tick, assess,
    is_in_run, subjects,
};
use crate::drive::rules::{self, OpenCall};
use crate::drive::{Bearings, Outlook, run};
use crate::text::Intent;

/// How long a call that has come is shown as new.
const ARRIVAL: TimeDelta = TimeDelta::seconds(2);

/// A call that nobody has heard.
#[derive(Debug, Clone)]
struct Waits {
    /// The words for the line above the footer.
    words: String,
    /// When it was made.
    called: DateTime<Utc>,
}

/// Where the calls of other deals are looked at from.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'a> {
    /// The deal on screen.
    pub here: Option<&'a Id>,
    /// Only calls made from then on: in a run nothing else breaks in.
    pub since: Option<DateTime<Utc>>,
}

/// One person's calls.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    schedule: Option<Schedule>,
    tick: Option<Tick>,
    /// Found while loading, not yet carried out.
    found: Option<Outcome>,
    /// The tick that `found` was worked out after.
    after: Option<DateTime<Utc>>,
    /// The next moment at which a tick can find something.
    next: Option<DateTime<Utc>>,
    /// Until when the console was awake without a gap.
    awake: Option<DateTime<Utc>>,
    /// Deals with a run of this person under way: its notes are due to the second.
    live: BTreeSet<Id>,
    /// A call has come, and is shown as new until then.
    arrived_until: Option<DateTime<Utc>>,
    /// Calls not heard, by deal.
    waiting: BTreeMap<Id, Waits>,
}

impl Engine {
    /// The schedule of a seat, with its first tick: made beside the loop, because it asks every deal.
    #[must_use]
    pub fn new(
        campaign: &Campaign,
        outlook: &Outlook,
        seat: Option<&Id>,
        previous: Option<&Tick>,
        now: DateTime<Utc>,
    ) -> Self {
        let mut engine = Self::default();
        let Some(seat) = seat else { return engine };
        let mut schedule = Schedule::new(campaign, outlook.clone(), seat);
        let before = previous.cloned().map(|mut tick| {
            // A tick within the same minute would look at nothing; this one is to know every deal.
            tick.at = tick.at.min(now - TimeDelta::seconds(61));
            tick
        });
        let outcome = schedule.tick(campaign, before.as_ref(), now);
        let fresh = previous.is_none_or(|tick| minute(tick.at) < minute(now));
        engine.next = outcome.next;
        engine.tick = if fresh { Some(outcome.tick.clone()) } else { previous.cloned() };
        engine.found = fresh.then_some(outcome);
        engine.after = previous.map(|tick| tick.at);
        engine.schedule = Some(schedule);
        engine.live = campaign.deals.iter().filter(|deal| is_live(deal)).map(|deal| deal.id.clone()).collect();
        let called = campaign.deals.iter().filter(|deal| deal.is_open() && !deal.call_log.is_empty());
        engine.waiting =
            called.filter_map(|deal| Some((deal.id.clone(), waits(campaign, outlook, deal, seat, now)?))).collect();
        engine
    }

    /// Starts anew for a seat, asking every deal at the next tick.
    pub fn begin(&mut self, campaign: &Campaign, outlook: Outlook, seat: Option<&Id>) {
        self.schedule = seat.map(|seat| Schedule::new(campaign, outlook, seat));
        self.found = None;
        self.next = None;
    }

    /// Takes the place of the engine before it, after a load.
    pub fn replace(&mut self, loaded: Self, first: bool) {
        let (tick, awake) = (self.tick.take(), self.awake);
        *self = loaded;
        self.awake = awake;
        if !first && tick.as_ref().map(|tick| tick.at) != self.after && tick.is_some() {
            // A tick was made while the file was being read: what the load found may have been called already.
            self.found = None;
            self.tick = tick;
            self.next = None;
        }
    }

    /// The last tick, to be handed over to a load.
    #[must_use]
    pub const fn tick(&self) -> Option<&Tick> {
        self.tick.as_ref()
    }

    /// Hands over a tick that another console made: the example was awake until a minute ago.
    pub fn resume_from(&mut self, tick: Tick) {
        self.awake = Some(tick.at);
        self.tick = Some(tick);
    }

    /// Until when the last call that came is shown as new.
    #[must_use]
    pub const fn arrived_until(&self) -> Option<DateTime<Utc>> {
        self.arrived_until
    }

    /// When a note of a run that is under way comes, if that is before the minute is full.
    #[must_use]
    pub fn live_at(&self) -> Option<DateTime<Utc>> {
        self.next.filter(|_| !self.live.is_empty())
    }

    /// The deals with a run that goes on.
    pub fn live_deals(&self) -> impl Iterator<Item = &Id> {
        self.live.iter()
    }

    /// A deal other than this with a call that waits.
    #[must_use]
    pub fn elsewhere_deal<'s>(&'s self, from: Elsewhere<'s>) -> Option<&'s Id> {
        self.others(from).next().map(|(deal, _)| deal)
    }

    fn others<'s>(&'s self, from: Elsewhere<'s>) -> impl Iterator<Item = (&'s Id, &'s Waits)> {
        let counts = move |waits: &Waits| from.since.is_none_or(|since| waits.called >= since);
        self.waiting.iter().filter(move |(deal, waits)| Some(*deal) != from.here && counts(waits))
    }

    /// `Harbour: !L1 legal paper`.
    #[must_use]
    pub fn elsewhere(&self, from: Elsewhere<'_>) -> Option<String> {
        let mut others = self.others(from);
        let (_, Waits { words, .. }) = others.next()?;
        let more = others.count();
        Some(if more > 0 { format!("{words}   and {more} more") } else { words.clone() })
    }

    /// Forgets nothing, but looks at a deal again: it was edited.
    fn changed(&mut self, campaign: &Campaign, deal: &str) {
        if let (Some(schedule), Some(index)) = (&mut self.schedule, campaign.by_id.get(deal)) {
            schedule.deal_changed(*index);
            if let Some(deal) = campaign.deal(deal).filter(|deal| is_live(deal)) {
                self.live.insert(deal.id.clone());
            } else {
                self.live.remove(deal);
            }
        }
        self.next = None;
    }
}

fn is_live(deal: &Deal) -> bool {
    deal.runs.iter().any(run::is_live)
}

const fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

/// The seat to take: the one that was named, if the file has it; else its only driver; else the only one of the crew.
#[must_use]
pub fn seat(campaign: &Campaign, wanted: &SeatWanted) -> Option<Id> {
    match wanted {
        SeatWanted::LookOn => None,
        SeatWanted::Named(id) => campaign.crew(id).map(|crew| crew.id.clone()),
        SeatWanted::Unnamed => {
            let mut drivers =
                campaign.crew.iter().filter(|crew| matches!(crew.seat, Some(Seat::Driver | Seat::Both) | None));
            match (drivers.next(), drivers.next()) {
                (Some(only), None) => Some(only.id.clone()),
                _ => None,
            }
        }
    }
}

/// After an edit of a deal.
pub fn revisit(engine: &mut Engine, campaign: &Campaign, deal: &str) {
    engine.changed(campaign, deal);
}

/// Whom the calls of this console go to. A file without a crew has one person in both seats, who has no name: what is
/// called to nobody in particular is called to whoever sits here.
#[must_use]
pub fn caller(campaign: &Campaign, wanted: &SeatWanted) -> Option<Id> {
    let alone = campaign.crew.is_empty() && *wanted != SeatWanted::LookOn;
    seat(campaign, wanted).or_else(|| alone.then(|| Id::from("")))
}

/// After somebody sat in another seat.
pub fn reseat(model: &mut Model) {
    let campaign = Arc::clone(&model.campaign);
    let outlook = Outlook::clone(&model.outlook);
    let caller = caller(&campaign, &model.seat_wanted);
    model.engine.begin(&campaign, outlook, caller.as_ref());
    model.engine.tick = None;
    model.engine.waiting.clear();
    messages::recount_all(model);
}

/// Looks again whether a deal has calls that nobody has heard.
pub fn recount(model: &mut Model, deal: &Id) {
    let campaign = Arc::clone(&model.campaign);
    let words = caller(&campaign, &model.seat_wanted)
        .as_ref()
        .zip(campaign.deal(deal))
        .and_then(|(seat, deal)| waits(&campaign, &model.outlook, deal, seat, model.now));
    match words {
        Some(words) => drop(model.engine.waiting.insert(deal.clone(), words)),
        None => drop(model.engine.waiting.remove(deal)),
    }
}

/// Makes a tick if something can have changed since the last, and carries out what it finds.
pub fn run(model: &mut Model, effects: &mut Vec<Effect>) {
    let (now, awake) = (model.now, model.engine.awake);
    model.engine.awake = Some(now);
    if !model.campaign.complete || model.file.read_only.is_some() || model.file.problem.is_some() {
        return;
    }
    let campaign = Arc::clone(&model.campaign);
    let engine = &mut model.engine;
    let outcome = if let Some(found) = engine.found.take() {
        Some(found)
    } else {
        let Some(schedule) = &mut engine.schedule else { return };
        let due =
            engine.next.is_none_or(|next| next <= now) || awake.is_none_or(|awake| now - awake > TimeDelta::minutes(2));
        let new_minute = engine.tick.as_ref().is_none_or(|tick| minute(tick.at) < minute(now));
        // Between two minutes only the live clock of a run goes on.
        (due && (new_minute || !engine.live.is_empty())).then(|| {
            let previous = engine.tick.clone().map(|tick| match awake {
                Some(awake) => tick.open_until(awake.min(now)),
                None => tick,
            });
            schedule.tick(&campaign, previous.as_ref(), now)
        })
    };
    if let Some(outcome) = outcome {
        carry_out(model, outcome, effects);
    }
}

fn carry_out(model: &mut Model, outcome: Outcome, effects: &mut Vec<Effect>) {
    let Outcome { tick, batch, repeat, live, settled, gap, next } = outcome;
    model.engine.tick = Some(tick);
    let by = model.seat.clone();
    let mut touched: Vec<Id> = settled.into_iter().map(|settled| settled.deal).collect();
    let mut intents: Vec<Intent> = Vec::new();
    let calls = batch.iter().flat_map(|batch| &batch.calls).chain(&live);
    for call in calls {
        intents.push(rules::call_made(&open_call(call, Some(model.now)), by.as_deref(), model.now, false));
        touched.push(call.deal.clone());
    }
    if let Some(repeat) = &repeat {
        for row in &repeat.calls {
            if let Some(place) = row.place {
                let call = OpenCall {
                    deal: repeat.deal.clone(),
                    note: row.note.clone(),
                    rung: row.rung.to_string(),
                    place: model.outlook.calendar(None).clock(place),
                    lead: String::new(),
                    called: None,
                };
                intents.push(rules::call_repeated(&call, model.now));
            }
        }
        touched.push(repeat.deal.clone());
    }
    announce(model, batch.as_ref(), repeat.as_ref(), &live, effects);
    if let Some(batch) = batch.filter(|batch| Some(&batch.deal) == model.deal.as_ref()) {
        model.engine.arrived_until = Some(model.now + ARRIVAL);
        model.spots.entry(batch.deal).or_default().call = 0;
    }
    if let Some(gap) = gap.filter(|gap| gap.uncalled > 0 && gap.since.is_some()) {
        tell(model, format!("while nobody was here, {}", gap.words()), false);
    }
    if !intents.is_empty()
        && let Err(refusal) = record(model, intents, effects)
    {
        tell(model, format!("a call could not be written down: {}; {}", refusal.message, refusal.mend), true);
    }
    touched.sort_unstable();
    touched.dedup();
    for deal in &touched {
        recount(model, deal);
    }
    if !touched.is_empty() {
        model.version += 1;
    }
    // What was written has marked its deals as changed; they are looked at with the next minute.
    model.engine.next = if touched.is_empty() { next } else { None };
}

/// A call by its key in the log.
#[must_use]
pub fn open_call(call: &Call, called: Option<DateTime<Utc>>) -> OpenCall {
    OpenCall {
        deal: call.deal.clone(),
        note: Id::from(call.note.as_str()),
        rung: call.rung.clone(),
        place: call.place,
        lead: call.lead.to_string(),
        called,
    }
}

/// Makes what was called known outside the screen, in the words of the moment.
fn announce(model: &Model, batch: Option<&Batch>, repeat: Option<&Repeat>, live: &[Call], effects: &mut Vec<Effect>) {
    if batch.is_none() && repeat.is_none() && live.is_empty() {
        return;
    }
    let (campaign, seat) = (&*model.campaign, caller(&model.campaign, &model.seat_wanted));
    let teller = Teller { campaign, outlook: &model.outlook, form: model.settings.speech, now: model.now };
    let batch = batch.map(|batch| teller.batch(batch, seat.as_ref()));
    let repeat = repeat.and_then(|one| Some(teller.repeat(campaign.deal(&one.deal)?, &one.calls, seat.as_ref())));
    let live = live.chunk_by(|one, other| one.deal == other.deal).map(|calls| teller.live(calls, seat.as_ref()));
    // In a meeting nothing rings.
    let sits = |deal: &Id| {
        campaign.deal(deal).zip(seat.as_deref()).is_some_and(|(deal, seat)| is_in_run(campaign, deal, seat))
    };
    let is_quiet = model.engine.live.iter().any(sits);
    let told = batch.into_iter().chain(repeat).chain(live).filter(|told| !told.calls.is_empty());
    effects.extend(told.map(|told| Effect::Announce(Announcement { is_quiet: told.is_quiet || is_quiet, ..told })));
}

/// Whether a call was made and waits to be heard, also one that counts as heard because it was shown; a snoozed one
/// waits for its time.
#[must_use]
pub fn waits_to_be_heard(found: &Assessment<'_>) -> bool {
    found.snoozed.is_none()
        && matches!(found.state, NoteState::Called | NoteState::Heard)
        && found.last.is_some_and(|made| made.acked.is_none())
}

fn waits(campaign: &Campaign, outlook: &Outlook, deal: &Deal, seat: &Id, now: DateTime<Utc>) -> Option<Waits> {
    if !deal.call_log.iter().any(|row| row.acked.is_none()) {
        return None;
    }
    let bearings = Bearings::new(campaign, outlook, deal, Some(seat), now);
    let found = subjects(campaign, deal)
        .filter(|subject| subject.called(campaign, deal).is_none_or(|called| called == seat))
        .map(|subject| assess(&bearings, subject, Question::PLAIN))
        .find(|found| found.state == NoteState::Called && waits_to_be_heard(found))?;
    let shorthand = found.steps.map(ToString::to_string).unwrap_or_default();
    let said = found.subject.say().unwrap_or("");
    let words = format!("{}: {shorthand} {said}", deal.name()).trim_end().to_owned();
    Some(Waits { words, called: found.last?.called })
}

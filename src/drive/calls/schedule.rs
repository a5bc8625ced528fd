//! One person's calls over all their deals: the tick, and the index that lets it look only at deals where something
//! can have changed.
//!
//! For each deal the schedule keeps the first moment at which it can change by itself, and what it has armed; a tick
//! asks the deals whose moment has come, and the one whose note leads. An edit makes its deal be asked again. A tick
//! over the index and one over all deals find the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::assess::{Assessment, Due, Question, assess};
use super::batch::{Batch, Call, Candidate, call, followed, key_of};
use super::subject::subjects;
use super::tick::{CLOSED_AFTER, Ended, GAP_AFTER, GapLine, Held, Key, Opening, Outcome, PACE, Repeat, Settled, Tick};
use super::waiting::{Queue, Waiting};
use crate::campaign::{Calendar, Campaign, Deal, Id};
use crate::drive::run::is_live;
use crate::drive::{Bearings, Outlook};

/// What a tick finds for `person`: a schedule that lives for one tick.
#[must_use]
pub fn tick(campaign: &Campaign, person: &str, previous: Option<&Tick>, now: DateTime<Utc>) -> Outcome {
    Schedule::new(campaign, Outlook::new(campaign), person).tick(campaign, previous, now)
}

/// The index of one person's deals.
#[derive(Debug, Clone)]
pub struct Schedule {
    person: Box<str>,
    outlook: Outlook,
    /// By the deal's place in the campaign.
    slots: Vec<Slot>,
    /// Every slot's moment, in order.
    queue: BTreeSet<(DateTime<Utc>, usize)>,
    /// When the batches were called that nobody has acknowledged.
    unheard: BTreeMap<usize, Vec<DateTime<Utc>>>,
    /// Deals with a run that this person is in.
    in_run: BTreeSet<usize>,
    /// What is armed.
    waiting: Queue,
    /// Deals with a call that is to be said again.
    repeats: BTreeSet<usize>,
    /// What the last tick handed over: with anything else in hand, all deals are asked again.
    last: Option<Tick>,
}

/// A deal in the index.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// When it is to be asked again; `None`: only after an edit.
    next: Option<DateTime<Utc>>,
}

/// What one deal says at a tick.
struct Asked<'a> {
    index: usize,
    deal: &'a Deal,
    found: Vec<Assessment<'a>>,
}

impl Schedule {
    /// All deals, to be asked at the first tick.
    #[must_use]
    pub fn new(campaign: &Campaign, outlook: Outlook, person: &str) -> Self {
        let mut schedule = Self {
            person: person.into(),
            outlook,
            slots: Vec::new(),
            queue: BTreeSet::new(),
            unheard: BTreeMap::new(),
            in_run: BTreeSet::new(),
            waiting: Queue::default(),
            repeats: BTreeSet::new(),
            last: None,
        };
        schedule.deals_changed(campaign);
        schedule
    }

    /// The calendars and estimates it goes by.
    #[must_use]
    pub const fn outlook(&self) -> &Outlook {
        &self.outlook
    }

    /// After deals came or went, or their order changed, or something that holds for all of them: ask all again.
    pub fn deals_changed(&mut self, campaign: &Campaign) {
        let first = DateTime::<Utc>::MIN_UTC;
        self.slots = vec![Slot { next: Some(first) }; campaign.deals.len()];
        self.queue = (0..self.slots.len()).map(|index| (first, index)).collect();
        self.unheard.clear();
        self.in_run.clear();
        self.waiting.clear();
        self.repeats.clear();
    }

    /// After an edit of one deal, by its place in the campaign: ask it again at the next tick.
    pub fn deal_changed(&mut self, index: usize) {
        self.put(index, Some(DateTime::<Utc>::MIN_UTC));
    }

    /// The first moment at which any deal can change by itself.
    #[must_use]
    pub fn next(&self) -> Option<DateTime<Utc>> {
        self.queue.first().map(|(at, _)| *at)
    }

    fn put(&mut self, index: usize, next: Option<DateTime<Utc>>) {
        let Some(slot) = self.slots.get_mut(index) else { return };
        if let Some(at) = slot.next {
            self.queue.remove(&(at, index));
        }
        slot.next = next;
        self.queue.extend(next.map(|at| (at, index)));
    }

    /// One tick; see the module `calls` for its rules.
    pub fn tick(&mut self, campaign: &Campaign, previous: Option<&Tick>, now: DateTime<Utc>) -> Outcome {
        if self.slots.len() != campaign.deals.len() || !self.follows(previous, now) {
            self.deals_changed(campaign);
        }
        let outlook = self.outlook.clone();
        let calendar = outlook.calendar(Some(&self.person));
        if let Some(previous) = previous.filter(|previous| minute(previous.at) == minute(now)) {
            return self.same_minute(campaign, &outlook, previous, now);
        }
        let working = calendar.is_working(now);
        let mut opening = opening(previous, now);
        let ahead_until = if opening.is_some() && working { calendar.next_day_start(now) } else { None };
        let Told { settled, live, held, asked } = self.ask(campaign, &outlook, previous, now, ahead_until);
        let gap = opening.as_mut().and_then(|open| open.ends(&settled, calendar, now));
        if working {
            opening = None;
        }
        let in_run = !self.in_run.is_empty();
        let mut backlog = match (gap, previous) {
            (Some(_), _) => self.armed(working, now),
            (None, Some(previous)) => self.still_armed(campaign, &previous.backlog),
            (None, None) => Vec::new(),
        };
        let mut last_batch = previous.and_then(|previous| previous.last_batch);
        let paced = !backlog.is_empty() && gap.is_none() && last_batch.is_some_and(|last| now - last < PACE);
        let leader = self.leader(working, in_run, paced, now).map(|(key, one)| (one.index, key.clone()));
        let question = (previous, ahead_until);
        let batch = leader.and_then(|leader| self.batch(campaign, &outlook, &leader, question, in_run, now));
        let repeat = if batch.is_none() { self.repeat(campaign, &outlook, paced, in_run, now) } else { None };
        if let Some(batch) = &batch {
            backlog.retain(|key| !batch.has(key));
        }
        if batch.is_some() || repeat.is_some() {
            last_batch = Some(now);
        }
        let held = still_held(held, &asked, previous, batch.as_ref());
        let opens_at = opening.and_then(|_| calendar.next_working(now));
        let later = self.queue.range((now + TimeDelta::nanoseconds(1), 0)..).next().map(|(at, _)| *at);
        let next = [self.waits_at(calendar, now), opens_at, later].into_iter().flatten().min();
        let tick = Tick { at: now, last_batch, held, backlog, opening };
        self.last = Some(tick.clone());
        Outcome { tick, batch, repeat, live, settled, gap, next }
    }

    /// Whether a tick goes on from the last one: then what is kept of the deals still holds.
    fn follows(&self, previous: Option<&Tick>, now: DateTime<Utc>) -> bool {
        match (&self.last, previous) {
            (Some(last), Some(previous)) => last.at <= previous.at && previous.at <= now && last.held == previous.held,
            (None, None) => true,
            _ => false,
        }
    }

    /// The leader and its followers, their deal asked anew.
    fn batch(
        &self,
        campaign: &Campaign,
        outlook: &Outlook,
        (index, key): &(usize, Key),
        (previous, ahead_until): (Option<&Tick>, Option<DateTime<Utc>>),
        in_run: bool,
        now: DateTime<Utc>,
    ) -> Option<Batch> {
        let asked = self.ask_one(campaign, outlook, *index, previous, now, ahead_until)?;
        let calendar = outlook.calendar(Some(&self.person));
        let pool = asked.found.iter().filter_map(|found| Candidate::of(asked.deal, found));
        let pool: Vec<_> = pool.filter(|one| one.may_go(in_run, now)).collect();
        let leader = *pool.iter().find(|one| one.key() == *key)?;
        let followed = followed(campaign, calendar, leader, &pool);
        let calls: Vec<_> = followed
            .iter()
            .map(|(one, how)| call(one.deal, one.found, &one.due, &one.target.clock, *how, now))
            .collect();
        let mut batch = Batch { deal: leader.deal.id.clone(), rushed: leader.due.r <= 0.5, calls };
        let working = calendar.is_working(now);
        let waits =
            |(key, one): (&Key, &Waiting)| one.is_urgent(now) && one.may_go(working, in_run, now) && !batch.has(key);
        batch.rushed |= self.waiting.iter().any(waits);
        Some(batch)
    }

    /// The batch that is to be said once more, its deal asked anew.
    fn repeat(
        &self,
        campaign: &Campaign,
        outlook: &Outlook,
        paced: bool,
        in_run: bool,
        now: DateTime<Utc>,
    ) -> Option<Repeat> {
        let asked: Vec<_> =
            self.repeats.iter().filter_map(|index| self.ask_one(campaign, outlook, *index, None, now, None)).collect();
        repeat(&asked, paced, in_run, now)
    }

    /// Of some rungs, in order, those that still wait.
    fn still_armed(&self, campaign: &Campaign, keys: &[Key]) -> Vec<Key> {
        let waits = |key: &&Key| campaign.by_id.get(&key.deal).is_some_and(|index| self.waiting.has(*index, key));
        keys.iter().filter(waits).cloned().collect()
    }

    /// Everything armed that counts now, in order.
    fn armed(&self, working: bool, now: DateTime<Utc>) -> Vec<Key> {
        let armed = self.waiting.iter().filter(|(_, one)| one.may_go(working, false, now));
        let mut keys: Vec<_> = armed.map(|(key, _)| key.clone()).collect();
        keys.sort_unstable();
        keys
    }

    /// Within a minute only the live clock runs.
    fn same_minute(&self, campaign: &Campaign, outlook: &Outlook, previous: &Tick, now: DateTime<Utc>) -> Outcome {
        let changed = self.queue.range(..(now, usize::MAX)).map(|(_, index)| *index);
        let indices: BTreeSet<_> = changed.chain(self.in_run.iter().copied()).collect();
        let asked: Vec<_> = indices
            .into_iter()
            .filter_map(|index| self.ask_one(campaign, outlook, index, Some(previous), now, None))
            .collect();
        let mut told = Told::default();
        for asked in &asked {
            told.hear(asked, Some(now), now);
        }
        let mut live = told.live;
        live.sort_by(Call::order);
        let live_next = asked.iter().flat_map(|asked| &asked.found).filter(|found| found.live);
        let live_next = live_next.filter_map(|found| found.next).filter(|next| *next > now).min();
        Outcome {
            tick: previous.clone(),
            batch: None,
            repeat: None,
            live,
            settled: Vec::new(),
            gap: None,
            next: Some(live_next.map_or_else(|| next_minute(now), |at| at.min(next_minute(now)))),
        }
    }

    /// Asks every deal whose moment has come, one after the other, and keeps what it says.
    fn ask(
        &mut self,
        campaign: &Campaign,
        outlook: &Outlook,
        previous: Option<&Tick>,
        now: DateTime<Utc>,
        ahead_until: Option<DateTime<Utc>>,
    ) -> Told {
        let since = previous.map(|previous| previous.at).or_else(|| self.last_trace(campaign, outlook));
        let until = ahead_until.unwrap_or(now);
        let indices: Vec<_> = self.queue.range(..=(until, usize::MAX)).map(|(_, index)| *index).collect();
        let mut told = Told::default();
        for index in indices {
            let Some(asked) = self.ask_one(campaign, outlook, index, previous, now, ahead_until) else { continue };
            if previous.is_some_and(|previous| !previous.held.is_empty()) {
                told.asked.insert(asked.deal.id.clone());
            }
            told.hear(&asked, since, now);
            self.remember(campaign, &asked);
        }
        told.settled.sort_unstable();
        told.live.sort_by(Call::order);
        told
    }

    fn ask_one<'a>(
        &self,
        campaign: &'a Campaign,
        outlook: &'a Outlook,
        index: usize,
        previous: Option<&Tick>,
        now: DateTime<Utc>,
        ahead_until: Option<DateTime<Utc>>,
    ) -> Option<Asked<'a>> {
        let deal: &Deal = campaign.deals.get(index)?;
        let drives = campaign.driver_of(deal).is_none_or(|driver| **driver == *self.person);
        let owns =
            || deal.controls.iter().any(|control| control.owner.as_ref().is_some_and(|own| **own == *self.person));
        if !drives && !owns() {
            return Some(Asked { index, deal, found: Vec::new() });
        }
        let bearings = Bearings::new(campaign, outlook, deal, Some(&self.person), now);
        let question = Question { ahead_until, held: previous.map_or(&[], |previous| previous.held_on(&deal.id)) };
        let found = subjects(campaign, deal)
            .filter(|subject| subject.called_beside(bearings.driver).is_none_or(|called| **called == *self.person))
            .map(|subject| assess(&bearings, subject, question))
            .collect();
        Some(Asked { index, deal, found })
    }

    /// Keeps for each deal that was asked when it is to be asked again.
    fn remember(&mut self, campaign: &Campaign, Asked { index, deal, found }: &Asked<'_>) {
        let next = found.iter().filter_map(|found| found.next).min();
        self.put(*index, next);
        let mut waiting: Vec<_> =
            found.iter().filter(|found| found.waits).filter_map(|found| Some(found.last?.called)).collect();
        waiting.sort_unstable();
        waiting.dedup();
        if waiting.is_empty() {
            self.unheard.remove(index);
        } else {
            self.unheard.insert(*index, waiting);
        }
        self.waiting.replace(*index, deal, found);
        if found.iter().any(|found| found.repeat) {
            self.repeats.insert(*index);
        } else {
            self.repeats.remove(index);
        }
        if is_in_run(campaign, deal, &self.person) {
            self.in_run.insert(*index);
        } else {
            self.in_run.remove(index);
        }
    }

    /// The nearest urgent note, else the nearest armed one unless two batches wait to be heard.
    fn leader(&self, working: bool, in_run: bool, paced: bool, now: DateTime<Utc>) -> Option<(&Key, &Waiting)> {
        let mut pool = self.waiting.iter().filter(|(_, one)| one.may_go(working, in_run, now));
        if paced {
            return pool.find(|(_, one)| one.grave);
        }
        let first = pool.next()?;
        let unheard: usize = self.unheard.values().map(Vec::len).sum();
        std::iter::once(first)
            .chain(pool)
            .find(|(_, one)| one.is_urgent(now))
            .or_else(|| (unheard < 2).then_some(first))
    }

    /// When something that waits for its turn can have it.
    fn waits_at(&self, calendar: &Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.waiting.is_empty() && self.repeats.is_empty() {
            return None;
        }
        let from = next_minute(now);
        let extra = self.waiting.iter().filter_map(|(_, one)| one.extra_from(from)).min();
        [calendar.next_working(from), extra].into_iter().flatten().min()
    }

    /// The last sign of this person at a console, for a first tick.
    fn last_trace(&self, campaign: &Campaign, outlook: &Outlook) -> Option<DateTime<Utc>> {
        let calendar = outlook.calendar(Some(&self.person));
        let rows = campaign.deals.iter().flat_map(|deal| &deal.call_log);
        rows.filter(|row| row.by.as_ref().is_some_and(|by| **by == *self.person))
            .flat_map(|row| [row.called, row.acked, row.again])
            .flatten()
            .map(|when| calendar.clock(when))
            .max()
    }
}

impl Opening {
    /// Counts what went by, and in working time ends: with a line, if it was a gap.
    fn ends(&mut self, settled: &[Settled], calendar: &Calendar, now: DateTime<Utc>) -> Option<GapLine> {
        let uncalled = settled.iter().filter(|settled| settled.ended == Ended::Missed).count();
        self.uncalled = self.uncalled.saturating_add(u32::try_from(uncalled).unwrap_or(u32::MAX));
        let is_gap =
            calendar.is_working(now) && self.since.is_none_or(|since| calendar.working_between(since, now) > GAP_AFTER);
        is_gap.then_some(GapLine { since: self.since, uncalled: self.uncalled })
    }
}

/// Whether the console was closed before this tick, or still waits for its first working tick.
fn opening(previous: Option<&Tick>, now: DateTime<Utc>) -> Option<Opening> {
    let Some(previous) = previous else { return Some(Opening { since: None, uncalled: 0 }) };
    let closed = now - previous.at >= CLOSED_AFTER || now < previous.at;
    previous.opening.or_else(|| closed.then_some(Opening { since: Some(previous.at.min(now)), uncalled: 0 }))
}

/// The nearest batch that is to be said once more.
fn repeat(asked: &[Asked<'_>], paced: bool, in_run: bool, now: DateTime<Utc>) -> Option<Repeat> {
    let due = |found: &Assessment<'_>| {
        found.repeat
            && found.target.is_some_and(|target| target.clock.is_working(now))
            && !(paced || in_run) | (found.caution() == crate::pace::Caution::Three)
    };
    let key = |deal: &Deal, found: &Assessment<'_>| {
        (found.target.map(|target| target.at()), deal.id.clone(), found.subject.name())
    };
    let (deal, first) = asked
        .iter()
        .flat_map(|asked| asked.found.iter().map(move |found| (asked, found)))
        .filter(|(_, found)| due(found))
        .min_by_key(|(asked, found)| key(asked.deal, found))?;
    let called = first.last?.called;
    let mut together: Vec<_> =
        deal.found.iter().filter(|found| due(found) && found.last.is_some_and(|last| last.called == called)).collect();
    together.sort_by_key(|found| key(deal.deal, found));
    let calls = together.iter().filter_map(|found| Some(found.last?.row.into())).collect();
    Some(Repeat { deal: deal.deal.id.clone(), calls })
}

/// What the deals asked by a tick say together.
#[derive(Default)]
struct Told {
    settled: Vec<Settled>,
    live: Vec<Call>,
    held: Vec<Held>,
    asked: HashSet<Id>,
}

impl Told {
    fn hear(&mut self, Asked { deal, found, .. }: &Asked<'_>, since: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        for found in found {
            let went_by = found.went_by.filter(|at| *at <= now && since.is_none_or(|since| *at > since));
            if let Some((at, ended)) = went_by.zip(Ended::of(found.state)) {
                self.settled.push(Settled { at, deal: deal.id.clone(), note: found.subject.name(), ended });
            }
            let Some(due) = found.due else { continue };
            if found.live && due.armed {
                self.live.extend(live_call(deal, found, &due, now));
            }
            if due.again {
                self.held.push(Held { key: key_of(deal, found), again: true });
            }
            if due.ahead {
                self.held.push(Held { key: key_of(deal, found), again: false });
            }
        }
    }
}

/// The call of a run note whose moment has come.
fn live_call(deal: &Deal, found: &Assessment<'_>, due: &Due<'_>, now: DateTime<Utc>) -> Option<Call> {
    found.target.map(|target| call(deal, found, due, &target.clock, None, now))
}

/// What the next tick keeps in mind: of the deals asked what is armed ahead or planned again, of the others what was
/// held, without what goes out now.
fn still_held(held: Vec<Held>, asked: &HashSet<Id>, previous: Option<&Tick>, batch: Option<&Batch>) -> Vec<Held> {
    let before = previous.map_or(&[][..], |previous| &previous.held);
    let kept = before.iter().filter(|held| !asked.contains(&held.key.deal)).cloned();
    let mut held: Vec<_> = kept.chain(held).collect();
    if let Some(batch) = batch {
        held.retain(|held| !batch.has(&held.key));
    }
    held.sort_unstable();
    held
}

/// Whether the person sits in a run of this deal that has started and not ended.
#[must_use]
pub fn is_in_run(campaign: &Campaign, deal: &Deal, person: &str) -> bool {
    deal.runs.iter().any(|run| {
        is_live(run)
            && if run.crew.is_empty() {
                campaign.driver_of(deal).is_none_or(|driver| **driver == *person)
            } else {
                run.crew.iter().any(|one| **one == *person)
            }
    })
}

const fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

fn next_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp((minute(at) + 1) * 60, 0).unwrap_or(at)
}

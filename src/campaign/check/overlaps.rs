//! Checks whether anybody is in two runs at the same time, on one deal or on two.
//!
//! It is the one question that a deal cannot answer alone. Its cost is that of putting all runs in order: no run is held
//! against every other, and of those that reach into a run only the one that reaches farthest is told. Left out on
//! purpose: runs of which only the day is known, and two runs that are both over, because what was is not to be mended.

use std::collections::{HashMap, HashSet};

use super::super::clock::Clock;
use super::super::code;
use super::super::locate::Step::{self, Key};
use super::super::model::Campaign;
use super::super::records::{Deal, Run, When};
use super::{Finding, shown};

/// One person in one run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay<'c> {
    /// The place in the crew; `None`: the one person of a file without a crew.
    person: Option<usize>,
    from: i64,
    until: i64,
    deal: &'c Deal,
    run: &'c Run,
}

impl Stay<'_> {
    const fn is_over(&self) -> bool {
        self.run.ended.is_some()
    }

    fn is_of_run(&self, other: &Self) -> bool {
        std::ptr::eq(self.run, other.run)
    }
}

/// What tells who is in a run, and when.
pub(super) struct Times<'c> {
    campaign: &'c Campaign,
    people: HashMap<&'c str, usize>,
    clock: Clock,
}

impl<'c> Times<'c> {
    pub fn of(campaign: &'c Campaign) -> Self {
        let people = campaign.crew.iter().enumerate().map(|(at, crew)| (crew.id.as_str(), at)).collect();
        Self { campaign, people, clock: Clock::new(campaign.zone) }
    }

    /// Adds who is when in the runs of a deal: those it names, else who drives the deal.
    pub fn add(&self, deal: &'c Deal, stays: &mut Vec<Stay<'c>>) {
        for run in &deal.runs {
            let Some((from, until)) = time(&self.clock, run) else { continue };
            let mut add = |person| stays.push(Stay { person, from, until, deal, run });
            let known = |id: &str| self.people.get(id).copied();
            if !run.crew.is_empty() {
                run.crew.iter().filter_map(|id| known(id)).for_each(|person| add(Some(person)));
            } else if self.people.is_empty() {
                add(None);
            } else if let Some(person) = self.campaign.driver_of(deal).and_then(|id| known(id)) {
                add(Some(person));
            }
        }
    }
}

/// Every run that begins while somebody who goes to it is in another one: told once, at the later of the two.
pub(super) fn overlaps(campaign: &Campaign, mut stays: Vec<Stay<'_>>) -> Vec<Finding> {
    let order = |stay: &Stay<'_>| (stay.person, stay.from);
    stays.sort_unstable_by(|a, b| {
        order(a).cmp(&order(b)).then_with(|| (&a.deal.id, &a.run.id).cmp(&(&b.deal.id, &b.run.id)))
    });
    let mut found = Vec::new();
    for one in stays.chunk_by(|a, b| a.person == b.person) {
        // Of those that began before, the ones that last longest: a run that is over says nothing to another.
        let mut last: [Option<&Stay<'_>>; 2] = [None, None];
        for stay in one {
            let reaches = |other: Option<&'_ Stay<'_>>| other.is_some_and(|other| other.until > stay.from);
            let [going, over] = last;
            let met = going.filter(|_| reaches(going)).or_else(|| over.filter(|_| !stay.is_over() && reaches(over)));
            found.extend(met.filter(|met| !met.is_of_run(stay)).map(|met| (*stay, *met)));
            let slot = &mut last[usize::from(stay.is_over())];
            if slot.is_none_or(|slot| slot.until < stay.until) {
                *slot = Some(stay);
            }
        }
    }
    let mut seen = HashSet::new();
    found.retain(|(stay, _)| seen.insert(std::ptr::from_ref(stay.run)));
    found.sort_by(|(a, _), (b, _)| (&a.deal.id, a.from).cmp(&(&b.deal.id, b.from)));
    found.iter().map(|(stay, met)| finding(campaign, stay, met)).collect()
}

/// From when until when a run takes, in seconds. One whose length is not known takes a moment.
fn time(clock: &Clock, run: &Run) -> Option<(i64, i64)> {
    let instant = |when| match when {
        When::Date(_) => None,
        When::Local(local) => Some(clock.instant(local.and_utc().timestamp())),
        When::Instant(instant) => Some(instant.timestamp()),
    };
    let from = instant(run.started.or(run.starts)?)?;
    let length = run.length.map_or(0.0, |length| length.calendar_seconds().clamp(0.0, 1e9));
    #[expect(clippy::cast_possible_truncation, reason = "clamped above")]
    let planned = from + length as i64;
    let until = run.ended.and_then(instant).unwrap_or(planned);
    Some((from, until.max(from + 1)))
}

#[cold]
fn finding(campaign: &Campaign, stay: &Stay<'_>, met: &Stay<'_>) -> Finding {
    let (deal, run) = (stay.deal, stay.run);
    let on = if deal.id == met.deal.id { String::new() } else { format!(" of the deal `{}`", shown(&met.deal.id)) };
    let met = format!("the run `{}`{on}", shown(&met.run.id));
    let (message, mend) = match stay.person.and_then(|at| campaign.crew.get(at)) {
        Some(crew) => (
            format!("`{}` is in {met} at that time", shown(&crew.id)),
            "move one of the two, or name somebody else in `crew`",
        ),
        None => (format!("{met} is at the same time"), "move one of the two"),
    };
    let key = if run.started.is_some() { "started" } else { "starts" };
    let path: [Step<'_>; 5] = [Key("deal"), Key(&deal.id), Key("run"), Key(&run.id), Key(key)];
    let path = path.into_iter().map(Into::into).collect();
    Finding { problem: code::RUNS_OVERLAP, path, message, mend: mend.to_owned() }
}

/// Whether nobody's time has changed between two states of a deal.
#[must_use]
pub fn same_times(before: &Deal, after: &Deal) -> bool {
    let is_same = |one: &Run, other: &Run| {
        (&one.id, one.starts, one.length, &one.crew) == (&other.id, other.starts, other.length, &other.crew)
            && (one.started, one.ended) == (other.started, other.ended)
    };
    let drive = |deal: &Deal| (deal.driver.clone(), deal.handoffs.iter().filter(|row| row.accepted.is_some()).count());
    before.runs.len() == after.runs.len()
        && before.runs.iter().zip(after.runs.iter()).all(|(one, other)| is_same(one, other))
        && (before.runs.is_empty() || drive(before) == drive(after))
}

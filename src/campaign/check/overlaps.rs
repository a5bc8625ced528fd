//! Checks whether anybody is in two runs at the same time, on one deal or on two.
//!
//! It is the one question that a deal cannot answer alone. Its cost is that of putting all runs in order: no run is held
//! against every other, and of those that reach into a run only the one that reaches farthest is told. Left out on
//! purpose: runs of which only the day is known, and two runs that are both over, because what was is not to be mended.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::clock::Clock;
use super::super::code;
use super::super::locate::Step::{self, Key};
use super::super::model::Campaign;
use super::super::records::{Deal, Run, When};
use super::{Facts, Finding, shown};

/// One person in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    person: usize,
    from: i64,
    deal: usize,
    run: usize,
    until: i64,
    is_over: bool,
}

/// Every run that begins while somebody who goes to it is in another one: told once, at the later of the two.
pub(super) fn overlaps(campaign: &Campaign, facts: &Facts<'_>, deals: &[Arc<Deal>]) -> Vec<Finding> {
    let mut stays = stays(campaign, facts, deals);
    stays.sort_unstable();
    let mut found: Vec<(Stay, Stay)> = Vec::new();
    for one in stays.chunk_by(|a, b| a.person == b.person) {
        // Of those that began before, the ones that last longest: a run that is over says nothing to another.
        let mut last: [Option<Stay>; 2] = [None, None];
        for stay in one {
            let reaches = |other: &Option<Stay>| other.filter(|other| other.until > stay.from);
            let [going, over] = &last;
            let met = reaches(going).or_else(|| if stay.is_over { None } else { reaches(over) });
            found.extend(met.filter(|met| (met.deal, met.run) != (stay.deal, stay.run)).map(|met| (*stay, met)));
            let slot = &mut last[usize::from(stay.is_over)];
            if slot.is_none_or(|slot| slot.until < stay.until) {
                *slot = Some(*stay);
            }
        }
    }
    let mut seen = HashSet::new();
    found.retain(|(stay, _)| seen.insert((stay.deal, stay.run)));
    found.sort_unstable_by_key(|(stay, _)| (stay.deal, stay.run));
    found.iter().filter_map(|(stay, met)| finding(campaign, deals, *stay, *met)).collect()
}

fn stays(campaign: &Campaign, facts: &Facts<'_>, deals: &[Arc<Deal>]) -> Vec<Stay> {
    let people: HashMap<&str, usize> = campaign.crew.iter().map(|crew| crew.id.as_str()).zip(1..).collect();
    let clock = Clock::new(campaign.zone);
    let mut stays = Vec::new();
    for (deal, record) in deals.iter().enumerate() {
        for (run, record_of_run) in record.runs.iter().enumerate() {
            let Some((from, until)) = time(&clock, record_of_run) else { continue };
            let mut add = |person| {
                let is_over = record_of_run.ended.is_some();
                stays.push(Stay { person, from, deal, run, until, is_over });
            };
            if !record_of_run.crew.is_empty() {
                record_of_run.crew.iter().filter_map(|id| people.get(id.as_str())).for_each(|person| add(*person));
            } else if facts.crew.is_empty() {
                // One person sits in both seats.
                add(0);
            } else if let Some(person) = campaign.driver_of(record).and_then(|id| people.get(id.as_str())) {
                add(*person);
            }
        }
    }
    stays
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
fn finding(campaign: &Campaign, deals: &[Arc<Deal>], stay: Stay, met: Stay) -> Option<Finding> {
    let (deal, other) = (deals.get(stay.deal)?, deals.get(met.deal)?);
    let (run, met) = (deal.runs.get(stay.run)?, other.runs.get(met.run)?);
    let on = if deal.id == other.id { String::new() } else { format!(" of the deal `{}`", shown(&other.id)) };
    let met = format!("the run `{}`{on}", shown(&met.id));
    let person = stay.person.checked_sub(1).and_then(|at| campaign.crew.get(at));
    let (message, mend) = match person {
        Some(crew) => (
            format!("`{}` is in {met} at that time", shown(&crew.id)),
            "move one of the two, or name somebody else in `crew`",
        ),
        None => (format!("{met} is at the same time"), "move one of the two"),
    };
    let key = if run.started.is_some() { "started" } else { "starts" };
    let path: [Step<'_>; 5] = [Key("deal"), Key(&deal.id), Key("run"), Key(&run.id), Key(key)];
    let path = path.into_iter().map(Into::into).collect();
    Some(Finding { problem: code::RUNS_OVERLAP, path, message, mend: mend.to_owned() })
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

//! What an export tells of the past of a deal: when it came into which stage, and when its promised close was moved.
//!
//! Invariant: rows are only added, each once: asked again on the file that has them, there are none. Steps back and
//! steps that come out of order are history as well.

use std::collections::HashSet;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::fold::{hash, identity};
use super::words::{day, same_when, to_the_second};
use super::{Export, Move, Row, StageWord, Standing};
use crate::campaign::{CloseLog, Deal, Id, When};

/// The moves of an export, found by the deal.
#[derive(Debug, Clone, Default)]
pub(super) struct Moves {
    /// By deal, then in the order of time, then of the rows.
    order: Vec<(u128, u32)>,
}

fn key(export: &Export, id: &str) -> u128 {
    hash(identity(export.crm, id.trim()))
}

impl Moves {
    pub(super) fn new(export: &Export, zone: Tz) -> Self {
        let mut order: Vec<(u128, u32)> =
            (0_u32..).zip(&export.moves).map(|(at, one)| (key(export, &one.deal), at)).collect();
        let time = |at: u32| export.moves.get(at as usize).map(|one| one.at.local(zone));
        order.sort_by_cached_key(|(key, at)| (*key, time(*at), *at));
        Self { order }
    }

    /// The moves of one deal, in order.
    pub(super) fn of<'e>(&self, export: &'e Export, id: Option<&str>) -> Vec<&'e Move> {
        let Some(id) = id.filter(|_| !self.order.is_empty()) else { return Vec::new() };
        let key = key(export, id);
        let start = self.order.partition_point(|(other, _)| *other < key);
        let own = self.order[start..].iter().take_while(|(other, _)| *other == key);
        own.filter_map(|(_, at)| export.moves.get(*at as usize)).collect()
    }

    /// The moves of each deal.
    pub(super) fn deals<'e>(&'e self, export: &'e Export) -> impl Iterator<Item = Vec<&'e Move>> {
        let groups = self.order.chunk_by(|one, other| one.0 == other.0);
        groups.map(|group| group.iter().filter_map(|(_, at)| export.moves.get(*at as usize)).collect())
    }

    /// For each deal that has moves and no row of its own: what its moves say of it, and how many they are. In the
    /// order in which the file has them.
    pub(super) fn rows(&self, export: &Export) -> (Vec<Row>, Vec<usize>) {
        if self.order.is_empty() {
            return Default::default();
        }
        let known: HashSet<u128> =
            export.deals.iter().filter_map(|row| Some(key(export, row.id.as_deref()?))).collect();
        let mut rows: Vec<(Row, usize)> = Vec::new();
        for group in self.order.chunk_by(|one, other| one.0 == other.0) {
            if !known.contains(&group[0].0) {
                let own: Vec<&Move> = group.iter().filter_map(|(_, at)| export.moves.get(*at as usize)).collect();
                rows.extend(row_of(export, &own).map(|row| (row, own.len())));
            }
        }
        rows.sort_by_key(|(row, _)| row.row);
        rows.into_iter().unzip()
    }
}

/// What a deal is after its moves.
fn row_of(export: &Export, moves: &[&Move]) -> Option<Row> {
    let (first, last) = (moves.iter().map(|one| one.row).min()?, moves.last()?);
    let finish = |at: u16| export.stages.get(usize::from(at)).and_then(|stage| stage.finish);
    let on_the_way = |one: &&&Move| one.stage.is_some_and(|stage| finish(stage).is_none());
    // What a CRM writes there when it finishes a deal is no promise.
    let is_open = |one: &&&Move| {
        let standing = one.standing.or_else(|| one.stage.and_then(finish));
        standing.is_none_or(|standing| standing == Standing::Open)
    };
    let standing = last.standing.or_else(|| last.stage.and_then(finish));
    Some(Row {
        row: first,
        id: Some(last.deal.clone()),
        title: moves.iter().rev().find_map(|one| one.title.clone()),
        stage: moves.iter().rev().find(on_the_way).and_then(|one| one.stage).or(last.stage),
        standing,
        value: moves.iter().rev().find_map(|one| one.value),
        probability: moves.iter().rev().find_map(|one| one.probability),
        close: moves.iter().rev().filter(is_open).find_map(|one| one.close),
        created: moves.iter().find_map(|one| one.created),
        finished: Some(last.at).filter(|_| standing.is_some_and(|standing| standing != Standing::Open)),
        changed: Some(last.at),
        ..Row::default()
    })
}

/// A step of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a stage.
    Stage(Id),
    /// Out of the route.
    Finish(Standing),
}

/// What is known of a deal's past.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Past {
    /// Where it came to, and when; in order, and no step twice in a row.
    steps: Vec<(Step, When)>,
    /// Promises and since when they held.
    closes: Vec<(When, When)>,
}

/// A stage that was left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Left {
    pub stage: Id,
    pub from: When,
    pub to: Option<When>,
}

impl Past {
    /// `stage_of` gives the stage of the route for a stage of the export.
    pub(super) fn new(
        row: &Row,
        moves: &[&Move],
        words: &[StageWord],
        zone: Tz,
        stage_of: impl Fn(u16) -> Option<Id>,
    ) -> Self {
        let finish = |at: u16| words.get(usize::from(at)).and_then(|word| word.finish);
        let step = |stage: Option<u16>, standing: Option<Standing>| {
            let finish = standing.filter(|one| *one != Standing::Open).or_else(|| stage.and_then(finish));
            match finish.filter(|one| *one != Standing::Open) {
                Some(finish) => Some(Step::Finish(finish)),
                None => stage.and_then(&stage_of).map(Step::Stage),
            }
        };
        let of_columns = row.entered.iter().filter_map(|(stage, at)| Some((step(Some(*stage), None)?, *at)));
        let of_moves = moves.iter().filter_map(|one| Some((step(one.stage, one.standing)?, one.at)));
        let mut steps: Vec<(Step, When)> =
            of_columns.chain(of_moves).map(|(step, at)| (step, to_the_second(at))).collect();
        steps.sort_by_key(|(_, at)| at.local(zone));
        steps.dedup_by(|later, earlier| later.0 == earlier.0);
        let is_open = |one: &&&Move| !matches!(step(one.stage, one.standing), Some(Step::Finish(_)));
        let closes =
            moves.iter().filter(is_open).filter_map(|one| Some((day(one.close?, zone), to_the_second(one.at))));
        let mut closes: Vec<(When, When)> = closes.collect();
        closes.dedup_by(|later, earlier| later.0 == earlier.0);
        Self { steps, closes }
    }

    /// The stage that it came into last, and when.
    pub(super) fn stage(&self) -> Option<(&Id, When)> {
        self.steps.iter().rev().find_map(|(step, at)| match step {
            Step::Stage(stage) => Some((stage, *at)),
            Step::Finish(_) => None,
        })
    }

    /// When it finished like this, if that was its last step.
    pub(super) fn finished(&self, standing: Standing) -> Option<When> {
        self.steps.last().filter(|(step, _)| *step == Step::Finish(standing)).map(|(_, at)| *at)
    }

    /// Whether it ever came into this stage, as far as this tells.
    pub(super) fn knows(&self, stage: &str) -> bool {
        self.steps.iter().any(|(step, _)| matches!(step, Step::Stage(known) if *known == *stage))
    }

    /// The stages that it left and that its log does not have. `now` is the stage that it is in once all is written, and
    /// since when; `theirs` the one that the export has it in; without one the last step is not known to be left.
    pub(super) fn left(
        &self,
        deal: &Deal,
        now: (Option<&str>, Option<When>),
        theirs: Option<&str>,
        zone: Tz,
    ) -> Vec<Left> {
        let stages = self.steps.iter().enumerate().filter_map(|(at, (step, from))| match step {
            Step::Stage(stage) => Some((at, stage, *from)),
            Step::Finish(_) => None,
        });
        let stages: Vec<(usize, &Id, When)> = stages.collect();
        let mut left: Vec<Left> = Vec::new();
        for (nth, (at, stage, from)) in stages.iter().enumerate() {
            let is_last = nth + 1 == stages.len();
            // Where the export has it now it was not left, whatever the order of its times says.
            let comes_again = stages[nth + 1..].iter().any(|(_, later, _)| later == stage);
            let is_there = theirs.is_some_and(|theirs| **stage == *theirs) && !comes_again;
            if is_there || (is_last && (theirs.is_none() || now.0 == Some(stage.as_str()))) {
                continue;
            }
            // The pair has kept it where it was.
            let is_kept = now.0 == Some(stage.as_str()) && now.0 != theirs;
            let is_now = is_kept && now.1.is_none_or(|since| same_when(since, *from, zone));
            let is_written = deal
                .stage_log
                .iter()
                .any(|row| row.stage == **stage && row.from.is_none_or(|written| same_when(written, *from, zone)));
            let is_twice = left.iter().any(|row| row.stage == **stage && row.from == *from);
            if is_now || is_written || is_twice {
                continue;
            }
            let to = self.steps.get(at + 1).map(|(_, to)| *to).or_else(|| now.1.filter(|_| is_last));
            let to = to.filter(|to| to.local(zone) >= from.local(zone));
            left.push(Left { stage: (*stage).clone(), from: *from, to });
        }
        left
    }

    /// The moves of the promise that the deal's log does not have.
    pub(super) fn moved(&self, deal: &Deal, zone: Tz) -> Vec<CloseLog> {
        let mut written: Vec<&CloseLog> = deal.close_log.iter().collect();
        let same = |one: Option<When>, other: When| one.is_some_and(|one| same_when(one, other, zone));
        let mut rows: Vec<CloseLog> = Vec::new();
        for pair in self.closes.windows(2) {
            let [(was, _), (now, at)] = pair else { continue };
            if let Some(known) = written.iter().position(|row| same(row.was, *was) && same(row.now, *now)) {
                written.remove(known);
                continue;
            }
            let taken = |at: When| deal.close_log.iter().chain(&rows).any(|row| row.at == Some(at));
            rows.push(CloseLog { at: Some(free(*at, taken)), was: Some(*was), now: Some(*now), by: None });
        }
        rows
    }

    /// Whether this tells when the promise became this one.
    pub(super) fn tells_close(&self, now: When, zone: Tz) -> bool {
        self.closes.len() > 1 && self.closes.last().is_some_and(|(last, _)| same_when(*last, now, zone))
    }
}

/// A moment for a row, a thousandth later for each row that has it already. A day alone stays one.
pub(super) fn free(at: When, taken: impl Fn(When) -> bool) -> When {
    let later = |at: When| match at {
        When::Date(_) => None,
        When::Local(time) => Some(When::Local(time + TimeDelta::milliseconds(1))),
        When::Instant(time) => Some(When::Instant(time + TimeDelta::milliseconds(1))),
    };
    let mut free = at;
    while taken(free) {
        match later(free) {
            Some(next) => free = next,
            None => break,
        }
    }
    free
}

//! The stages of a deal in time: those that it left, the one it is in, and those ahead.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Ground;
use crate::campaign::Id;
use crate::drive::arrival::expected_seconds;
use crate::drive::words::day_of;

/// How a stretch stands to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// It was left.
    Done,
    /// The deal is there.
    Here,
    /// It is still to come.
    Ahead,
}

/// Some time in a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The stage.
    pub stage: Id,
    /// Its place on the route; nothing for a stage that left it.
    pub index: Option<usize>,
    /// Its name.
    pub name: String,
    /// It was entered, or will be. Where the file does not say when the present stage was entered, now.
    pub from: DateTime<Utc>,
    /// It was left, or will be.
    pub to: DateTime<Utc>,
    /// Where it would have ended after its `expected`; nothing where its beginning is not known.
    pub planned: Option<DateTime<Utc>>,
    /// Done, here or ahead.
    pub time: Time,
    /// Nothing tells when it ends: it is drawn as long as it is expected to take.
    pub is_guess: bool,
}

impl Stretch {
    /// Calendar days spent in it up to `now`, which is how far the deal's clocks have run, and those it should take;
    /// nothing where the file does not say, or before it begins.
    #[must_use]
    pub fn days(&self, zone: Tz, now: DateTime<Utc>) -> Option<(i64, i64)> {
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let until = if self.time == Time::Here { now.max(self.from) } else { self.to };
        let planned = self.planned.filter(|_| self.time != Time::Ahead)?;
        Some(((day(until) - day(self.from)).num_days(), (day(planned) - day(self.from)).num_days()))
    }

    /// `9 of 12 d`: against what was expected, in few columns.
    #[must_use]
    pub fn short(&self, zone: Tz, now: DateTime<Utc>) -> String {
        match (self.days(zone, now), self.time) {
            (Some((days, expected)), _) => format!("{days} of {expected} d"),
            (None, Time::Ahead) => {
                let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
                format!("{} d", (day(self.to) - day(self.from)).num_days())
            }
            (None, Time::Here | Time::Done) => "days unknown".to_owned(),
        }
    }
}

/// The days that a stage took, all its passes together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The stage.
    pub stage: Id,
    /// Its place on the route; nothing for a stage that left it.
    pub index: Option<usize>,
    /// Its name.
    pub name: String,
    /// Done, here or ahead; nothing for one behind of which the file says nothing.
    pub time: Option<Time>,
    /// Calendar days up to now; nothing where the file does not say.
    pub days: Option<i64>,
    /// Calendar days that it should take.
    pub expected: i64,
    /// How often it was entered.
    pub passes: usize,
}

impl Split {
    /// The days as a share of the expected ones, in per cent.
    #[must_use]
    pub fn share(&self) -> Option<i64> {
        self.days.map(|days| share(days, self.expected))
    }
}

/// Days as a share of the expected ones, in per cent.
pub(super) fn share(days: i64, expected: i64) -> i64 {
    (days * 100 + expected / 2) / expected.max(1)
}

/// The stages in time. None overlaps the next; none ends before it begins.
pub(super) fn stretches(ground: &Ground<'_>) -> Vec<Stretch> {
    let mut stretches = behind(ground);
    let until = stretches.last().map(|last| last.to);
    let Some(stage) = ground.campaign.stage_of(ground.deal) else { return stretches };
    let calendar = ground.outlook.calendar(None);
    let index = ground.campaign.route_index(stage);
    let since = ground.deal.since.map(|since| calendar.start(since)).or(until);
    if let Some(finish) = &ground.deal.result {
        let from = since.or_else(|| ground.deal.created.map(|created| calendar.start(created)));
        let on = finish.on.map_or(ground.now, |on| calendar.start(on));
        if let Some(from) = from {
            stretches.push(stretch(ground, stage, from, on.max(from), Time::Done));
        }
        return stretches;
    }
    // Where nobody wrote since when it is there, only what is ahead can be drawn.
    let from = since.unwrap_or(ground.now);
    let mut here = stretch(ground, stage, from, from.max(ground.now), Time::Here);
    let Some(index) = index else {
        here.planned = None;
        stretches.push(here);
        return stretches;
    };
    (here.to, here.is_guess) = until_next(ground, index, &here);
    here.planned = here.planned.filter(|_| since.is_some());
    let mut at = here.to;
    stretches.push(here);
    for (index, stage) in ground.campaign.route.iter().enumerate().skip(index + 1) {
        let mut ahead = stretch(ground, stage, at, at, Time::Ahead);
        (ahead.to, ahead.is_guess) = until_next(ground, index, &ahead);
        at = ahead.to;
        stretches.push(ahead);
    }
    stretches
}

/// When a stage that is not over is left: the median arrival at the next, never before now and never before it began.
/// Whether that is a guess.
fn until_next(ground: &Ground<'_>, index: usize, stretch: &Stretch) -> (DateTime<Utc>, bool) {
    let begun = stretch.from.max(ground.now);
    match ground.bearings.arrival(index + 1) {
        Some(arrival) => (arrival.median.max(begun), false),
        None => (after(begun, seconds(ground, &stretch.stage)), true),
    }
}

/// The stages that were left, in the order of time.
fn behind(ground: &Ground<'_>) -> Vec<Stretch> {
    let calendar = ground.outlook.calendar(None);
    let mut rows: Vec<_> = ground.deal.stage_log.iter().collect();
    rows.sort_by_key(|row| {
        let from = row.from.or(row.to).map(|from| calendar.start(from));
        (from, row.to.map(|to| calendar.start(to)), row.stage.clone())
    });
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let before = stretches.last().map(|last| last.to);
        let created = || ground.deal.created.map(|created| calendar.start(created));
        let next = || {
            let next = rows.get(at + 1).and_then(|next| next.from).or(ground.deal.since);
            next.map(|next| calendar.start(next))
        };
        let from = row.from.map(|from| calendar.start(from)).or(before).or_else(created);
        let to = row.to.map(|to| calendar.start(to)).or_else(next);
        let (Some(from), Some(to)) = (from.or(to), to.or(from)) else { continue };
        // Rows that lie over each other are drawn one after the other.
        let from = before.map_or(from, |before| from.max(before));
        stretches.push(stretch(ground, &row.stage, from, to.max(from), Time::Done));
    }
    stretches
}

fn stretch(ground: &Ground<'_>, stage: &Id, from: DateTime<Utc>, to: DateTime<Utc>, time: Time) -> Stretch {
    let campaign = ground.campaign;
    Stretch {
        stage: stage.clone(),
        index: campaign.route_index(stage),
        name: campaign.stage_name(stage).to_owned(),
        from,
        to,
        planned: (time != Time::Ahead).then(|| after(from, seconds(ground, stage))),
        time,
        is_guess: false,
    }
}

/// The `expected` of a stage in seconds.
pub(super) fn seconds(ground: &Ground<'_>, stage: &str) -> f64 {
    match ground.campaign.stage(stage) {
        Some(stage) => expected_seconds(stage),
        None => 14.0 * 86_400.0,
    }
}

pub(super) fn after(at: DateTime<Utc>, seconds: f64) -> DateTime<Utc> {
    const CENTURY: f64 = 36_525.0 * 86_400.0;
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a century")]
    let seconds = seconds.clamp(-CENTURY, CENTURY) as i64;
    at.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(at)
}

#[expect(clippy::cast_possible_truncation, reason = "a stage lasts days, not ages")]
pub(super) fn whole_days(seconds: f64) -> i64 {
    (seconds / 86_400.0).round() as i64
}

/// The days of each stage.
pub(super) fn splits(ground: &Ground<'_>, stretches: &[Stretch]) -> Vec<Split> {
    let campaign = ground.campaign;
    let zone = campaign.zone;
    let here = stretches.iter().rfind(|stretch| stretch.time != Time::Ahead).filter(|last| last.time == Time::Here);
    let of = |stage: &Id| {
        let rows = || ground.deal.stage_log.iter().filter(|row| row.stage == *stage);
        let mut passes = rows().count();
        let spent = rows().filter_map(|row| Some((day_of(row.to?, zone) - day_of(row.from?, zone)).num_days().max(0)));
        let mut days = spent.reduce(|one, other| one + other);
        let is_here = campaign.stage_of(ground.deal) == Some(stage);
        if is_here {
            passes += 1;
            let end = match &ground.deal.result {
                Some(finish) => finish.on.map(|on| day_of(on, zone)),
                None => Some(ground.clock.with_timezone(&zone).date_naive()),
            };
            let last = end.zip(ground.deal.since).map(|(end, since)| (end - day_of(since, zone)).num_days().max(0));
            // Days of an earlier pass alone would say too little.
            days = last.map(|last| last + days.unwrap_or(0));
        }
        let time = stretches.iter().rev().find(|stretch| stretch.stage == *stage).map(|stretch| stretch.time);
        let is_done = passes > 0 || here.is_none() && ground.deal.result.is_some() && is_here;
        Split {
            stage: stage.clone(),
            index: campaign.route_index(stage),
            name: campaign.stage_name(stage).to_owned(),
            time: time.or(is_done.then_some(Time::Done)),
            days,
            expected: whole_days(seconds(ground, stage)).max(1),
            passes,
        }
    };
    let mut splits: Vec<Split> = campaign.route.iter().map(of).collect();
    for stretch in stretches.iter().filter(|stretch| stretch.index.is_none()) {
        if !splits.iter().any(|split| split.stage == stretch.stage) {
            splits.push(of(&stretch.stage));
        }
    }
    splits
}

//! Two ways side by side: a deal and another one, or the average of the won deals, each from its first day.
//!
//! The average takes each stage by itself: the days that all its passes took together, of the won deals whose file says
//! them, those of archived campaigns too. It says of how many deals it is made; of fewer than [`FEW`] it says that they are
//! too few to go by.

use super::stretches::{Split, Time};
use super::{RouteMap, Status};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::arrival::split_seconds;
use crate::drive::words::counted;

/// Fewer won deals than these are too few to go by.
const FEW: usize = 3;

/// The average of the won deals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Won {
    /// How many deals were won that say something of their days.
    pub deals: usize,
    /// For each stage of the route: the mean of days, and of how many deals.
    days: Vec<(f64, usize)>,
}

impl Won {
    /// The average of a campaign and its archives.
    #[must_use]
    pub fn of(campaign: &Campaign) -> Self {
        let is_won = |deal: &&Deal| deal.result.as_ref().is_some_and(|finish| finish.status == Status::Won);
        let own = campaign.deals.iter().map(|deal| &**deal).filter(is_won).map(|deal| (campaign, deal));
        let past = campaign.past.finished().filter(|(_, deal)| is_won(deal));
        let mut sums = vec![(0.0, 0_usize); campaign.route.len()];
        let mut deals = 0;
        for (of, deal) in own.chain(past) {
            let spent = spent(of, deal);
            let mut says = false;
            for (stage, days) in &spent {
                if let Some(index) = campaign.route_index(stage) {
                    sums[index].0 += days;
                    sums[index].1 += 1;
                    says = true;
                }
            }
            deals += usize::from(says);
        }
        #[expect(clippy::cast_precision_loss, reason = "deals are few")]
        let mean = |(sum, count): (f64, usize)| (if count == 0 { 0.0 } else { sum / count as f64 }, count);
        Self { deals, days: sums.into_iter().map(mean).collect() }
    }

    /// There are too few of them to go by.
    #[must_use]
    pub const fn is_few(&self) -> bool {
        self.deals < FEW
    }

    /// As a way of its own; nothing if no deal was won.
    #[must_use]
    pub fn course(&self, map: &RouteMap) -> Option<Course> {
        if self.deals == 0 {
            return None;
        }
        let parts = map.splits.iter().filter_map(|split| {
            let (mean, count) = self.days.get(split.index?).copied()?;
            #[expect(clippy::cast_possible_truncation, reason = "days in a stage are few")]
            let days = mean.round() as i64;
            (count > 0).then(|| Part { stage: split.stage.clone(), name: split.name.clone(), days, time: Time::Done })
        });
        let many = i64::try_from(self.deals).unwrap_or(i64::MAX);
        let name = format!("Average of {}", counted(many, "won deal", "won deals"));
        Some(Course { deal: None, name, parts: parts.collect() })
    }
}

/// Days that a finished deal spent in each stage.
fn spent(campaign: &Campaign, deal: &Deal) -> Vec<(Id, f64)> {
    let mut spent: Vec<(Id, f64)> = Vec::new();
    let mut add = |stage: &Id, days: f64| match spent.iter_mut().find(|(known, _)| known == stage) {
        Some((_, sum)) => *sum += days,
        None => spent.push((stage.clone(), days)),
    };
    let days = |from, to| (split_seconds(campaign, from, to) / 86_400.0).max(0.0);
    for row in &deal.stage_log {
        if let (Some(from), Some(to)) = (row.from, row.to) {
            add(&row.stage, days(from, to));
        }
    }
    let on = deal.result.as_ref().and_then(|finish| finish.on);
    if let (Some(stage), Some(since), Some(on)) = (campaign.stage_of(deal), deal.since, on) {
        add(stage, days(since, on));
    }
    spent
}

/// A way from its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The deal; nothing for an average.
    pub deal: Option<Id>,
    /// Its name.
    pub name: String,
    /// Its stages one after the other.
    pub parts: Vec<Part>,
}

/// A stage of a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The stage.
    pub stage: Id,
    /// Its name.
    pub name: String,
    /// How long: of a stage that is not over, until it is left.
    pub days: i64,
    /// Done, here or ahead.
    pub time: Time,
}

impl Course {
    /// The way of a deal.
    #[must_use]
    pub fn of(map: &RouteMap) -> Self {
        let part = |split: &Split| {
            let stretches = || map.stretches.iter().filter(|stretch| stretch.stage == split.stage);
            let days = stretches().map(|stretch| (stretch.to - stretch.from).num_hours()).sum::<i64>();
            let time = stretches().map(|stretch| stretch.time).next_back()?;
            Some(Part { stage: split.stage.clone(), name: split.name.clone(), days: (days + 12) / 24, time })
        };
        let parts = map.splits.iter().filter_map(part).collect();
        Self { deal: Some(map.deal.clone()), name: map.name.clone(), parts }
    }

    /// All its days.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.parts.iter().map(|part| part.days).sum()
    }

    fn part(&self, stage: &str) -> Option<&Part> {
        self.parts.iter().find(|part| *part.stage == *stage)
    }
}

/// Two ways side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The deal of the map.
    pub this: Course,
    /// What stands beside it.
    pub other: Course,
    /// Stage by stage.
    pub rows: Vec<Row>,
    /// What the two say, in one sentence.
    pub sentence: String,
}

/// A stage in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Days of this deal, and how the stage stands to now.
    pub this: Option<(i64, Time)>,
    /// Days of the other.
    pub other: Option<(i64, Time)>,
    /// Days that it should take.
    pub expected: i64,
}

impl Beside {
    /// A deal beside another way.
    #[must_use]
    pub fn of(map: &RouteMap, other: Course, is_few: bool) -> Self {
        let this = Course::of(map);
        let found = |course: &Course, stage: &str| course.part(stage).map(|part| (part.days, part.time));
        let row = |split: &Split| Row {
            name: split.name.clone(),
            this: found(&this, &split.stage),
            other: found(&other, &split.stage),
            expected: split.expected,
        };
        let rows: Vec<Row> = map.splits.iter().map(row).collect();
        let named = if other.deal.is_some() { other.name.clone() } else { small(&other.name) };
        let sentence = compared(&rows, &named, is_few);
        Self { this, other, rows, sentence }
    }
}

/// An average as it stands inside a sentence.
fn small(name: &str) -> String {
    format!("the {}", name.replacen('A', "a", 1))
}

/// The stages that both have behind them, in one sentence.
fn compared(rows: &[Row], other: &str, is_few: bool) -> String {
    let both = rows.iter().filter_map(|row| match (row.this, row.other) {
        (Some((this, Time::Done)), Some((other, Time::Done))) => Some((row, this, other)),
        _ => None,
    });
    let both: Vec<_> = both.collect();
    let few = if is_few { " They are too few to go by." } else { "" };
    let Some((last, ..)) = both.last() else {
        return format!("Neither has a stage behind it that the other has too: {other} can only be looked at.{few}");
    };
    let (this, that): (i64, i64) = (both.iter().map(|row| row.1).sum(), both.iter().map(|row| row.2).sum());
    let days = |n: i64| counted(n, "day", "days");
    let verdict = match this - that {
        0 => "as long".to_owned(),
        slower @ 1.. => format!("{} longer", days(slower)),
        faster => format!("{} shorter", days(-faster)),
    };
    let worst = both.iter().max_by_key(|(_, this, other)| this - other).filter(|(_, this, other)| this > other);
    let most = worst
        .map_or_else(String::new, |(row, this, other)| format!("; most of it in {}, {this} against {other}", row.name));
    let most = if this > that { most } else { String::new() };
    format!("Up to the end of {} it took {}, {verdict} than {other}{most}.{few}", last.name, days(this))
        .replace("as long than", "as long as")
}

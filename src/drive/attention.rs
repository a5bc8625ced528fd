//! Which deal needs somebody first, and why.
//!
//! One order for all open deals. Every reason has a weight; a deal's need is the sum of its three gravest. The weights
//! are in [`WEIGHTS`], and the reasons, not the figures, are what is shown. Finished deals stand at the end.

use chrono::{DateTime, Utc};

use super::place_in_route;
use crate::campaign::{Calendar, Campaign, Colour, Deal, Status};

/// The weight of each reason: what cannot wait stands before what is merely untidy.
pub const WEIGHTS: [(&str, u32); 11] = [
    ("call-waits", 90),
    ("call-missed", 70),
    ("red-flag", 60),
    ("in-service", 55),
    ("promise-over", 50),
    ("touch-over", 45),
    ("close-gone", 40),
    ("stalled", 35),
    ("yellow-flag", 25),
    ("no-touch", 20),
    ("undated-touch", 15),
];

fn weight(name: &str) -> u32 {
    WEIGHTS.iter().find(|(known, _)| *known == name).map_or(0, |(_, weight)| *weight)
}

/// What the call engine knows of a deal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Calls made and not heard, or due now.
    pub due: usize,
    /// Notes whose place went by uncalled.
    pub missed: usize,
}

/// Why a deal needs somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its name in [`WEIGHTS`].
    pub name: &'static str,
    /// In words.
    pub words: String,
}

/// A deal's need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Need {
    /// The sum of the three gravest reasons' weights; 0: nothing.
    pub weight: u32,
    /// The gravest first, at most three.
    pub reasons: Vec<Reason>,
    /// The deal is finished.
    pub finished: bool,
}

/// `1 day`, `3 days`.
fn days(n: i64) -> String {
    if n == 1 { "1 working day".to_owned() } else { format!("{n} working days") }
}

/// What a deal needs now. Days are working days of `calendar`.
#[must_use]
pub fn need(campaign: &Campaign, calendar: &Calendar, deal: &Deal, waiting: Waiting, now: DateTime<Utc>) -> Need {
    if let Some(finish) = &deal.result {
        let words = match finish.status {
            Status::Won => "won".to_owned(),
            Status::Lost => finish.reason.as_ref().map_or_else(|| "lost".to_owned(), |why| format!("lost: {why}")),
        };
        return Need { weight: 0, reasons: vec![Reason { name: "finished", words }], finished: true };
    }
    let mut reasons: Vec<Reason> = Vec::new();
    let mut add = |name: &'static str, words: String| reasons.push(Reason { name, words });
    match waiting.due {
        0 => {}
        1 => add("call-waits", "a call waits".to_owned()),
        n => add("call-waits", format!("{n} calls wait")),
    }
    match waiting.missed {
        0 => {}
        1 => add("call-missed", "a call was missed".to_owned()),
        n => add("call-missed", format!("{n} calls were missed")),
    }
    for flag in &deal.flags {
        let why = flag.why.as_deref().map_or_else(|| flag.id.to_string(), str::to_owned);
        match flag.colour {
            Colour::Red => add("red-flag", format!("red flag: {why}")),
            Colour::Yellow => add("yellow-flag", format!("yellow flag: {why}")),
        }
    }
    if deal.service.is_some() {
        add("in-service", "in trouble: being repaired".to_owned());
    }
    for control in deal.controls.iter().filter(|control| control.done.is_none()) {
        if let Some(due) = control.due.map(|due| calendar.deadline(due)).filter(|due| *due < now) {
            let over = calendar.working_days_between(due, now);
            let what = control.what.as_deref().unwrap_or(&control.id);
            let over = if over < 1 { "due today, gone by".to_owned() } else { format!("{} over", days(over)) };
            add("promise-over", format!("{what}: {over}"));
        }
    }
    match &deal.next {
        None => add("no-touch", "no next touch".to_owned()),
        Some(next) => match next.on.map(|on| calendar.deadline(on)) {
            None => add("undated-touch", "the next touch has no day".to_owned()),
            Some(on) if on < now => {
                let over = calendar.working_days_between(on, now);
                let over = if over < 1 { "earlier today".to_owned() } else { format!("{} ago", days(over)) };
                add("touch-over", format!("next touch was {over}"));
            }
            Some(_) => {}
        },
    }
    if let Some(close) = deal.close.map(|close| calendar.deadline(close)).filter(|close| *close < now) {
        let over = calendar.working_days_between(close, now);
        add("close-gone", format!("promised close {} ago", days(over.max(1))));
    }
    if let Some(stage) = place_in_route(campaign, deal)
        && let Some(since) = deal.since.map(|since| calendar.start(since))
        && let Some(limit) = stage.and_then(|stage| stage.stale_after.or(stage.expected))
    {
        let spent = (now - since).num_days();
        #[expect(clippy::cast_possible_truncation, reason = "whole days of a stage")]
        let limit = (limit.calendar_seconds() / 86_400.0).round() as i64;
        if limit > 0 && spent > limit {
            let words = if spent >= 2 * limit { "stalled" } else { "slow" };
            add("stalled", format!("{words}: {spent} days in this stage, {limit} are usual"));
        }
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(weight(reason.name)));
    reasons.truncate(3);
    Need { weight: reasons.iter().map(|reason| weight(reason.name)).sum(), reasons, finished: false }
}

//! What the map says, in one sentence: the gravest thing, and where to look.

use chrono::{DateTime, Utc};

use super::backwards::Stand;
use super::stretches::Time;
use super::{Ground, RouteMap};
use crate::campaign::Status;
use crate::drive::words::counted;

/// The sentence, and whether it is bad news.
pub(super) fn sentence(ground: &Ground<'_>, map: &RouteMap) -> (String, bool) {
    if let Some((status, on)) = map.finish {
        return (finished(ground, map, status, on), false);
    }
    let place = place(ground, map);
    if let Some(late) = backwards(ground, map) {
        return (format!("{place}{late}"), true);
    }
    let Some(span) = map.arrival else {
        let mend = if map.close.is_none() { "give it `since` or a promised close" } else { "give it `since`" };
        return (format!("{place}nothing tells when it arrives: {mend}."), true);
    };
    let (arrives, calendar) = (ground.date(span.median), ground.outlook.calendar(None));
    let wd = |from, until| counted(calendar.working_days_between(from, until), "working day", "working days");
    match map.close {
        _ if span.is_promise => {
            (format!("{place}no splits tell when it arrives, only the promise of {arrives}: give it `since`."), false)
        }
        None => (format!("{place}it arrives about {arrives} by the splits; no close is promised."), false),
        Some(close) if close < ground.now => {
            let over = wd(close, ground.now);
            (format!("{place}the promised close went by {over} ago; it arrives about {arrives} by the splits."), true)
        }
        Some(close) if calendar.working_days_between(close, span.median) > 0 => {
            let over = wd(close, span.median);
            (format!("{place}it arrives about {arrives} by the splits, {over} past the promise."), true)
        }
        Some(_) => (format!("{place}it arrives about {arrives} by the splits, in time for the promise."), false),
    }
}

/// `Proof, day 13 of 21: `.
fn place(ground: &Ground<'_>, map: &RouteMap) -> String {
    let Some(here) = map.stretches.iter().find(|stretch| stretch.time == Time::Here) else { return String::new() };
    let Some(split) = map.splits.iter().find(|split| split.stage == here.stage) else { return String::new() };
    if split.index.is_none() {
        return format!("{} is no stage of the route: ", here.name);
    }
    match here.planned {
        Some(_) => {
            format!("{}, {} of {} days: ", here.name, ground.days(here.from, ground.clock).max(0), split.expected)
        }
        None => format!("{}: ", here.name),
    }
}

/// The first stage that the customer's date asks for too early.
fn backwards(ground: &Ground<'_>, map: &RouteMap) -> Option<String> {
    let customer = ground.date(map.customer?);
    let days = |n| counted(n, "day", "days");
    map.latest.iter().find_map(|latest| {
        let name = &latest.name;
        match latest.stand {
            Stand::Past(past) => Some(format!("for the customer’s {customer} {name} had to begin {} ago.", days(past))),
            Stand::TooLate(late) => Some(format!(
                "for the customer’s {customer} {name} has to begin by {}; by the splits it begins {} later.",
                ground.date(latest.at),
                days(late)
            )),
            _ => None,
        }
    })
}

fn finished(ground: &Ground<'_>, map: &RouteMap, status: Status, on: Option<DateTime<Utc>>) -> String {
    let how = if status == Status::Won { "Won" } else { "Lost" };
    let day = on.map_or_else(String::new, |on| format!(" on {}", ground.date(on)));
    let spent: Option<i64> = map.splits.iter().filter_map(|split| split.days).reduce(|one, other| one + other);
    let days = spent.filter(|days| *days > 0).map_or_else(String::new, |days| {
        let expected: i64 = map.splits.iter().map(|split| split.expected).sum();
        format!(" after {}; the whole route should take {expected}", counted(days, "day", "days"))
    });
    format!("{how}{day}{days}.")
}

//! What to look at first when a deal stands, in order: what forbids to act, what makes acting useless, whether they still want
//! it, what we owe, and only then what comes next. The order is that of a service in a rally: first what the car may not
//! leave with, then what it cannot drive without, then the rest.
//!
//! A line is ticked where the file can say it; where it cannot, it is a question for the two seats, and stays one.

use chrono::{DateTime, Utc};

use super::offer::{QUIET_DAYS, last_trace};
use crate::campaign::{Calendar, Campaign, Colour, Deal, HeardKind};
use crate::drive::scrutineering::{Verdict, scrutineering};
use crate::drive::words::{counted, day};
use crate::drive::{ControlTiming, Outlook, time_card};

/// Whether a line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// The file says so.
    Yes,
    /// The file says that it does not.
    No,
    /// The file cannot say.
    Ask,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether it holds.
    pub tick: Tick,
    /// What is looked at.
    pub what: &'static str,
    /// What the file says of it.
    pub found: String,
}

/// The list, in the order in which it is gone through.
#[must_use]
pub fn checklist(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Vec<Check> {
    let calendar = outlook.calendar(None);
    vec![
        reach(deal),
        finish(campaign, outlook, deal, now),
        champion(deal),
        wanted(deal),
        heard(campaign, calendar, deal, now),
        answers(deal),
        promises(campaign, outlook, deal, now),
        close(campaign, calendar, deal, now),
        touch(campaign, outlook, deal, now),
    ]
}

fn check(tick: Tick, what: &'static str, found: impl Into<String>) -> Check {
    Check { tick, what, found: found.into() }
}

const fn tick(holds: bool) -> Tick {
    if holds { Tick::Yes } else { Tick::No }
}

fn count(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

fn reach(deal: &Deal) -> Check {
    let red = deal.flags.iter().find(|flag| flag.colour == Colour::Red);
    let found = red.map_or_else(
        || "no red flag".to_owned(),
        |flag| {
            let why = flag.why.as_deref().map_or_else(|| flag.id.replace('-', " "), str::to_owned);
            format!("red flag: {why}")
        },
    );
    check(tick(red.is_none()), "we may reach out", found)
}

fn finish(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Check {
    const WHAT: &str = "the sale can finish";
    if campaign.products.is_empty() || deal.product.is_empty() {
        return check(Tick::Ask, WHAT, "no product is written: ask what would stop it");
    }
    let scrutiny = scrutineering(campaign, outlook, deal, now);
    let tick = match scrutiny.verdict {
        Verdict::Stopped => Tick::No,
        Verdict::Question => Tick::Ask,
        Verdict::ClearedUntil { .. } | Verdict::Cleared => Tick::Yes,
    };
    check(tick, WHAT, scrutiny.words(campaign, now))
}

/// A contact's stance is a free word; the only one that says it by itself is `champion`.
fn champion(deal: &Deal) -> Check {
    const WHAT: &str = "somebody there wants it";
    let left = deal.flags.iter().find(|flag| flag.id.contains("champion"));
    if let Some(flag) = left {
        let why = flag.why.as_deref().map_or_else(|| flag.id.replace('-', " "), str::to_owned);
        return check(Tick::No, WHAT, why);
    }
    let champion = deal.contacts.iter().find(|contact| contact.stance.as_deref() == Some("champion"));
    match champion {
        Some(contact) => check(Tick::Yes, WHAT, contact.role.as_deref().unwrap_or("a champion").to_owned()),
        None if deal.contacts.is_empty() => check(Tick::No, WHAT, "nobody of theirs is written"),
        None => {
            let known = count(deal.contacts.len(), "person is known", "people are known");
            check(Tick::Ask, WHAT, format!("{known}, none of them as champion"))
        }
    }
}

fn wanted(deal: &Deal) -> Check {
    const WHAT: &str = "their aim still stands";
    match deal.objectives.first() {
        None => check(Tick::No, WHAT, "no objective of theirs is written"),
        Some((_, objective)) => check(Tick::Ask, WHAT, format!("ask: {objective}")),
    }
}

fn heard(campaign: &Campaign, calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> Check {
    const WHAT: &str = "heard in ten working days";
    match last_trace(calendar, deal, now) {
        Some(last) => {
            let holds = calendar.working_days_between(last, now) <= QUIET_DAYS;
            let last = day(calendar.local(last).date(), campaign.zone, now);
            check(tick(holds), WHAT, format!("last {last}"))
        }
        None => check(Tick::No, WHAT, "no stroke, no meeting, no word so far"),
    }
}

fn answers(deal: &Deal) -> Check {
    let waiting = deal.heard.iter().filter(|row| row.answer.is_none() && row.kind != Some(HeardKind::Praise)).count();
    let found = match waiting {
        0 => "nothing of theirs waits".to_owned(),
        n => count(n, "word of theirs waits", "words of theirs wait"),
    };
    check(tick(waiting == 0), "their words are answered", found)
}

fn promises(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Check {
    let now = outlook.clock(deal, now);
    let over = deal.controls.iter().filter(|control| {
        let owner = control.owner.as_deref().filter(|owner| campaign.crew(owner).is_some());
        let calendar = outlook.calendar(owner);
        control.done.is_none() && matches!(ControlTiming::of(control, calendar, now), ControlTiming::Over(_))
    });
    let over: Vec<&str> = over.map(|control| control.what.as_deref().unwrap_or(&control.id)).collect();
    let found = match over.as_slice() {
        [] => "no promise is over".to_owned(),
        [one] => format!("over: {one}"),
        [one, rest @ ..] => format!("over: {one}, and {} more", rest.len()),
    };
    check(tick(over.is_empty()), "promises are kept", found)
}

fn close(campaign: &Campaign, calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> Check {
    const WHAT: &str = "the close is to come";
    let Some(close) = deal.close else { return check(Tick::No, WHAT, "no close is promised") };
    let shown = day(crate::drive::words::day_of(close, campaign.zone), campaign.zone, now);
    check(tick(calendar.deadline(close) >= now), WHAT, format!("close {shown}"))
}

fn touch(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Check {
    const WHAT: &str = "the next touch is dated";
    if deal.is_stopped() {
        return check(Tick::Yes, WHAT, "nobody is touched under a red flag");
    }
    let gap = time_card::gap(outlook, deal, now);
    let found = gap.map_or_else(
        || {
            let on = deal.next.as_ref().and_then(|next| next.on);
            on.map_or_else(String::new, |on| day(crate::drive::words::day_of(on, campaign.zone), campaign.zone, now))
        },
        time_card::Gap::words,
    );
    check(tick(gap.is_none()), WHAT, found)
}

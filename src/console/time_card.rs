//! The time card as people read it: what is over first, then what each of the crew owes by date, what the customers owe us,
//! and the deals without a dated next touch.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;

use super::told::{Line, Told, person};
use super::words::{counted, date, day_of, listed};
use crate::campaign::Campaign;
use crate::drive::ControlTiming;
use crate::drive::time_card::{Owner, Promise, TimeCard};
use crate::drive::veil::Veil;

/// The sentence and the lines. Of one deal each promise that was kept is told as well.
#[must_use]
pub fn told(campaign: &Campaign, card: &TimeCard<'_>, is_one_deal: bool, names: bool, now: DateTime<Utc>) -> Told {
    let mut lines = Vec::new();
    let mut owners: Vec<&Owner> = card.owed.iter().chain(&card.kept).map(|promise| &promise.owner).collect();
    owners.sort_by_key(|owner| (owner.place(campaign), (*owner).clone()));
    owners.dedup();
    for owner in owners {
        let (owed, kept) = (of(&card.owed, owner), of(&card.kept, owner));
        if owed.is_empty() && !is_one_deal && *owner != Owner::Customer {
            lines.push(Line::Part(format!("{}: nothing is owed{}", title(campaign, owner), record(&kept))));
            continue;
        }
        let verb = if *owner == Owner::Customer { "owe us" } else { "owes" };
        let owed_words = if owed.is_empty() { "nothing".to_owned() } else { count(owed.len(), "promise", "promises") };
        let owed_words = match owner {
            Owner::Nobody => format!("{}: {owed_words}", title(campaign, owner)),
            _ => format!("{} {verb} {owed_words}", title(campaign, owner)),
        };
        lines.push(Line::Part(format!("{owed_words}{}", record(&kept))));
        lines.extend(owed.iter().map(|promise| line(promise, campaign.zone, names, now)));
        if is_one_deal {
            lines.extend(kept.iter().map(|promise| line(promise, campaign.zone, names, now)));
        }
    }
    if !card.gaps.is_empty() {
        lines.push(Line::Part(format!("NO DATED NEXT TOUCH {}", card.gaps.len())));
        lines.extend(card.gaps.iter().map(|(deal, gap)| Line::Deal {
            deal: deal.id.clone(),
            words: format!("{}: {}", deal.name(), gap.words()),
        }));
    }
    Told { sentence: sentence(campaign, card, names, now), lines }
}

fn of<'l, 'c>(list: &'l [Promise<'c>], owner: &Owner) -> Vec<&'l Promise<'c>> {
    list.iter().filter(|one| one.owner == *owner).collect()
}

fn title(campaign: &Campaign, owner: &Owner) -> String {
    match owner {
        Owner::Crew(id) => person(campaign, id),
        Owner::Customer => "The customers".to_owned(),
        Owner::Nobody => "Nobody’s".to_owned(),
    }
}

/// `; kept 4: 3 in time, 1 late`.
fn record(kept: &[&Promise<'_>]) -> String {
    if kept.is_empty() {
        return String::new();
    }
    let of = |is: fn(&ControlTiming) -> bool| kept.iter().filter(|one| is(&one.timing)).count();
    let in_time = of(|timing| matches!(timing, ControlTiming::InTime));
    let late = of(|timing| matches!(timing, ControlTiming::Over(_)));
    let early = of(|timing| matches!(timing, ControlTiming::Early(_)));
    let parts = [(in_time, "in time"), (late, "late"), (early, "too early")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", listed(&parts)) };
    format!("; kept {}{parts}", kept.len())
}

/// `Fri 27 Nov, Northwind: “Quote v2”, in 5 wd`.
fn line(promise: &Promise<'_>, zone: Tz, names: bool, now: DateTime<Utc>) -> Line {
    let what = Veil::over(promise.deal, names).text(promise.what());
    let on = promise
        .due()
        .map_or_else(|| "no date".to_owned(), |due| date(day_of(due, zone), now.with_timezone(&zone).year()));
    Line::Deal {
        deal: promise.deal.id.clone(),
        words: format!("{on}, {}: {what}, {}", promise.deal.name(), stands(promise, now)),
    }
}

/// How it stands, in words.
fn stands(promise: &Promise<'_>, now: DateTime<Utc>) -> String {
    match (promise.control.done, promise.timing, promise.working_days) {
        (Some(_), ControlTiming::Over(amount), _) => format!("kept {amount} late"),
        (Some(_), timing, _) => format!("kept, {timing}"),
        (None, ControlTiming::Undated, _) => "give it a day".to_owned(),
        (None, ControlTiming::Over(_), _) if promise.offers_service => {
            format!("{}: the service park is offered", promise.timing)
        }
        (None, ControlTiming::Over(_), _) => promise.timing.to_string(),
        (None, _, _) if promise.is_over(now) => "gone by today".to_owned(),
        (None, _, Some(0)) => "today".to_owned(),
        (None, _, days) => format!("in {}", counted(days.unwrap_or(0), "working day", "working days")),
    }
}

/// What is to be done, and why.
fn sentence(campaign: &Campaign, card: &TimeCard<'_>, names: bool, now: DateTime<Utc>) -> String {
    let over: Vec<&Promise<'_>> = card.owed.iter().filter(|promise| promise.is_over(now)).collect();
    let gaps = match card.gaps.len() {
        0 => String::new(),
        n => format!(" {} no dated next touch.", count(n, "open deal has", "open deals have")),
    };
    if let Some(first) = over.first() {
        let who = match &first.owner {
            Owner::Crew(id) => format!(" by {}", campaign.crew_name(id)),
            Owner::Customer => " by the customer".to_owned(),
            Owner::Nobody => String::new(),
        };
        let what = Veil::over(first.deal, names).text(first.what());
        let verb = count(over.len(), "promise is over", "promises are over");
        let stands = stands(first, now);
        return format!("{verb}, longest: {what}{who}, {}, {stands}.{gaps}", first.deal.name());
    }
    match card.owed.first().filter(|next| next.at.is_some()) {
        Some(next) => {
            let what = Veil::over(next.deal, names).text(next.what());
            format!("No promise is over. Next: {what}, {}, {}.{gaps}", next.deal.name(), stands(next, now))
        }
        None => format!("No dated promise waits.{gaps}"),
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

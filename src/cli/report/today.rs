//! `codriver report today`: what the day holds for each seat, in time order, and which deals need somebody first, each with
//! its reasons. The same order and lines as Today and the list of deals in the console.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id};
use crate::console::order::{AgendaItem, Order};
use crate::console::sheet::Tone;
use crate::console::told::{Line, Told, person};
use crate::console::words::counted;
use crate::drive::Outlook;
use crate::drive::attention::{Need, Weights, need_of};
use crate::drive::veil::Veil;

/// So many deals that need somebody are told as text.
const MOST: usize = 12;

/// What is asked.
pub struct Asked<'a> {
    /// Only this deal.
    pub deal: Option<&'a str>,
    /// Only this seat; else every one of the crew.
    pub seat: Option<&'a Id>,
    /// With the buyers' names and words.
    pub names: bool,
    /// What makes a deal need somebody, and how much.
    pub weights: Weights,
}

/// A day of one seat; nobody's where there is no crew.
struct Day {
    seat: Option<Id>,
    agenda: Vec<AgendaItem>,
}

/// The report.
pub fn report(campaign: &Campaign, asked: &Asked<'_>, now: DateTime<Utc>) -> Printed {
    let outlook = Outlook::new(campaign);
    let seats: Vec<Option<Id>> = match asked.seat {
        Some(seat) => vec![Some(seat.clone())],
        None if campaign.crew.is_empty() => vec![None],
        None => campaign.crew.iter().map(|crew| Some(crew.id.clone())).collect(),
    };
    // The order of need is the same for every seat.
    let order = Order::of(campaign, &outlook, None, &asked.weights, now).rows;
    let days = seats.into_iter().map(|seat| {
        let day = Order::day(campaign, &outlook, seat.as_ref(), &asked.weights, now);
        let is_asked = |item: &AgendaItem| asked.deal.is_none_or(|deal| item.deal.as_deref() == Some(deal));
        Day { seat, agenda: day.into_iter().filter(is_asked).collect() }
    });
    let days: Vec<Day> = days.collect();
    let rows = order.iter().filter(|row| row.weight > 0);
    let rows = rows.filter(|row| asked.deal.is_none_or(|deal| row.id == *deal));
    let needs: Vec<(&Id, Need)> = rows
        .filter_map(|row| {
            let deal = campaign.deal(&row.id)?;
            Some((&row.id, need_of(campaign, &outlook, &asked.weights, deal, now)))
        })
        .collect();
    let told = told(campaign, &days, &needs, asked.names);
    let days = days.iter().map(|day| {
        json!({
            "crew": day.seat.as_ref().map(Id::as_str),
            "name": day.seat.as_ref().map(|seat| campaign.crew_name(seat)),
            "agenda": day.agenda.iter().map(|item| item_of(campaign, item, asked.names)).collect::<Vec<_>>(),
        })
    });
    let needs = needs.iter().map(|(id, need)| need_json(campaign, id, need, asked.names));
    let json = json!({
        "sentence": told.sentence.as_str(),
        "seats": days.collect::<Vec<_>>(),
        "needs": needs.collect::<Vec<_>>(),
    });
    Printed { text: text(&told), json }
}

/// What a line of a deal says, with or without its buyers.
fn veiled(campaign: &Campaign, deal: Option<&str>, words: &str, names: bool) -> String {
    let deal = deal.and_then(|deal| campaign.deal(deal));
    deal.map_or_else(|| words.to_owned(), |deal| Veil::over(deal, names).text(words))
}

fn told(campaign: &Campaign, days: &[Day], needs: &[(&Id, Need)], names: bool) -> Told {
    let mut lines = Vec::new();
    for day in days {
        let who = day.seat.as_ref().map_or_else(|| "Both seats".to_owned(), |seat| person(campaign, seat));
        if day.agenda.is_empty() {
            lines.push(Line::Part(format!("{who}: the day is clear")));
            continue;
        }
        lines.push(Line::Part(who));
        for item in &day.agenda {
            let what = veiled(campaign, item.deal.as_deref(), &item.what, names);
            let when = if item.time.is_empty() { String::new() } else { format!("{}, ", item.time) };
            let words = format!("{when}{}: {}, {what}", item.kind.word(), item.account);
            lines.push(match &item.deal {
                Some(deal) => Line::Deal { deal: deal.clone(), words },
                None => Line::Words(words),
            });
        }
    }
    if !needs.is_empty() {
        lines.push(Line::Part(format!("NEEDS YOU FIRST {}", needs.len())));
        for (id, need) in needs.iter().take(MOST) {
            let deal = (*id).clone();
            let reasons = need.reasons.iter().map(|reason| veiled(campaign, Some(id), &reason.words, names));
            let reasons = reasons.collect::<Vec<_>>().join("; ");
            lines.push(Line::Deal { deal, words: format!("{}: {reasons}", name(campaign, id)) });
        }
        if needs.len() > MOST {
            lines.push(Line::Words(format!("and {} more", needs.len() - MOST)));
        }
    }
    Told { sentence: sentence(campaign, days, needs, names), lines }
}

fn name(campaign: &Campaign, id: &Id) -> String {
    campaign.deal(id).map_or_else(|| id.to_string(), |deal| deal.name().to_owned())
}

fn sentence(campaign: &Campaign, days: &[Day], needs: &[(&Id, Need)], names: bool) -> String {
    let first = needs.first().and_then(|(id, need)| Some((id, need.reasons.first()?)));
    let late = days.iter().flat_map(|day| &day.agenda).filter(|item| item.tone == Tone::Late).count();
    let lines: usize = days.iter().map(|day| day.agenda.len()).sum();
    let day = match (lines, late) {
        (0, _) => "The day is clear".to_owned(),
        (lines, 0) => format!("{} on the day", count(lines)),
        (lines, late) => format!("{} on the day, {late} of them late", count(lines)),
    };
    match first {
        None => format!("{day}, and no deal needs anybody."),
        Some((id, reason)) => {
            format!("{day}. First {}: {}.", name(campaign, id), veiled(campaign, Some(id), &reason.words, names))
        }
    }
}

fn count(lines: usize) -> String {
    counted(i64::try_from(lines).unwrap_or(i64::MAX), "line stands", "lines stand")
}

fn item_of(campaign: &Campaign, item: &AgendaItem, names: bool) -> Value {
    json!({
        "at": item.at.with_timezone(&campaign.zone).to_rfc3339(),
        "time": item.time,
        "kind": item.kind.name(),
        "deal": item.deal.as_ref().map(Id::as_str),
        "account": item.deal.as_ref().map(|_| item.account.to_string()),
        "what": veiled(campaign, item.deal.as_deref(), &item.what, names),
        "late": item.tone == Tone::Late,
    })
}

fn need_json(campaign: &Campaign, id: &Id, need: &Need, names: bool) -> Value {
    let reasons = need.reasons.iter().map(
        |reason| json!({ "cause": reason.cause.name(), "words": veiled(campaign, Some(id), &reason.words, names) }),
    );
    json!({
        "deal": id.as_str(),
        "account": name(campaign, id),
        "weight": need.weight,
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

//! The service park as people read it: who is in it and how long still, to whom it is offered and why, and what each play
//! brought.

use chrono::{DateTime, Utc};

use super::told::{Line, Told};
use super::words::{counted, day_of, listed, when, who};
use crate::campaign::{Campaign, Stint};
use crate::drive::park::{Check, InService, Park, PlayRow, Tick};
use crate::drive::veil::Veil;

/// The sentence and the lines; of one deal also what to look at first.
#[must_use]
pub fn told(campaign: &Campaign, park: &Park<'_>, checks: &[Check], names: bool, now: DateTime<Utc>) -> Told {
    let mut lines = Vec::new();
    if !park.in_service.is_empty() {
        lines.push(Line::Part(format!("IN SERVICE {}", park.in_service.len())));
        for one in &park.in_service {
            in_service(campaign, one, names, now, &mut lines);
        }
    }
    if !park.offered.is_empty() {
        lines.push(Line::Part(format!(
            "IN TROUBLE {}: the service park is offered, a person decides",
            park.offered.len()
        )));
        for (deal, offers) in &park.offered {
            let veil = Veil::over(deal, names);
            let mut offers = offers.iter();
            if let Some(first) = offers.next() {
                let words = format!("{}: {}", deal.name(), veil.text(&first.words));
                lines.push(Line::Deal { deal: deal.id.clone(), words });
            }
            lines.extend(
                offers.map(|offer| Line::Under { deal: Some(deal.id.clone()), words: veil.text(&offer.words) }),
            );
        }
    }
    if !checks.is_empty() {
        lines.push(Line::Part("LOOK FIRST, in this order".to_owned()));
        let deal = park.in_service.first().map(|one| one.deal).or_else(|| park.offered.first().map(|(deal, _)| *deal));
        for check in checks {
            let sign = match check.tick {
                Tick::Yes => "yes",
                Tick::No => "no",
                Tick::Ask => "ask",
            };
            let found = deal.map_or_else(|| check.found.clone(), |deal| Veil::over(deal, names).text(&check.found));
            lines.push(Line::Words(format!("{sign} {}: {found}", check.what)));
        }
    }
    if !park.plays.is_empty() {
        lines.push(Line::Part("WHAT THE PLAYS BROUGHT".to_owned()));
        lines.extend(park.plays.iter().map(|row| Line::Words(play(campaign, row))));
        let without = &park.records.without;
        if without.recovered.of > 0 {
            lines.push(Line::Words(format!("without a play: {}", without.words())));
        }
    }
    Told { sentence: sentence(park), lines }
}

fn count(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

/// What to do, and what all repairs brought so far.
fn sentence(park: &Park<'_>) -> String {
    let over = park.in_service.iter().filter(|one| one.left.is_none_or(|left| left.is_over)).count();
    let first = match (park.in_service.len(), over, park.offered.len()) {
        (0, _, 0) => "No deal is in service, and none is in trouble.".to_owned(),
        (0, _, offered) => {
            format!("No deal is in service; {} in trouble.", count(offered, "is", "are"))
        }
        (repairs, 0, _) => format!("{} in service, all within their time.", count(repairs, "deal is", "deals are")),
        (repairs, over, _) => {
            let repairs = count(repairs, "deal is", "deals are");
            format!(
                "{repairs} in service; say how {} without time left.",
                count(over, "repair ends that is", "repairs end that are")
            )
        }
    };
    let record = &park.records.all;
    if record.recovered.of == 0 { first } else { format!("{first} Of all repairs so far {}.", record.words()) }
}

fn in_service(campaign: &Campaign, one: &InService<'_>, names: bool, now: DateTime<Utc>, lines: &mut Vec<Line>) {
    let (deal, service) = (one.deal, one.service);
    let veil = Veil::over(deal, names);
    let reason = service.reason.as_deref().unwrap_or("no reason is written").replace('-', " ");
    let play = service.play.as_ref().map_or_else(String::new, |play| format!(", play: {}", campaign.play_title(play)));
    let left = one.left.map_or_else(|| "no end is written".to_owned(), |left| left.words());
    let until = service.until.map_or_else(String::new, |until| format!(" (until {})", when(until, campaign.zone, now)));
    let words = format!("{}: {left}{until}; {}{play}", deal.name(), veil.text(&reason));
    lines.push(Line::Deal { deal: deal.id.clone(), words });
    for (name, stint) in [("push", &service.push), ("pull", &service.pull)] {
        let words = match stint {
            None => format!("{name}: nothing is written"),
            Some(stint) => format!("{name}: {}", part(campaign, stint, &veil, now)),
        };
        lines.push(Line::Under { deal: Some(deal.id.clone()), words });
    }
}

/// `Ring the CFO (Sam), done Wed 18 Nov`.
fn part(campaign: &Campaign, stint: &Stint, veil: &Veil, now: DateTime<Utc>) -> String {
    let what = veil.text(stint.what.as_deref().unwrap_or("nothing is written"));
    let by = stint.by.as_ref().map_or_else(String::new, |by| format!(" ({})", who(campaign, by)));
    let done = stint.done.map_or_else(
        || ", to be done".to_owned(),
        |done| format!(", done {}", super::words::day(day_of(done, campaign.zone), campaign.zone, now)),
    );
    format!("{what}{by}{done}")
}

fn play(campaign: &Campaign, row: &PlayRow) -> String {
    let when: Vec<String> = row.when.iter().map(|word| word.replace('-', " ")).collect();
    let for_ = if when.is_empty() { String::new() } else { format!(" (for {})", listed(&when)) };
    format!("{}{for_}: {}", campaign.play_title(&row.play), row.record.words())
}

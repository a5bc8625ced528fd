//! `codriver report service`: deals in service and in trouble, and which plays brought deals back, how often and how fast.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id, Stint};
use crate::console::park::told;
use crate::drive::Outlook;
use crate::drive::park::{Check, InService, Offer, Record, Tick, checklist, park};
use crate::drive::veil::Veil;

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool, now: DateTime<Utc>) -> Printed {
    let outlook = Outlook::new(campaign);
    let park = park(campaign, &outlook, deal, now);
    let one = deal.and_then(|deal| campaign.deal(deal)).filter(|deal| deal.is_open());
    let checks = one.map_or_else(Vec::new, |deal| checklist(campaign, &outlook, deal, now));
    let told = told(campaign, &park, &checks, names, now);
    let offered = park.offered.iter().map(|(deal, offers)| {
        let veil = Veil::over(deal, names);
        let reasons: Vec<Value> = offers.iter().map(|offer| offer_of(offer, &veil)).collect();
        json!({ "deal": deal.id.as_str(), "account": deal.name(), "reasons": reasons })
    });
    let plays = park.plays.iter().map(|row| {
        let when: Vec<&str> = row.when.iter().map(Id::as_str).collect();
        let mut play = record_of(&row.record);
        play["play"] = json!(row.play.as_str());
        play["title"] = json!(campaign.play_title(&row.play));
        play["when"] = json!(when);
        play
    });
    let veil = one.map(|deal| Veil::over(deal, names));
    let json = json!({
        "sentence": told.sentence.as_str(),
        "in_service": park.in_service.iter().map(|one| repair_of(campaign, one, names)).collect::<Vec<_>>(),
        "offered": offered.collect::<Vec<_>>(),
        "look_first": checks.iter().map(|check| check_of(check, veil.as_ref())).collect::<Vec<_>>(),
        "plays": plays.collect::<Vec<_>>(),
        "without_a_play": record_of(&park.records.without),
        "all": record_of(&park.records.all),
    });
    Printed { text: text(&told), json }
}

fn offer_of(offer: &Offer, veil: &Veil) -> Value {
    json!({ "reason": offer.reason.as_str(), "words": veil.text(&offer.words) })
}

fn repair_of(campaign: &Campaign, one: &InService<'_>, names: bool) -> Value {
    let veil = Veil::over(one.deal, names);
    let part = |stint: &Option<Stint>| {
        stint.as_ref().map(|stint| {
            json!({
                "what": stint.what.as_deref().map(|what| veil.text(what)),
                "by": stint.by.as_ref().map(Id::as_str),
                "done": stint.done.map(|done| done.to_string()),
            })
        })
    };
    json!({
        "deal": one.deal.id.as_str(),
        "account": one.deal.name(),
        "since": one.service.since.map(|since| since.to_string()),
        "reason": one.service.reason.as_deref().map(|reason| veil.text(reason)),
        "play": one.service.play.as_ref().map(Id::as_str),
        "until": one.left.map(|left| left.until.with_timezone(&campaign.zone).to_rfc3339()),
        "left": one.left.map(|left| left.words()),
        "over": one.left.map(|left| left.is_over),
        "push": part(&one.service.push),
        "pull": part(&one.service.pull),
    })
}

fn check_of(check: &Check, veil: Option<&Veil>) -> Value {
    let holds = match check.tick {
        Tick::Yes => Some(true),
        Tick::No => Some(false),
        Tick::Ask => None,
    };
    let found = veil.map_or_else(|| check.found.clone(), |veil| veil.text(&check.found));
    json!({ "what": check.what, "holds": holds, "found": found })
}

fn record_of(record: &Record) -> Value {
    let (low, high) = record.recovered.interval();
    json!({
        "repairs": record.recovered.of,
        "recovered": record.recovered.hits,
        "later": record.later,
        "retired": record.retired,
        "likely_from": low,
        "likely_to": high,
        "verdict": record.recovered.verdict().name(),
        "working_days_median": record.middle(),
    })
}

//! The wheels in JSON, as a part of `codriver report crew`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::campaign::{Campaign, Deal, Id};
use crate::console::wheel::sentence;
use crate::drive::Outlook;
use crate::drive::wheel::{Due, Wheels, stretches};

/// The same facts as the text has; who drove which stage of every open deal, or of the one that is asked for.
pub(super) fn json(
    campaign: &Campaign,
    outlook: &Outlook,
    wheels: &Wheels,
    deal: Option<&str>,
    now: DateTime<Utc>,
) -> Value {
    let moment = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    let is_meant = |id: &Id| deal.is_none_or(|deal| *id == *deal);
    let due = |list: &[Due]| {
        let one = |due: &Due| {
            let kind = if due.is_promise { "promise" } else { "next-touch" };
            json!({ "deal": due.deal.as_str(), "kind": kind, "what": &*due.what, "due": moment(due.at) })
        };
        list.iter().filter(|due| is_meant(&due.deal)).map(one).collect::<Vec<_>>()
    };
    let offers = wheels.offers.iter().filter(|offer| is_meant(&offer.deal)).map(|offer| {
        json!({
            "deal": offer.deal.as_str(),
            "from": offer.from.as_ref().map(Id::as_str),
            "to": offer.to.as_str(),
            "since": offer.since.map(moment),
            "working_days": offer.days,
            "stale": offer.is_stale(),
            "briefing": offer.briefing.as_deref(),
        })
    });
    let needs = wheels.asks.iter().filter(|ask| is_meant(&ask.deal)).map(|ask| {
        json!({
            "deal": ask.deal.as_str(),
            "by": ask.by.as_ref().map(Id::as_str),
            "of": ask.of.as_str(),
            "what": &*ask.what,
            "due": ask.at.map(moment),
        })
    });
    let crew = wheels.loads.iter().map(|load| {
        let drives: Vec<&str> = load.drives.iter().filter(|id| is_meant(id)).map(Id::as_str).collect();
        json!({
            "crew": load.who.as_str(),
            "name": campaign.crew_name(&load.who),
            "drives": drives,
            "due": due(&load.due),
            "ahead": due(&load.ahead),
        })
    });
    let nearly_all = wheels.lopsided.as_ref().map(|found| {
        json!({
            "crew": found.who.as_str(),
            "drives": found.drives,
            "of": found.of,
            "offer_to": found.other.as_str(),
            "deal": found.deal.as_str(),
        })
    });
    let mut deals: Vec<&Deal> = campaign
        .deals
        .iter()
        .map(|deal| &**deal)
        .filter(|one| is_meant(&one.id) && (deal.is_some() || one.is_open()))
        .collect();
    deals.sort_by(|one, other| one.id.cmp(&other.id));
    let deals = deals.into_iter().map(|deal| {
        let stages = stretches(campaign, outlook.calendar(None), deal).into_iter().map(|stretch| {
            let drivers: Vec<&str> = stretch.drivers.iter().map(Id::as_str).collect();
            json!({ "stage": stretch.stage.as_str(), "here": stretch.is_here, "drivers": drivers })
        });
        json!({
            "deal": deal.id.as_str(),
            "driver": campaign.driver_of(deal).map(Id::as_str),
            "stages": stages.collect::<Vec<_>>(),
        })
    });
    json!({
        "todo": sentence(campaign, wheels, now),
        "offers": offers.collect::<Vec<_>>(),
        "needs": needs.collect::<Vec<_>>(),
        "crew": crew.collect::<Vec<_>>(),
        "nearly_all": nearly_all,
        "deals": deals.collect::<Vec<_>>(),
    })
}

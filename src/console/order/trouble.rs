//! Deals in trouble on the day's list: this person's part of a repair, and the deals to which the service park is offered.

use chrono::{DateTime, Utc};

use super::agenda::{AgendaItem, AgendaKind, is_lead, shared_name, tone};
use crate::campaign::{Campaign, Deal, Id};
use crate::console::sheet::Tone;
use crate::console::words;
use crate::drive::Outlook;
use crate::drive::park::{self, Why, time_left};
use crate::drive::scrutineering::Scrutiny;

/// So many deals in trouble are on one day's list.
const TROUBLED: usize = 5;

/// The parts of a repair that are still to be done: those of this person; who leads or looks on sees both.
pub(super) fn repair_of(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    seat: Option<&Id>,
    now: DateTime<Utc>,
    agenda: &mut Vec<AgendaItem>,
) {
    let Some(service) = deal.service.as_deref() else { return };
    let left = time_left(outlook, deal, service, now);
    let is_over = left.is_none_or(|left| left.is_over);
    let item = |what: String| AgendaItem {
        at: left.map_or(now, |left| left.until),
        time: service.until.map_or_else(
            || "no end".to_owned(),
            |until| format!("until {}", words::day(words::day_of(until, campaign.zone), campaign.zone, now)),
        ),
        kind: AgendaKind::Repair,
        deal: Some(deal.id.clone()),
        account: shared_name(deal),
        what,
        tone: tone(is_over),
    };
    let is_seen = |by: Option<&Id>| seat.is_none_or(|seat| by == Some(seat) || is_lead(campaign, seat));
    let parts = [("push", &service.push), ("pull", &service.pull)];
    let mut open = 0;
    for (name, stint) in parts {
        let Some(stint) = stint.as_ref().filter(|stint| stint.done.is_none()) else { continue };
        open += 1;
        if is_seen(stint.by.as_ref()) {
            agenda.push(item(format!("{name}: {}", stint.what.as_deref().unwrap_or("nothing is written"))));
        }
    }
    // Nothing is left to be done, or no time to do it in: then both seats say together how it ends.
    if open == 0 || is_over {
        agenda.push(item("say how the repair ends".to_owned()));
    }
}

/// The gravest reason for which the service park is offered.
pub(super) fn offers_of(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    scrutiny: Option<&Scrutiny>,
    now: DateTime<Utc>,
) -> Option<(Why, AgendaItem)> {
    let first = park::offers_by(campaign, outlook, deal, scrutiny, now).into_iter().next()?;
    let item = AgendaItem {
        at: now,
        time: "today".to_owned(),
        kind: AgendaKind::Park,
        deal: Some(deal.id.clone()),
        account: shared_name(deal),
        what: format!("to service? {}", first.words),
        tone: Tone::Calm,
    };
    Some((first.why, item))
}

/// The gravest of the deals in trouble: a day holds so many repairs, and the report has the others.
pub(super) fn gravest(mut troubled: Vec<(Why, AgendaItem)>) -> impl Iterator<Item = AgendaItem> {
    troubled.sort_by(|(a_why, a), (b_why, b)| (a_why, &a.deal).cmp(&(b_why, &b.deal)));
    let more = troubled.len().saturating_sub(TROUBLED);
    let last = TROUBLED.min(troubled.len()).saturating_sub(1);
    troubled.into_iter().take(TROUBLED).enumerate().map(move |(at, (_, mut item))| {
        if more > 0 && at == last {
            let deals = words::counted(i64::try_from(more).unwrap_or(i64::MAX), "more deal", "more deals");
            item.what = format!("{}; {deals}: `codriver report service`", item.what);
        }
        item
    })
}

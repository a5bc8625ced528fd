//! The wheel goes to somebody else: offered with a briefing, and theirs once they accept.

use super::{Act, Fields, Ground, deal_path, instant, set, text, when, words};
use crate::campaign::{Deal, Handoff};
use crate::text::{Intent, KeyPath, RecordPath, Refusal};

/// Offers the wheel; `accepted`: both sit together, and it is taken at once.
///
/// # Errors
/// A finished deal, nobody to take it, somebody who drives already or has an offer that waits, and no briefing.
pub fn hand_over(ground: Ground<'_>, id: &str, to: &str, briefing: &str, accepted: bool) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let to = ground.person(to)?;
    let briefing = words(briefing, "the briefing", "say what the next driver must know")?;
    let from = ground.campaign.driver_of(deal);
    let name = ground.campaign.crew_name(to);
    if from == Some(to) {
        return Err(Refusal::new(format!("{name} drives the deal `{id}` already"), "hand it to somebody else"));
    }
    if waiting(deal).any(|row| row.to.as_ref() == Some(to)) {
        let mend = format!("accept it as `{to}`, or take its row out");
        return Err(Refusal::new(format!("an offer to {name} waits on the deal `{id}`"), mend));
    }
    let at = ground.moment(|at| deal.handoffs.iter().any(|row| row.at == Some(at)));
    let row = Fields::default()
        .maybe_text("from", from.map(|from| &**from))
        .with("to", text(to))
        .with("at", instant(at))
        .with("briefing", text(briefing))
        .maybe("accepted", accepted.then(|| instant(at)));
    let act = Act::of(vec![Intent::Append { array: deal_path(id).below(["handoff"]), row: row.0 }]);
    Ok(act.telling(if accepted {
        format!("{name} drives from now on")
    } else {
        format!("offered to {name}, who drives once it is accepted")
    }))
}

/// Takes an offer.
///
/// # Errors
/// No offer waits, or it is somebody else's to take.
pub fn accept(ground: Ground<'_>, id: &str, to: Option<&str>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let taker = to.or(ground.by);
    if let Some(taker) = taker {
        ground.person(taker)?;
    }
    let offer = waiting(deal).filter(|row| taker.is_none_or(|taker| row.to.as_deref() == Some(taker))).last();
    let Some(offer) = offer else {
        let other = waiting(deal).last().and_then(|row| row.to.as_ref());
        let mend = other.map_or_else(
            || "offer it first, with a briefing".to_owned(),
            |other| format!("the offer is for `{other}`: accept it as `{other}`"),
        );
        let whom = taker.map_or_else(String::new, |taker| format!(" for `{taker}`"));
        return Err(Refusal::new(format!("no offer waits on the deal `{id}`{whom}"), mend));
    };
    let Some(to) = &offer.to else {
        return Err(Refusal::new("the offer names nobody", "write its `to`"));
    };
    if ground.by.is_some_and(|by| *to != *by) {
        return Err(Refusal::new(format!("only `{to}` can take this offer"), format!("accept it as `{to}`")));
    }
    let record = row_of(deal, offer);
    let act = Act::of(vec![set(record, "accepted", instant(ground.moment(|_| false)))]);
    Ok(act.telling(format!("{} drives from now on", ground.campaign.crew_name(to))))
}

/// Offers that nobody has taken; an older one than the last hand-over that was taken has gone by.
fn waiting(deal: &Deal) -> impl Iterator<Item = &Handoff> {
    let taken = deal.handoffs.iter().rposition(|row| row.accepted.is_some());
    deal.handoffs.iter().skip(taken.map_or(0, |at| at + 1))
}

fn row_of(deal: &Deal, row: &Handoff) -> RecordPath {
    let key = |row: &Handoff| (row.at, row.from.clone(), row.to.clone());
    let before = deal.handoffs.iter().take_while(|one| !std::ptr::eq(*one, row));
    let twins = before.filter(|one| key(one) == key(row)).count();
    let empty = text("");
    let path = deal_path(&deal.id).below(["handoff"]).row([
        (KeyPath::new("at"), row.at.map_or(empty.clone(), when)),
        (KeyPath::new("from"), row.from.as_deref().map_or(empty.clone(), text)),
        (KeyPath::new("to"), row.to.as_deref().map_or(empty, text)),
    ]);
    path.nth(u32::try_from(twins).unwrap_or(0))
}

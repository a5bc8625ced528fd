//! The wheel goes to somebody else: offered with a briefing, and theirs once they accept; or it is declined.

use super::{Act, Fields, Ground, deal_path, instant, set, text, when, words};
use crate::campaign::{Deal, Handoff};
use crate::drive::wheel::{briefing, waiting};
use crate::text::{Intent, KeyPath, RecordPath, Refusal};

/// Offers the wheel; `accepted`: both sit together, and it is taken at once. Without words of one's own the briefing is
/// filled from the file.
///
/// # Errors
/// A finished deal, nobody to take it, somebody who drives already or has an offer that waits, and a briefing without words.
pub fn hand_over(
    ground: Ground<'_>,
    id: &str,
    to: &str,
    own_words: Option<&str>,
    accepted: bool,
) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let to = ground.person(to)?;
    let filled = own_words.is_none().then(|| briefing(ground.campaign, &ground.outlook(), deal, ground.now));
    let briefing = own_words.or(filled.as_deref()).unwrap_or_default();
    let briefing = words(briefing, "the briefing", "say what the next driver must know")?;
    let from = ground.campaign.driver_of(deal);
    let name = ground.campaign.crew_name(to);
    if from == Some(to) {
        return Err(Refusal::new(format!("{name} drives the deal `{id}` already"), "hand it to somebody else"));
    }
    if waiting(ground.campaign, deal).iter().any(|row| row.to.as_ref() == Some(to)) {
        let mend = format!("accept it as `{to}`, or take it back first");
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
    let act = act.telling(if accepted {
        format!("{name} drives from now on")
    } else {
        format!("offered to {name}, who drives once it is accepted")
    });
    Ok(match &filled {
        Some(filled) => act.telling(format!("the briefing is filled from the file: {filled}")),
        None => act,
    })
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
    let open = waiting(ground.campaign, deal);
    let Some(offer) = open.iter().rfind(|row| taker.is_none_or(|taker| row.to.as_deref() == Some(taker))) else {
        return Err(no_offer(id, taker, &open));
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

/// Takes an offer out again: who was to take the wheel declines and the one who offered it is told by a message, or who
/// offered it takes it back.
///
/// # Errors
/// No offer waits that is this person's to decline or to take back.
pub fn decline(ground: Ground<'_>, id: &str) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let open = waiting(ground.campaign, deal);
    let to_me = |row: &&&Handoff| ground.by.is_none_or(|by| row.to.as_deref() == Some(by));
    let from_me = |row: &&&Handoff| ground.by.is_some_and(|by| row.from.as_deref() == Some(by));
    let Some(offer) = open.iter().rfind(to_me).or_else(|| open.iter().rfind(from_me)) else {
        return Err(no_offer(id, ground.by, &open));
    };
    let act = Act::of(vec![Intent::Remove { record: row_of(deal, offer) }]);
    let drives = ground.campaign.driver_of(deal).map_or("nobody", |driver| ground.campaign.crew_name(driver));
    let is_declined = ground.by.is_some_and(|by| offer.to.as_deref() == Some(by));
    let from = offer.from.as_ref().filter(|from| is_declined && ground.campaign.crew(from).is_some());
    let Some(from) = from else {
        return Ok(act.telling(format!("the offer is taken back: {drives} goes on driving")));
    };
    let told = super::send(ground, id, "I do not take the wheel of this deal.")?;
    let mut act =
        act.telling(format!("declined: {drives} goes on driving, and {} is told", ground.campaign.crew_name(from)));
    act.intents.extend(told.intents);
    Ok(act)
}

fn no_offer(id: &str, whom: Option<&str>, open: &[&Handoff]) -> Refusal {
    let other = open.last().and_then(|row| row.to.as_ref());
    let mend = other.map_or_else(
        || "offer it first, with a briefing".to_owned(),
        |other| format!("the offer is for `{other}`: accept it as `{other}`"),
    );
    let whom = whom.map_or_else(String::new, |whom| format!(" for `{whom}`"));
    Refusal::new(format!("no offer waits on the deal `{id}`{whom}"), mend)
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

//! A deal has been looked at by the pair: what was decided, and what rubs between the trades.
//!
//! A deal has one row in a sitting: what is decided later on the same day goes into it.

use super::{Act, Fields, Ground, instant, set, text, unset, when};
use crate::campaign::{Id, Review};
use crate::drive::review::row_of;
use crate::text::{Intent, KeyPath, Literal, RecordPath, Refusal};

/// A review as it stands after a look.
#[derive(Debug, Clone, Copy)]
pub struct Reviewed<'t> {
    /// Who looked at it.
    pub by: &'t [Id],
    /// All decisions of this sitting.
    pub decisions: &'t [String],
    /// What rubs, in one line; empty: nothing.
    pub rubs: &'t str,
}

/// Writes what was decided: a row, or what differs in the row that this day has; a row that says nothing any more goes.
///
/// # Errors
/// No such deal.
pub fn review(ground: Ground<'_>, id: &str, reviewed: Reviewed<'_>) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let decisions = || Literal::Array(reviewed.decisions.iter().map(|said| text(said)).collect());
    let rubs = Some(reviewed.rubs.trim()).filter(|rubs| !rubs.is_empty());
    let Some(old) = row_of(ground.campaign, id, ground.today()) else {
        if reviewed.decisions.is_empty() && rubs.is_none() {
            return Ok(Act::default());
        }
        let is_taken =
            |at| ground.campaign.reviews.iter().any(|row| row.at == Some(at) && row.deal.as_ref() == Some(&deal.id));
        let people = Literal::Array(reviewed.by.iter().map(|id| text(id)).collect());
        let row = Fields::default()
            .with("at", instant(ground.moment(is_taken)))
            .with("deal", text(id))
            .maybe("by", (!reviewed.by.is_empty()).then_some(people))
            .maybe("decisions", (!reviewed.decisions.is_empty()).then(decisions))
            .maybe_text("rubs", rubs);
        return Ok(Act::of(vec![Intent::Append { array: RecordPath::new(["review"]), row: row.0 }]));
    };
    let record = path(ground, old);
    if reviewed.decisions.is_empty() && rubs.is_none() {
        return Ok(Act::of(vec![Intent::Remove { record }]));
    }
    let mut intents = Vec::new();
    let is_same = old.decisions.iter().map(|said| &**said).eq(reviewed.decisions.iter().map(String::as_str));
    if !is_same && reviewed.decisions.is_empty() {
        intents.push(unset(record.clone(), "decisions"));
    } else if !is_same {
        intents.push(set(record.clone(), "decisions", decisions()));
    }
    match rubs {
        Some(rubs) if old.rubs.as_deref() != Some(rubs) => intents.push(set(record.clone(), "rubs", text(rubs))),
        None if old.rubs.is_some() => intents.push(unset(record.clone(), "rubs")),
        _ => {}
    }
    let more: Vec<&Id> = reviewed.by.iter().filter(|id| !old.by.contains(id)).collect();
    if !intents.is_empty() && !more.is_empty() {
        let all = old.by.iter().chain(more).map(|id| text(id)).collect();
        intents.push(set(record, "by", Literal::Array(all)));
    }
    Ok(Act::of(intents))
}

fn path(ground: Ground<'_>, row: &Review) -> RecordPath {
    let before = ground.campaign.reviews.iter().take_while(|one| !std::ptr::eq(*one, row));
    let twins = before.filter(|one| (one.at, &one.deal) == (row.at, &row.deal)).count();
    let empty = || text("");
    let path = RecordPath::new(["review"]).row([
        (KeyPath::new("at"), row.at.map_or_else(empty, when)),
        (KeyPath::new("deal"), row.deal.as_deref().map_or_else(empty, text)),
    ]);
    path.nth(u32::try_from(twins).unwrap_or(0))
}

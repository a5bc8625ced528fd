//! Facts that a deal has won in its stage: what it needs before it leaves.

use super::{Act, Ground, deal_path, set, text, unknown};
use crate::campaign::Id;
use crate::text::{Literal, Refusal};

/// Adds facts to those that the deal has; what it has already stays as it is. A stage whose facts have no ids, being a
/// plain list, calls them `1`, `2`, …
///
/// # Errors
/// A finished deal, and a fact that its stage does not ask for.
pub fn gate(ground: Ground<'_>, id: &str, won: &[&str]) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let stage = ground.campaign.stage_of(deal);
    let asked = stage.and_then(|stage| ground.campaign.stage(stage)).map_or(&[][..], |stage| &stage.gate);
    let mut facts: Vec<&str> = deal.gate.iter().map(Id::as_str).collect();
    for fact in won {
        if asked.iter().all(|(known, _)| **known != **fact) {
            let ids = asked.iter().map(|(known, _)| known.as_str());
            return Err(unknown("the stage asks for no fact", fact, ids, "write a fact of the stage's `gate`"));
        }
        if !facts.contains(fact) {
            facts.push(fact);
        }
    }
    if facts.len() == deal.gate.len() {
        return Ok(Act::default());
    }
    let facts = facts.into_iter().map(text).collect();
    Ok(Act::of(vec![set(deal_path(id), "gate", Literal::Array(facts))]))
}

//! The driver's promise moves, and the move is kept.

use super::{Act, Fields, Ground, deal_path, instant, set, when};
use crate::campaign::When;
use crate::text::{Intent, Refusal};

/// Sets the promised close. A promise that was there before leaves a row in `close_log`; the first one is no move.
///
/// # Errors
/// A finished deal.
pub fn close(ground: Ground<'_>, id: &str, to: When) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let record = deal_path(id);
    let first = set(record.clone(), "close", when(to));
    let Some(was) = deal.close else { return Ok(Act::of(vec![first]).telling("the first promise of this deal")) };
    if was == to {
        return Ok(Act::default());
    }
    let at = ground.moment(|at| deal.close_log.iter().any(|row| row.at == Some(at)));
    let row = Fields::default()
        .with("at", instant(at))
        .with("was", when(was))
        .with("now", when(to))
        .maybe_text("by", ground.by);
    let act = Act::of(vec![Intent::Append { array: record.below(["close_log"]), row: row.0 }, first]);
    let moves = deal.close_log.len() + 1;
    let zone = ground.campaign.zone;
    let way = if to.local(zone) > was.local(zone) { "later" } else { "sooner" };
    let count = if moves == 1 { "the first move".to_owned() } else { format!("move {moves}") };
    Ok(act.telling(format!("promised {way} than before; {count} of this promise")))
}

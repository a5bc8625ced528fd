//! Messages between the seats: one is written, and one is acknowledged.

use chrono::SubsecRound;

use super::{Act, Fields, Ground, deal_path, instant, set, text, when, words};
use crate::campaign::Message;
use crate::drive::messages::{MessageKey, readers};
use crate::text::{Intent, KeyPath, Refusal};

/// Writes a message on a deal, for the others who work on it. A finished deal keeps taking them.
///
/// # Errors
/// No words, nobody who writes, and nobody else to read it.
pub fn send(ground: Ground<'_>, id: &str, said: &str) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let said = words(said, "the message", "write what the other seat should know")?;
    let Some(by) = ground.by else {
        let campaign = ground.campaign;
        return Err(if campaign.crew.is_empty() {
            Refusal::new("the file names no crew, so there is no other seat", "add both people under `[crew]`")
        } else {
            Refusal::new("nobody sits here, so a message would be nobody's", "take a seat, or name it with --as")
        });
    };
    if readers(ground.campaign, deal, Some(by)).is_empty() {
        return Err(Refusal::new("nobody else is in the crew to read it", "add the other person under `[crew]`"));
    }
    let at = ground.moment(|at| deal.messages.iter().any(|row| row.at == Some(at) && row.by.as_deref() == Some(by)));
    let row = Fields::default().with("at", instant(at)).with("by", text(by)).with("text", text(said));
    Ok(Act::of(vec![Intent::Append { array: deal_path(id).below(["message"]), row: row.0 }]))
}

/// Writes down that a message has been seen.
///
/// # Errors
/// No such message, one of one's own, and one that was seen already.
pub fn seen(ground: Ground<'_>, id: &str, key: &MessageKey) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let is_meant = |row: &&Message| row.at == Some(key.at) && row.by == key.by;
    let Some(row) = deal.messages.iter().filter(is_meant).nth(usize::try_from(key.nth).unwrap_or(usize::MAX)) else {
        return Err(Refusal::new("that message is gone from the file", "go on to the next"));
    };
    if row.seen.is_some() {
        return Err(Refusal::new("that message was seen already", "go on to the next"));
    }
    if ground.by.is_some() && row.by.as_deref() == ground.by {
        return Err(Refusal::new("that message is your own", "let the other seat say that it has seen it"));
    }
    let record = deal_path(id).below(["message"]).row([
        (KeyPath::new("at"), when(key.at)),
        (KeyPath::new("by"), key.by.as_deref().map_or_else(|| text(""), text)),
    ]);
    Ok(Act::of(vec![set(record.nth(key.nth), "seen", instant(ground.now.trunc_subsecs(0)))]))
}

//! What the other seat has written on a deal and nobody has acknowledged, and what became of the last message from here.

use chrono::TimeDelta;

use crate::campaign::Deal;
use crate::console::command::Command;
use crate::console::messages::author;
use crate::console::model::Model;
use crate::console::sheet::{LastSent, MessageCard, Tone};
use crate::console::words;
use crate::drive::messages::{sent, waiting};

/// How long the sender is told that a message was seen.
const TOLD_FOR: TimeDelta = TimeDelta::days(1);

/// The oldest message that waits for this seat. A call takes the key that is nearest.
pub(super) fn received(model: &Model, deal: &Deal, call_waits: bool) -> Option<MessageCard> {
    let campaign = &model.campaign;
    let waiting = waiting(campaign, deal, model.seat.as_deref());
    let first = waiting.first()?;
    let key = model.keymap.shown(if call_waits { Command::Seen } else { Command::Acknowledge });
    let from = author(campaign, first.row.by.as_ref());
    Some(MessageCard {
        key: first.key(deal)?,
        from: format!("{from}, {}", words::moment(first.at, campaign.zone, model.now)),
        text: first.text.to_owned(),
        hint: match waiting.len() - 1 {
            0 => format!("{key} seen"),
            more => format!("{more} more   {key} seen"),
        },
    })
}

/// The last message from this seat: until it is seen, and for a day after.
pub(super) fn last_sent(model: &Model, deal: &Deal) -> Option<LastSent> {
    let campaign = &model.campaign;
    let last = sent(campaign, deal, model.seat.as_deref())?;
    let (state, tone) = match last.seen {
        Some(seen) if model.now - seen > TOLD_FOR => return None,
        Some(seen) => (format!("seen {}", words::moment(seen, campaign.zone, model.now)), Tone::Good),
        None => ("not seen yet".to_owned(), Tone::Quiet),
    };
    let at = words::moment(last.at, campaign.zone, model.now);
    Some(LastSent { words: format!("You, {at}: “{}”", last.text), state, tone })
}

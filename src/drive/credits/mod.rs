//! Recognition: the card of a deal that is won, and the debrief of one that is lost, from what the file says.
//!
//! A card names both trades and what each did: the words of `result.credit`, the first touch, notes that landed, field
//! reports and their answers, proofs and messages, meetings, strokes, hand-overs, promises kept, a recovery. A debrief says
//! what was heard, what stayed unanswered, what was called late or not at all, which obstacle had no note, and what landed.
//! It names nobody of the crew.
//!
//! Invariants: nothing is made up: where the file shows nothing of a trade, the card says what could be asked
//! ([`Line::Ask`]), and that line is never shared. No scores, no counts of people. Without `names` no buyer's name or
//! sentence is on it (`drive::veil`). What is shared ([`Card::text`], [`Card::markdown`], [`Card::svg`]) holds no control
//! character, and no text of the file is read as markup.
//!
//! Left out: who was worth more. A stroke without `by` is its trade's; anything else without a name is nobody's.

mod facts;
mod lost;
pub(super) mod share;
#[cfg(test)]
mod tests;
mod won;

use chrono::{DateTime, Utc};

use super::Outlook;
use super::words::{date, day_of, money};
use crate::campaign::{Campaign, Deal, Id, Status};
use crate::text::Refusal;

/// What a finished deal gives back to those who worked on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The deal.
    pub deal: Id,
    /// How it ended.
    pub status: Status,
    /// What to do with the card, and why, in one sentence. Not part of what is shared.
    pub sentence: String,
    /// `Won: Harrow & Lyle Supermarkets`.
    pub title: String,
    /// What it was, how much, and when it ended; may be empty.
    pub stand: String,
    /// The lines, in order; a person may change them.
    pub lines: Vec<Line>,
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Part(String),
    /// A sentence.
    Words(String),
    /// What could be asked, where the file says nothing. Never shared.
    Ask(String),
}

impl Line {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Part(text) | Self::Words(text) | Self::Ask(text) => text,
        }
    }
}

/// The card of a deal that is won, or the debrief of one that is lost.
///
/// # Errors
/// The deal is open.
pub fn card(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    now: DateTime<Utc>,
    names: bool,
) -> Result<Card, Refusal> {
    match deal.result.as_ref().map(|finish| finish.status) {
        Some(Status::Won) => Ok(won::card(campaign, outlook, deal, now, names)),
        Some(Status::Lost) => Ok(lost::card(campaign, outlook, deal, now, names)),
        None => Err(Refusal::new(
            format!("`{}` is open: there is a card once it is won, and a debrief once it is lost", deal.id),
            format!("finish it first, with `codriver deal won FILE {0}` or `codriver deal lost FILE {0}`", deal.id),
        )),
    }
}

/// `Night load, 160 supermarkets · 378,000 GBP · Thu 19 Nov`, as far as the file says it.
fn stand(campaign: &Campaign, deal: &Deal, now: DateTime<Utc>) -> String {
    use chrono::Datelike as _;
    let zone = campaign.zone;
    let title = deal.title.as_deref().filter(|_| deal.account.is_some()).map(str::to_owned);
    let value = deal.value.map(|value| money(value, campaign.currency_of(deal).map(|code| &**code)));
    let on = deal.result.as_ref().and_then(|finish| finish.on);
    let on = on.map(|on| date(day_of(on, zone), now.with_timezone(&zone).year()));
    [title, value, on].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

//! The messages that wait for this seat on all deals: at hand for the line above the footer, and made known when one
//! comes while the console is open.
//!
//! Invariant: only deals on which a message waits are kept, so that a campaign of any size costs next to nothing; an edit
//! looks at its own deal again, a load at all of them, beside the loop.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::effect::Effect;
use super::model::Model;
use super::screen::Screen;
use super::{engine, words};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::messages::{MessageKey, waiting};

/// How long a message that has come is shown as new.
const ARRIVAL: TimeDelta = TimeDelta::seconds(2);

/// The messages that this seat has not seen, by deal.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    waiting: BTreeMap<Id, Unseen>,
    /// One has come to the deal on screen, and is shown as new until then.
    new_until: Option<DateTime<Utc>>,
}

/// What waits on one deal.
#[derive(Debug, Clone)]
struct Unseen {
    keys: Vec<MessageKey>,
    /// The oldest, in words.
    words: String,
}

impl Unseen {
    fn of(campaign: &Campaign, deal: &Deal, seat: Option<&Id>) -> Option<Self> {
        if deal.messages.iter().all(|row| row.seen.is_some()) {
            return None;
        }
        let waiting = waiting(campaign, deal, seat.map(|id| &**id));
        let first = waiting.first()?;
        let from = author(campaign, first.row.by.as_ref());
        let words = format!("{}: {from} writes “{}”", deal.name(), first.text);
        Some(Self { keys: waiting.iter().filter_map(|sent| sent.key(deal)).collect(), words })
    }
}

/// The name of who wrote a message.
#[must_use]
pub fn author(campaign: &Campaign, by: Option<&Id>) -> String {
    by.map_or_else(|| "somebody".to_owned(), |by| words::who(campaign, by))
}

impl Messages {
    /// What waits on all deals for a seat.
    #[must_use]
    pub fn of(campaign: &Campaign, seat: Option<&Id>) -> Self {
        let unseen = |deal: &Arc<Deal>| Some((deal.id.clone(), Unseen::of(campaign, deal, seat)?));
        Self { waiting: campaign.deals.iter().filter_map(unseen).collect(), new_until: None }
    }

    /// A deal other than this on which a message waits.
    #[must_use]
    pub fn elsewhere_deal(&self, here: Option<&Id>) -> Option<&Id> {
        self.waiting.keys().find(|deal| Some(*deal) != here)
    }

    /// `Harbour Foods: Maya writes “…”`, and how many more deals have one.
    #[must_use]
    pub fn elsewhere(&self, here: Option<&Id>) -> Option<String> {
        let unseen = self.waiting.get(self.elsewhere_deal(here)?)?;
        let more = self.waiting.keys().filter(|deal| Some(*deal) != here).count() - 1;
        let more = if more > 0 { format!("   and {more} more") } else { String::new() };
        Some(format!("{}{more}", unseen.words))
    }

    /// Until when the last message that came to the deal on screen is shown as new.
    #[must_use]
    pub const fn new_until(&self) -> Option<DateTime<Utc>> {
        self.new_until
    }

    /// The deals that have a message which `before` did not have.
    fn came<'m>(&'m self, before: &'m Self) -> impl Iterator<Item = (&'m Id, &'m Unseen)> {
        self.waiting.iter().filter(|(deal, unseen)| {
            let known = before.waiting.get(*deal).map_or(&[][..], |known| &known.keys);
            unseen.keys.iter().any(|key| !known.contains(key))
        })
    }
}

/// Looks again at a deal that was edited.
pub fn recount(model: &mut Model, deal: &Id) {
    let seat = engine::seat(&model.campaign, &model.seat_wanted);
    let unseen = model.campaign.deal(deal).and_then(|deal| Unseen::of(&model.campaign, deal, seat.as_ref()));
    match unseen {
        Some(unseen) => drop(model.messages.waiting.insert(deal.clone(), unseen)),
        None => drop(model.messages.waiting.remove(deal)),
    }
}

/// Looks again at all deals: somebody else sits here, or the crew has changed.
pub fn recount_all(model: &mut Model) {
    let seat = engine::seat(&model.campaign, &model.seat_wanted);
    model.messages.waiting = Messages::of(&model.campaign, seat.as_ref()).waiting;
}

/// Makes known what has come since `before`. Whether anything has.
pub fn arrive(model: &mut Model, before: &Messages, effects: &mut Vec<Effect>) -> bool {
    let came: Vec<(Id, String)> =
        model.messages.came(before).map(|(deal, unseen)| (deal.clone(), unseen.words.clone())).collect();
    for (deal, words) in &came {
        if Some(deal) == model.deal_on_stage() {
            model.messages.new_until = Some(model.now + ARRIVAL);
        }
        // In a meeting nothing rings.
        if model.screen != Screen::Run {
            effects.push(Effect::Announce(words.clone().into()));
        }
    }
    !came.is_empty()
}

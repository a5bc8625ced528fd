//! The notes that are armed and wait for their turn, with just what a tick needs to choose among them.
//!
//! Hundreds may wait at once. What is kept here stays right until the deal is asked again, so that choosing costs
//! nothing per deal but a comparison.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::assess::Assessment;
use super::batch::{Candidate, Order};
use super::subject::Subject;
use super::tick::Key;
use crate::campaign::Deal;
use crate::pace::Caution;

/// An armed note, in the order of who goes first.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    /// The deal's place in the campaign.
    pub index: usize,
    /// `!!!`
    pub grave: bool,
    /// r ≤ 0.75 from then on.
    urgent_from: DateTime<Utc>,
    /// A control in its last hour from then on.
    last_hour_from: Option<DateTime<Utc>>,
    /// A written time outside working time: from then until the place counts too.
    extra: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Waiting {
    pub fn is_urgent(&self, now: DateTime<Utc>) -> bool {
        self.grave || self.urgent_from <= now
    }

    /// Whether it may go out now; `working`: it is the person's working time.
    pub fn may_go(&self, working: bool, in_run: bool, now: DateTime<Utc>) -> bool {
        let counts = working || self.extra.is_some_and(|(from, until)| (from..until).contains(&now));
        counts && (!in_run || self.grave || self.last_hour_from.is_some_and(|from| from <= now))
    }

    /// When working time of its own begins, at or after `now`.
    pub fn extra_from(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.extra.filter(|(_, until)| now < *until).map(|(from, _)| from.max(now))
    }
}

/// All that waits, over all deals.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    waiting: BTreeMap<Order, Waiting>,
    by_deal: BTreeMap<usize, Box<[Order]>>,
}

impl Queue {
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes in what a deal says, in place of what it said before.
    pub fn replace(&mut self, index: usize, deal: &Deal, found: &[Assessment<'_>]) {
        for order in self.by_deal.remove(&index).into_iter().flatten() {
            self.waiting.remove(&order);
        }
        let armed = found.iter().filter_map(|found| Candidate::of(deal, found)).filter(|one| one.due.armed);
        let mut orders = Vec::new();
        for one in armed {
            let order = one.order();
            self.waiting.insert(order.clone(), waiting(index, &one));
            orders.push(order);
        }
        if !orders.is_empty() {
            self.by_deal.insert(index, orders.into());
        }
    }

    /// The nearest first.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Waiting)> {
        self.waiting.iter().map(|((.., key), one)| (key, one))
    }

    /// Whether a rung of a deal waits.
    pub fn has(&self, index: usize, key: &Key) -> bool {
        self.by_deal.get(&index).is_some_and(|orders| orders.iter().any(|(.., own)| own == key))
    }
}

fn waiting(index: usize, one: &Candidate<'_, '_>) -> Waiting {
    let (clock, rung) = (&one.target.clock, &one.due.rung);
    let three_quarters = rung.lead * 3 / 4;
    let at_once = DateTime::<Utc>::MIN_UTC;
    let urgent_from =
        if one.target.entered.is_some() { at_once } else { clock.back(three_quarters).unwrap_or(at_once) };
    let is_control = matches!(one.found.subject, Subject::Control(_));
    Waiting {
        index,
        grave: one.found.caution() == Caution::Three,
        urgent_from,
        last_hour_from: is_control.then(|| clock.back(3600).unwrap_or(at_once)),
        extra: clock.extra(),
    }
}

//! What is won against the target, and how long there is.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{counts, measure};
use crate::campaign::{Calendar, Campaign, Deal, Id, Measure, Status};

/// What is won against the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attained {
    /// Won value in the campaign's currency, or won deals.
    pub won: Decimal,
    /// The target in the same measure.
    pub target: Option<Decimal>,
    /// What is counted.
    pub measure: Measure,
    /// Calendar days to the destination's date, if it has one and it is not gone.
    pub days_left: Option<i64>,
    /// Value won in currencies that have no rate: not counted.
    pub uncounted: usize,
}

/// A won deal that counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Won<'c> {
    /// The campaign that it is in: this one, or an archived one.
    pub of: &'c Campaign,
    /// The deal.
    pub deal: &'c Deal,
    /// When it was won: of a day, its first instant. `None`: the file does not say.
    pub on: Option<DateTime<Utc>>,
    /// In the destination's measure. `None`: no value, or no rate for its currency.
    pub worth: Option<Decimal>,
}

impl<'c> Won<'c> {
    /// Its currency and value, where that has no rate.
    pub(super) fn uncounted(&self) -> Option<(&'c Id, Decimal)> {
        if self.worth.is_some() {
            return None;
        }
        Some((self.of.currency_of(self.deal)?, self.deal.value?))
    }
}

/// The won deals that count, within the destination's dates; those that were archived since count too.
pub(super) fn won<'c>(campaign: &'c Campaign, calendar: &'c Calendar) -> impl Iterator<Item = Won<'c>> {
    let destination = campaign.destination.as_ref();
    let measure = measure(campaign);
    let from = destination.and_then(|destination| destination.from).map(|from| calendar.clock(from));
    let by = destination.and_then(|destination| destination.by).map(|by| calendar.deadline(by));
    let ours = campaign.deals.iter().map(move |deal| (campaign, &**deal));
    ours.chain(campaign.past.finished()).filter_map(move |(of, deal)| {
        let finish = deal.result.as_ref().filter(|finish| finish.status == Status::Won)?;
        let on = finish.on.map(|on| calendar.clock(on));
        let inside = on.is_none_or(|on| from.is_none_or(|from| on >= from) && by.is_none_or(|by| on <= by));
        if !inside || !counts(campaign, deal) {
            return None;
        }
        Some(Won { of, deal, on, worth: worth(campaign, measure, deal, of.currency_of(deal)) })
    })
}

/// Adds up the won deals that count.
#[must_use]
pub fn attained(campaign: &Campaign, calendar: &Calendar, now: DateTime<Utc>) -> Attained {
    let destination = campaign.destination.as_ref();
    let by = destination.and_then(|destination| destination.by).map(|by| calendar.deadline(by));
    let (mut sum, mut uncounted) = (Decimal::ZERO, 0);
    for won in won(campaign, calendar) {
        match won.worth {
            Some(worth) => sum += worth,
            None => uncounted += usize::from(won.deal.value.is_some()),
        }
    }
    Attained {
        won: sum,
        target: destination.and_then(|destination| destination.target),
        measure: measure(campaign),
        days_left: by.map(|by| (by.date_naive() - now.date_naive()).num_days()).filter(|days| *days >= 0),
        uncounted,
    }
}

/// What a deal is worth in a measure; `None` without a value or a rate where value is counted.
pub(super) fn worth(campaign: &Campaign, measure: Measure, deal: &Deal, currency: Option<&Id>) -> Option<Decimal> {
    match measure {
        Measure::WonDeals => Some(Decimal::ONE),
        Measure::WonValue => value_in(campaign, deal, currency),
    }
}

/// A deal's value in the campaign's currency; nothing without a value or a rate.
#[must_use]
pub fn value_in_campaign_currency(campaign: &Campaign, deal: &Deal) -> Option<Decimal> {
    value_in(campaign, deal, deal.currency.as_ref())
}

fn value_in(campaign: &Campaign, deal: &Deal, currency: Option<&Id>) -> Option<Decimal> {
    let value = deal.value?;
    match (currency, &campaign.settings.currency) {
        (None, _) => Some(value),
        (Some(own), Some(ours)) if own == ours => Some(value),
        (Some(own), _) => campaign.settings.rates.get(own.as_str()).and_then(|rate| value.checked_mul(*rate)),
    }
}

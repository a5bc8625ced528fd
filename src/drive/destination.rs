//! One target for both trades: what is won against it, and how long there is.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

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

/// Whether a deal counts for the destination.
fn counts(campaign: &Campaign, deal: &Deal) -> bool {
    campaign.destination.as_ref().is_none_or(|destination| campaign.matches(deal, &destination.only))
}

/// Adds up the won deals that count, within the destination's dates; those that were archived since count too.
#[must_use]
pub fn attained(campaign: &Campaign, calendar: &Calendar, now: DateTime<Utc>) -> Attained {
    let destination = campaign.destination.as_ref();
    let measure = destination.map_or(Measure::WonValue, |destination| destination.measure);
    let from = destination.and_then(|destination| destination.from).map(|from| calendar.clock(from));
    let by = destination.and_then(|destination| destination.by).map(|by| calendar.deadline(by));
    let mut won = Decimal::ZERO;
    let mut uncounted = 0;
    let ours = campaign.deals.iter().map(|deal| (campaign, &**deal));
    for (of, deal) in ours.chain(campaign.past.finished()) {
        let Some(finish) = deal.result.as_ref().filter(|finish| finish.status == Status::Won) else { continue };
        let on = finish.on.map(|on| calendar.clock(on));
        let inside = on.is_none_or(|on| from.is_none_or(|from| on >= from) && by.is_none_or(|by| on <= by));
        if !inside || !counts(campaign, deal) {
            continue;
        }
        match measure {
            Measure::WonDeals => won += Decimal::ONE,
            Measure::WonValue => match value_in(campaign, deal, of.currency_of(deal)) {
                Some(value) => won += value,
                None => uncounted += usize::from(deal.value.is_some()),
            },
        }
    }
    Attained {
        won,
        target: destination.and_then(|destination| destination.target),
        measure,
        days_left: by.map(|by| (by.date_naive() - now.date_naive()).num_days()).filter(|days| *days >= 0),
        uncounted,
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
        (Some(own), _) => campaign.settings.rates.get(own.as_str()).map(|rate| value * rate),
    }
}

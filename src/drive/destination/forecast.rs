//! Two forecasts of what will be won by the date: what the drivers promise, and what the splits say.
//!
//! **Promises**: open deals whose `close` lies within the date, at their full worth, and once more weighed with their
//! drivers' own `probability` (1 where none is written). **Splits**: each open deal is won within the date with the chance
//! of being won at all (`chance`) times the share of outcomes in which it comes to the end of the route by then (the
//! arrival estimate; taken as independent of each other). Their sum is a `spread`; told are its 10th, 50th and 90th
//! percentile with what is won already. A driver's probability never goes into it. Without a date every deal has time.
//!
//! A deal that does not say since when it is in its stage has no splits to go by: its arrival is its promised close, which
//! is told (`on_promise`); with neither, or when that day went by, it is left out of the forecast and told as well.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::attained::{Attained, worth};
use super::chance::{Win, WinEstimator};
use super::spread::{MayBe, Spread};
use super::{Due, counts, measure};
use crate::campaign::{Campaign, Deal, Id, Measure};
use crate::drive::arrival::Curve;
use crate::drive::{History, Outlook};

/// An open deal that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// The deal.
    pub deal: Id,
    /// In the destination's measure.
    pub worth: Decimal,
    /// How likely it is won at all.
    pub win: Win,
    /// The share of outcomes in which it is at the end of the route by the date.
    pub there: f64,
    /// How likely it is won by the date.
    pub chance: f64,
    /// There are no splits to go by, only the promised close.
    pub on_promise: bool,
    /// The driver's promise.
    pub close: Option<DateTime<Utc>>,
    /// The driver's own figure.
    pub probability: Option<f64>,
    /// When it comes to the end of the route; nothing if the file says too little.
    pub(super) curve: Option<Curve>,
}

impl Prospect {
    /// What it may add by a moment.
    pub(super) fn by(&self, at: DateTime<Utc>) -> MayBe {
        let there = self.curve.as_ref().map_or(0.0, |curve| curve.by(at));
        MayBe { worth: hundredths(self.worth), chance: self.win.chance * there }
    }

    /// What it may add between two moments.
    pub(super) fn within(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> MayBe {
        let by = |at| self.curve.as_ref().map_or(0.0, |curve| curve.by(at));
        MayBe { worth: hundredths(self.worth), chance: self.win.chance * (by(until) - by(from)).max(0.0) }
    }

    fn may_be(&self) -> MayBe {
        MayBe { worth: hundredths(self.worth), chance: self.chance }
    }
}

/// The open deals that count, the most uncertain first.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub prospects: Vec<Prospect>,
    /// Currency and value of those that have no rate.
    pub uncounted: Vec<(Id, Decimal)>,
    /// Those without a value, where value is counted.
    pub without_value: Vec<Id>,
    pub measure: Measure,
}

impl Open {
    pub(super) fn gather(
        campaign: &Campaign,
        outlook: &Outlook,
        wins: &dyn WinEstimator,
        due: Due,
        now: DateTime<Utc>,
    ) -> Self {
        let calendar = outlook.calendar(None);
        // As the road has it: what was known when the working day began.
        let as_of = calendar.day_start(now).unwrap_or(now);
        let end = campaign.route.len();
        let mut found = Self { measure: measure(campaign), ..Self::default() };
        for deal in campaign.deals.iter().filter(|deal| deal.is_open() && counts(campaign, deal)) {
            let Some(worth) = worth(campaign, found.measure, deal, deal.currency.as_ref()) else {
                match deal.value.zip(campaign.currency_of(deal)) {
                    Some((value, currency)) => found.uncounted.push((currency.clone(), value)),
                    None => found.without_value.push(deal.id.clone()),
                }
                continue;
            };
            let history = History::of(campaign, calendar, deal);
            let (mut win, mut curve, mut on_promise) =
                (Win { chance: 0.0, rate: None, won: 0, finished: 0 }, None, false);
            if let Some(stand) = history.stand() {
                win = wins.win(deal, &stand);
                curve = outlook.arrivals().curve(&stand, end, as_of);
                on_promise = stand.since.is_none();
                // A promise that went by says no longer when.
                curve = curve.filter(|_| !on_promise || stand.close.is_some_and(|close| close >= now));
            }
            let there = match (due, &curve) {
                (Due::Ahead { by, .. }, Some(curve)) => curve.by(by),
                (Due::Undated, _) => 1.0,
                _ => 0.0,
            };
            found.prospects.push(prospect(deal, worth, win, there, curve, on_promise, calendar));
        }
        found.prospects.sort_by(|one, other| {
            let weight = |prospect: &Prospect| prospect.may_be().variance();
            weight(other).total_cmp(&weight(one)).then(other.worth.cmp(&one.worth)).then(one.deal.cmp(&other.deal))
        });
        found.without_value.sort_unstable();
        found
    }

    /// How likely each sum is by a moment.
    pub(super) fn spread_by(&self, sure: Decimal, at: DateTime<Utc>) -> Spread {
        Spread::of(hundredths(sure), self.prospects.iter().map(|prospect| prospect.by(at)))
    }
}

fn prospect(
    deal: &Deal,
    worth: Decimal,
    win: Win,
    there: f64,
    curve: Option<Curve>,
    on_promise: bool,
    calendar: &crate::campaign::Calendar,
) -> Prospect {
    Prospect {
        deal: deal.id.clone(),
        worth,
        win,
        there,
        chance: win.chance * there,
        on_promise: on_promise && curve.is_some(),
        close: deal.close.map(|close| calendar.deadline(close)),
        probability: deal.probability,
        curve,
    }
}

/// What the drivers promise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promises {
    /// Deals promised within the date.
    pub deals: usize,
    /// What they are worth together; without what is won already.
    pub worth: Decimal,
    /// The same, each weighed with its driver's own probability.
    pub weighed: Decimal,
    /// How many of them have one.
    pub with_probability: usize,
    /// Open deals that nobody has promised for a day.
    pub undated: usize,
}

impl Promises {
    pub(super) fn of(open: &Open, due: Due) -> Self {
        let mut sum = Self::default();
        for prospect in &open.prospects {
            let Some(close) = prospect.close else {
                sum.undated += 1;
                continue;
            };
            if due.by().is_some_and(|by| close > by) {
                continue;
            }
            sum.deals += 1;
            sum.worth += prospect.worth;
            sum.with_probability += usize::from(prospect.probability.is_some());
            let share = prospect.probability.and_then(|share| Decimal::try_from(share).ok()).unwrap_or(Decimal::ONE);
            sum.weighed += (prospect.worth * share).round_dp(2);
        }
        sum
    }
}

/// What the splits say of the date.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// One time in ten it will be less, with what is won already.
    pub low: Decimal,
    /// One time in two.
    pub middle: Decimal,
    /// Nine times in ten.
    pub high: Decimal,
    /// All of it, if every open deal is won in time.
    pub most: Decimal,
    /// How likely the target is reached.
    pub reached: Option<f64>,
    /// The deal that decides the most, while the target is open.
    pub lever: Option<Lever>,
    /// The open deals that count, the most uncertain first.
    pub prospects: Vec<Prospect>,
    /// Those of them that say neither since when they are in their stage nor a promised close, or stand off the route.
    pub unplaced: Vec<Id>,
    /// Open deals that would count, without a value.
    pub without_value: Vec<Id>,
}

/// What the deal that decides the most does to the chance of getting there: of all, the one that explains the most of the
/// variance of whether the target is reached, chance × (1 − chance) × (with − without)². So a deal that is as good as won
/// gives way to one that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// The deal.
    pub deal: Id,
    /// How likely the target is reached if it is won by the date.
    pub with: f64,
    /// And if it is not.
    pub without: f64,
}

/// How many deals are asked what they decide.
const LEVERS: usize = 8;

impl Forecast {
    pub(super) fn of(open: &Open, attained: &Attained, due: Due) -> Option<Self> {
        if matches!(due, Due::Gone(_)) {
            return None;
        }
        let sure = hundredths(attained.won);
        let prospects = &open.prospects;
        let spread = Spread::of(sure, prospects.iter().map(Prospect::may_be));
        // Half a deal less: a normal knows no whole deals.
        let half = if open.measure == Measure::WonDeals { 50.0 } else { 0.0 };
        let target = attained.target.map(|target| hundredths(target) - half);
        let is_open = attained.target.is_some_and(|target| target > attained.won);
        let lever = target.filter(|_| is_open).and_then(|target| lever(sure, target, prospects));
        Some(Self {
            low: from_hundredths(spread.quantile(0.1)),
            middle: from_hundredths(spread.quantile(0.5)),
            high: from_hundredths(spread.quantile(0.9)),
            most: attained.won + prospects.iter().map(|prospect| prospect.worth).sum::<Decimal>(),
            reached: target.map(|target| if is_open { spread.at_least(target) } else { 1.0 }),
            lever,
            unplaced: {
                let mut ids: Vec<Id> =
                    prospects.iter().filter(|one| one.curve.is_none()).map(|one| one.deal.clone()).collect();
                ids.sort_unstable();
                ids
            },
            prospects: prospects.clone(),
            without_value: open.without_value.clone(),
        })
    }
}

/// As [`Forecast::reached`], without the rest of the forecast.
pub(super) fn reached(open: &Open, attained: &Attained) -> Option<f64> {
    let half = if open.measure == Measure::WonDeals { 50.0 } else { 0.0 };
    let target = attained.target.filter(|_| !open.prospects.is_empty())?;
    let spread = Spread::of(hundredths(attained.won), open.prospects.iter().map(Prospect::may_be));
    Some(spread.at_least(hundredths(target) - half))
}

fn lever(sure: f64, target: f64, prospects: &[Prospect]) -> Option<Lever> {
    let asked = prospects.iter().take(LEVERS).filter(|prospect| prospect.chance > 0.0);
    let levers = asked.map(|asked| {
        let others = prospects.iter().filter(|other| other.deal != asked.deal).map(Prospect::may_be);
        let others = Spread::of(sure, others);
        let with = others.at_least(target - hundredths(asked.worth));
        let lever = Lever { deal: asked.deal.clone(), with, without: others.at_least(target) };
        let swing = lever.with - lever.without;
        (asked.chance * (1.0 - asked.chance) * swing * swing, lever)
    });
    // Of equals the first, which is the most uncertain.
    let most = levers.reduce(|best, next| if next.0 > best.0 + 1e-12 { next } else { best });
    most.map(|(_, lever)| lever)
}

/// Money as whole hundredths, so that sums of many values are exact.
pub(super) fn hundredths(sum: Decimal) -> f64 {
    (sum * Decimal::ONE_HUNDRED).round().to_f64().unwrap_or(0.0)
}

/// Hundredths as money.
pub(super) fn from_hundredths(sum: f64) -> Decimal {
    (Decimal::try_from(sum.round()).unwrap_or_default() / Decimal::ONE_HUNDRED).normalize()
}

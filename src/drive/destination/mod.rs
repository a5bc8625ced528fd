//! One target for both trades: what is won against it, what is still open, and how likely it is reached.
//!
//! What counts is what the deals that match `only` are worth in the campaign's currency (or that they are deals), if won
//! within the destination's dates. Values in a currency without a rate are told apart, never added. A pure function of
//! campaign and time: [`progress`] answers everything that a screen, a header or a report asks. The parts:
//!
//! | file | what it says |
//! |---|---|
//! | `attained` | what is won |
//! | `parts` | whose share of the target has been carried |
//! | `chance` | how likely a deal is won at all; a better estimate comes in there |
//! | `forecast` | what the splits make of the open deals, and beside it what the drivers promise |
//! | `spread` | the sum of many deals, each won or not |
//! | `periods` | both forecasts month by month |
//! | `course` | the same week by week, for a chart |
//! | `partings` | where a deal or a person aims elsewhere |
//!
//! Left out: one target has one date, so sales and marketing cannot have two; what the file can say of it (a promise of
//! the navigator's behind the close that sales promised, somebody away at the end) is among the partings.

mod attained;
mod chance;
mod course;
mod forecast;
mod partings;
mod parts;
mod periods;
mod spread;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::Outlook;
use crate::campaign::{Calendar, Campaign, Destination, Id, Measure};

pub use attained::{Attained, attained, value_in_campaign_currency};
pub use chance::{Win, WinEstimator, WinRates};
pub use course::Point;
pub use forecast::{Forecast, Lever, Promises, Prospect};
pub use partings::Parting;
pub use parts::Part;
pub use periods::{Dated, Period, Periods, periods};

use forecast::Open;

/// All that is known of the way to the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What is won against it.
    pub attained: Attained,
    /// What is missing; zero once it is reached, nothing without a target.
    pub still_open: Option<Decimal>,
    /// Until when.
    pub due: Due,
    /// What is missing by working week, while the date is ahead. With less than a week left, all of it.
    pub per_week: Option<Decimal>,
    /// Each person's part, by who they are.
    pub parts: Vec<Part>,
    /// What was won without anybody who has a share.
    pub by_others: Decimal,
    /// Sums in currencies without a rate, which count nowhere above.
    pub elsewhere: Vec<Elsewhere>,
    /// What the drivers promise.
    pub promises: Promises,
    /// What the splits say; nothing once the date is gone.
    pub forecast: Option<Forecast>,
    /// Where aims part.
    pub partings: Vec<Parting>,
    /// Week by week.
    pub course: Vec<Point>,
}

/// The destination's date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Due {
    /// None is written.
    Undated,
    /// It went by.
    Gone(DateTime<Utc>),
    /// It lies ahead.
    Ahead {
        /// When.
        by: DateTime<Utc>,
        /// Working time left, in usual weeks of the campaign.
        weeks: f64,
    },
}

impl Due {
    fn of(destination: Option<&Destination>, calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let Some(by) = destination.and_then(|destination| destination.by).map(|by| calendar.deadline(by)) else {
            return Self::Undated;
        };
        if by < now {
            return Self::Gone(by);
        }
        let usual = f64::from(calendar.hours().weekly_seconds());
        let left = float(calendar.working_between(now, by));
        Self::Ahead { by, weeks: if usual > 0.0 { left / usual } else { 0.0 } }
    }

    /// The date, ahead or gone.
    #[must_use]
    pub const fn by(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Undated => None,
            Self::Gone(by) | Self::Ahead { by, .. } => Some(by),
        }
    }
}

/// What is won and open in a currency that has no rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The currency.
    pub currency: Id,
    /// Won within the destination's dates.
    pub won: Decimal,
    /// Open deals that would count.
    pub open: Decimal,
}

/// The way to the target as the file has it now, with today's estimate of who wins.
#[must_use]
pub fn progress(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Progress {
    progress_with(campaign, outlook, &WinRates::learn(campaign), now)
}

/// As [`progress`], with an estimate of one's own.
#[must_use]
pub fn progress_with(campaign: &Campaign, outlook: &Outlook, wins: &dyn WinEstimator, now: DateTime<Utc>) -> Progress {
    let calendar = outlook.calendar(None);
    let destination = campaign.destination.as_ref();
    let attained = attained(campaign, calendar, now);
    let due = Due::of(destination, calendar, now);
    let still_open = attained.target.map(|target| (target - attained.won).max(Decimal::ZERO));
    let won: Vec<_> = attained::won(campaign, calendar).collect();
    let open = Open::gather(campaign, outlook, wins, due, now);
    let (parts, by_others) = parts::parts(campaign, calendar, &won);
    Progress {
        still_open,
        per_week: still_open.and_then(|open| per_week(open, due)),
        parts,
        by_others,
        elsewhere: elsewhere(&won, &open),
        promises: Promises::of(&open, due),
        forecast: Forecast::of(&open, &attained, due),
        partings: partings::partings(campaign, outlook, due, now),
        course: course::course(calendar, destination, &attained, &won, &open, due, now),
        due,
        attained,
    }
}

/// How likely the target is reached, while it is open and its date ahead: all that a header needs, which is made anew
/// with every edit.
#[must_use]
pub fn reached(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Option<f64> {
    let calendar = outlook.calendar(None);
    let attained = attained(campaign, calendar, now);
    let due = Due::of(campaign.destination.as_ref(), calendar, now);
    if attained.target.is_none_or(|target| target <= attained.won) || matches!(due, Due::Gone(_)) {
        return None;
    }
    let open = Open::gather(campaign, outlook, &WinRates::learn(campaign), due, now);
    forecast::reached(&open, &attained)
}

fn per_week(open: Decimal, due: Due) -> Option<Decimal> {
    let Due::Ahead { weeks, .. } = due else { return None };
    let weeks = Decimal::try_from(weeks.max(1.0)).ok()?;
    open.checked_div(weeks).map(|share| share.round_dp(2))
}

fn elsewhere(won: &[attained::Won<'_>], open: &Open) -> Vec<Elsewhere> {
    let mut sums = std::collections::BTreeMap::<Id, (Decimal, Decimal)>::new();
    for (currency, value) in won.iter().filter_map(attained::Won::uncounted) {
        sums.entry(currency.clone()).or_default().0 += value;
    }
    for (currency, value) in &open.uncounted {
        sums.entry(currency.clone()).or_default().1 += value;
    }
    sums.into_iter().map(|(currency, (won, open))| Elsewhere { currency, won, open }).collect()
}

/// Whether a deal counts for the destination.
fn counts(campaign: &Campaign, deal: &crate::campaign::Deal) -> bool {
    campaign.destination.as_ref().is_none_or(|destination| campaign.matches(deal, &destination.only))
}

/// What is counted.
fn measure(campaign: &Campaign) -> Measure {
    campaign.destination.as_ref().map_or(Measure::WonValue, |destination| destination.measure)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of some years have far fewer than 52 bits")]
const fn float(seconds: i64) -> f64 {
    seconds as f64
}

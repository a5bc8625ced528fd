//! When a deal will reach a stage: early, median and late, the 20th, 50th and 80th percentile.
//!
//! [`Estimator`] is the door through which a better estimate can come in; [`Percentiles`] is today's. Its formula:
//!
//! 1. The time in a stage is lognormal. Its median is the stage's `expected` (14 days by default) blended in logarithms
//!    with the times that finished deals spent there, `expected` weighing as much as four of them; its spread (standard
//!    deviation of the logarithm) is 0.45, blended alike with theirs.
//! 2. A deal that was slower or faster than that in the stages it has left is so again: the mean logarithm of its own
//!    ratios, counted as if three more stages had gone as expected.
//! 3. What is left of the present stage is what is left given that it has lasted until now (a lognormal cut off
//!    below). For the next border its percentiles are exact. For later ones its mean and variance are added to those of
//!    the stages between, and the percentiles are those of the lognormal with that sum's mean and variance
//!    (Fenton and Wilkinson).
//!
//! Without the day on which the present stage began, a border is the promised close less the `expected` of the stages
//! behind it, with no spread. Red flags and hand-overs are not looked at.
//!
//! [`Curve`] is the same estimate asked the other way round: how likely a deal is there by a day.

use chrono::{DateTime, TimeDelta, Utc};
use libm::{exp, expm1, log, log1p};

use super::normal::{quantile, share_below};
use crate::campaign::{Campaign, Stage, When};

/// The span in which a deal will probably be somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// One in five arrive before.
    pub early: DateTime<Utc>,
    /// One in two arrive before.
    pub median: DateTime<Utc>,
    /// Four in five arrive before.
    pub late: DateTime<Utc>,
}

/// Where a deal stands on the route: what an estimate starts from.
#[derive(Debug, Clone, Copy)]
pub struct Stand<'a> {
    /// The stage it is in, by its place on the route.
    pub stage: usize,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// Stages left, and the seconds spent in each.
    pub splits: &'a [(usize, f64)],
    /// The promised close.
    pub close: Option<DateTime<Utc>>,
}

/// Tells when a deal will cross the border into a stage.
pub trait Estimator: Send + Sync + std::fmt::Debug {
    /// When the deal comes to `stage` (the number of stages: to the end of the route), told what is known at `as_of`.
    /// `None`: no time yet. For the same deal it never goes back as `as_of` goes on.
    fn arrival(&self, stand: &Stand<'_>, stage: usize, as_of: DateTime<Utc>) -> Option<Arrival>;

    /// The same estimate as odds by date. An estimator that knows no more than its three percentiles leaves it as it is.
    fn curve(&self, stand: &Stand<'_>, stage: usize, as_of: DateTime<Utc>) -> Option<Curve> {
        Some(Curve::through(&self.arrival(stand, stage, as_of)?, as_of))
    }

    /// How long deals stay in a stage, told by its place on the route; `None`: this estimator does not know.
    fn usual(&self, _stage: usize) -> Option<Usual> {
        None
    }
}

/// How long deals stay in a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Four of five have left it after so many seconds.
    pub late: f64,
    /// From so many passages of finished deals.
    pub passages: u32,
}

/// When a deal crosses a border, as odds by date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Curve {
    /// At this moment, with no spread.
    At(DateTime<Utc>),
    /// A lognormal of the seconds since `from`, cut off below.
    Lognormal {
        /// Counted from here.
        from: DateTime<Utc>,
        /// The logarithm of the median, before the cut.
        log_median: f64,
        /// Standard deviation of the logarithm.
        spread: f64,
        /// The share of outcomes that the cut leaves; 1 without a cut.
        left: f64,
        /// The seconds that are cut off; 0 without a cut.
        lasted: f64,
    },
}

impl Curve {
    /// The lognormal through an arrival's median whose 20th and 80th percentile lie as far apart as the arrival's.
    #[must_use]
    pub fn through(arrival: &Arrival, as_of: DateTime<Utc>) -> Self {
        let logarithm = |at| log(seconds_between(as_of, at).max(1.0));
        let spread = (logarithm(arrival.late) - logarithm(arrival.early)) / (-2.0 * FIFTH);
        if arrival.median <= as_of || spread <= 0.0 {
            return Self::At(arrival.median);
        }
        Self::Lognormal { from: as_of, log_median: logarithm(arrival.median), spread, left: 1.0, lasted: 0.0 }
    }

    /// The share of outcomes in which the deal is there by `at`, 0 to 1.
    #[must_use]
    pub fn by(&self, at: DateTime<Utc>) -> f64 {
        match *self {
            Self::At(there) => f64::from(u8::from(there <= at)),
            Self::Lognormal { from, log_median, spread, left, lasted } => {
                let seconds = seconds_between(from, at);
                if seconds <= lasted {
                    return 0.0;
                }
                let deviation = (log(seconds) - log_median) / spread;
                (1.0 - share_below(-deviation) / left).clamp(0.0, 1.0)
            }
        }
    }

    /// The moment by which this share of outcomes are there.
    pub(super) fn at(&self, share: f64) -> Option<DateTime<Utc>> {
        match *self {
            Self::At(there) => Some(there),
            Self::Lognormal { from, log_median, spread, left, lasted } => {
                let deviation = -quantile((1.0 - share) * left);
                shifted(from, exp(spread * deviation + log_median).max(lasted))
            }
        }
    }
}

/// A stage without `expected`.
const EXPECTED_SECONDS: f64 = 14.0 * 86_400.0;
/// Spread of a stage of which nothing is known.
const SPREAD: f64 = 0.45;
/// How many finished deals `expected` weighs as much as.
const WEIGHT: f64 = 4.0;
/// Stages gone as expected that are added to a deal's own.
const OWN_WEIGHT: f64 = 3.0;
/// Φ⁻¹(0.2), negative.
const FIFTH: f64 = -0.841_621_233_572_914_3;

/// Lognormal stages; see the module.
#[derive(Debug, Clone)]
pub struct Percentiles {
    stages: Box<[Spent]>,
}

/// The time spent in one stage: a lognormal of seconds.
#[derive(Debug, Clone, Copy)]
struct Spent {
    expected: f64,
    log_median: f64,
    spread: f64,
    passages: u32,
}

impl Percentiles {
    /// Learns from the stages' `expected` and the splits of all finished deals, those of archived campaigns too.
    #[must_use]
    pub fn learn(campaign: &Campaign) -> Self {
        let mut seen = vec![(0u32, 0.0, 0.0); campaign.route.len()];
        let finished = campaign.deals.iter().filter(|deal| deal.result.is_some()).map(|deal| (campaign, &**deal));
        for (of, deal) in finished.chain(campaign.past.finished()) {
            for row in &deal.stage_log {
                let (Some(stage), Some(from), Some(to)) = (campaign.route_index(&row.stage), row.from, row.to) else {
                    continue;
                };
                let logarithm = log(split_seconds(of, from, to).max(HALF_A_DAY));
                let (count, sum, squares) = &mut seen[stage];
                *count += 1;
                *sum += logarithm;
                *squares += logarithm * logarithm;
            }
        }
        let stages = campaign.route.iter().zip(seen).map(|(id, (passages, sum, squares))| {
            let count = f64::from(passages);
            let expected = campaign.stage(id).map_or(EXPECTED_SECONDS, expected_seconds);
            let prior = log(expected);
            let log_median = (prior * WEIGHT + sum) / (WEIGHT + count);
            let scatter = (squares + (count * log_median - 2.0 * sum) * log_median).max(0.0);
            let spread = ((SPREAD * SPREAD * WEIGHT + scatter) / (WEIGHT + count)).sqrt().clamp(0.1, 1.5);
            Spent { expected, log_median, spread, passages }
        });
        Self { stages: stages.collect() }
    }

    fn own_pace(&self, splits: &[(usize, f64)]) -> f64 {
        let (mut count, mut sum) = (0.0, 0.0);
        for (stage, seconds) in splits {
            if let Some(spent) = self.stages.get(*stage) {
                count += 1.0;
                sum += log(seconds.max(HALF_A_DAY)) - spent.log_median;
            }
        }
        sum / (count + OWN_WEIGHT)
    }

    /// From the promised close backwards.
    fn backwards(&self, stand: &Stand<'_>, stage: usize) -> Option<Curve> {
        let later: f64 = self.stages.get(stage..)?.iter().map(|spent| spent.expected).sum();
        shifted(stand.close?, -later).map(Curve::At)
    }
}

impl Estimator for Percentiles {
    fn arrival(&self, stand: &Stand<'_>, stage: usize, as_of: DateTime<Utc>) -> Option<Arrival> {
        let curve = self.curve(stand, stage, as_of)?;
        Some(Arrival { early: curve.at(0.2)?, median: curve.at(0.5)?, late: curve.at(0.8)? })
    }

    fn usual(&self, stage: usize) -> Option<Usual> {
        let spent = self.stages.get(stage)?;
        Some(Usual { late: exp(spent.log_median - FIFTH * spent.spread), passages: spent.passages })
    }

    fn curve(&self, stand: &Stand<'_>, stage: usize, as_of: DateTime<Utc>) -> Option<Curve> {
        let Some(since) = stand.since else { return self.backwards(stand, stage) };
        let pace = self.own_pace(stand.splits);
        let present = self.stages.get(stand.stage)?;
        let log_median = present.log_median + pace;
        let lasted = seconds_between(since, as_of).max(1.0);
        let cut = (log(lasted) - log_median) / present.spread;
        let left = share_below(-cut).max(1e-300);
        let between = self.stages.get(stand.stage + 1..stage)?;
        if between.is_empty() {
            return Some(Curve::Lognormal { from: since, log_median, spread: present.spread, left, lasted });
        }
        let (mut mean, mut variance) = rest(log_median, present.spread, cut, left, lasted);
        for spent in between {
            let square = spent.spread * spent.spread;
            let spent_mean = exp(spent.log_median + pace + square / 2.0);
            mean += spent_mean;
            variance += spent_mean * spent_mean * expm1(square);
        }
        let square = log1p(variance / (mean * mean));
        let log_median = log(mean) - square / 2.0;
        Some(Curve::Lognormal { from: as_of.max(since), log_median, spread: square.sqrt(), left: 1.0, lasted: 0.0 })
    }
}

const HALF_A_DAY: f64 = 43_200.0;

/// Mean and variance of what is left of a stage that has lasted `lasted` seconds.
fn rest(log_median: f64, spread: f64, cut: f64, left: f64, lasted: f64) -> (f64, f64) {
    if cut > 6.0 {
        // So late that the tail has no digits left: its known limit, about an exponential of this mean.
        let mean = lasted * spread / cut;
        return (mean, mean * mean);
    }
    let square = spread * spread;
    let first = exp(log_median + square / 2.0) * share_below(spread - cut) / left;
    let second = exp(2.0 * (log_median + square)) * share_below(2.0 * spread - cut) / left;
    ((first - lasted).max(1.0), (second - first * first).max(1.0))
}

/// A stage's `expected` in seconds.
#[must_use]
pub fn expected_seconds(stage: &Stage) -> f64 {
    stage.expected.map_or(EXPECTED_SECONDS, |expected| expected.calendar_seconds().max(HALF_A_DAY))
}

/// Seconds between two rows of a log; days alone are subtracted as days.
#[must_use]
pub fn split_seconds(campaign: &Campaign, from: When, to: When) -> f64 {
    let seconds = (to.local(campaign.zone) - from.local(campaign.zone)).num_seconds();
    seconds_as_float(seconds)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a sale have far fewer than 52 bits")]
const fn seconds_as_float(seconds: i64) -> f64 {
    seconds as f64
}

fn seconds_between(from: DateTime<Utc>, until: DateTime<Utc>) -> f64 {
    seconds_as_float((until - from).num_seconds())
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to a century")]
fn shifted(at: DateTime<Utc>, seconds: f64) -> Option<DateTime<Utc>> {
    const CENTURY: f64 = 36_525.0 * 86_400.0;
    at.checked_add_signed(TimeDelta::seconds(seconds.clamp(-CENTURY, CENTURY) as i64))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign_of_stages, days};
    use super::*;

    fn stand(stage: usize, since: &str) -> Stand<'static> {
        Stand { stage, since: Some(at(since)), splits: &[], close: None }
    }

    #[test]
    fn a_stage_just_entered_lasts_its_expected_days_at_the_median() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d", "30d"]));
        let entered = at("2026-11-09 09:00");
        let arrival = percentiles.arrival(&stand(0, "2026-11-09 09:00"), 1, entered).unwrap();
        assert!((days(entered, arrival.median) - 10.0).abs() < 0.01, "{arrival:?}");
        assert!(arrival.early < arrival.median && arrival.median < arrival.late);
    }

    #[test]
    fn a_stage_that_lasts_longer_moves_its_end_on_and_never_lets_it_go_by() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d", "30d"]));
        let stand = stand(0, "2026-11-09 09:00");
        for border in [1, 2, 3] {
            let mut before = at("2026-11-09 09:00");
            for day in 0..200 {
                let as_of = at("2026-11-09 09:00") + TimeDelta::days(day);
                let arrival = percentiles.arrival(&stand, border, as_of).unwrap();
                assert!(arrival.early >= before && arrival.early >= as_of, "border {border}, day {day}");
                before = arrival.early;
            }
        }
    }

    #[test]
    fn a_deal_slow_so_far_is_expected_to_stay_slow() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d", "30d"]));
        let usual = stand(1, "2026-11-09 09:00");
        let slow = Stand { splits: &[(0, 30.0 * 86_400.0)], ..usual };
        let median = |stand| percentiles.arrival(&stand, 3, at("2026-11-09 09:00")).unwrap().median;
        assert!(median(slow) > median(usual));
    }

    #[test]
    fn without_since_a_border_is_the_close_less_the_expected_of_the_later_stages() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d", "30d"]));
        let stand = Stand { stage: 0, since: None, splits: &[], close: Some(at("2027-01-29 17:30")) };
        let arrival = percentiles.arrival(&stand, 2, at("2026-11-09 09:00")).unwrap();
        assert_eq!(arrival.early, at("2026-12-30 17:30"));
        assert_eq!(arrival.early, arrival.late);
    }

    #[test]
    fn by_each_percentile_of_an_arrival_so_many_are_there() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d", "30d"]));
        let (stand, as_of) = (stand(0, "2026-11-02 09:00"), at("2026-11-09 09:00"));
        for border in [1, 3] {
            let arrival = percentiles.arrival(&stand, border, as_of).unwrap();
            let exact = percentiles.curve(&stand, border, as_of).unwrap();
            let through = Curve::through(&arrival, as_of);
            for (share, at) in [(0.2, arrival.early), (0.5, arrival.median), (0.8, arrival.late)] {
                assert!((exact.by(at) - share).abs() < 1e-3, "border {border}: {} by {at}", exact.by(at));
            }
            assert!((through.by(arrival.median) - 0.5).abs() < 1e-3);
            assert!(exact.by(as_of) < 1e-9 && exact.by(as_of + TimeDelta::days(3_000)) > 0.999);
        }
    }

    #[test]
    fn without_since_and_close_there_is_no_time_yet() {
        let percentiles = Percentiles::learn(&campaign_of_stages(&["10d", "20d"]));
        let stand = Stand { stage: 0, since: None, splits: &[], close: None };
        assert_eq!(percentiles.arrival(&stand, 1, at("2026-11-09 09:00")), None);
    }
}

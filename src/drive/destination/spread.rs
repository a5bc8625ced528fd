//! The sum of what may be won: many deals, each won with its own chance or not.
//!
//! The deals are taken as independent. The sums of the [`EXACT`] most uncertain are worked out one deal after the other
//! (a convolution), exact while there are at most [`SUMS`] different sums: ten deals of different values, or any number of
//! equal ones (then it is the Poisson-binomial distribution). Beyond that sums that lie closer than a part in [`SUMS`] of
//! their range are put together at their mean, which keeps the expected sum exact. What the deals after the first
//! [`EXACT`] add is taken as a normal with their mean and variance (the central limit theorem, with no deal among them
//! that matters alone). No chance is drawn: the same deals give the same figures.
//!
//! Left out: deals that win or lose together. A campaign whose deals hang on one thing has a wider range.

use crate::drive::normal::share_below;

/// How many deals are summed one by one.
pub(super) const EXACT: usize = 128;
/// How many different sums are kept.
const SUMS: usize = 1024;
/// The same where a normal is laid over each.
const SUMS_UNDER_A_NORMAL: usize = 128;

/// A deal that may be won.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MayBe {
    /// What it adds.
    pub worth: f64,
    /// How likely, 0 to 1.
    pub chance: f64,
}

impl MayBe {
    /// How much it makes uncertain.
    pub(super) fn variance(&self) -> f64 {
        self.worth * self.worth * self.chance * (1.0 - self.chance)
    }
}

/// How likely each sum is.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    /// Sums in order, each with its share of all outcomes.
    sums: Vec<(f64, f64)>,
    /// Mean and standard deviation of what is added to each.
    rest: Option<(f64, f64)>,
}

impl Spread {
    /// Of what is sure and of deals, the most uncertain first.
    pub(super) fn of(sure: f64, deals: impl Iterator<Item = MayBe>) -> Self {
        let mut sums = vec![(sure, 1.0)];
        let (mut mean, mut variance) = (0.0, 0.0);
        for (at, deal) in deals.enumerate() {
            if at < EXACT {
                sums = with(&sums, deal);
                if sums.len() > SUMS {
                    sums = thinned(&sums, SUMS);
                }
            } else {
                mean += deal.worth * deal.chance;
                variance += deal.variance();
            }
        }
        let rest = (variance > 0.0 || mean > 0.0).then(|| (mean, variance.sqrt().max(1e-9)));
        if rest.is_some() && sums.len() > SUMS_UNDER_A_NORMAL {
            sums = thinned(&sums, SUMS_UNDER_A_NORMAL);
        }
        Self { sums, rest }
    }

    /// The share of outcomes that come to `sum` or more.
    pub(super) fn at_least(&self, sum: f64) -> f64 {
        let share: f64 = match self.rest {
            // A cent is no difference.
            None => self.sums.iter().filter(|(at, _)| *at >= sum - 0.5).map(|(_, share)| share).sum(),
            Some((mean, deviation)) => {
                self.sums.iter().map(|(at, share)| share * share_below((at + mean - sum) / deviation)).sum()
            }
        };
        share.clamp(0.0, 1.0)
    }

    /// The least sum that this share of outcomes does not exceed.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let (first, last) = (self.sums.first().map_or(0.0, |sum| sum.0), self.sums.last().map_or(0.0, |sum| sum.0));
        let Some((mean, deviation)) = self.rest else {
            let mut below = 0.0;
            let at = self.sums.iter().find(|(_, part)| {
                below += part;
                below >= share - 1e-9
            });
            return at.map_or(last, |sum| sum.0);
        };
        let (mut low, mut high) = (first + mean - 8.0 * deviation, last + mean + 8.0 * deviation);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if 1.0 - self.at_least(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }
}

/// The sums with one more deal, in order; equal ones are one.
fn with(sums: &[(f64, f64)], deal: MayBe) -> Vec<(f64, f64)> {
    let mut all = Vec::with_capacity(sums.len() * 2);
    let mut without = sums.iter().map(|(at, share)| (*at, share * (1.0 - deal.chance))).peekable();
    let mut won = sums.iter().map(|(at, share)| (at + deal.worth, share * deal.chance)).peekable();
    let mut push = |(at, share): (f64, f64)| match all.last_mut() {
        Some((last, sum)) if *last >= at => *sum += share,
        _ => all.push((at, share)),
    };
    while let (Some(one), Some(other)) = (without.peek(), won.peek()) {
        let next = if one.0 <= other.0 { without.next() } else { won.next() };
        if let Some(next) = next {
            push(next);
        }
    }
    without.chain(won).for_each(push);
    all
}

/// At most so many sums: those that lie close are one, at their mean.
fn thinned(sums: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let (Some((first, _)), Some((last, _))) = (sums.first(), sums.last()) else { return Vec::new() };
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    let width = (last - first) / most as f64;
    let mut thin: Vec<(f64, f64)> = Vec::with_capacity(most + 1);
    let mut end = f64::NEG_INFINITY;
    for (at, share) in sums {
        match thin.last_mut() {
            Some((sum, shares)) if *at < end => {
                let both = *shares + share;
                if both > 0.0 {
                    *sum += (at - *sum) * share / both;
                }
                *shares = both;
            }
            _ => {
                end = at + width;
                thin.push((*at, *share));
            }
        }
    }
    thin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(deals: &[(f64, f64)]) -> Spread {
        Spread::of(0.0, deals.iter().map(|(worth, chance)| MayBe { worth: *worth, chance: *chance }))
    }

    #[test]
    fn a_few_deals_are_summed_exactly() {
        let spread = spread(&[(300.0, 0.5), (100.0, 0.25), (100.0, 0.5)]);
        let shares: Vec<f64> = [0.0, 100.0, 200.0, 300.0, 400.0, 500.0].map(|sum| spread.at_least(sum)).into();
        assert_eq!(shares, [1.0, 0.8125, 0.5625, 0.5, 0.3125, 0.0625]);
        assert_eq!((spread.quantile(0.1), spread.quantile(0.6), spread.quantile(0.9)), (0.0, 300.0, 400.0));
    }

    #[test]
    fn equal_deals_are_counted_exactly_however_many_are_summed_one_by_one() {
        let deals = vec![(1.0, 0.5); EXACT];
        let spread = spread(&deals);
        assert_eq!(spread.sums.len(), EXACT + 1);
        let all: f64 = spread.sums.iter().map(|(_, share)| share).sum();
        assert!((all - 1.0).abs() < 1e-12);
        // Symmetric about its middle.
        assert!((spread.at_least(65.0) - (1.0 - spread.at_least(64.0))).abs() < 1e-12);
    }

    #[test]
    fn many_deals_keep_their_mean_and_their_width() {
        let deals: Vec<(f64, f64)> = (0..1000).map(|n| (f64::from(n % 97) + 10.5, 0.3)).collect();
        let (mean, variance) = deals.iter().fold((0.0, 0.0), |(mean, variance), (worth, chance)| {
            (mean + worth * chance, variance + worth * worth * chance * (1.0 - chance))
        });
        let spread = spread(&deals);
        let deviation: f64 = f64::sqrt(variance);
        assert!((spread.quantile(0.5) - mean).abs() < deviation / 20.0, "{} {mean}", spread.quantile(0.5));
        let width = (spread.quantile(0.9) - spread.quantile(0.1)) / deviation;
        assert!((width - 2.563).abs() < 0.05, "{width}");
    }

    #[test]
    fn thinned_sums_keep_their_mean_and_shares() {
        let sums: Vec<(f64, f64)> = (0..3000).map(|n| (f64::from(n), 1.0 / 3000.0)).collect();
        let thin = thinned(&sums, 100);
        let mean = |sums: &[(f64, f64)]| sums.iter().map(|(at, share)| at * share).sum::<f64>();
        assert!(thin.len() <= 101 && (mean(&thin) - mean(&sums)).abs() < 1e-9);
        assert!((thin.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

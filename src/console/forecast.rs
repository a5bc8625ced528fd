//! The two forecasts as people read them: month by month, then deal by deal.
//!
//! Pure lines. Odds are told in words; a range is told as a range, and never as one figure.

use chrono::{DateTime, Datelike as _, Utc};
use rust_decimal::Decimal;

use super::destination::odds;
use super::told::{Line, Told};
use super::words::{amount, counted, date, listed, money};
use crate::campaign::{Campaign, Id, Measure};
use crate::drive::destination::{Dated, Period, Periods};

/// So many deals of a kind are named.
const MOST: usize = 6;

/// What the forecasts say; of one deal, only its own.
#[must_use]
pub fn told(campaign: &Campaign, periods: &Periods, deal: Option<&str>, now: DateTime<Utc>) -> Told {
    let page = Page { campaign, now };
    let mut lines = Vec::new();
    if deal.is_none() && !periods.deals.is_empty() {
        lines.push(Line::Part("MONTH BY MONTH".to_owned()));
        for period in &periods.periods {
            lines.push(Line::Words(page.period(period)));
        }
        lines.push(Line::Words(
            "Each month for itself: nine times in ten at least the first figure, one time in ten the last or more."
                .to_owned(),
        ));
        page.apart(periods, &mut lines);
    }
    let deals: Vec<&Dated> =
        periods.deals.iter().filter(|one| deal.is_none_or(|deal| one.prospect.deal == *deal)).collect();
    if !deals.is_empty() {
        lines.push(Line::Part("DEAL BY DEAL".to_owned()));
        lines.extend(deals.iter().map(|one| Line::Deal { deal: one.prospect.deal.clone(), words: page.deal(one) }));
    }
    let sentence = match deal.and_then(|deal| campaign.deal(deal)) {
        Some(deal) if deals.is_empty() && !deal.is_open() => format!("{} is finished.", deal.name()),
        Some(deal) if deals.is_empty() => format!("{} has no value that can be counted.", deal.name()),
        Some(deal) => format!("{}: the driver’s promise beside what the splits say.", deal.name()),
        None => page.sentence(periods),
    };
    Told { sentence, lines }
}

struct Page<'a> {
    campaign: &'a Campaign,
    now: DateTime<Utc>,
}

impl Page<'_> {
    fn measure(&self) -> Measure {
        self.campaign.destination.as_ref().map_or(Measure::WonValue, |destination| destination.measure)
    }

    fn sum(&self, sum: Decimal) -> String {
        match self.measure() {
            Measure::WonValue => money(sum.round(), self.campaign.settings.currency.as_deref()),
            Measure::WonDeals if sum == Decimal::ONE => "1 deal".to_owned(),
            Measure::WonDeals => format!("{} deals", amount(sum.round_dp(1))),
        }
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.campaign.zone).date_naive();
        date(local, self.now.with_timezone(&self.campaign.zone).year())
    }

    fn name(&self, deal: &Id) -> String {
        self.campaign.deal(deal).map_or_else(|| deal.to_string(), |deal| deal.name().to_owned())
    }

    fn sentence(&self, periods: &Periods) -> String {
        if periods.deals.is_empty() {
            return "No open deal counts: there is nothing to forecast.".to_owned();
        }
        let promised: Decimal = periods.periods.iter().map(|period| period.promised).sum();
        let mean: Decimal = periods.periods.iter().map(|period| period.mean).sum();
        let until = periods.periods.last().map_or_else(String::new, |last| format!(" until {}", month(last)));
        let (promised_words, mean_words) = (self.sum(promised), self.sum(mean));
        let lead = match mean.cmp(&promised) {
            std::cmp::Ordering::Less => "the splits expect less than the drivers promise",
            std::cmp::Ordering::Equal => "both say the same",
            std::cmp::Ordering::Greater => "the splits expect more than the drivers promise",
        };
        format!("{promised_words} are promised{until}, about {mean_words} are to be expected: {lead}.")
    }

    fn period(&self, period: &Period) -> String {
        let [low, _, high] = period.expected;
        let deals = counted(i64::try_from(period.deals).unwrap_or(i64::MAX), "deal", "deals");
        let promised = match period.deals {
            0 => "nothing is promised".to_owned(),
            _ => format!("{deals} promised, {}", self.sum(period.promised)),
        };
        format!(
            "{}: {promised}; expected {} to {}, on average {}",
            month(period),
            self.sum(low),
            self.sum(high),
            self.sum(period.mean)
        )
    }

    /// What stands in no month.
    fn apart(&self, periods: &Periods, lines: &mut Vec<Line>) {
        let last = periods.periods.last().map_or_else(String::new, month);
        for (ids, what) in [
            (&periods.gone, "Promised for a day that went by".to_owned()),
            (&periods.beyond, format!("Promised for after {last}")),
            (&periods.undated, "Promised for no day".to_owned()),
            (&periods.without_value, "Without a value, and not counted".to_owned()),
        ] {
            if !ids.is_empty() {
                let mut names: Vec<String> = ids.iter().take(MOST).map(|id| self.name(id)).collect();
                if ids.len() > MOST {
                    names.push(format!("{} more", ids.len() - MOST));
                }
                lines.push(Line::Words(format!("{what}: {}.", listed(&names))));
            }
        }
        if !periods.uncounted.is_empty() {
            let mut currencies: Vec<&str> = periods.uncounted.iter().map(|(currency, _)| &**currency).collect();
            currencies.sort_unstable();
            currencies.dedup();
            let n = i64::try_from(periods.uncounted.len()).unwrap_or(i64::MAX);
            lines.push(Line::Words(format!(
                "{} in {} without a rate in `[campaign.rates]`: not counted.",
                counted(n, "deal", "deals"),
                listed(&currencies)
            )));
        }
    }

    fn deal(&self, one: &Dated) -> String {
        let prospect = &one.prospect;
        let promised = prospect
            .close
            .map_or_else(|| "no day is promised".to_owned(), |close| format!("promised {}", self.day(close)));
        let own =
            prospect.probability.map_or_else(String::new, |share| format!(" by a driver who says {}", per_cent(share)));
        let expected = match one.range {
            None => "too little is written to expect a day".to_owned(),
            Some(_) if prospect.on_promise => {
                "expected as promised, because nobody wrote since when it is here".to_owned()
            }
            Some((early, late)) => format!("expected {} to {}, three times in five", self.day(early), self.day(late)),
        };
        let won = odds(prospect.win.chance);
        format!("{}, {}: {promised}{own}; {expected}; won {won}", self.name(&prospect.deal), self.sum(prospect.worth))
    }
}

fn month(period: &Period) -> String {
    period.first.format("%b %Y").to_string()
}

/// `60 %`: the driver's own figure, as it is written.
fn per_cent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

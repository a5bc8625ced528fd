//! The two forecasts month by month: what the drivers promise for each, and what the splits say of it.
//!
//! The months run from this one to that of the destination's date, or [`MONTHS`] of them without one, at most
//! [`LONGEST`]. What the splits say of a month is the spread of what is won within it: each deal with its chance of being
//! won at all, times the share of outcomes in which it comes to the end of the route in that month. Told are the 10th,
//! 50th and 90th percentile of each month for itself: they do not add up, because not every month goes badly.
//!
//! A promise counts in the month of its `close`, at full worth. One that went by, or that lies after the last month, is
//! counted apart. Left out: what is won already in this month, which `attained` has.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::Due;
use super::chance::WinRates;
use super::forecast::{Open, Prospect, from_hundredths};
use super::spread::Spread;
use crate::campaign::{Calendar, Campaign, Id, When};
use crate::drive::Outlook;

/// Months that are told where the destination has no date ahead.
const MONTHS: u32 = 6;
/// Months that are told at most.
const LONGEST: u32 = 12;

/// A month.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Its first day; of this month too.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// Deals promised for it.
    pub deals: usize,
    /// What they are worth together.
    pub promised: Decimal,
    /// The 10th, 50th and 90th percentile of what is won in it.
    pub expected: [Decimal; 3],
    /// What is won in it on average, of many such campaigns.
    pub mean: Decimal,
}

/// A deal with both forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// What is known of it.
    pub prospect: Prospect,
    /// When it comes to the end of the route: one in five before, and four in five; nothing if the file says too little.
    pub range: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// Both forecasts by month and by deal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Periods {
    /// The months, in order.
    pub periods: Vec<Period>,
    /// Deals promised for a day that went by.
    pub gone: Vec<Id>,
    /// Deals promised for after the last month.
    pub beyond: Vec<Id>,
    /// Deals that nobody has promised for a day.
    pub undated: Vec<Id>,
    /// The deals that count, the most uncertain first.
    pub deals: Vec<Dated>,
    /// Currency and value of open deals in a currency without a rate.
    pub uncounted: Vec<(Id, Decimal)>,
    /// Open deals without a value, where value is counted.
    pub without_value: Vec<Id>,
}

/// Both forecasts, month by month.
#[must_use]
pub fn periods(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Periods {
    let calendar = outlook.calendar(None);
    let due = Due::of(campaign.destination.as_ref(), calendar, now);
    let open = Open::gather(campaign, outlook, &WinRates::learn(campaign), due, now);
    let months = months(calendar, due, now);
    let end = months.last().map(|(_, last)| calendar.deadline(When::Date(*last)));
    let mut found = Periods::default();
    for prospect in &open.prospects {
        let id = prospect.deal.clone();
        match prospect.close {
            None => found.undated.push(id),
            Some(close) if close < now => found.gone.push(id),
            Some(close) if end.is_some_and(|end| close > end) => found.beyond.push(id),
            Some(_) => {}
        }
        let range = prospect.curve.as_ref().and_then(|curve| Some((curve.at(0.2)?, curve.at(0.8)?)));
        found.deals.push(Dated { prospect: prospect.clone(), range });
    }
    let mut from = now;
    for (first, last) in months {
        let until = calendar.clock(When::Date(last.succ_opt().unwrap_or(last)));
        let promised =
            open.prospects.iter().filter(|one| one.close.is_some_and(|close| close >= from && close < until));
        let (mut deals, mut sum) = (0, Decimal::ZERO);
        for one in promised {
            deals += 1;
            sum = sum.checked_add(one.worth).unwrap_or(sum);
        }
        let within: Vec<_> = open.prospects.iter().map(|one| one.within(from, until)).collect();
        let mean = within.iter().map(|one| one.worth * one.chance).sum();
        let spread = Spread::of(0.0, within.into_iter());
        let expected = [0.1, 0.5, 0.9].map(|share| from_hundredths(spread.quantile(share)));
        found.periods.push(Period { first, last, deals, promised: sum, expected, mean: from_hundredths(mean) });
        from = until;
    }
    found.uncounted = open.uncounted;
    found.without_value = open.without_value;
    found
}

/// The first and last day of each month that is told.
fn months(calendar: &Calendar, due: Due, now: DateTime<Utc>) -> Vec<(NaiveDate, NaiveDate)> {
    let today = calendar.local(now).date();
    let count = match due {
        Due::Ahead { by, .. } => {
            let by = calendar.local(by).date();
            let months = (by.year() - today.year()) * 12 + by.month().cast_signed() - today.month().cast_signed() + 1;
            u32::try_from(months).unwrap_or(MONTHS).clamp(1, LONGEST)
        }
        Due::Undated | Due::Gone(_) => MONTHS,
    };
    let Some(start) = today.with_day(1) else { return Vec::new() };
    let month = |n: u32| {
        let first = start.checked_add_months(Months::new(n))?;
        Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
    };
    (0..count).map_while(month).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{at, campaign};
    use super::*;

    const NOW: &str = "2026-11-20 10:00";

    fn found(text: &str) -> Periods {
        let campaign = campaign(&format!(
            "format = 1\n[campaign]\ntimezone = \"Europe/London\"\ncurrency = \"GBP\"\nroute = [\"proof\"]\n\
             [stage.proof]\nexpected = \"20d\"\nwin_rate = 0.5\n{text}"
        ));
        periods(&campaign, &Outlook::new(&campaign), at(NOW))
    }

    #[test]
    fn a_promise_counts_in_the_month_of_its_close_and_the_months_end_with_the_date() {
        let found = found(
            "[destination]\ntarget = 100\nby = 2027-01-31\n[deal.a]\naccount = \"A\"\nvalue = 40\nclose = 2026-12-31\n\
             [deal.b]\naccount = \"B\"\nvalue = 7\nclose = 2215-01-01\n[deal.c]\naccount = \"C\"\nvalue = 9\n\
             [deal.g]\naccount = \"G\"\nvalue = 5\nclose = 2026-11-02\n",
        );
        let months: Vec<_> = found.periods.iter().map(|one| (one.first.to_string(), one.deals)).collect();
        let months: Vec<(&str, usize)> = months.iter().map(|(first, deals)| (first.as_str(), *deals)).collect();
        assert_eq!(months, [("2026-11-01", 0), ("2026-12-01", 1), ("2027-01-01", 0)]);
        assert_eq!(found.periods[1].promised, Decimal::from(40));
        let ids = |ids: &[Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            (ids(&found.beyond), ids(&found.undated), ids(&found.gone)),
            (vec!["b".into()], vec!["c".into()], vec!["g".into()])
        );
    }

    #[test]
    fn over_all_months_a_deal_is_expected_with_its_chance_of_being_won() {
        let found = found("[deal.a]\naccount = \"A\"\nvalue = 100\nsince = 2026-11-16\n");
        assert_eq!(found.periods.len(), 6);
        let mean: Decimal = found.periods.iter().map(|one| one.mean).sum();
        assert!((mean - Decimal::from(50)).abs() < Decimal::ONE, "{mean}");
        let (early, late) = found.deals[0].range.unwrap();
        assert!(early < late && found.periods[0].expected[0] <= found.periods[0].expected[2]);
    }

    #[test]
    fn a_currency_without_a_rate_is_told_apart_and_the_rest_goes_on() {
        let found = found(
            "[deal.a]\naccount = \"A\"\nvalue = 100\ncurrency = \"USD\"\n[deal.b]\naccount = \"B\"\nvalue = 5\nclose = 2026-12-01\n",
        );
        assert_eq!((found.uncounted.len(), found.periods[1].promised), (1, Decimal::from(5)));
    }
}

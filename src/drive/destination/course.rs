//! The way to the target week by week, for a chart: what was won, what was needed, what is to be expected.
//!
//! It begins at the destination's `from`, else at the first win that counts, else today, and ends at its date. Points lie
//! whole weeks apart, at most some fifty of them; today and the date are always among them. What is needed grows evenly
//! with working time. What is expected are the percentiles of `forecast`, asked for each point.

use chrono::{DateTime, Days, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::attained::{Attained, Won};
use super::forecast::{Open, from_hundredths};
use super::{Due, float};
use crate::campaign::{Calendar, Destination, When};

/// One moment on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its day, in the campaign's zone.
    pub day: NaiveDate,
    /// Won until then; nothing of what is still ahead.
    pub attained: Option<Decimal>,
    /// What is won until then if the way is even; nothing without a target and a date.
    pub needed: Option<Decimal>,
    /// The 10th, 50th and 90th percentile of what is won by then; from today on.
    pub expected: Option<[Decimal; 3]>,
}

/// About as many points as a chart has columns for.
const POINTS: i64 = 48;

pub(super) fn course(
    calendar: &Calendar,
    destination: Option<&Destination>,
    attained: &Attained,
    won: &[Won<'_>],
    open: &Open,
    due: Due,
    now: DateTime<Utc>,
) -> Vec<Point> {
    let Some(by) = due.by() else { return Vec::new() };
    let first_win = won.iter().filter_map(|won| won.on).min();
    let from = destination.and_then(|destination| destination.from).map(|from| calendar.clock(from));
    let from = from.or(first_win).unwrap_or(now).min(by);
    let whole = float(calendar.working_between(from, by));
    let needed = |at: DateTime<Utc>| {
        let share = if whole > 0.0 { float(calendar.working_between(from, at)) / whole } else { 1.0 };
        let share = Decimal::try_from(share.clamp(0.0, 1.0)).ok()?;
        Some((attained.target? * share).round_dp(2).normalize())
    };
    let so_far = |at: DateTime<Utc>| -> Decimal {
        let until = won.iter().filter(|won| won.on.is_none_or(|on| on <= at));
        until.filter_map(|won| won.worth).sum()
    };
    moments(calendar, from, by, now)
        .into_iter()
        .map(|at| {
            let expected = (at >= now && !matches!(due, Due::Gone(_))).then(|| {
                let spread = open.spread_by(attained.won, at);
                [0.1, 0.5, 0.9].map(|share| from_hundredths(spread.quantile(share)))
            });
            Point {
                day: calendar.local(at).date(),
                attained: (at <= now).then(|| so_far(at)),
                needed: needed(at),
                expected,
            }
        })
        .collect()
}

/// The end of every week or so from the beginning, today and the date.
fn moments(calendar: &Calendar, from: DateTime<Utc>, by: DateTime<Utc>, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let step = ((by - from).num_weeks() / POINTS + 1).unsigned_abs() * 7;
    let mut at = vec![from];
    let mut day = calendar.local(from).date();
    while let Some(next) = day.checked_add_days(Days::new(step)) {
        let moment = calendar.clock(When::Date(next));
        if moment >= by {
            break;
        }
        at.push(moment);
        day = next;
    }
    at.push(by);
    if (from..by).contains(&now) {
        at.push(now);
    }
    at.sort_unstable();
    at.dedup();
    at
}

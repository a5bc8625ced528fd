//! Weeks, months and quarters as days of the campaign's zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use crate::campaign::{Calendar, Period};

/// The first and the last day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

impl Span {
    /// The period that a day lies in.
    #[must_use]
    pub fn around(every: Period, day: NaiveDate) -> Self {
        let first = match every {
            Period::Week => day - Days::new(day.weekday().num_days_from_monday().into()),
            Period::Month => day.with_day(1).unwrap_or(day),
            Period::Quarter => {
                let month = day.month0() / 3 * 3 + 1;
                NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
            }
        };
        let next = match every {
            Period::Week => first.checked_add_days(Days::new(7)),
            Period::Month => first.checked_add_months(Months::new(1)),
            Period::Quarter => first.checked_add_months(Months::new(3)),
        };
        Self { first, last: next.and_then(|next| next.pred_opt()).unwrap_or(first) }
    }

    /// The one before.
    #[must_use]
    pub fn before(self, every: Period) -> Self {
        Self::around(every, self.first.pred_opt().unwrap_or(self.first))
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// When the last working days of a period begin, the last of which ends at `end`.
pub(super) fn last_days(every: Period, end: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let days = match every {
        Period::Week => 1,
        Period::Month => 3,
        Period::Quarter => 5,
    };
    calendar.day_start(calendar.by_working_days(end, 1 - days)?)
}

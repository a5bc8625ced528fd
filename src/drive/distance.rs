//! How far it is, in words: a computed distance in the largest unit that reads well.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::campaign::Calendar;

/// A distance from now to a place, ahead or behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    unit: Unit,
    behind: bool,
    estimated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Now,
    Minutes(i64),
    Hours(i64),
    WorkingDays(i64),
    Weeks(i64),
    Months(i64),
    Years(i64),
}

/// From here on weeks read better than working days.
const WEEKS_FROM: i64 = 15;
/// From here on months read better than weeks.
const MONTHS_FROM: i64 = 60;
/// From so many calendar days on years read better than months.
const YEARS_FROM: i64 = 1461;

impl Distance {
    /// From `now` to `place`: minutes and hours on the same day, else working days, weeks or months of `calendar`.
    #[must_use]
    pub fn between(calendar: &Calendar, now: DateTime<Utc>, place: DateTime<Utc>, estimated: bool) -> Self {
        let behind = place < now;
        let (from, until) = if behind { (place, now) } else { (now, place) };
        let minutes = (until - from).num_minutes();
        let days = calendar.working_days_between(from, until);
        let unit = if minutes == 0 {
            Unit::Now
        } else if days == 0 || minutes < 60 {
            if minutes < 90 { Unit::Minutes(minutes) } else { Unit::Hours((minutes + 30) / 60) }
        } else if days < WEEKS_FROM {
            Unit::WorkingDays(days)
        } else if days < MONTHS_FROM {
            Unit::Weeks(((until - from).num_days() + 3) / 7)
        } else if (until - from).num_days() >= YEARS_FROM {
            Unit::Years((until - from).num_days() * 4 / 1461)
        } else {
            Unit::Months(((until - from).num_days() + 15) / 30)
        };
        Self { unit, behind, estimated }
    }

    /// For a narrow column: `4 wd`, `2 h`, `~3 w`.
    #[must_use]
    pub fn short(&self) -> String {
        let (number, unit) = match self.unit {
            Unit::Now => return "now".to_owned(),
            Unit::Minutes(number) => (number, "min"),
            Unit::Hours(number) => (number, "h"),
            Unit::WorkingDays(number) => (number, "wd"),
            Unit::Weeks(number) => (number, "w"),
            Unit::Months(number) => (number, "mo"),
            Unit::Years(number) => (number, "y"),
        };
        let about = if self.estimated { "~" } else { "" };
        let behind = if self.behind { " ago" } else { "" };
        format!("{about}{number} {unit}{behind}")
    }
}

impl Distance {
    /// For a voice: `in 4 working days`, `now`.
    #[must_use]
    pub fn spoken(&self) -> String {
        let written = self.to_string();
        let about = written.replace('~', "about ");
        match self.unit {
            Unit::WorkingDays(1) => about.replace(" wd", " working day"),
            Unit::WorkingDays(_) => about.replace(" wd", " working days"),
            Unit::Minutes(1) => about.replace(" min", " minute"),
            Unit::Minutes(_) => about.replace(" min", " minutes"),
            _ => about,
        }
    }
}

impl fmt::Display for Distance {
    /// `in 4 wd`, `in 2 hours`, `in ~3 weeks`, `2 wd ago`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, one, many) = match self.unit {
            Unit::Now => return f.write_str("now"),
            Unit::Minutes(number) => (number, "min", "min"),
            Unit::Hours(number) => (number, "hour", "hours"),
            Unit::WorkingDays(number) => (number, "wd", "wd"),
            Unit::Weeks(number) => (number, "week", "weeks"),
            Unit::Months(number) => (number, "month", "months"),
            Unit::Years(number) => (number, "year", "years"),
        };
        let unit = if number == 1 { one } else { many };
        let about = if self.estimated { "~" } else { "" };
        if self.behind { write!(f, "{about}{number} {unit} ago") } else { write!(f, "in {about}{number} {unit}") }
    }
}

/// The distance as [`Distance`] says it.
#[must_use]
pub fn distance_words(calendar: &Calendar, now: DateTime<Utc>, place: DateTime<Utc>, estimated: bool) -> String {
    Distance::between(calendar, now, place, estimated).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign_of_stages};
    use super::*;
    use crate::drive::Outlook;

    #[test]
    fn a_distance_is_said_in_the_largest_unit_that_reads_well() {
        let outlook = Outlook::new(&campaign_of_stages(&["10d"]));
        let now = at("2026-11-20 09:41");
        let cases = [
            ("2026-11-20 09:41:30", "now", "now"),
            ("2026-11-20 10:01", "in 20 min", "20 min"),
            ("2026-11-20 11:41", "in 2 hours", "2 h"),
            ("2026-11-23 09:00", "in 1 wd", "1 wd"),
            ("2026-11-26 14:00", "in 4 wd", "4 wd"),
            ("2026-12-11 14:00", "in 3 weeks", "3 w"),
            ("2027-03-30 14:00", "in 4 months", "4 mo"),
            ("2215-11-20 14:00", "in 188 years", "188 y"),
            ("2026-11-18 12:00", "2 wd ago", "2 wd ago"),
        ];
        for (place, long, short) in cases {
            let distance = Distance::between(outlook.calendar(None), now, at(place), false);
            assert_eq!((distance.to_string(), distance.short()), (long.to_owned(), short.to_owned()), "{place}");
        }
        let place = at("2026-12-11 14:00");
        assert_eq!(distance_words(outlook.calendar(None), now, place, true), "in ~3 weeks");
    }
}

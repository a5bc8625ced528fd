//! Time controls: dated promises, counted in working days, or in working hours where a time of day is written; cut,
//! never rounded.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Control, When};

/// How a promise stands against its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlTiming {
    /// No date was promised.
    Undated,
    /// Not kept yet, and not due.
    Ahead,
    /// Kept in time.
    InTime,
    /// Kept before its time, where that hurts.
    Early(Amount),
    /// Kept too late, or overdue now.
    Over(Amount),
}

/// Whole working days or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Of a promise for a day.
    Days(u32),
    /// Of a promise for a time of day.
    Hours(u32),
}

/// More working days over than this, and the service park is offered.
const SERVICE_AFTER: i64 = 10;

impl ControlTiming {
    /// Of a control, in its owner's working time.
    #[must_use]
    pub fn of(control: &Control, calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let Some(due) = control.due else { return Self::Undated };
        let deadline = calendar.deadline(due);
        let until = done_at(control, calendar).unwrap_or(now);
        let over = |from, until| match due {
            When::Date(_) => Amount::days(calendar.working_days_between(from, until)),
            When::Local(_) | When::Instant(_) => Amount::hours(calendar.working_between(from, until) / 3600),
        };
        match (over(deadline, until), control.done) {
            (Some(over), _) => Self::Over(over),
            (None, None) => Self::Ahead,
            (None, Some(_)) => match over(until, deadline).filter(|_| control.early_hurts) {
                Some(early) => Self::Early(early),
                None => Self::InTime,
            },
        }
    }

    /// So long over that the service park is offered; a person decides.
    #[must_use]
    pub fn offers_service(control: &Control, calendar: &Calendar, now: DateTime<Utc>) -> bool {
        control.done.is_none()
            && control.due.is_some_and(|due| calendar.working_days_between(calendar.deadline(due), now) > SERVICE_AFTER)
    }
}

/// When it was kept; a day alone is in time if it is the day that was promised.
fn done_at(control: &Control, calendar: &Calendar) -> Option<DateTime<Utc>> {
    control.done.map(|done| calendar.start(done))
}

impl Amount {
    fn days(days: i64) -> Option<Self> {
        u32::try_from(days).ok().filter(|days| *days > 0).map(Self::Days)
    }

    fn hours(hours: i64) -> Option<Self> {
        u32::try_from(hours).ok().filter(|hours| *hours > 0).map(Self::Hours)
    }
}

impl fmt::Display for Amount {
    /// `two working days`, `14 working hours`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let (number, unit) = match *self {
            Self::Days(days) => (days, "day"),
            Self::Hours(hours) => (hours, "hour"),
        };
        match WORDS.get(number as usize) {
            Some(word) => write!(f, "{word} working {unit}")?,
            None => write!(f, "{number} working {unit}")?,
        }
        if number == 1 { Ok(()) } else { f.write_str("s") }
    }
}

impl fmt::Display for ControlTiming {
    /// `two working days over`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undated => f.write_str("no date"),
            Self::Ahead => f.write_str("ahead"),
            Self::InTime => f.write_str("in time"),
            Self::Early(amount) => write!(f, "{amount} early"),
            Self::Over(amount) => write!(f, "{amount} over"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;
    use crate::drive::Outlook;

    fn told(control: &str, now: &str) -> (String, bool) {
        let text = format!(
            "format = 1\n[campaign]\ntimezone = \"Europe/London\"\n[deal.d]\naccount = \"D\"\n[deal.d.control.c]\n{control}"
        );
        let campaign = campaign(&text);
        let outlook = Outlook::new(&campaign);
        let (control, calendar) = (&campaign.deals[0].controls[0], outlook.calendar(None));
        let timing = ControlTiming::of(control, calendar, at(now));
        (timing.to_string(), ControlTiming::offers_service(control, calendar, at(now)))
    }

    #[test]
    fn a_promise_for_a_day_is_counted_in_working_days() {
        assert_eq!(told("due = 2026-11-27", "2026-11-27 18:00").0, "ahead");
        assert_eq!(told("due = 2026-11-27", "2026-12-01 10:00").0, "two working days over");
        assert_eq!(told("due = 2026-11-27\ndone = 2026-11-27", "2026-12-01 10:00").0, "in time");
        assert_eq!(told("due = 2026-11-27\ndone = 2026-11-30T10:00:00", "2026-12-01 10:00").0, "one working day over");
    }

    #[test]
    fn a_promise_for_a_time_is_counted_in_working_hours_and_cut() {
        let due = "due = 2026-11-27T14:00:00\ndone = ";
        assert_eq!(told(&format!("{due}2026-11-27T14:59:00"), "2026-12-01 10:00").0, "in time");
        assert_eq!(told(&format!("{due}2026-11-27T16:59:00"), "2026-12-01 10:00").0, "two working hours over");
    }

    #[test]
    fn early_is_told_only_where_it_hurts() {
        let done = "due = 2026-11-27\ndone = 2026-11-25T10:00:00";
        assert_eq!(told(done, "2026-12-01 10:00").0, "in time");
        assert_eq!(told(&format!("{done}\nearly_hurts = true"), "2026-12-01 10:00").0, "two working days early");
    }

    #[test]
    fn more_than_ten_working_days_over_offers_the_service_park() {
        assert!(!told("due = 2026-11-27", "2026-12-11 10:00").1);
        assert!(told("due = 2026-11-27", "2026-12-14 10:00").1);
    }
}

//! How much of a repair's time box is left, in the campaign's working time: nobody repairs a deal in the night.
//!
//! The figure is cut to the hour while whole working days are left, and to the minute after that. It changes on full minutes
//! only, so that nobody has to be woken in between.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Deal, Service};
use crate::drive::Outlook;
use crate::drive::words::counted;

/// The time box of a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLeft {
    /// When it ends.
    pub until: DateTime<Utc>,
    /// Whole working days that are left; below zero: over.
    pub days: i64,
    /// Working minutes left beside the whole days.
    pub minutes: i64,
    /// It is over.
    pub is_over: bool,
    /// The clock goes: it is working time.
    pub goes: bool,
}

/// What is left of a repair's time; nothing where no end is written. Under a red flag the clock stands.
#[must_use]
pub fn time_left(outlook: &Outlook, deal: &Deal, service: &Service, now: DateTime<Utc>) -> Option<TimeLeft> {
    let calendar = outlook.calendar(None);
    let until = calendar.deadline(service.until?);
    let goes = calendar.is_working(now) && !deal.is_stopped();
    let now = outlook.clock(deal, now);
    if until <= now {
        let days = calendar.working_days_between(until, now);
        return Some(TimeLeft { until, days: -days, minutes: 0, is_over: true, goes });
    }
    let (days, rest) = whole(calendar, now, until);
    Some(TimeLeft { until, days, minutes: rest / 60, is_over: false, goes })
}

/// Whole working days before a moment, counted back from it, and the working seconds that are left over: a day that is
/// wholly ahead counts as one, whether it is counted in the night or in the morning.
fn whole(calendar: &Calendar, now: DateTime<Utc>, until: DateTime<Utc>) -> (i64, i64) {
    let back = |days: i64| if days == 0 { Some(until) } else { calendar.by_working_days(until, -days) };
    let most = calendar.working_days_between(now, until).max(0) + 1;
    let fits = |start: &DateTime<Utc>| *start >= now || calendar.working_between(*start, now) == 0;
    let found = (0..=most).rev().find_map(|days| Some((days, back(days).filter(fits)?)));
    let (days, start) = found.unwrap_or((0, until));
    (days, calendar.working_between(now, start.max(now)))
}

impl TimeLeft {
    /// `2 working days 3 h left`, `3 h 40 min left`, `4 working days over`.
    #[must_use]
    pub fn words(&self) -> String {
        let days = |n| counted(n, "working day", "working days");
        let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
        match self.days {
            _ if self.is_over && self.days == 0 => "the time is over".to_owned(),
            over if self.is_over => format!("{} over", days(-over)),
            0 if hours == 0 => format!("{minutes} min left"),
            0 => format!("{hours} h {minutes:02} min left"),
            left if hours == 0 => format!("{} left", days(left)),
            left => format!("{} {hours} h left", days(left)),
        }
    }
}

//! How a call was timed: judged at the moment of the call, and frozen by the log.

use chrono::{DateTime, Utc};

use super::lead::{PlaceClock, ratio};
use crate::campaign::{Calendar, CallLog};

/// A call's timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judged {
    /// r > 2: it will be forgotten.
    Early,
    /// 2 ≥ r ≥ 0.5.
    OnTime,
    /// Under half of the lead was left, or the stage had been entered.
    Late,
}

impl Judged {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on time",
            Self::Late => "late",
        }
    }

    /// From r; `excused`: on the place's own day, or armed ahead, when nothing is early.
    #[must_use]
    pub fn of(r: f64, excused: bool) -> Self {
        if r < 0.5 {
            Self::Late
        } else if r > 2.0 && !excused {
            Self::Early
        } else {
            Self::OnTime
        }
    }
}

/// A call as the log has it, with its times as instants.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The row.
    pub row: &'a CallLog,
    /// When it was called.
    pub called: DateTime<Utc>,
    /// When it was acknowledged.
    pub acked: Option<DateTime<Utc>>,
    /// When it was repeated.
    pub again: Option<DateTime<Utc>>,
    /// T, as it was then.
    pub place: Option<DateTime<Utc>>,
}

impl<'a> Made<'a> {
    /// Reads a row; `None`: it was never called.
    #[must_use]
    pub fn of(row: &'a CallLog, calendar: &Calendar) -> Option<Self> {
        Some(Self {
            row,
            called: calendar.clock(row.called?),
            acked: row.acked.map(|acked| calendar.clock(acked)),
            again: row.again.map(|again| calendar.clock(again)),
            place: row.place.map(|place| calendar.clock(place)),
        })
    }

    /// Its timing; `None` where the row lacks place or lead. `entry`: when the stage at its place was entered.
    ///
    /// A row does not say that it was armed ahead. It was, where its due moment lay before the next working day
    /// began: nothing else is called so early.
    #[must_use]
    pub fn judged(&self, calendar: &Calendar, entry: Option<DateTime<Utc>>) -> Option<Judged> {
        let (place, lead) = (self.place?, self.row.lead?.as_lead());
        if entry.is_some_and(|entry| entry <= self.called && self.called < place) {
            return Some(Judged::Late);
        }
        let clock = PlaceClock::new(calendar, place, true);
        let seconds = i64::from(lead.working_seconds);
        let excused = calendar.same_day(self.called, place)
            || clock.back(seconds).zip(calendar.next_day_start(self.called)).is_some_and(|(due, next)| due < next);
        Some(Judged::of(ratio(clock.left(self.called), seconds), excused))
    }

    /// Its timing on the live clock.
    #[must_use]
    pub fn judged_live(&self) -> Option<Judged> {
        let lead = self.row.lead?;
        let seconds = i64::from(lead.seconds) + i64::from(lead.working_seconds);
        Some(Judged::of(ratio((self.place? - self.called).num_seconds(), seconds), false))
    }
}

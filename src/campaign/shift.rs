//! Places that are put off or brought forward: a date moves on the calendar, a place on the road changes its way.
//!
//! Left out: a minute of a run, which moves with its run and not by days.

use super::position::{Anchor, Duration, ParseError, Position};
use super::{Calendar, When};
use crate::text::Refusal;

/// A length of time, forwards or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Earlier instead of later.
    pub back: bool,
    /// How far.
    pub length: Duration,
}

impl Way {
    /// Reads `3wd`, `+ 1w`, `-2d`.
    ///
    /// # Errors
    /// What is no duration.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let text = text.trim();
        let (back, rest) = match (text.strip_prefix(['-', '−']), text.strip_prefix('+')) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => (false, text),
        };
        let shifted = |error: ParseError| error.shifted(text.len() - rest.len());
        Duration::parse(rest).map(|length| Self { back, length }).map_err(shifted)
    }
}

impl std::fmt::Display for Way {
    /// `3wd later`, `2d earlier`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.length, if self.back { "earlier" } else { "later" })
    }
}

impl Position {
    /// The same place so much later or earlier.
    ///
    /// # Errors
    /// A minute of a run, a day by hours, or a way that is counted in other units.
    pub fn shifted(&self, way: Way, calendar: &Calendar) -> Result<Self, Refusal> {
        match (&self.anchor, self.plus, self.minus) {
            (Anchor::Minute(..), ..) => {
                Err(Refusal::new("it stands at a minute of a run", "move the run, or give the note another minute"))
            }
            (Anchor::Time(when), None, None) => when.shifted(way, calendar).map(|when| Self::at(Anchor::Time(when))),
            _ => self.along(way),
        }
    }

    /// A place on the road: its way grows or shrinks, unit by unit.
    fn along(&self, way: Way) -> Result<Self, Refusal> {
        let own = |part: fn(&Duration) -> u32| {
            let of = |length: Option<Duration>| length.map_or(0, |length| i64::from(part(&length)));
            let by = i64::from(part(&way.length)) * if way.back { -1 } else { 1 };
            of(self.plus) - of(self.minus) + by
        };
        let parts = [
            own(|length| length.days),
            own(|length| length.seconds),
            own(|length| length.working_days),
            own(|length| length.working_seconds),
        ];
        let unsigned = |part: i64| u32::try_from(part.unsigned_abs()).unwrap_or(u32::MAX);
        let [days, seconds, working_days, working_seconds] = parts.map(unsigned);
        let length = Duration { days, seconds, working_days, working_seconds };
        let length = Some(length).filter(|length| !length.is_zero());
        if parts.iter().all(|part| *part >= 0) {
            Ok(Self { anchor: self.anchor.clone(), plus: length, minus: None })
        } else if parts.iter().all(|part| *part <= 0) {
            Ok(Self { anchor: self.anchor.clone(), plus: None, minus: length })
        } else {
            let message = format!("`{self}` is counted in other units than `{}`", way.length);
            Err(Refusal::new(message, "shift it by the units that it is written in"))
        }
    }
}

impl When {
    /// So much later or earlier, written as it was: a day stays a day.
    ///
    /// # Errors
    /// A day by hours, or beyond the calendar.
    pub fn shifted(self, way: Way, calendar: &Calendar) -> Result<Self, Refusal> {
        if matches!(self, Self::Date(_)) && (way.length.seconds > 0 || way.length.working_seconds > 0) {
            return Err(Refusal::new("a day alone moves by days", "write `3wd`, `5d` or `2w`"));
        }
        let from = match self {
            Self::Date(day) => calendar.clock(day.and_hms_opt(12, 0, 0).map_or(self, Self::Local)),
            _ => calendar.clock(self),
        };
        let to = if way.back { calendar.earlier(from, &way.length) } else { calendar.later(from, &way.length) };
        let to = to.ok_or_else(|| Refusal::new("that is beyond the calendar", "shift it by less"))?;
        Ok(match self {
            Self::Date(_) => Self::Date(calendar.local(to).date()),
            Self::Local(_) => Self::Local(calendar.local(to)),
            Self::Instant(_) => Self::Instant(to),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::WorkingHours;

    fn moved(at: &str, way: &str) -> String {
        let zone = chrono_tz::Europe::London;
        let calendar = Calendar::new(zone, zone, WorkingHours::default(), &[], &[]);
        let shifted = Position::parse(at).unwrap().shifted(Way::parse(way).unwrap(), &calendar);
        shifted.map_or_else(|refusal| refusal.message, |at| at.to_string())
    }

    #[test]
    fn a_date_moves_by_working_days_and_stays_as_it_was_written() {
        assert_eq!(moved("2026-11-20", "1wd"), "2026-11-23");
        assert_eq!(moved("2026-11-23", "-1wd"), "2026-11-20");
        assert_eq!(moved("2026-11-20", "1d"), "2026-11-21");
        assert_eq!(moved("2026-11-20 14:00", "1wd"), "2026-11-23T14:00:00");
        assert_eq!(moved("2026-11-20 14:00", "-2h"), "2026-11-20T12:00:00");
    }

    #[test]
    fn a_clock_time_keeps_its_hour_over_a_change_of_the_clocks() {
        assert_eq!(moved("2026-10-23 14:00", "1wd"), "2026-10-26T14:00:00");
    }

    #[test]
    fn a_place_on_the_road_changes_its_way() {
        assert_eq!(moved("enter proof", "1wd"), "enter proof + 1wd");
        assert_eq!(moved("enter proof - 4wd", "1wd"), "enter proof - 3wd");
        assert_eq!(moved("enter proof - 1wd", "1wd"), "enter proof");
        assert_eq!(moved("procurement + 1d", "-2d"), "procurement - 1d");
    }

    #[test]
    fn what_cannot_be_shifted_says_why() {
        assert_eq!(moved("call 12:30", "1wd"), "it stands at a minute of a run");
        assert_eq!(moved("2026-11-20", "2h"), "a day alone moves by days");
        assert_eq!(moved("enter proof - 1w", "1wd"), "`enter proof - 1w` is counted in other units than `1wd`");
    }
}

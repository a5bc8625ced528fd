//! The only place that reads the time.
//!
//! Invariant: a fixed clock stays fixed, so that a script or a test that gives `--now` sees one moment for ever. What
//! it does not do: it keeps no timers; the loop asks how long to sleep.

use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, Utc};

/// Where `now` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The machine's own clock.
    #[default]
    Machine,
    /// One moment for ever, given by `--now`.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The time now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::Machine => SystemTime::now().into(),
            Self::Fixed(moment) => moment,
        }
    }

    /// How long until `moment`; zero if it is past. `None` on a fixed clock when it lies ahead: it never comes.
    #[must_use]
    pub fn until(self, moment: DateTime<Utc>) -> Option<Duration> {
        let left = (moment - self.now()).to_std().unwrap_or(Duration::ZERO);
        match self {
            Self::Fixed(_) if !left.is_zero() => None,
            _ => Some(left),
        }
    }
}

/// A moment for measuring how long something takes; it has no date and does not jump.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn monotonic() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_fixed_clock_stays_fixed() {
        let clock = Clock::Fixed(moment("2026-03-29T00:59:00Z"));
        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.now(), moment("2026-03-29T00:59:00Z"));
    }

    #[test]
    fn a_moment_ahead_of_a_fixed_clock_never_comes() {
        let clock = Clock::Fixed(moment("2026-03-29T00:59:00Z"));
        assert_eq!(clock.until(moment("2026-03-29T01:00:00Z")), None);
        assert_eq!(clock.until(moment("2026-03-29T00:59:00Z")), Some(Duration::ZERO));
    }

    #[test]
    fn the_machines_clock_counts_down_to_a_moment_ahead() {
        let left = Clock::Machine.until(Clock::Machine.now() + chrono::TimeDelta::hours(1)).unwrap();
        assert!(left > Duration::from_secs(3590) && left <= Duration::from_hours(1));
        assert_eq!(Clock::Machine.until(moment("2000-01-01T00:00:00Z")), Some(Duration::ZERO));
    }
}

//! The wall clock of a zone, in whole seconds: fast where no change of clocks is near.
//!
//! The changes of clocks of some seventeen months are looked up once. Around a change the zone itself is asked, so that
//! gaps and folds are decided in one place: [`instant_in`].

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

const DAY: i64 = 86_400;
/// Days of one page.
const PAGE_DAYS: i64 = 512;
/// So far apart a zone is asked: no two changes of its clocks are nearer to each other.
const STEP_DAYS: i64 = 8;
/// No clock is more than a day from UTC, so that a wall's days are looked at with a day on either side of them.
pub(super) const STEADY_DAYS: i64 = STEP_DAYS - 2;
/// Pages from 1970 until 2153.
const PAGES: usize = 131;

/// A zone whose offsets are remembered.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    zone: Tz,
    pages: Box<[OnceLock<Box<[Change]>>]>,
}

/// From this instant on the zone is so many seconds ahead of UTC.
#[derive(Debug, Clone, Copy)]
struct Change {
    from: i64,
    ahead: i64,
}

impl Clock {
    pub fn new(zone: Tz) -> Self {
        Self { zone, pages: (0..PAGES).map(|_| OnceLock::new()).collect() }
    }

    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// What the clock on the wall shows, as seconds from 1970 on that clock.
    pub fn local(&self, at: i64) -> i64 {
        at + self.ahead(at)
    }

    /// The instant at which the wall shows `local`; see [`instant_in`].
    pub fn instant(&self, local: i64) -> i64 {
        if let Some(ahead) = self.steady(local, local) {
            return local - ahead;
        }
        DateTime::from_timestamp(local, 0).map_or(local, |wall| instant_in(self.zone, wall.naive_utc()).timestamp())
    }

    /// How far the zone is ahead of UTC from one instant of its wall to another, where that is the same all the time. They
    /// lie less than [`STEADY_DAYS`] apart.
    pub fn steady(&self, from: i64, until: i64) -> Option<i64> {
        // Two changes between them would have to be nearer to each other than two ever are.
        let ahead = self.ahead(from - DAY);
        (until - from < STEADY_DAYS * DAY && ahead == self.ahead(until + DAY)).then_some(ahead)
    }

    fn ahead(&self, at: i64) -> i64 {
        let Some(page) = usize::try_from(at.div_euclid(DAY * PAGE_DAYS)).ok().and_then(|index| self.page(index)) else {
            return self.asked(at);
        };
        let next = page.partition_point(|change| change.from <= at);
        page[next.saturating_sub(1)].ahead
    }

    fn page(&self, index: usize) -> Option<&[Change]> {
        let first = i64::try_from(index).ok()? * PAGE_DAYS * DAY;
        self.pages.get(index).map(|page| &**page.get_or_init(|| self.changes(first)))
    }

    /// The changes of a page; the first is what holds when it begins.
    fn changes(&self, first: i64) -> Box<[Change]> {
        let mut changes = vec![Change { from: first, ahead: self.asked(first) }];
        for step in 1..=PAGE_DAYS / STEP_DAYS {
            let (mut early, mut late) = (first + (step - 1) * STEP_DAYS * DAY, first + step * STEP_DAYS * DAY);
            let ahead = self.asked(late);
            if changes.last().is_some_and(|change| change.ahead == ahead) {
                continue;
            }
            while late - early > 1 {
                let middle = early.midpoint(late);
                if self.asked(middle) == ahead { late = middle } else { early = middle }
            }
            changes.push(Change { from: late, ahead });
        }
        changes.into()
    }

    fn asked(&self, at: i64) -> i64 {
        DateTime::from_timestamp(at, 0)
            .map_or(0, |at| self.zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into())
    }
}

/// The instant of a wall clock: in a gap of daylight saving the first after it, in a fold the first of the two.
#[must_use]
pub fn instant_in(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    if let Some(first) = zone.from_local_datetime(&local).earliest() {
        return first.with_timezone(&Utc);
    }
    GapInfo::new(&local, &zone).and_then(|gap| gap.end).map_or_else(|| local.and_utc(), |end| end.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Australia, Europe, Pacific};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_zone_changes_its_clocks_twice_within_a_step() {
        // From 2019 to 2041.
        for (zone, page) in chrono_tz::TZ_VARIANTS.into_iter().flat_map(|zone| (35..51).map(move |page| (zone, page))) {
            let clock = Clock::new(zone);
            let day = |day: i64| (page * PAGE_DAYS + day) * DAY;
            let by_step = clock.changes(day(0)).len() - 1;
            let ahead: Vec<i64> = (0..=PAGE_DAYS).map(|n| clock.asked(day(n))).collect();
            let by_day = ahead.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert_eq!(by_step, by_day, "{zone} from day {}", page * PAGE_DAYS);
        }
    }

    proptest! {
        #[test]
        fn a_remembered_clock_shows_what_its_zone_shows(
            zone in prop_oneof![Just(Europe::London), Just(America::Havana), Just(Australia::Lord_Howe), Just(Pacific::Apia), Just(Africa::Casablanca)],
            at in 0_i64..4_000_000_000,
        ) {
            let clock = Clock::new(zone);
            let utc = DateTime::from_timestamp(at, 0).unwrap();
            prop_assert_eq!(clock.local(at), utc.with_timezone(&zone).naive_local().and_utc().timestamp());
            prop_assert_eq!(clock.instant(at), instant_in(zone, utc.naive_utc()).timestamp());
        }
    }
}

//! The working calendar: which instants are somebody's working time, and counting in it.
//!
//! All questions are answered from a table of working spans, made for some seventeen months at a time when first asked
//! for, so that a step back by working hours is two binary searches. A calendar without any working time answers
//! `None`; no question looks further than ten years. What lies past the last table, in 2153, has no working time; working
//! days beyond ten years are counted on as they were within them, so that a slip of the pen costs no time.
//!
//! Half-open: a working day from 09:00 to 17:30 holds 09:00 and not 17:30. Parts of a second are cut off.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::clock::{Clock, STEADY_DAYS};
use super::{Duration, When, WorkingHours};

/// Days of one table.
const TABLE_DAYS: i64 = 512;
/// For so many days at once the clock is asked whether it changes.
const ASKED_DAYS: i64 = STEADY_DAYS - 2;
/// Tables from 1970 until 2153.
const TABLES: usize = 131;
/// Ten years of tables: as far as any question looks.
const REACH: usize = 8;
const DAY: i64 = 86_400;

/// Working time in one zone, with holidays and days away.
#[derive(Debug, Clone)]
pub struct Calendar {
    clock: Clock,
    /// The zone in which the file's dates count, where it is another.
    dates: Option<Clock>,
    hours: WorkingHours,
    /// Counted from 1970.
    holidays: Vec<i64>,
    away: Vec<(i64, i64)>,
    tables: Box<[OnceLock<Table>]>,
}

/// The working spans of [`TABLE_DAYS`] days, in order.
#[derive(Debug, Clone)]
struct Table {
    begins: i64,
    ends: i64,
    /// Working seconds in all.
    total: i64,
    spans: Box<[Span]>,
    /// The first span of each working day.
    days: Box<[u32]>,
}

/// One stretch of working time.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: i64,
    end: i64,
    /// Working seconds of the table before it.
    before: i64,
    /// Its local day, counted from 1970.
    day: i64,
}

impl Calendar {
    /// Working time by the clocks of `zone`; dates in the file count in the zone `dates` (the campaign's).
    ///
    /// Holidays and the days of `away` (first and last, both inclusive) are days of `zone`.
    #[must_use]
    pub fn new(zone: Tz, dates: Tz, hours: WorkingHours, holidays: &[NaiveDate], away: &[(When, When)]) -> Self {
        let mut holidays: Vec<i64> = holidays.iter().map(|date| day_number(*date)).collect();
        holidays.sort_unstable();
        holidays.dedup();
        let clock = Clock::new(zone);
        let dates = (dates != zone).then(|| Clock::new(dates));
        let moment = |when: When, end: bool| match when {
            When::Date(date) => clock.instant((day_number(date) + i64::from(end)) * DAY),
            When::Local(time) => dates.as_ref().unwrap_or(&clock).instant(time.and_utc().timestamp()),
            When::Instant(time) => time.timestamp(),
        };
        let mut away: Vec<_> = away.iter().map(|(from, until)| (moment(*from, false), moment(*until, true))).collect();
        away.sort_unstable();
        Self { clock, dates, hours, holidays, away, tables: (0..TABLES).map(|_| OnceLock::new()).collect() }
    }

    /// The zone whose clocks the working hours follow.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.clock.zone()
    }

    /// The hours of the week.
    #[must_use]
    pub const fn hours(&self) -> &WorkingHours {
        &self.hours
    }

    /// The wall clock at an instant, in the calendar's zone.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let local = self.clock.local(at.timestamp());
        DateTime::from_timestamp(local, 0).map_or_else(|| at.naive_utc(), |local| local.naive_utc())
    }

    /// The local day of an instant, counted from 1970.
    fn day(&self, at: i64) -> i64 {
        self.clock.local(at).div_euclid(DAY)
    }

    const fn dates(&self) -> &Clock {
        match &self.dates {
            Some(dates) => dates,
            None => &self.clock,
        }
    }

    /// True in working time.
    #[must_use]
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        self.span_at(at.timestamp()).is_some()
    }

    /// True in working time and at the very end of a stretch of it.
    #[must_use]
    pub fn touches(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp();
        self.span_at(at).is_some() || self.span_before(at).is_some_and(|span| span.end == at)
    }

    /// The first working instant at or after `at`.
    #[must_use]
    pub fn next_working(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seconds = at.timestamp();
        self.span_from(seconds).and_then(|span| instant(span.start.max(seconds)))
    }

    /// The start of the last working minute before `at`.
    #[must_use]
    pub fn last_working_before(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seconds = at.timestamp();
        let span = self.span_before(seconds)?;
        instant(span.start.max(span.end.min(seconds) - 60))
    }

    /// `at` itself where it touches working time, else the last working minute before.
    #[must_use]
    pub fn moved_into(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        if self.touches(at) { at } else { self.last_working_before(at).unwrap_or(at) }
    }

    /// The working instant after `seconds` of working time from `at`.
    #[must_use]
    pub fn add_working(&self, at: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        self.by_working(at.timestamp(), seconds).and_then(instant)
    }

    /// The working instant from which there are `seconds` of working time to `at`.
    #[must_use]
    pub fn sub_working(&self, at: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        self.by_working(at.timestamp(), -seconds).and_then(instant)
    }

    /// Working seconds from `from` to `until`; negative where `until` is earlier.
    #[must_use]
    pub fn working_between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
        if until < from {
            return -self.working_between(until, from);
        }
        let ((first, before), (last, after)) = (self.passed(from.timestamp()), self.passed(until.timestamp()));
        let between: i64 = (first..last).filter_map(|index| self.table(index)).map(|table| table.total).sum();
        between + after - before
    }

    /// `days` working days later (earlier if negative) at the same clock time. From a free day it counts from the end
    /// of the working day before. The result may lie outside working time.
    #[must_use]
    pub fn by_working_days(&self, at: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
        let local = self.clock.local(at.timestamp());
        let today = local.div_euclid(DAY);
        let (day, clock) = if self.is_working_day(today) {
            (today, local.rem_euclid(DAY))
        } else {
            let end = self.span_before(self.midnight(today))?;
            (end.day, self.clock.local(end.end) - end.day * DAY)
        };
        let day = self.nth_working_day(day, days)?;
        instant(self.clock.instant(day * DAY + clock))
    }

    /// Whether there is working time on a day of its zone.
    #[must_use]
    pub fn works_on(&self, date: NaiveDate) -> bool {
        self.is_working_day(day_number(date))
    }

    /// Working days begun after the day of `from`, up to and with the day of `until`; negative the other way round.
    /// Friday to Monday is one.
    #[must_use]
    pub fn working_days_between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
        let (from, until) = (self.day(from.timestamp()), self.day(until.timestamp()));
        if until < from { -self.days_between(until, from) } else { self.days_between(from, until) }
    }

    /// The first instant after `at` at which a working day begins.
    #[must_use]
    pub fn next_day_start(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seconds = at.timestamp();
        let index = self.table_of(seconds);
        (index..=index + REACH).map_while(|index| self.table(index)).find_map(|table| {
            let next = table.days.partition_point(|first| table.spans[*first as usize].start <= seconds);
            table.days.get(next).and_then(|first| instant(table.spans[*first as usize].start))
        })
    }

    /// The last instant up to `at` at which a working day began.
    #[must_use]
    pub fn day_start(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seconds = at.timestamp();
        let index = self.table_of(seconds);
        (index.saturating_sub(REACH)..=index).rev().filter_map(|index| self.table(index)).find_map(|table| {
            let next = table.days.partition_point(|first| table.spans[*first as usize].start <= seconds);
            next.checked_sub(1).and_then(|last| instant(table.spans[table.days[last] as usize].start))
        })
    }

    /// The end of the working day of `at`; outside working time, of the next one.
    #[must_use]
    pub fn working_day_end(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = self.span_from(at.timestamp())?.day;
        self.span_before(self.midnight(day + 1)).and_then(|span| instant(span.end))
    }

    /// True on the same local day.
    #[must_use]
    pub fn same_day(&self, one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
        self.day(one.timestamp()) == self.day(other.timestamp())
    }

    /// A start as an instant: a date is its first working minute, and on a free day the last one before.
    #[must_use]
    pub fn start(&self, when: When) -> DateTime<Utc> {
        let When::Date(date) = when else { return self.clock(when) };
        let (from, until) = (self.begins(day_number(date)), self.begins(day_number(date) + 1));
        match self.next_working(from) {
            Some(first) if first < until => first,
            _ => self.last_working_before(from).unwrap_or(from),
        }
    }

    /// A deadline as an instant: a date is the end of that working day, and on a free day of the one before.
    #[must_use]
    pub fn deadline(&self, when: When) -> DateTime<Utc> {
        let When::Date(date) = when else { return self.clock(when) };
        let until = self.begins(day_number(date) + 1);
        let end = until.timestamp();
        // Where work goes on to midnight the deadline is the day's last second: midnight is the next day already.
        let ends = self.span_before(end).map_or(end, |span| span.end).min(end - 1);
        instant(ends).unwrap_or(until)
    }

    /// `length` later: calendar parts by the clock of the campaign's zone, working parts by this calendar.
    #[must_use]
    pub fn later(&self, at: DateTime<Utc>, length: &Duration) -> Option<DateTime<Utc>> {
        let mut at = self.by_calendar_days(at, i64::from(length.days))?;
        if length.working_days > 0 {
            at = self.by_working_days(at, i64::from(length.working_days))?;
        }
        at = at.checked_add_signed(TimeDelta::seconds(i64::from(length.seconds)))?;
        if length.working_seconds > 0 {
            at = self.add_working(at, i64::from(length.working_seconds))?;
        }
        Some(at)
    }

    /// `length` earlier, as [`Self::later`].
    #[must_use]
    pub fn earlier(&self, at: DateTime<Utc>, length: &Duration) -> Option<DateTime<Utc>> {
        let mut at = self.by_calendar_days(at, -i64::from(length.days))?;
        if length.working_days > 0 {
            at = self.by_working_days(at, -i64::from(length.working_days))?;
        }
        at = at.checked_sub_signed(TimeDelta::seconds(i64::from(length.seconds)))?;
        if length.working_seconds > 0 {
            at = self.sub_working(at, i64::from(length.working_seconds))?;
        }
        Some(at)
    }

    /// The instant of a written clock time; of a date, its first.
    #[must_use]
    pub fn clock(&self, when: When) -> DateTime<Utc> {
        match when {
            When::Date(date) => self.begins(day_number(date)),
            When::Local(time) => instant(self.dates().instant(time.and_utc().timestamp())).unwrap_or_default(),
            When::Instant(time) => time,
        }
    }

    /// The first instant of a date of the file.
    fn begins(&self, day: i64) -> DateTime<Utc> {
        instant(self.dates().instant(day * DAY)).unwrap_or_default()
    }

    fn by_calendar_days(&self, at: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
        if days == 0 {
            return Some(at);
        }
        let dates = self.dates();
        instant(dates.instant(dates.local(at.timestamp()) + days * DAY))
    }

    fn midnight(&self, day: i64) -> i64 {
        self.clock.instant(day * DAY)
    }

    fn table(&self, index: usize) -> Option<&Table> {
        self.tables.get(index).map(|slot| slot.get_or_init(|| self.make_table(index)))
    }

    /// The table that holds an instant, or the first or last one.
    fn table_of(&self, at: i64) -> usize {
        let index = usize::try_from(at.div_euclid(DAY * TABLE_DAYS)).unwrap_or(0).min(TABLES - 1);
        match self.table(index) {
            Some(table) if at < table.begins => index.saturating_sub(1),
            Some(table) if at >= table.ends => (index + 1).min(TABLES - 1),
            _ => index,
        }
    }

    fn make_table(&self, index: usize) -> Table {
        let first = i64::try_from(index).unwrap_or(0) * TABLE_DAYS;
        let (mut spans, mut days, mut total) = (Vec::new(), Vec::new(), 0);
        let mut steady = None;
        for day in first..first + TABLE_DAYS {
            if (day - first) % ASKED_DAYS == 0 {
                // The hours of a day may end on the next.
                steady = self.clock.steady(day * DAY, (day + ASKED_DAYS + 1) * DAY);
            }
            let hours = self.hours.on(day);
            if hours.is_empty() || self.holidays.binary_search(&day).is_ok() {
                continue;
            }
            let before = spans.len();
            for (from, until) in hours {
                let at = |minute: u16| {
                    let local = day * DAY + i64::from(minute) * 60;
                    steady.map_or_else(|| self.clock.instant(local), |ahead| local - ahead)
                };
                for (start, end) in without(at(*from), at(*until), &self.away) {
                    spans.push(Span { start, end, before: total, day });
                    total += end - start;
                }
            }
            if spans.len() > before {
                days.extend(u32::try_from(before));
            }
        }
        let (begins, ends) = (self.midnight(first), self.midnight(first + TABLE_DAYS));
        Table { begins, ends, total, spans: spans.into(), days: days.into() }
    }

    /// The table of an instant, and its working seconds before the instant.
    fn passed(&self, at: i64) -> (usize, i64) {
        let index = self.table_of(at);
        let Some(table) = self.table(index) else { return (index, 0) };
        let next = table.spans.partition_point(|span| span.start <= at);
        let passed = next.checked_sub(1).and_then(|last| table.spans.get(last));
        (index, passed.map_or(0, |span| span.before + (at.min(span.end) - span.start)))
    }

    fn by_working(&self, at: i64, seconds: i64) -> Option<i64> {
        let (mut index, passed) = self.passed(at);
        let mut wanted = passed + seconds;
        for _ in 0..=REACH {
            let table = self.table(index)?;
            if wanted < 0 {
                index = index.checked_sub(1)?;
                wanted += self.table(index)?.total;
            } else if wanted >= table.total {
                wanted -= table.total;
                index += 1;
            } else {
                let span = table.spans[table.spans.partition_point(|span| span.before <= wanted) - 1];
                return Some(span.start + wanted - span.before);
            }
        }
        None
    }

    /// The span that holds an instant.
    fn span_at(&self, at: i64) -> Option<Span> {
        let table = self.table(self.table_of(at))?;
        let index = table.spans.partition_point(|span| span.end <= at);
        table.spans.get(index).copied().filter(|span| span.start <= at)
    }

    /// The first span that ends after an instant.
    fn span_from(&self, at: i64) -> Option<Span> {
        let index = self.table_of(at);
        (index..=index + REACH).map_while(|index| self.table(index)).find_map(|table| {
            let next = table.spans.partition_point(|span| span.end <= at);
            table.spans.get(next).copied()
        })
    }

    /// The last span that begins before an instant.
    fn span_before(&self, at: i64) -> Option<Span> {
        // The last table is no answer for a day that lies decades after it.
        if at >= DAY * TABLE_DAYS * i64::try_from(TABLES).unwrap_or(i64::MAX) {
            return None;
        }
        let index = self.table_of(at);
        (index.saturating_sub(REACH)..=index).rev().filter_map(|index| self.table(index)).find_map(|table| {
            let next = table.spans.partition_point(|span| span.start < at);
            next.checked_sub(1).map(|last| table.spans[last])
        })
    }

    fn is_working_day(&self, day: i64) -> bool {
        usize::try_from(day.div_euclid(TABLE_DAYS)).ok().and_then(|index| self.table(index)).is_some_and(|table| {
            table.days.binary_search_by_key(&day, |first| table.spans[*first as usize].day).is_ok()
        })
    }

    /// The working day `days` after the working day `from`.
    fn nth_working_day(&self, from: i64, days: i64) -> Option<i64> {
        let mut index = usize::try_from(from.div_euclid(TABLE_DAYS)).ok()?;
        let table = self.table(index)?;
        let here = table.days.partition_point(|first| table.spans[*first as usize].day < from);
        let mut wanted = i64::try_from(here).ok()? + days;
        for _ in 0..=REACH {
            let table = self.table(index)?;
            let count = i64::try_from(table.days.len()).ok()?;
            if wanted < 0 {
                index = index.checked_sub(1)?;
                wanted += i64::try_from(self.table(index)?.days.len()).ok()?;
            } else if wanted >= count {
                wanted -= count;
                index += 1;
            } else {
                return Some(table.spans[table.days[usize::try_from(wanted).ok()?] as usize].day);
            }
        }
        None
    }

    /// Working days after day `from`, up to and with day `until`.
    fn days_between(&self, from: i64, until: i64) -> i64 {
        let first = usize::try_from(from.div_euclid(TABLE_DAYS)).unwrap_or(0);
        let last = usize::try_from(until.div_euclid(TABLE_DAYS)).unwrap_or(0).min(first + REACH);
        let up_to =
            |table: &Table, day: i64| table.days.partition_point(|first| table.spans[*first as usize].day <= day);
        let count: usize = (first..=last)
            .filter_map(|index| self.table(index))
            .map(|table| up_to(table, until) - up_to(table, from))
            .sum();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let counted_until = (i64::try_from(last.min(TABLES - 1)).unwrap_or_default() + 1) * TABLE_DAYS - 1;
        let (rest, counted) = (until - counted_until, counted_until - from);
        if rest > 0 && counted > 0 { count + count * rest / counted } else { count }
    }
}

/// The parts of a span that lie outside all the (sorted) spans away.
fn without(start: i64, end: i64, away: &[(i64, i64)]) -> impl Iterator<Item = (i64, i64)> {
    let mut from = start;
    let mut away = away.iter().filter(move |(_, until)| *until > start);
    std::iter::from_fn(move || {
        while from < end {
            let Some((leaves, back)) = away.next() else {
                let part = (from, end);
                from = end;
                return Some(part);
            };
            let part = (from, (*leaves).min(end));
            from = from.max(if *leaves < end { *back } else { end });
            if part.0 < part.1 {
                return Some(part);
            }
        }
        None
    })
}

fn instant(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
}

/// Days from 1970.
fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE
}

/// Days from the start of the common era until 1970.
const EPOCH_FROM_CE: i64 = 719_163;

const _: () = assert!(TABLES > REACH);

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use chrono_tz::{America, Australia, Europe, Pacific};
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::instant_in;

    fn at(text: &str) -> DateTime<Utc> {
        match When::parse(text).unwrap() {
            When::Instant(instant) => instant,
            other => instant_in(
                Europe::London,
                match other {
                    When::Local(local) => local,
                    _ => panic!("{text} has no time"),
                },
            ),
        }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn london() -> Calendar {
        let holidays = [date("2026-12-25"), date("2026-12-28")];
        Calendar::new(Europe::London, Europe::London, WorkingHours::default(), &holidays, &[])
    }

    fn calendar(zone: Tz, hours: &str) -> Calendar {
        Calendar::new(zone, zone, WorkingHours::parse(hours).unwrap(), &[], &[])
    }

    #[test]
    fn working_time_is_half_open_and_knows_weekends_and_holidays() {
        let calendar = london();
        for (text, working) in [
            ("2026-11-20 09:00", true),
            ("2026-11-20 08:59:59", false),
            ("2026-11-20 17:29:59", true),
            ("2026-11-20 17:30", false),
            ("2026-11-21 12:00", false),
            ("2026-12-25 12:00", false),
        ] {
            assert_eq!(calendar.is_working(at(text)), working, "{text}");
        }
        assert_eq!(calendar.next_working(at("2026-12-24 17:30")), Some(at("2026-12-29 09:00")));
        assert_eq!(calendar.last_working_before(at("2026-11-22 12:00")), Some(at("2026-11-20 17:29")));
    }

    #[test]
    fn working_hours_back_count_working_minutes() {
        let calendar = london();
        assert_eq!(calendar.sub_working(at("2026-11-23 10:00"), 2 * 3600), Some(at("2026-11-20 16:30")));
        assert_eq!(calendar.sub_working(at("2026-11-26 14:00"), 34 * 3600), Some(at("2026-11-20 14:00")));
        assert_eq!(calendar.add_working(at("2026-11-20 16:30"), 2 * 3600), Some(at("2026-11-23 10:00")));
        assert_eq!(calendar.working_between(at("2026-11-20 14:00"), at("2026-11-26 14:00")), 34 * 3600);
        assert_eq!(calendar.working_between(at("2026-11-26 14:00"), at("2026-11-20 14:00")), -34 * 3600);
    }

    #[test]
    fn working_days_back_keep_the_clock_time() {
        let calendar = london();
        assert_eq!(calendar.by_working_days(at("2026-11-26 14:00"), -4), Some(at("2026-11-20 14:00")));
        assert_eq!(calendar.by_working_days(at("2026-12-30 14:00"), -2), Some(at("2026-12-24 14:00")));
        assert_eq!(calendar.by_working_days(at("2026-11-20 14:00"), 4), Some(at("2026-11-26 14:00")));
    }

    #[test]
    fn working_days_from_a_free_day_count_from_the_end_of_the_working_day_before() {
        assert_eq!(london().by_working_days(at("2026-11-21 11:00"), -1), Some(at("2026-11-19 17:30")));
    }

    #[test]
    fn calendar_time_that_lands_outside_moves_to_the_last_working_minute_before() {
        let calendar = london();
        let landed = calendar.earlier(at("2026-11-24 14:00"), &Duration::parse("3d").unwrap()).unwrap();
        assert_eq!(landed, at("2026-11-21 14:00"));
        assert_eq!(calendar.moved_into(landed), at("2026-11-20 17:29"));
        assert_eq!(calendar.moved_into(at("2026-11-20 17:30")), at("2026-11-20 17:30"));
    }

    #[test]
    fn a_date_starts_with_its_first_working_minute_and_ends_with_its_last() {
        let calendar = london();
        let when = |text: &str| When::Date(date(text));
        assert_eq!(calendar.start(when("2026-11-24")), at("2026-11-24 09:00"));
        assert_eq!(calendar.start(when("2026-11-21")), at("2026-11-20 17:29"));
        assert_eq!(calendar.deadline(when("2026-11-27")), at("2026-11-27 17:30"));
        assert_eq!(calendar.deadline(when("2026-11-28")), at("2026-11-27 17:30"));
    }

    #[test]
    fn a_date_of_the_campaign_is_worked_on_by_the_persons_own_clock() {
        let new_york = Calendar::new(America::New_York, Europe::London, WorkingHours::default(), &[], &[]);
        let when = When::Date(date("2026-11-24"));
        assert_eq!(new_york.start(when), at("2026-11-24T14:00:00Z"));
        assert_eq!(new_york.deadline(when), at("2026-11-24T22:30:00Z"));
    }

    #[test]
    fn somebody_away_does_not_work_until_the_day_after_the_last() {
        let away = [(When::Date(date("2026-11-19")), When::Date(date("2026-11-20")))];
        let calendar = Calendar::new(Europe::London, Europe::London, WorkingHours::default(), &[], &away);
        assert_eq!(calendar.next_working(at("2026-11-19 10:00")), Some(at("2026-11-23 09:00")));
        let noon = [(
            When::Local("2026-11-19T12:00:00".parse().unwrap()),
            When::Local("2026-11-19T14:00:00".parse().unwrap()),
        )];
        let calendar = Calendar::new(Europe::London, Europe::London, WorkingHours::default(), &[], &noon);
        assert_eq!(calendar.working_between(at("2026-11-19 09:00"), at("2026-11-19 17:30")), 13 * 1800);
    }

    #[test]
    fn a_calendar_without_working_time_answers_none() {
        let never = WorkingHours { days: Default::default() };
        let calendar = Calendar::new(Europe::London, Europe::London, never, &[], &[]);
        let now = at("2026-11-20 10:00");
        assert_eq!(calendar.next_working(now), None);
        assert_eq!(calendar.last_working_before(now), None);
        assert_eq!(calendar.add_working(now, 60), None);
        assert_eq!(calendar.sub_working(now, 60), None);
        assert_eq!(calendar.by_working_days(now, -1), None);
        assert_eq!(calendar.next_day_start(now), None);
        assert_eq!(calendar.moved_into(now), now);
        let gone = [(When::Date(date("2026-01-01")), When::Date(date("9999-12-31")))];
        let calendar = Calendar::new(Europe::London, Europe::London, WorkingHours::default(), &[], &gone);
        assert_eq!(calendar.next_working(now), None);
    }

    #[test]
    fn a_gap_of_daylight_saving_gives_the_first_instant_after_it() {
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(instant_in(Europe::London, local("2026-03-29T01:30:00")), at("2026-03-29T01:00:00Z"));
        assert_eq!(instant_in(Australia::Lord_Howe, local("2026-10-04T02:15:00")), at("2026-10-03T15:30:00Z"));
        assert_eq!(instant_in(Pacific::Apia, local("2011-12-30T12:00:00")), at("2011-12-30T10:00:00Z"));
    }

    #[test]
    fn a_fold_of_daylight_saving_gives_the_first_of_the_two() {
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(instant_in(Europe::London, local("2026-10-25T01:30:00")), at("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn a_day_that_was_skipped_is_no_working_day() {
        let apia = calendar(Pacific::Apia, "Mon-Fri 09:00-17:00");
        let before = at("2011-12-29T20:00:00Z");
        assert_eq!(apia.local(before).date(), date("2011-12-29"));
        assert_eq!(apia.next_day_start(before).map(|next| apia.local(next).date()), Some(date("2012-01-02")));
        assert_eq!(apia.by_working_days(before, 1).map(|next| apia.local(next).date()), Some(date("2012-01-02")));
    }

    #[test]
    fn a_night_shift_over_the_change_of_clocks_has_its_real_length() {
        let nights = calendar(Europe::London, "Mon-Sun 00:00-24:00");
        assert_eq!(nights.working_between(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")), 48 * 3600);
    }

    #[test]
    fn working_days_are_counted_by_their_dates() {
        let calendar = london();
        assert_eq!(calendar.working_days_between(at("2026-11-20 16:00"), at("2026-11-23 09:00")), 1);
        assert_eq!(calendar.working_days_between(at("2026-11-20 09:00"), at("2026-11-20 17:00")), 0);
        assert_eq!(calendar.working_days_between(at("2026-11-26 09:00"), at("2026-11-20 17:00")), -4);
    }

    #[test]
    fn a_day_past_all_tables_keeps_its_date_and_lies_far_ahead() {
        let (calendar, far) = (london(), calendar_day("2215-12-18"));
        let deadline = calendar.deadline(far);
        assert_eq!(calendar.local(deadline).date().to_string(), "2215-12-18");
        let days = calendar.working_days_between(at("2026-11-20 10:00"), deadline);
        assert!((48_000..50_000).contains(&days), "{days}");
        assert!(calendar.working_days_between(deadline, at("2026-11-20 10:00")) == -days);
    }

    fn calendar_day(text: &str) -> When {
        When::Date(date(text))
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let zone = prop_oneof![
            Just(Europe::London),
            Just(America::New_York),
            Just(Australia::Lord_Howe),
            Just(Pacific::Apia),
        ];
        let hours = prop_oneof![
            Just("Mon-Fri 09:00-17:30"),
            Just("Mon-Thu 09:00-12:00 13:00-17:30, Fri 09:00-16:00"),
            Just("Mon-Sun 00:00-24:00"),
            Just("Sun 00:30-03:15, Wed 22:00-24:00"),
            Just("Sat 01:00-02:30"),
        ];
        let holidays = prop::collection::vec(0..1500_i64, 0..8);
        (zone, hours, holidays).prop_map(|(zone, hours, holidays)| {
            let first = date("2009-06-01");
            let holidays: Vec<_> = holidays.into_iter().map(|day| first + TimeDelta::days(day)).collect();
            Calendar::new(zone, zone, WorkingHours::parse(hours).unwrap(), &holidays, &[])
        })
    }

    /// Some time from the middle of 2010 until the end of 2012, when Apia skipped a day.
    fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
        (1_277_000_000_i64..1_356_000_000).prop_map(|seconds| instant(seconds).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn adding_and_subtracting_working_time_are_inverse(calendar in any_calendar(), from in any_instant(), seconds in 1..400_000_i64) {
            let from = calendar.next_working(from).unwrap();
            let later = calendar.add_working(from, seconds).unwrap();
            prop_assert!(calendar.is_working(later) && later > from);
            prop_assert_eq!(calendar.sub_working(later, seconds), Some(from));
            prop_assert_eq!(calendar.working_between(from, later), seconds);
            let earlier = calendar.sub_working(from, seconds).unwrap();
            prop_assert!(calendar.is_working(earlier) && earlier < from);
            prop_assert_eq!(calendar.add_working(earlier, seconds), Some(from));
        }

        #[test]
        fn every_answer_about_working_time_agrees_with_the_clock_on_the_wall(calendar in any_calendar(), at in any_instant()) {
            let local = calendar.local(at);
            let minute = u16::try_from((local - local.date().and_time(NaiveTime::MIN)).num_minutes()).unwrap();
            let by_clock = calendar.holidays.binary_search(&day_number(local.date())).is_err()
                && calendar.hours.on(day_number(local.date())).iter().any(|(from, until)| (*from..*until).contains(&minute));
            let folded = instant_in(calendar.zone(), local) != at.with_timezone(&Utc);
            prop_assume!(!folded);
            prop_assert_eq!(calendar.is_working(at), by_clock);
        }

        #[test]
        fn moving_into_working_time_never_moves_later(calendar in any_calendar(), at in any_instant()) {
            let moved = calendar.moved_into(at);
            prop_assert!(moved <= at && calendar.touches(moved));
            let before = calendar.last_working_before(at).unwrap();
            prop_assert!(before < at && calendar.is_working(before));
            let next = calendar.next_working(at).unwrap();
            prop_assert!(next >= at && calendar.is_working(next));
        }

        #[test]
        fn working_days_there_and_back_reach_the_same_day(calendar in any_calendar(), at in any_instant(), days in 1..40_i64) {
            let at = calendar.next_working(at).unwrap();
            let there = calendar.by_working_days(at, days).unwrap();
            let back = calendar.by_working_days(there, -days).unwrap();
            prop_assert_eq!(calendar.local(back).date(), calendar.local(at).date());
            prop_assert_eq!(calendar.working_days_between(at, there), days);
        }
    }
}

//! The example campaign, moved in time so that its moment is now.
//!
//! The example was written as of one moment, the anchor. What it shows (a call due, a run in twenty minutes, a deal that
//! stalls) is true only near that moment, so the whole file is moved: every date by whole days, every date-time by the
//! same minutes. Only the bytes of dates are rewritten; comments, order and spacing stay as they were written.
//!
//! It does not move words: the example's sentences name no weekday and no month on purpose.

use std::fmt::Write as _;
use std::ops::Range;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::{Europe::London, Tz};
use memchr::{memchr, memchr2, memchr3};
use toml::value::{Datetime, Offset};

/// The example as written, with its dates around the anchor.
pub const TEXT: &str = include_str!("../../assets/demo.toml");

/// The archived campaign that the example lists: its name beside the example, and its text.
pub const ARCHIVE: (&str, &str) = ("last-year.toml", include_str!("../../assets/last-year.toml"));

/// The zone of the example, in which the anchor and all its local times are meant.
pub const ZONE: Tz = London;

/// The moment as of which the example was written, in [`ZONE`].
#[must_use]
pub fn anchor() -> Option<DateTime<Utc>> {
    let local = NaiveDate::from_ymd_opt(2026, 11, 20)?.and_hms_opt(9, 41, 0)?;
    instant_of(local)
}

/// The example with its dates moved so that `now` is its moment.
///
/// Seconds of `now` are cut, as a time card cuts them. A date that would leave the years 0 to 9999 stays as written.
#[must_use]
pub fn shifted(now: DateTime<Utc>) -> String {
    match Shift::to(now) {
        Some(shift) => moved(TEXT, shift),
        None => TEXT.to_owned(),
    }
}

/// How far the example is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shift {
    /// For dates: from the anchor's day to today, both in [`ZONE`].
    days: TimeDelta,
    /// For date-times: whole minutes.
    time: TimeDelta,
}

impl Shift {
    fn to(now: DateTime<Utc>) -> Option<Self> {
        let anchor = anchor()?;
        let today = now.with_timezone(&ZONE).date_naive();
        let days = today.signed_duration_since(anchor.with_timezone(&ZONE).date_naive());
        let seconds = now.signed_duration_since(anchor).num_seconds();
        let time = TimeDelta::try_seconds(seconds.div_euclid(60).checked_mul(60)?)?;
        Some(Self { days, time })
    }

    /// Writes the moved value, or nothing where it does not fit the format.
    fn write(self, value: &Datetime, out: &mut String) -> Option<()> {
        let day = value.date?;
        let day = NaiveDate::from_ymd_opt(i32::from(day.year), day.month.into(), day.day.into())?;
        let Some(time) = value.time else {
            let day = day.checked_add_signed(self.days).filter(|day| fits(*day))?;
            return write!(out, "{day}").ok();
        };
        let local = day.and_hms_nano_opt(
            time.hour.into(),
            time.minute.into(),
            time.second.unwrap_or_default().into(),
            time.nanosecond.unwrap_or_default(),
        )?;
        match value.offset {
            None => self.write_local(local, out),
            Some(Offset::Z) => {
                let at = local.and_utc().checked_add_signed(self.time).filter(|at| fits(at.date_naive()))?;
                write!(out, "{at:?}").ok()
            }
            Some(Offset::Custom { minutes }) => {
                let offset = FixedOffset::east_opt(i32::from(minutes) * 60)?;
                let at = offset.from_local_datetime(&local).single()?.checked_add_signed(self.time)?;
                fits(at.date_naive()).then_some(())?;
                write!(out, "{at:?}").ok()
            }
        }
    }

    /// A local time is moved as the instant it means. Where daylight saving gives two instants to the moved local time,
    /// the format means the first; the second is written with its offset.
    fn write_local(self, local: NaiveDateTime, out: &mut String) -> Option<()> {
        let at = instant_of(local)?.checked_add_signed(self.time)?;
        let local = at.with_timezone(&ZONE).naive_local();
        fits(local.date()).then_some(())?;
        if instant_of(local) == Some(at) { write!(out, "{local:?}") } else { write!(out, "{at:?}") }.ok()
    }
}

fn instant_of(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    ZONE.from_local_datetime(&local).earliest().map(|at| at.to_utc())
}

fn fits(day: NaiveDate) -> bool {
    (0..=9999).contains(&day.year())
}

fn moved(text: &str, shift: Shift) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for place in Dates::of(text) {
        let Ok(value) = text[place.clone()].parse() else { continue };
        out.push_str(&text[done..place.start]);
        let before = out.len();
        if shift.write(&value, &mut out).is_none() {
            out.truncate(before);
            out.push_str(&text[place.clone()]);
        }
        done = place.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The places of dates and date-times, in order. Strings and comments are passed over, and nothing else is read: the
/// example is in order, and a tree of it only for its dates would take longer than the rest up to the first frame. A
/// date as a key would be taken for one too; the example has none.
struct Dates<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Up to here there is no quote and no comment.
    plain: usize,
}

impl<'t> Dates<'t> {
    const fn of(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, plain: 0 }
    }

    /// Behind the string or comment that begins at `at`.
    fn behind(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let quote = rest[0];
        if quote == b'#' {
            return memchr(b'\n', rest).map_or(self.bytes.len(), |end| at + end);
        }
        let close: &[u8] = if rest.starts_with(&[quote; 3]) { &rest[..3] } else { &rest[..1] };
        let escape = if quote == b'"' { b'\\' } else { quote };
        let mut end = close.len();
        while let Some(found) = rest.get(end..).and_then(|rest| memchr2(quote, escape, rest)) {
            end += found;
            if rest[end..].starts_with(close) {
                return at + end + close.len();
            }
            end += if rest[end] == quote { 1 } else { 2 };
        }
        self.bytes.len()
    }

    /// The end of the date that begins at `at`, if one does.
    fn date(&self, at: usize) -> Option<usize> {
        let fits = |at: usize, shape: &[u8]| {
            let found = self.bytes.get(at..at + shape.len());
            found.is_some_and(|found| {
                found
                    .iter()
                    .zip(shape)
                    .all(|(byte, sign)| if *sign == b'0' { byte.is_ascii_digit() } else { byte == sign })
            })
        };
        if !fits(at, b"0000-00-00") {
            return None;
        }
        let mut end = at + b"0000-00-00".len();
        let joined = self.bytes.get(end).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
        if joined && fits(end + 1, b"00:00") {
            let rest = &self.bytes[end + 1..];
            end += 1;
            end += rest.iter().take_while(|byte| byte.is_ascii_digit() || b":.Zz+-".contains(byte)).count();
        }
        Some(end)
    }
}

impl Iterator for Dates<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            if self.at >= self.plain {
                let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
                self.plain = memchr3(b'"', b'\'', b'#', rest).map_or(self.bytes.len(), |found| self.at + found);
            }
            // The first hyphen of a date stands behind the year.
            let Some(hyphen) = memchr(b'-', &self.bytes[self.at..self.plain]).map(|found| self.at + found) else {
                self.at = if self.plain < self.bytes.len() { self.behind(self.plain) } else { self.plain };
                continue;
            };
            let start = hyphen.saturating_sub(4);
            let begins = start.checked_sub(1).is_none_or(|before| !is_bare(self.bytes[before]));
            if let Some(end) = self.date(start).filter(|_| begins && start >= self.at) {
                self.at = end;
                return Some(start..end);
            }
            self.at = hyphen + 1;
        }
    }
}

/// A byte of an unquoted key.
const fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// The moments that clocks and calendars find hard, and a plain one.
    const MOMENTS: [&str; 12] = [
        "2026-11-20T09:41:00Z",
        "2026-11-21T22:29:47Z",
        "2027-03-28T00:59:30Z", // the clocks go forward at 01:00
        "2027-03-28T01:00:00Z",
        "2027-10-31T00:10:00Z", // the hour that comes twice, first time
        "2027-10-31T01:10:00Z", // second time
        "2027-10-31T02:00:00Z",
        "2028-02-29T12:00:00Z",
        "2028-12-31T23:59:59Z",
        "2027-06-21T23:30:00Z", // already tomorrow in London
        "2024-01-01T00:00:00Z",
        "2000-02-29T04:05:06Z",
    ];

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    fn dates(text: &str) -> Vec<(Range<usize>, Datetime)> {
        let (file, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty(), "{errors:?}");
        let mut dates = Vec::new();
        dates_in_table(file.get_ref(), &mut dates);
        dates.sort_unstable_by_key(|(place, _)| place.start);
        dates
    }

    /// Every date and time in the table and below, with its bytes.
    fn dates_in_table(table: &DeTable<'_>, dates: &mut Vec<(Range<usize>, Datetime)>) {
        for value in table.values() {
            dates_in(value.get_ref(), value.span(), dates);
        }
    }

    fn dates_in(value: &DeValue<'_>, place: Range<usize>, dates: &mut Vec<(Range<usize>, Datetime)>) {
        match value {
            DeValue::Datetime(value) => dates.push((place, *value)),
            DeValue::Array(items) => items.iter().for_each(|item| dates_in(item.get_ref(), item.span(), dates)),
            DeValue::Table(table) => dates_in_table(table, dates),
            DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
        }
    }

    /// A date-time as the instant the format gives it; a date as itself.
    fn meaning(value: &Datetime) -> Result<DateTime<Utc>, NaiveDate> {
        let text = value.to_string();
        if value.offset.is_some() {
            Ok(moment(&text))
        } else if value.time.is_some() {
            Ok(instant_of(text.parse().expect("a local time")).expect("no gap"))
        } else {
            Err(text.parse().expect("a date"))
        }
    }

    /// What is left of a text without its dates.
    fn words(text: &str) -> String {
        let mut words = String::new();
        let mut done = 0;
        for (place, _) in dates(text) {
            words.push_str(&text[done..place.start]);
            words.push('#');
            done = place.end;
        }
        words + &text[done..]
    }

    #[test]
    fn the_first_comment_and_the_zone_of_the_example_are_those_of_the_anchor() {
        let local = anchor().expect("an anchor").with_timezone(&ZONE).naive_local();
        assert!(TEXT.lines().next().is_some_and(|line| line.contains(&format!("{local:?}"))));
        assert!(TEXT.contains(&format!("timezone = \"{ZONE}\"")));
    }

    #[test]
    fn at_its_anchor_the_example_is_what_was_written() {
        assert_eq!(shifted(anchor().expect("an anchor")), TEXT);
    }

    #[test]
    fn date_times_keep_their_distance_to_now_and_dates_their_distance_to_today() {
        let anchor = anchor().expect("an anchor");
        let written = dates(TEXT);
        for now in MOMENTS.map(moment) {
            let text = shifted(now);
            let moved = dates(&text);
            assert_eq!(moved.len(), written.len(), "{now}");
            for ((_, was), (_, is)) in written.iter().zip(&moved) {
                match (meaning(was), meaning(is)) {
                    (Ok(was), Ok(is)) => {
                        let late = (now - is) - (anchor - was);
                        assert!((0..60).contains(&late.num_seconds()), "{now}: {was} became {is}");
                    }
                    (Err(was), Err(is)) => {
                        let today = now.with_timezone(&ZONE).date_naive();
                        assert_eq!(today - is, anchor.date_naive() - was, "{now}: {was} became {is}");
                    }
                    kinds => panic!("{now}: a date-time and a date: {kinds:?}"),
                }
            }
        }
    }

    #[test]
    fn everything_but_the_dates_stays_as_written() {
        let written = words(TEXT);
        for now in MOMENTS.map(moment) {
            assert_eq!(words(&shifted(now)), written, "{now}");
        }
    }

    #[test]
    fn the_dates_found_are_those_that_a_reader_of_the_format_finds() {
        let read: Vec<_> = dates(TEXT).into_iter().filter(|(_, value)| value.date.is_some()).collect();
        let found: Vec<_> =
            Dates::of(TEXT).map(|place| (place.clone(), TEXT[place].parse().expect("a date"))).collect();
        assert_eq!(found, read);
    }

    #[test]
    fn what_looks_like_a_date_in_a_string_or_a_comment_is_none() {
        let text = "a = \"\\\" 2026-12-31\" # 2026-12-31\nb = '\\'\nc = \"\"\"\n\"2026-12-31\\\"\"\"\n2026-12-31\"\"\"\n\
                    d = '''\n2026-12-31'''\ne-2026-12-31 = 2026-12-30\nf = \"2026-12-31";
        let found: Vec<_> = Dates::of(text).map(|place| &text[place]).collect();
        assert_eq!(found, ["2026-12-30"]);
    }

    #[test]
    fn the_second_of_two_equal_local_times_is_written_with_its_offset() {
        let shift = Shift { days: TimeDelta::zero(), time: TimeDelta::zero() };
        let hour = |hours| Shift { time: TimeDelta::hours(hours), ..shift };
        let text = "a = 2027-10-31T00:30:00 # BST\n";
        assert_eq!(moved(text, hour(1)), "a = 2027-10-31T01:30:00 # BST\n");
        assert_eq!(moved(text, hour(2)), "a = 2027-10-31T01:30:00Z # BST\n");
        assert_eq!(moved(text, hour(3)), "a = 2027-10-31T02:30:00 # BST\n");
    }

    #[test]
    fn dates_move_wherever_they_stand_and_keep_their_form() {
        let shift = Shift { days: TimeDelta::days(1), time: TimeDelta::minutes(90) };
        let text = "x = [{ a = 2026-12-31, b = [2026-12-31 23:00:00+02:00] }]\r\nt = 07:30:00\r\n[y.z]\r\n\
                    c.d = 2028-02-28\r\ns = \"2026-12-31\" # 2026-12-31\r\ne = 2026-12-31T23:00:00.5Z";
        let after = "x = [{ a = 2027-01-01, b = [2027-01-01T00:30:00+02:00] }]\r\nt = 07:30:00\r\n[y.z]\r\n\
                     c.d = 2028-02-29\r\ns = \"2026-12-31\" # 2026-12-31\r\ne = 2027-01-01T00:30:00.500Z";
        assert_eq!(moved(text, shift), after);
    }

    #[test]
    fn a_date_that_leaves_the_calendar_stays_as_written() {
        let now = moment("9999-12-20T12:00:00Z");
        assert!(!dates(&shifted(now)).is_empty());
    }
}

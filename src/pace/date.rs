//! The date or date-time of an anchor: `2026-11-21`, `2026-11-21T14:00`, with seconds or an offset if need be.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A day or a time of day, as an anchor has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day, in the campaign's zone.
    Day(NaiveDate),
    /// A wall-clock time, in the campaign's zone, to the second.
    Local(NaiveDateTime),
    /// An absolute time, to the second.
    Instant(DateTime<FixedOffset>),
}

impl Date {
    /// Whether a text can only be meant as a date: four digits, `-`, a digit.
    pub(super) const fn looks_like(text: &str) -> bool {
        matches!(text.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'-', b'0'..=b'9', ..])
    }

    /// Reads the whole text, or says that it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (day, time) = text.split_at_checked(10)?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *day.as_bytes() else { return None };
        let year = u32::from(two(y1, y2)?) * 100 + u32::from(two(y3, y4)?);
        let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(m1, m2)?.into(), two(d1, d2)?.into())?;
        if time.is_empty() {
            return Some(Self::Day(day));
        }
        let (clock, offset) = read_clock(time.strip_prefix('T')?.as_bytes())?;
        let local = day.and_time(clock);
        if offset.is_empty() {
            return Some(Self::Local(local));
        }
        Some(Self::Instant(local.and_local_timezone(read_offset(offset)?).single()?))
    }
}

/// `14:00` or `14:00:30`, and what follows it.
fn read_clock(text: &[u8]) -> Option<(NaiveTime, &[u8])> {
    let [h1, h2, b':', m1, m2, rest @ ..] = text else { return None };
    let (second, rest) = match rest {
        [b':', s1, s2, rest @ ..] => (two(*s1, *s2)?, rest),
        rest => (0, rest),
    };
    let clock = NaiveTime::from_hms_opt(two(*h1, *h2)?.into(), two(*m1, *m2)?.into(), second.into())?;
    Some((clock, rest))
}

/// `Z`, `+01:00`, `-05:30`.
fn read_offset(text: &[u8]) -> Option<FixedOffset> {
    let (sign, clock) = match text {
        b"Z" => return FixedOffset::east_opt(0),
        [b'+', clock @ ..] => (1, clock),
        [b'-', clock @ ..] => (-1, clock),
        _ => return None,
    };
    let [h1, h2, b':', m1, m2] = *clock else { return None };
    let (hour, minute) = (two(h1, h2)?, two(m1, m2)?);
    if hour > 23 || minute > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (i32::from(hour) * 3600 + i32::from(minute) * 60))
}

fn two(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write_day(f, *day),
            Self::Local(local) => write_local(f, *local),
            Self::Instant(instant) => {
                write_local(f, instant.naive_local())?;
                let seconds = instant.offset().local_minus_utc();
                if seconds == 0 {
                    return f.write_str("Z");
                }
                let minutes = seconds.unsigned_abs() / 60;
                let sign = if seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

fn write_day(f: &mut fmt::Formatter<'_>, day: NaiveDate) -> fmt::Result {
    write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

fn write_local(f: &mut fmt::Formatter<'_>, local: NaiveDateTime) -> fmt::Result {
    write_day(f, local.date())?;
    write!(f, "T{:02}:{:02}", local.hour(), local.minute())?;
    if local.second() == 0 { Ok(()) } else { write!(f, ":{:02}", local.second()) }
}

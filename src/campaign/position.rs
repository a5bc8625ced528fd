//! Durations and positions: how long, and where something is.
//!
//! Both are read from one short text and print back in a form that reads the same. What a position means in time is
//! not decided here: that takes a deal, a calendar and an estimate.

use std::fmt;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Id, When};

/// Why a short text (a duration, a position, working hours) cannot be read, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Bytes in the text that was given.
    pub at: Range<usize>,
    /// What is wrong: a lower-case fragment, values in backticks.
    pub message: String,
    /// What to do: an imperative.
    pub mend: String,
}

impl ParseError {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { at, message: message.into(), mend: mend.into() }
    }

    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.at = self.at.start + by..self.at.end + by;
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// A length of time as the file writes it: calendar parts and working parts, all of which may be joined.
///
/// `d` and `w` are calendar days (the same clock time), `s m h` are elapsed time, `wd` working days, `wh` working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Duration {
    /// Calendar days (`d`, and `w` as seven).
    pub days: u32,
    /// Elapsed seconds (`s`, `m`, `h`).
    pub seconds: u32,
    /// Working days (`wd`).
    pub working_days: u32,
    /// Working seconds (`wh`, in hours).
    pub working_seconds: u32,
}

/// The most that one number of a duration may say: some 270 years in days.
const MOST: u32 = 99_999;

impl Duration {
    /// Reads `"90s"`, `"20m"`, `"36h"`, `"5d"`, `"2w"`, `"3wd"`, `"4wh"`, or several joined: `"1d 4h"`.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        const MEND: &str = "write a number and its unit, such as `20m`, `36h`, `5d`, `2w`, `3wd` or `4wh`";
        let mut read = Self::default();
        let mut rest = text.trim_start();
        if rest.is_empty() {
            return Err(ParseError::new(0..text.len(), "expected a duration, found nothing", MEND));
        }
        while !rest.is_empty() {
            let start = text.len() - rest.len();
            let end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let letters = rest[digits..].bytes().take_while(u8::is_ascii_alphabetic).count();
            let part = &rest[..digits + letters];
            if digits == 0 || letters == 0 {
                let found = &text[start..end];
                let mend = if found.starts_with('-') { "write it without the minus, such as `45m`" } else { MEND };
                return Err(ParseError::new(start..end, format!("expected a duration, found `{found}`"), mend));
            }
            let Some(number) = part[..digits].parse().ok().filter(|number| *number <= MOST) else {
                let message = format!("expected a number up to {MOST}, found `{}`", &part[..digits]);
                return Err(ParseError::new(start..start + digits, message, "write it in a larger unit"));
            };
            if !read.add(number, &part[digits..]) {
                let message = format!("expected s, m, h, d, w, wd or wh, found `{}`", &part[digits..]);
                return Err(ParseError::new(start + digits..start + part.len(), message, MEND));
            }
            rest = rest[part.len()..].trim_start();
        }
        Ok(read)
    }

    /// Adds one part; false where the unit is unknown.
    fn add(&mut self, number: u32, unit: &str) -> bool {
        let (field, factor) = match unit {
            "s" => (&mut self.seconds, 1),
            "m" => (&mut self.seconds, 60),
            "h" => (&mut self.seconds, 3600),
            "d" => (&mut self.days, 1),
            "w" => (&mut self.days, 7),
            "wd" => (&mut self.working_days, 1),
            "wh" => (&mut self.working_seconds, 3600),
            _ => return false,
        };
        *field = field.saturating_add(number * factor);
        true
    }

    /// The same text read as a lead or a rung, where hours and minutes are working time.
    #[must_use]
    pub const fn as_lead(self) -> Self {
        Self { seconds: 0, working_seconds: self.working_seconds.saturating_add(self.seconds), ..self }
    }

    /// Working hours only, as a call log writes a lead.
    #[must_use]
    pub const fn working(seconds: u32) -> Self {
        Self { days: 0, seconds: 0, working_days: 0, working_seconds: seconds }
    }

    /// No time at all.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Roughly how many calendar seconds this is: a working day counts as 7/5 of a day, a working hour as its share of
    /// a working week of 42½ hours. For estimates only.
    #[must_use]
    pub fn calendar_seconds(&self) -> f64 {
        f64::from(self.days) * 86_400.0
            + f64::from(self.seconds)
            + f64::from(self.working_days) * (86_400.0 * 7.0 / 5.0)
            + f64::from(self.working_seconds) * (168.0 / 42.5)
    }
}

impl fmt::Display for Duration {
    /// One form that reads back as the same duration: each kind in its largest unit that divides it.
    ///
    /// Working time that is no whole number of hours has no unit of its own; it prints as `m` or `s`, which is right in
    /// a lead, the one place where such a time is computed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn elapsed(seconds: u32) -> (u32, &'static str) {
            match seconds {
                s if s % 3600 == 0 => (s / 3600, "h"),
                s if s % 60 == 0 => (s / 60, "m"),
                s => (s, "s"),
            }
        }
        let days = if self.days.is_multiple_of(7) { (self.days / 7, "w") } else { (self.days, "d") };
        let working = (self.working_seconds / 3600, "wh");
        let parts = [
            days,
            (self.working_days, "wd"),
            working,
            elapsed(self.seconds.saturating_add(self.working_seconds % 3600)),
        ];
        let mut first = true;
        for (number, unit) in parts.into_iter().filter(|(number, _)| *number > 0) {
            if !first {
                f.write_str(" ")?;
            }
            write!(f, "{number}{unit}")?;
            first = false;
        }
        if first { f.write_str("0m") } else { Ok(()) }
    }
}

/// What a position is measured from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// A written date or time.
    Time(When),
    /// `enter proof`.
    Enter(Id),
    /// `leave proof`.
    Leave(Id),
    /// An obstacle, control, run or hazard of the deal, else a stage (meaning enter).
    Named(Id),
    /// A minute of a run: seconds from its start.
    Minute(Id, u32),
}

/// `at`: an anchor and an optional way from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Measured from here.
    pub anchor: Anchor,
    /// Later by this much.
    pub plus: Option<Duration>,
    /// Earlier by this much. Never both.
    pub minus: Option<Duration>,
}

impl Position {
    /// A place at an anchor itself.
    #[must_use]
    pub const fn at(anchor: Anchor) -> Self {
        Self { anchor, plus: None, minus: None }
    }

    /// Reads the text of an `at`. Ids are checked for their form only: what they name is the campaign's to say.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        const MEND: &str = "write a date, `enter` or `leave` and a stage, or an id, such as `enter proof + 3d`";
        let Some((way_at, sign)) = sign_of(text) else {
            return Ok(Self::at(parse_anchor(text, MEND)?));
        };
        let anchor = parse_anchor(&text[..way_at], MEND)?;
        let way = &text[way_at + 1..];
        let length = Duration::parse(way).map_err(|error| error.shifted(way_at + 1))?;
        let (plus, minus) = if sign == '+' { (Some(length), None) } else { (None, Some(length)) };
        Ok(Self { anchor, plus, minus })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.anchor {
            Anchor::Time(when) => write!(f, "{when}")?,
            Anchor::Enter(id) => write!(f, "enter {id}")?,
            Anchor::Leave(id) => write!(f, "leave {id}")?,
            Anchor::Named(id) => write!(f, "{id}")?,
            Anchor::Minute(id, seconds) => write!(f, "{id} {}:{:02}", seconds / 60, seconds % 60)?,
        }
        match (self.plus, self.minus) {
            (Some(way), _) => write!(f, " + {way}"),
            (None, Some(way)) => write!(f, " - {way}"),
            (None, None) => Ok(()),
        }
    }
}

/// Where a lone `+` or `-` stands between blanks.
fn sign_of(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(at, sign)| {
        matches!(sign, '+' | '-')
            && text[..*at].ends_with(char::is_whitespace)
            && (text[at + 1..].is_empty() || text[at + 1..].starts_with(char::is_whitespace))
    })
}

fn parse_anchor(text: &str, mend: &str) -> Result<Anchor, ParseError> {
    let mut words = spans(text);
    let Some(first) = words.next() else {
        return Err(ParseError::new(0..text.len(), "expected a position, found nothing", mend));
    };
    let second = words.next();
    if let Some(third) = words.next() {
        let message = format!("expected `+` or `-` and a duration, found `{}`", &text[third.clone()]);
        return Err(ParseError::new(third, message, "put blanks around the sign, such as `enter proof + 3d`"));
    }
    let word = &text[first.clone()];
    if looks_like_a_date(word) {
        let whole = second.map_or(first.clone(), |second| first.start..second.end);
        let written = &text[whole.clone()];
        return When::parse(written).map(Anchor::Time).ok_or_else(|| {
            let message = format!("expected a date or a date and time, found `{written}`");
            ParseError::new(whole, message, "write it as `2026-11-24` or `2026-11-24 14:00`")
        });
    }
    match (word, second) {
        ("enter", Some(second)) => Ok(Anchor::Enter(parse_id(text, second)?)),
        ("leave", Some(second)) => Ok(Anchor::Leave(parse_id(text, second)?)),
        (_, None) => Ok(Anchor::Named(parse_id(text, first)?)),
        (_, Some(second)) => {
            let minute = &text[second.clone()];
            let Some(seconds) = parse_minute(minute) else {
                const SECONDS: &str = "write minutes and seconds, the seconds from 00 to 59, such as `ciso-call 12:30`";
                let message = format!("expected a minute of a run, such as `12:30`, found `{minute}`");
                let is_clock = minute.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'-'));
                return Err(ParseError::new(second, message, if is_clock { SECONDS } else { mend }));
            };
            Ok(Anchor::Minute(parse_id(text, first)?, seconds))
        }
    }
}

/// The words of a text with their places.
fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        start..start + word.len()
    })
}

/// Four digits, `-`, digit: a date, never an id.
fn looks_like_a_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 5 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-' && bytes[5].is_ascii_digit()
}

fn parse_id(text: &str, at: Range<usize>) -> Result<Id, ParseError> {
    let word = &text[at.clone()];
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return Ok(Id::from(word));
    }
    let message = format!("expected an id of letters, digits, `_` and `-`, found `{word}`");
    Err(ParseError::new(at, message, "write the id as the file has it, with blanks around `+` or `-`"))
}

/// `12:30`, or `1:02:30` in a long run: seconds from its start.
fn parse_minute(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    let mut parts = 0;
    for part in text.split(':') {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u32 = part.parse().ok()?;
        if parts > 0 && (part.len() != 2 || number > 59) {
            return None;
        }
        seconds = seconds * 60 + number;
        parts += 1;
    }
    (2..=3).contains(&parts).then_some(seconds)
}

impl When {
    /// Reads `2026-11-24`, `2026-11-24 14:00`, `2026-11-24T14:00:00`, or one of the two with `Z` or `+01:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
        let Some(rest) = text.get(10..).filter(|rest| !rest.is_empty()) else {
            return Some(Self::Date(date));
        };
        let clock = rest.strip_prefix(['T', 't', ' '])?.trim_start();
        if let Some(offset_at) = clock.find(['Z', 'z', '+', '-']) {
            let (time, offset) = clock.split_at(offset_at);
            let time = parse_clock(time)?;
            let offset = if offset.eq_ignore_ascii_case("z") { "+00:00" } else { offset };
            let full = format!("{date}T{time}{offset}");
            return DateTime::parse_from_rfc3339(&full).ok().map(|instant| Self::Instant(instant.with_timezone(&Utc)));
        }
        Some(Self::Local(NaiveDateTime::new(date, parse_clock(clock)?)))
    }
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S%.f"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

impl fmt::Display for When {
    /// As TOML writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Local(time) => write!(f, "{}", time.format("%Y-%m-%dT%H:%M:%S")),
            Self::Instant(time) => write!(f, "{}", time.format("%Y-%m-%dT%H:%M:%SZ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn duration(text: &str) -> Duration {
        Duration::parse(text).unwrap()
    }

    #[test]
    fn every_unit_is_read_as_calendar_or_working_time() {
        let cases = [
            ("90s", (0, 90, 0, 0)),
            ("20m", (0, 1200, 0, 0)),
            ("36h", (0, 129_600, 0, 0)),
            ("5d", (5, 0, 0, 0)),
            ("2w", (14, 0, 0, 0)),
            ("3wd", (0, 0, 3, 0)),
            ("4wh", (0, 0, 0, 14_400)),
            ("1d 4h", (1, 14_400, 0, 0)),
            (" 1d4h ", (1, 14_400, 0, 0)),
        ];
        for (text, (days, seconds, working_days, working_seconds)) in cases {
            assert_eq!(duration(text), Duration { days, seconds, working_days, working_seconds }, "{text}");
        }
    }

    #[test]
    fn hours_and_minutes_of_a_lead_are_working_time() {
        assert_eq!(
            duration("1wd 2h 30m").as_lead(),
            Duration { working_days: 1, working_seconds: 9000, ..Duration::default() }
        );
    }

    #[test]
    fn a_duration_that_cannot_be_read_points_at_its_part() {
        let cases = [
            ("", 0..0, "expected a duration, found nothing"),
            ("soon", 0..4, "expected a duration, found `soon`"),
            ("1d 4x", 4..5, "expected s, m, h, d, w, wd or wh, found `x`"),
            ("1.5d", 0..4, "expected a duration, found `1.5d`"),
            ("1d -2h", 3..6, "expected a duration, found `-2h`"),
            ("123456d", 0..6, "expected a number up to 99999, found `123456`"),
            ("3", 0..1, "expected a duration, found `3`"),
        ];
        for (text, at, message) in cases {
            let error = Duration::parse(text).unwrap_err();
            assert_eq!((error.at, &*error.message), (at, message), "{text}");
        }
    }

    #[test]
    fn a_duration_prints_as_people_write_it() {
        for text in ["90s", "20m", "36h", "5d", "2w", "3wd", "34wh", "1d 4h", "2w 1wd 3wh"] {
            assert_eq!(duration(text).to_string(), text);
        }
        assert_eq!(Duration::default().to_string(), "0m");
    }

    #[test]
    fn every_kind_of_position_is_read() {
        let id = |text: &str| Id::from(text);
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let cases = [
            ("2026-11-24", Position::at(Anchor::Time(When::Date(date)))),
            ("2026-11-24 14:00", Position::at(Anchor::Time(When::Local(date.and_hms_opt(14, 0, 0).unwrap())))),
            (
                "2026-11-24T14:00:00+01:00",
                Position::at(Anchor::Time(When::Instant(date.and_hms_opt(13, 0, 0).unwrap().and_utc()))),
            ),
            ("enter proof", Position::at(Anchor::Enter(id("proof")))),
            ("leave proof", Position::at(Anchor::Leave(id("proof")))),
            ("quote-v2", Position::at(Anchor::Named(id("quote-v2")))),
            ("enter", Position::at(Anchor::Named(id("enter")))),
            ("ciso-call 12:30", Position::at(Anchor::Minute(id("ciso-call"), 750))),
            ("enter proof + 3d", Position { plus: Some(duration("3d")), ..Position::at(Anchor::Enter(id("proof"))) }),
            (
                "quote-v2 - 4wd",
                Position { minus: Some(duration("4wd")), ..Position::at(Anchor::Named(id("quote-v2"))) },
            ),
            (
                "2026-11-24 - 1d 4h",
                Position { minus: Some(duration("1d 4h")), ..Position::at(Anchor::Time(When::Date(date))) },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Position::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_position_that_cannot_be_read_points_at_its_part() {
        let cases = [
            ("", 0..0, "expected a position, found nothing"),
            ("2026-13-01", 0..10, "expected a date or a date and time, found `2026-13-01`"),
            ("enter proof +3d", 12..15, "expected `+` or `-` and a duration, found `+3d`"),
            ("enter proof + soon", 14..18, "expected a duration, found `soon`"),
            ("enter proof +", 13..13, "expected a duration, found nothing"),
            ("ciso-call later", 10..15, "expected a minute of a run, such as `12:30`, found `later`"),
            ("ciso-call 12:75", 10..15, "expected a minute of a run, such as `12:30`, found `12:75`"),
            ("prüfung", 0..8, "expected an id of letters, digits, `_` and `-`, found `prüfung`"),
        ];
        for (text, at, message) in cases {
            let error = Position::parse(text).unwrap_err();
            assert_eq!((error.at, &*error.message), (at, message), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_duration_reads_back_the_same(days in 0..9999_u32, minutes in 0..9999_u32, wd in 0..9999_u32, wh in 0..9999_u32) {
            let duration = Duration { days, seconds: minutes * 60, working_days: wd, working_seconds: wh * 3600 };
            prop_assert_eq!(Duration::parse(&duration.to_string()), Ok(duration));
        }

        #[test]
        fn any_text_is_read_or_refused_inside_itself(text in ".{0,40}") {
            if let Err(error) = Position::parse(&text) {
                prop_assert!(text.get(error.at).is_some());
            }
            if let Ok(position) = Position::parse(&text) {
                prop_assert_eq!(Position::parse(&position.to_string()), Ok(position));
            }
            if let Err(error) = Duration::parse(&text) {
                prop_assert!(text.get(error.at).is_some());
            }
        }
    }
}

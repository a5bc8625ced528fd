//! Dates and times as exports write them.
//!
//! Read are: `2026-02-23`, `2026/02/23`, `20260223`; `23.02.2026` (with dots the day comes first); `02/23/2026` and
//! `23/02/2026` by the order of the file; `23 Feb 2026`, `Feb 23, 2026`; each with a time (`14:00`, `08:55 PM`), that with
//! seconds and with `Z` or an offset; a spreadsheet's serial (days since 1899-12-30); seconds and milliseconds since 1970.
//! Of two digits of a year 69 to 99 are of the last century and 00 to 68 of this one. Invariant: an order is taken from
//! what is given or from a value that fits only one, and a date outside 1970 to 2199 is none. Names of months in other
//! languages than English are left out on purpose.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::campaign::When;

/// Which part of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `dmy`
    DayFirst,
    /// `mdy`
    MonthFirst,
    /// `ymd`
    YearFirst,
}

impl DateOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// Its word on the command line and in a map.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
            Self::YearFirst => "ymd",
        }
    }
}

/// Why a cell is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// It does not look like one.
    NoDate,
    /// It looks like one that no calendar has.
    Impossible,
    /// It fits more than one order, and none is given.
    Unclear,
    /// A year outside 1970 to 2199.
    Far,
}

/// What a cell tells of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It is no date.
    NoDate,
    /// A date in any order.
    Clear,
    /// Only with the day first.
    DayFirst,
    /// Only with the month first.
    MonthFirst,
    /// With either first.
    Either,
}

/// The years that are taken.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// Reads a cell.
pub fn read(text: &str, order: Option<DateOrder>) -> Result<When, Bad> {
    let (day, rest) = Written::of(text)?;
    let (day, time) = match day {
        Written::Moment(when) => return within(when),
        Written::Day(day) => (day?, rest),
        Written::Numbers(numbers) => (numbers.day(order)?, rest),
    };
    within(with_time(day, time)?)
}

/// What a cell tells of the order of day and month.
#[must_use]
pub fn shape(text: &str) -> Shape {
    match Written::of(text) {
        Ok((Written::Numbers(numbers), _)) if numbers.is_open() => {
            let fits = |order| numbers.day(Some(order)).is_ok();
            match (fits(DateOrder::DayFirst), fits(DateOrder::MonthFirst)) {
                (true, true) if numbers.parts[0].0 == numbers.parts[1].0 => Shape::Clear,
                (true, true) => Shape::Either,
                (true, false) => Shape::DayFirst,
                (false, true) => Shape::MonthFirst,
                (false, false) if fits(DateOrder::YearFirst) => Shape::Clear,
                (false, false) => Shape::NoDate,
            }
        }
        Ok(_) if matches!(read(text, None), Ok(_) | Err(Bad::Far)) => Shape::Clear,
        _ => Shape::NoDate,
    }
}

/// The day that a promise means: without its time, on the clock of the zone. Midnight of UTC is how programs write a day.
#[must_use]
pub fn day_in(when: When, zone: Tz) -> NaiveDate {
    match when {
        When::Date(day) => day,
        When::Local(time) => time.date(),
        When::Instant(instant) if instant.time() == NaiveTime::MIN => instant.date_naive(),
        When::Instant(instant) => instant.with_timezone(&zone).date_naive(),
    }
}

fn within(when: When) -> Result<When, Bad> {
    let year = match when {
        When::Date(day) => day.year(),
        When::Local(time) => time.year(),
        When::Instant(instant) => instant.year(),
    };
    if YEARS.contains(&year) { Ok(when) } else { Err(Bad::Far) }
}

/// Numbers, words and marks: a date is a handful of them.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'t> {
    /// Its value, and how many digits it has.
    Number(u64, usize),
    Word(&'t str),
    Mark(char),
}

/// More than any date has.
const MOST: usize = 20;

struct Tokens<'t> {
    list: [Token<'t>; MOST],
    len: usize,
}

impl<'t> Tokens<'t> {
    /// Spaces only part the others.
    fn of(text: &'t str) -> Option<Self> {
        let mut tokens = Self { list: [Token::Mark(' '); MOST], len: 0 };
        let mut rest = text.trim();
        if rest.len() > 64 {
            return None;
        }
        while let Some(first) = rest.chars().next() {
            let is_digit = |c: char| c.is_ascii_digit();
            let (token, length) = if is_digit(first) {
                let length = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
                (Token::Number(rest[..length].parse().unwrap_or(u64::MAX), length), length)
            } else if first.is_alphabetic() {
                let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                (Token::Word(&rest[..length]), length)
            } else {
                (Token::Mark(first), first.len_utf8())
            };
            *tokens.list.get_mut(tokens.len)? = token;
            tokens.len += 1;
            rest = rest[length..].trim_start();
        }
        Some(tokens)
    }
}

/// The tokens behind the day.
type Rest<'t> = ([Token<'t>; MOST], usize, usize);

/// The day of a cell as far as it can be told without an order.
enum Written {
    Moment(When),
    Day(Result<NaiveDate, Bad>),
    Numbers(Numbers),
}

impl Written {
    fn of(text: &str) -> Result<(Self, Rest<'_>), Bad> {
        let tokens = Tokens::of(text).ok_or(Bad::NoDate)?;
        let list = &tokens.list[..tokens.len];
        let mut from = 0;
        if let [Token::Word(word), ..] = list
            && is_weekday(word)
        {
            from = if matches!(list.get(1), Some(Token::Mark(',' | '.'))) { 2 } else { 1 };
        }
        let (day, used) = match &list[from..] {
            [Token::Number(number, digits)] => (Self::Moment(single(*number, *digits)?), 1),
            [Token::Number(days, 5), Token::Mark('.'), Token::Number(part, digits)] if *digits <= 15 => {
                (Self::Moment(serial(*days, (*part, *digits))?), 3)
            }
            [
                Token::Number(a, la),
                Token::Mark(mark @ ('-' | '/' | '.')),
                Token::Number(b, lb),
                Token::Mark(again),
                Token::Number(c, lc),
                ..,
            ] if mark == again => {
                (Self::Numbers(Numbers { parts: [(*a, *la), (*b, *lb), (*c, *lc)], dotted: *mark == '.' }), 5)
            }
            [Token::Number(day, digits), rest @ ..] if *digits <= 2 => {
                let skipped = rest.iter().take_while(|token| is_between(**token)).count().min(2);
                let Some(Token::Word(word)) = rest.get(skipped) else { return Err(Bad::NoDate) };
                let month = month(word).ok_or(Bad::NoDate)?;
                let after = rest[skipped + 1..].iter().take_while(|token| is_between(**token)).count().min(2);
                let Some(Token::Number(year, digits)) = rest.get(skipped + 1 + after) else { return Err(Bad::NoDate) };
                (Self::Day(year_of(*year, *digits).and_then(|year| date(year, month, *day))), skipped + after + 3)
            }
            [Token::Word(word), rest @ ..] => {
                let month = month(word).ok_or(Bad::NoDate)?;
                let before = rest.iter().take_while(|token| is_between(**token)).count().min(1);
                let Some(Token::Number(day, 1..=2)) = rest.get(before) else { return Err(Bad::NoDate) };
                let after = rest[before + 1..].iter().take_while(|token| is_between(**token)).count().min(2);
                let Some(Token::Number(year, digits)) = rest.get(before + 1 + after) else { return Err(Bad::NoDate) };
                (Self::Day(year_of(*year, *digits).and_then(|year| date(year, month, *day))), before + after + 3)
            }
            _ => return Err(Bad::NoDate),
        };
        Ok((day, (tokens.list, from + used, tokens.len)))
    }
}

/// What may stand between the parts of a date that names its month.
fn is_between(token: Token<'_>) -> bool {
    match token {
        Token::Mark(mark) => matches!(mark, '-' | '/' | '.' | ','),
        Token::Word(word) => ["st", "nd", "rd", "th", "of"].iter().any(|end| word.eq_ignore_ascii_case(end)),
        Token::Number(..) => false,
    }
}

/// Three numbers with one mark between them.
struct Numbers {
    parts: [(u64, usize); 3],
    dotted: bool,
}

impl Numbers {
    /// Whether the numbers alone do not say which is the day.
    fn is_open(&self) -> bool {
        self.parts[0].1 <= 2 && !self.dotted
    }

    fn day(&self, order: Option<DateOrder>) -> Result<NaiveDate, Bad> {
        let [first, second, third] = self.parts;
        if first.1 > 2 {
            return date(year_of(first.0, first.1)?, second.0, third.0);
        }
        let as_order = |order| match order {
            DateOrder::DayFirst => date(year_of(third.0, third.1)?, second.0, first.0),
            DateOrder::MonthFirst => date(year_of(third.0, third.1)?, first.0, second.0),
            DateOrder::YearFirst => date(year_of(first.0, first.1)?, second.0, third.0),
        };
        if self.dotted && order != Some(DateOrder::YearFirst) {
            let day_first = as_order(DateOrder::DayFirst);
            return if order == Some(DateOrder::MonthFirst) {
                day_first.or_else(|_| as_order(DateOrder::MonthFirst))
            } else {
                day_first
            };
        }
        match order {
            // A year of four digits at the end is no question of the order of day and month.
            Some(DateOrder::YearFirst) if third.1 <= 2 => as_order(DateOrder::YearFirst),
            Some(order @ (DateOrder::DayFirst | DateOrder::MonthFirst)) => as_order(order),
            Some(DateOrder::YearFirst) | None => {
                match (as_order(DateOrder::DayFirst), as_order(DateOrder::MonthFirst)) {
                    (Ok(one), Ok(other)) if one == other => Ok(one),
                    (Ok(_), Ok(_)) => Err(Bad::Unclear),
                    (Ok(day), Err(_)) | (Err(_), Ok(day)) => Ok(day),
                    (Err(_), Err(_)) => as_order(DateOrder::YearFirst),
                }
            }
        }
    }
}

fn year_of(year: u64, digits: usize) -> Result<i32, Bad> {
    let year = i32::try_from(year).map_err(|_| Bad::Impossible)?;
    match (digits, year) {
        (4, year) => Ok(year),
        (2, 69..) => Ok(1900 + year),
        (2, year) => Ok(2000 + year),
        _ => Err(Bad::Impossible),
    }
}

fn date(year: i32, month: u64, day: u64) -> Result<NaiveDate, Bad> {
    let part = |number: u64| u32::try_from(number).map_err(|_| Bad::Impossible);
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?).ok_or(Bad::Impossible)
}

fn is_weekday(word: &str) -> bool {
    named(word, &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]).is_some()
}

fn month(word: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let index = named(word, &MONTHS)?;
    u64::try_from(index + 1).ok()
}

/// A name by its first three letters or more.
fn named(word: &str, names: &[&str]) -> Option<usize> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    names.iter().position(|name| name.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word)))
}

/// A number alone: milliseconds or seconds since 1970, eight digits of a date, or a spreadsheet's day.
fn single(number: u64, digits: usize) -> Result<When, Bad> {
    let since = |millis: Option<i64>| millis.and_then(DateTime::from_timestamp_millis).map(When::Instant);
    match digits {
        12 | 13 => since(i64::try_from(number).ok()).ok_or(Bad::NoDate),
        10 => since(i64::try_from(number).ok().and_then(|seconds| seconds.checked_mul(1000))).ok_or(Bad::NoDate),
        8 => Ok(When::Date(date(year_of(number / 10_000, 4)?, number / 100 % 100, number % 100)?)),
        5 | 6 => serial(number, (0, 0)),
        _ => Err(Bad::NoDate),
    }
}

/// Days since 1899-12-30, with a part of a day.
fn serial(days: u64, (part, digits): (u64, usize)) -> Result<When, Bad> {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(Bad::NoDate)?;
    let day = i64::try_from(days).ok().and_then(TimeDelta::try_days).and_then(|days| start.checked_add_signed(days));
    let day = day.filter(|day| YEARS.contains(&day.year())).ok_or(Bad::NoDate)?;
    // The whole seconds of a part of a day, to the nearest.
    let whole = 10_u128.pow(u32::try_from(digits).unwrap_or(0));
    let seconds = (u128::from(part) * 86_400 + whole / 2) / whole;
    match i64::try_from(seconds).unwrap_or(0) {
        0 => Ok(When::Date(day)),
        seconds => Ok(When::Local(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds))),
    }
}

/// The day with the time that follows it.
fn with_time(day: NaiveDate, (list, from, len): Rest<'_>) -> Result<When, Bad> {
    let mut rest = &list[from..len];
    if let [Token::Mark('.' | ','), more @ ..] = rest {
        rest = more;
    }
    if let [Token::Word(word), more @ ..] = rest
        && (word.eq_ignore_ascii_case("t") || word.eq_ignore_ascii_case("at"))
    {
        rest = more;
    }
    if rest.is_empty() {
        return Ok(When::Date(day));
    }
    let [Token::Number(hour, 1..=2), Token::Mark(':'), Token::Number(minute, 2), more @ ..] = rest else {
        return Err(Bad::NoDate);
    };
    rest = more;
    let mut second = 0;
    if let [Token::Mark(':'), Token::Number(seconds, 2), more @ ..] = rest {
        // A leap second is taken as the second before it.
        second = if *seconds == 60 { 59 } else { *seconds };
        rest = more;
        if let [Token::Mark('.' | ','), Token::Number(..), more @ ..] = rest {
            rest = more;
        }
    }
    let mut hour = *hour;
    if let [Token::Word(word), more @ ..] = rest
        && let Some(afternoon) = afternoon(word)
    {
        if !(1..=12).contains(&hour) {
            return Err(Bad::Impossible);
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        rest = more;
    }
    let part = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let time = NaiveTime::from_hms_opt(part(hour), part(*minute), part(second)).ok_or(Bad::Impossible)?;
    zoned(day.and_time(time), rest)
}

fn afternoon(word: &str) -> Option<bool> {
    if word.eq_ignore_ascii_case("pm") {
        Some(true)
    } else if word.eq_ignore_ascii_case("am") {
        Some(false)
    } else {
        None
    }
}

/// The time with what says its zone, which ends the cell.
fn zoned(local: NaiveDateTime, rest: &[Token<'_>]) -> Result<When, Bad> {
    let (sign, hours, minutes) = match rest {
        [] if local.time() == NaiveTime::MIN => return Ok(When::Date(local.date())),
        [] => return Ok(When::Local(local)),
        [Token::Word(word)] if ["z", "utc", "gmt"].iter().any(|zone| word.eq_ignore_ascii_case(zone)) => (1, 0, 0),
        [Token::Mark(sign @ ('+' | '-')), Token::Number(number, digits)] => {
            let (hours, minutes) = if *digits == 4 { (number / 100, number % 100) } else { (*number, 0) };
            (if *sign == '+' { 1 } else { -1 }, hours, minutes)
        }
        [Token::Mark(sign @ ('+' | '-')), Token::Number(hours, 2), Token::Mark(':'), Token::Number(minutes, 2)] => {
            (if *sign == '+' { 1 } else { -1 }, *hours, *minutes)
        }
        _ => return Err(Bad::NoDate),
    };
    if hours > 23 || minutes > 59 {
        return Err(Bad::Impossible);
    }
    let minutes = i64::try_from(hours * 60 + minutes).unwrap_or(0) * sign;
    let instant = local.checked_sub_signed(TimeDelta::minutes(minutes)).ok_or(Bad::Impossible)?;
    Ok(When::Instant(DateTime::<Utc>::from_naive_utc_and_offset(instant, Utc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, order: Option<DateOrder>) -> String {
        match read(text, order) {
            Ok(When::Date(day)) => day.to_string(),
            Ok(When::Local(time)) => time.format("%Y-%m-%dT%H:%M:%S").to_string(),
            Ok(When::Instant(instant)) => instant.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            Err(bad) => format!("{bad:?}"),
        }
    }

    #[test]
    fn dates_of_every_export_are_read() {
        for (text, expected) in [
            ("2026-02-23", "2026-02-23"),
            ("2026/2/3", "2026-02-03"),
            ("20260223", "2026-02-23"),
            ("23.2.2026", "2026-02-23"),
            ("3. 4. 2026", "2026-04-03"),
            ("03.04.26", "2026-04-03"),
            ("23 Feb 2026", "2026-02-23"),
            ("23-Feb-26", "2026-02-23"),
            ("Feb 23, 2026", "2026-02-23"),
            ("Mon, 23 February 2026 14:05", "2026-02-23T14:05:00"),
            ("September 3rd, 2026", "2026-09-03"),
            ("2018-12-19 00:00:00", "2018-12-19"),
            ("2018-12-19 19:51:13", "2018-12-19T19:51:13"),
            ("2018-12-18 18:20:30.829", "2018-12-18T18:20:30"),
            ("2024-01-22T16:14:25.000+0000", "2024-01-22T16:14:25Z"),
            ("2024-01-22T16:14:25Z", "2024-01-22T16:14:25Z"),
            ("2024-01-22T16:14:25+01:00", "2024-01-22T15:14:25Z"),
            ("2024-01-22 16:14 -0530", "2024-01-22T21:44:00Z"),
            ("02/23/26 08:55 PM", "2026-02-23T20:55:00"),
            ("2/23/2026, 12:05\u{202f}AM", "2026-02-23T00:05:00"),
            ("13/02/2026", "2026-02-13"),
            ("02/02/2026", "2026-02-02"),
            ("45345", "2024-02-23"),
            ("45345.5", "2024-02-23T12:00:00"),
            ("1705940065000", "2024-01-22T16:14:25Z"),
            ("978307200000", "2001-01-01T00:00:00Z"),
            ("1705940065", "2024-01-22T16:14:25Z"),
        ] {
            assert_eq!(said(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_date_that_fits_two_orders_is_read_by_the_one_that_is_given() {
        assert_eq!(said("03/04/2026", None), "Unclear");
        assert_eq!(said("03/04/2026", Some(DateOrder::DayFirst)), "2026-04-03");
        assert_eq!(said("03/04/2026", Some(DateOrder::MonthFirst)), "2026-03-04");
        assert_eq!(said("26-03-04", Some(DateOrder::YearFirst)), "2026-03-04");
        assert_eq!(said("23/02/2026", Some(DateOrder::MonthFirst)), "Impossible");
        assert_eq!(said("2026-03-04", Some(DateOrder::DayFirst)), "2026-03-04");
    }

    #[test]
    fn a_date_that_no_calendar_has_is_told_as_such() {
        for text in
            ["2003-04-987654321987654321", "2026-02-30", "31.04.2026", "2026-01-01 25:00", "30 Feb 2026", "13/13/2026"]
        {
            assert_eq!(said(text, None), "Impossible", "{text}");
        }
    }

    #[test]
    fn a_year_far_away_is_told_as_such() {
        for text in ["2215-03-20", "0001-01-01", "9999-12-31", "1969-07-20"] {
            assert_eq!(said(text, None), "Far", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_as_such() {
        for text in ["TBD", "", "soon", "12", "2026", "12:30", "next 5 days", "1-2", "-", "2026-01-01 x", "٢٠٢٦-٠١-٠١"]
        {
            assert_eq!(said(text, None), "NoDate", "{text}");
        }
    }

    #[test]
    fn two_digits_of_a_year_are_of_the_century_that_is_nearer() {
        assert_eq!(said("31/12/68", None), "2068-12-31");
        assert_eq!(said("31/12/70", None), "1970-12-31");
    }

    #[test]
    fn a_cell_tells_which_order_it_fits() {
        for (text, expected) in [
            ("03/04/2026", Shape::Either),
            ("13/04/2026", Shape::DayFirst),
            ("04/13/26", Shape::MonthFirst),
            ("04/04/26", Shape::Clear),
            ("2026-04-03", Shape::Clear),
            ("2215-03-20", Shape::Clear),
            ("30/02/2026", Shape::NoDate),
            ("Closed", Shape::NoDate),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn a_promise_is_a_day_of_the_zone_and_midnight_of_utc_the_day_itself() {
        let zone = chrono_tz::America::New_York;
        let day = |text| day_in(read(text, None).expect("a date"), zone).to_string();
        assert_eq!(day("2026-01-31T00:00:00Z"), "2026-01-31");
        assert_eq!(day("2026-02-01T02:00:00Z"), "2026-01-31");
        assert_eq!(day("2026-01-31 16:08"), "2026-01-31");
    }
}

//! Dates and places in a person's words: at the end of a typed line (`Ring Ines next tue 14:00`), or as a whole text
//! (`3wd before procurement`).

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::campaign::{Position, When};

/// The line without its date words, and what those words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The rest of the line, trimmed.
    pub text: String,
    /// The day or time, if the line ends with one.
    pub when: Option<When>,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Splits date words off the end of a line. The longest ending that means a date counts; a line that is nothing but a
/// date has an empty text.
///
/// `add_working_days` counts `3wd` from today; the working calendar is the caller's.
#[must_use]
pub fn split(
    line: &str,
    now: DateTime<Utc>,
    zone: Tz,
    add_working_days: &dyn Fn(NaiveDate, u32) -> Option<NaiveDate>,
) -> Dated {
    let today = now.with_timezone(&zone).date_naive();
    let words: Vec<&str> = line.split_whitespace().collect();
    for take in (1..=words.len().min(5)).rev() {
        let start = words.len() - take;
        if let Some(when) = read(&words[start..], today, add_working_days) {
            let text = words[..start].join(" ");
            let text = text.strip_suffix(" on").or_else(|| text.strip_suffix(" at")).unwrap_or(&text);
            return Dated { text: text.trim_end_matches(',').trim().to_owned(), when: Some(when) };
        }
    }
    Dated { text: words.join(" "), when: None }
}

/// A text that is a date as a whole: in words, or as the file writes it. Behind us, too: `yesterday`, `3wd ago`, `now`.
///
/// `add_working_days` counts working days from a day, back where they are negative.
#[must_use]
pub fn whole(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
    add_working_days: &dyn Fn(NaiveDate, i64) -> Option<NaiveDate>,
) -> Option<When> {
    let text = text.trim();
    if let Some(when) = When::parse(text) {
        return Some(when);
    }
    let local = now.with_timezone(&zone).naive_local();
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (time, days) = match words.split_last() {
        Some((last, before)) if clock(last).is_some() => (clock(last), before),
        _ => (None, words.as_slice()),
    };
    let back = match days {
        ["now"] => return Some(When::Local(local.with_second(0)?.with_nanosecond(0)?)),
        ["yesterday"] => local.date().checked_sub_days(Days::new(1)),
        ["last", name] => {
            weekday(name).and_then(|day| weekday_after(local.date(), day)?.checked_sub_days(Days::new(7))).map(|day| {
                // Today is not the last such day.
                if day == local.date() { day - Days::new(7) } else { day }
            })
        }
        [span, "ago"] => ago(span, local.date(), add_working_days),
        [n, unit, "ago"] => {
            short_unit(unit).and_then(|unit| ago(&format!("{n}{unit}"), local.date(), add_working_days))
        }
        _ => None,
    };
    if let Some(day) = back {
        return Some(time.map_or(When::Date(day), |time| When::Local(day.and_time(time))));
    }
    let ahead = |day: NaiveDate, n: u32| add_working_days(day, n.into());
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 5 { None } else { read(&words, local.date(), &ahead) }
}

fn ago(
    text: &str,
    today: NaiveDate,
    add_working_days: &dyn Fn(NaiveDate, i64) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let (n, unit) = number_and_unit(text)?;
    match unit {
        "wd" => add_working_days(today, -i64::from(n)),
        "d" => today.checked_sub_days(Days::new(n.into())),
        "w" => today.checked_sub_days(Days::new(u64::from(n) * 7)),
        _ => None,
    }
}

/// A place in words as the file writes it: `3wd before procurement` is `procurement - 3wd`, `2d after leave proof` is
/// `leave proof + 2d`.
#[must_use]
pub fn place(text: &str) -> Option<Position> {
    let text = text.trim();
    for (word, sign) in [(" before ", '-'), (" after ", '+')] {
        if let Some((way, anchor)) = text.split_once(word) {
            return Position::parse(&format!("{} {sign} {}", anchor.trim(), way.trim())).ok();
        }
    }
    Position::parse(text).ok()
}

fn read(
    words: &[&str],
    today: NaiveDate,
    add_working_days: &dyn Fn(NaiveDate, u32) -> Option<NaiveDate>,
) -> Option<When> {
    let lower: Vec<String> = words.iter().map(|word| word.trim_matches(',').to_ascii_lowercase()).collect();
    let mut words: Vec<&str> = lower.iter().map(String::as_str).filter(|word| *word != "at" && *word != "on").collect();
    let time = words.last().copied().and_then(clock);
    if time.is_some() {
        words.pop();
    }
    let day = match words.as_slice() {
        [] if time.is_some() => today,
        ["today"] => today,
        ["tomorrow" | "tmr"] => today.checked_add_days(Days::new(1))?,
        ["next", "week"] => weekday_after(today, Weekday::Mon)?,
        ["next", "month"] => today.checked_add_months(Months::new(1))?,
        ["next", name] => weekday_after(today, weekday(name)?)?,
        ["in", n, unit] => span(&format!("{n}{}", short_unit(unit)?), today, add_working_days)?,
        [word] => weekday(word)
            .and_then(|day| weekday_after(today, day))
            .or_else(|| span(word, today, add_working_days))
            .or_else(|| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok())?,
        [day, month] | [_, day, month] => {
            if let [name, _, _] = words.as_slice() {
                weekday(name)?;
            }
            named(day, month, today, None)?
        }
        [] => return None,
        [day, month, year, ..] => named(day, month, today, Some(year))?,
    };
    Some(match time {
        Some(time) => When::Local(day.and_time(time)),
        None => When::Date(day),
    })
}

fn clock(word: &str) -> Option<NaiveTime> {
    let (hour, minute) = word.split_once(':')?;
    if hour.is_empty() || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

fn weekday(word: &str) -> Option<Weekday> {
    if word.len() < 3
        || !"monday tuesday wednesday thursday friday saturday sunday".split(' ').any(|name| name.starts_with(word))
    {
        return None;
    }
    word.parse().ok().or_else(|| word[..3].parse().ok())
}

/// The next such weekday, never today.
fn weekday_after(today: NaiveDate, day: Weekday) -> Option<NaiveDate> {
    let ahead = (7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
}

fn short_unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "day" | "days" => "d",
        "week" | "weeks" => "w",
        _ => return None,
    })
}

fn span(
    word: &str,
    today: NaiveDate,
    add_working_days: &dyn Fn(NaiveDate, u32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let (n, unit) = number_and_unit(word)?;
    match unit {
        "wd" => add_working_days(today, n),
        "d" => today.checked_add_days(Days::new(n.into())),
        "w" => today.checked_add_days(Days::new(u64::from(n) * 7)),
        _ => None,
    }
}

fn number_and_unit(word: &str) -> Option<(u32, &str)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let n: u32 = word.get(..digits)?.parse().ok().filter(|n| *n <= 9999)?;
    Some((n, &word[digits..]))
}

fn named(day: &str, month: &str, today: NaiveDate, year: Option<&str>) -> Option<NaiveDate> {
    let number = |text: &str| -> Option<u32> {
        text.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th").parse().ok()
    };
    let month_of = |text: &str| -> Option<u32> {
        let three = text.get(..3)?;
        MONTHS.iter().position(|name| *name == three).and_then(|n| u32::try_from(n + 1).ok())
    };
    let (day, month) = match (number(day), month_of(month)) {
        (Some(day), Some(month)) => (day, month),
        _ => (number(month)?, month_of(day)?),
    };
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year.parse().ok()?, month, day);
    }
    let this = NaiveDate::from_ymd_opt(today.year(), month, day)?;
    // A date well behind today means next year's; one just behind is what was typed.
    if (today - this).num_days() > 60 { NaiveDate::from_ymd_opt(today.year() + 1, month, day) } else { Some(this) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (String, String) {
        let now = "2026-11-20T09:41:00Z".parse().unwrap();
        let dated = split(line, now, chrono_tz::Europe::London, &|day, n| day.checked_add_days(Days::new(n.into())));
        let when = match dated.when {
            None => "–".to_owned(),
            Some(When::Date(day)) => day.to_string(),
            Some(When::Local(time)) => time.to_string(),
            Some(When::Instant(time)) => time.to_string(),
        };
        (dated.text, when)
    }

    #[test]
    fn a_line_may_end_with_a_day_in_words() {
        for (line, text, when) in [
            ("Ring Ines tomorrow", "Ring Ines", "2026-11-21"),
            ("Ring Ines next tue", "Ring Ines", "2026-11-24"),
            ("Ring Ines on Tuesday", "Ring Ines", "2026-11-24"),
            ("Ring Ines fri", "Ring Ines", "2026-11-27"),
            ("Send quote, 24 nov 14:00", "Send quote", "2026-11-24 14:00:00"),
            ("Send quote Nov 24", "Send quote", "2026-11-24"),
            ("Send quote 2026-12-01", "Send quote", "2026-12-01"),
            ("Visit 5 jan", "Visit", "2027-01-05"),
            ("Check in 2 weeks", "Check", "2026-12-04"),
            ("Check 3wd", "Check", "2026-11-23"),
            ("Call back 16:30", "Call back", "2026-11-20 16:30:00"),
            ("Plan for 2027", "Plan for 2027", "–"),
            ("Meet the sun team", "Meet the sun team", "–"),
            ("tomorrow", "", "2026-11-21"),
        ] {
            assert_eq!(read(line), (text.to_owned(), when.to_owned()), "{line}");
        }
    }

    fn whole_text(text: &str) -> String {
        let now = "2026-11-20T09:41:30Z".parse().unwrap();
        let days = |day: NaiveDate, n: i64| day.checked_add_signed(chrono::TimeDelta::days(n));
        whole(text, now, chrono_tz::Europe::London, &days).map_or_else(|| "–".to_owned(), |when| when.to_string())
    }

    #[test]
    fn a_whole_text_may_be_a_day_ahead_or_behind() {
        for (text, when) in [
            ("next tue", "2026-11-24"),
            ("24 nov 14:00", "2026-11-24T14:00:00"),
            ("2026-11-24 14:00", "2026-11-24T14:00:00"),
            ("2026-11-24T14:00:00Z", "2026-11-24T14:00:00Z"),
            ("now", "2026-11-20T09:41:00"),
            ("yesterday 16:00", "2026-11-19T16:00:00"),
            ("last mon", "2026-11-16"),
            ("last fri", "2026-11-13"),
            ("3wd ago", "2026-11-17"),
            ("2 weeks ago", "2026-11-06"),
            ("Ring Ines next tue", "–"),
            ("soon", "–"),
            ("", "–"),
        ] {
            assert_eq!(whole_text(text), when, "{text}");
        }
    }

    #[test]
    fn a_place_may_be_said_by_its_way_first() {
        for (text, written) in [
            ("3wd before procurement", "procurement - 3wd"),
            ("2d after leave proof", "leave proof + 2d"),
            ("enter proof - 4wd", "enter proof - 4wd"),
            ("ciso-call 12:30", "ciso-call 12:30"),
        ] {
            assert_eq!(place(text).map(|place| place.to_string()), Some(written.to_owned()), "{text}");
        }
        assert_eq!(place("soon before procurement"), None);
    }
}

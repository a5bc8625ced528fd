//! Dates in a person's words at the end of a typed line: `Ring Ines next tue 14:00`, `Send the quote 3wd`.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::campaign::When;

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
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let n: u32 = word.get(..digits)?.parse().ok().filter(|n| *n <= 9999)?;
    match &word[digits..] {
        "wd" => add_working_days(today, n),
        "d" => today.checked_add_days(Days::new(n.into())),
        "w" => today.checked_add_days(Days::new(u64::from(n) * 7)),
        _ => None,
    }
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
}

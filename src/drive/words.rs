//! Dates, times, money, counts and lists in the one form that screens and sheets use.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::campaign::{Campaign, When};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `24 Nov`, with the year only where it is not `this_year`.
#[must_use]
pub fn short_date(date: NaiveDate, this_year: i32) -> String {
    let month = MONTHS[date.month0() as usize];
    if date.year() == this_year {
        format!("{} {month}", date.day())
    } else {
        format!("{} {month} {}", date.day(), date.year())
    }
}

/// `Tue 24 Nov`, with the year only where it is not `this_year`.
#[must_use]
pub fn date(date: NaiveDate, this_year: i32) -> String {
    format!("{} {}", DAYS[date.weekday().num_days_from_monday() as usize], short_date(date, this_year))
}

/// `14:00`.
#[must_use]
pub fn clock(time: NaiveDateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A date or time as written, in the campaign's zone: `Tue 24 Nov`, and `14:00` behind it if a time is set.
#[must_use]
pub fn when(when: When, zone: Tz, now: DateTime<Utc>) -> String {
    let year = now.with_timezone(&zone).year();
    match when {
        When::Date(day) => date(day, year),
        When::Local(time) => format!("{} {}", date(time.date(), year), clock(time)),
        When::Instant(time) => {
            let local = time.with_timezone(&zone).naive_local();
            format!("{} {}", date(local.date(), year), clock(local))
        }
    }
}

/// An instant as a person nearby would say it: `14:00` today, `yesterday 14:00`, `tomorrow 09:00`, `Tue 24 Nov 14:00`.
#[must_use]
pub fn moment(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let local = at.with_timezone(&zone).naive_local();
    let today = now.with_timezone(&zone).date_naive();
    match (local.date() - today).num_days() {
        0 => clock(local),
        -1 => format!("yesterday {}", clock(local)),
        1 => format!("tomorrow {}", clock(local)),
        _ => format!("{} {}", date(local.date(), today.year()), clock(local)),
    }
}

/// A day as a person nearby would say it: `today`, `yesterday`, `tomorrow`, `Tue 24 Nov`.
#[must_use]
pub fn day(day: NaiveDate, zone: Tz, now: DateTime<Utc>) -> String {
    let today = now.with_timezone(&zone).date_naive();
    match (day - today).num_days() {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => date(day, today.year()),
    }
}

/// The day of a date or time, in the campaign's zone.
#[must_use]
pub fn day_of(when: When, zone: Tz) -> NaiveDate {
    match when {
        When::Date(day) => day,
        When::Local(time) => time.date(),
        When::Instant(time) => time.with_timezone(&zone).date_naive(),
    }
}

/// The header's clock: `Fri 20 Nov 09:41 London`.
#[must_use]
pub fn header_clock(now: DateTime<Utc>, zone: Tz) -> String {
    let local = now.with_timezone(&zone).naive_local();
    let city = zone.name().rsplit('/').next().unwrap_or("UTC").replace('_', " ");
    let day = DAYS[local.weekday().num_days_from_monday() as usize];
    let month = MONTHS[local.month0() as usize];
    format!("{day} {} {month} {} {city}", local.day(), clock(local))
}

/// `180,000`: thousands set apart, pence only if there are any.
#[must_use]
pub fn amount(value: Decimal) -> String {
    let value = value.normalize();
    let text = if value.scale() == 0 { value.to_string() } else { format!("{:.2}", value.round_dp(2)) };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// `420k`, `1.2m`: for a place with few columns, where the exact figure is one key away.
#[must_use]
pub fn rounded(value: Decimal) -> String {
    let thousand = Decimal::from(1_000);
    let million = Decimal::from(1_000_000);
    if value.abs() >= million {
        format!("{}m", (value / million).round_dp(1).normalize())
    } else if value.abs() >= thousand {
        format!("{}k", (value / thousand).round().normalize())
    } else {
        amount(value)
    }
}

/// `180,000 GBP`, or the figure alone without a currency.
#[must_use]
pub fn money(value: Decimal, currency: Option<&str>) -> String {
    match currency {
        Some(code) => format!("{} {code}", amount(value)),
        None => amount(value),
    }
}

/// `GB, IE and DE`.
#[must_use]
pub fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let (last, first) = match names {
        [] => return String::new(),
        [one] => return one.as_ref().to_owned(),
        [first @ .., last] => (last.as_ref(), first),
    };
    let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
    format!("{} and {last}", first.join(", "))
}

/// `one day`, `3 days`: a count and its noun.
#[must_use]
pub fn counted(n: i64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `“Grocer story”`; what has quotation marks of its own keeps them alone.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.contains(['“', '”', '"']) { text.to_owned() } else { format!("“{text}”") }
}

/// A date or time as an instant: a date is its first moment in the campaign's zone. For sorting and for ages; deadlines
/// and places have rules of their own in `drive`.
#[must_use]
pub fn instant(when: When, zone: Tz) -> DateTime<Utc> {
    let local = match when {
        When::Instant(time) => return time,
        When::Date(day) => day.and_time(chrono::NaiveTime::MIN),
        When::Local(time) => time,
    };
    match zone.from_local_datetime(&local) {
        chrono::LocalResult::Single(time) | chrono::LocalResult::Ambiguous(time, _) => time.with_timezone(&Utc),
        chrono::LocalResult::None => Utc.from_utc_datetime(&local),
    }
}

/// A crew member's name for people: the given name of `name`, else the id.
#[must_use]
pub fn who(campaign: &Campaign, id: &str) -> String {
    campaign
        .crew
        .iter()
        .find(|crew| crew.id == id)
        .and_then(|crew| crew.name.as_deref())
        .and_then(|name| name.split_whitespace().next())
        .unwrap_or(id)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_keeps_its_thousands_apart() {
        assert_eq!(amount(Decimal::from(180_000)), "180,000");
        assert_eq!(amount(Decimal::from(999)), "999");
        assert_eq!(amount(Decimal::new(12_345_675, 1)), "1,234,567.50");
        assert_eq!(amount(Decimal::from(-1500)), "−1,500");
    }

    #[test]
    fn a_year_is_shown_only_when_it_is_not_this_one() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(date(day, 2026), "Tue 24 Nov");
        assert_eq!(date(day, 2025), "Tue 24 Nov 2026");
    }

    #[test]
    fn large_sums_are_rounded_where_columns_are_few() {
        assert_eq!(rounded(Decimal::from(420_000)), "420k");
        assert_eq!(rounded(Decimal::from(1_250_000)), "1.2m");
        assert_eq!(rounded(Decimal::from(950)), "950");
    }
}

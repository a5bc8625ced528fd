//! The working hours of a week, as the file writes them: `Mon-Thu 09:00-17:30, Fri 09:00-16:00`.

use std::fmt;

use super::ParseError;

/// The working intervals of one week: for each weekday (Monday first) minutes from midnight, from and until.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkingHours {
    /// Monday first; each day's intervals in order, not overlapping.
    pub days: [Vec<(u16, u16)>; 7],
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MEND: &str = "write days and hours, such as `Mon-Thu 09:00-17:30, Fri 09:00-16:00`";

impl Default for WorkingHours {
    /// Mon-Fri 09:00-17:30.
    fn default() -> Self {
        Self { days: std::array::from_fn(|day| if day < 5 { vec![(9 * 60, 17 * 60 + 30)] } else { Vec::new() }) }
    }
}

impl WorkingHours {
    /// Every hour of every day, as the example campaign has it.
    #[must_use]
    pub fn always() -> Self {
        Self { days: std::array::from_fn(|_| vec![(0, 24 * 60)]) }
    }

    /// Reads a comma-separated list of days and hours. A day named again adds hours: `Mon 09:00-12:00, Mon
    /// 13:00-17:00`; so does a second interval on the same days: `Mon-Fri 09:00-12:00 13:00-17:00`. `daily` is
    /// `Mon-Sun`.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut hours = Self { days: Default::default() };
        let mut start = 0;
        for entry in text.split(',') {
            hours.add_entry(text, start, entry)?;
            start += entry.len() + 1;
        }
        for day in &mut hours.days {
            day.sort_unstable();
            day.dedup_by(|next, before| {
                let joined = next.0 <= before.1;
                if joined {
                    before.1 = before.1.max(next.1);
                }
                joined
            });
        }
        Ok(hours)
    }

    fn add_entry(&mut self, text: &str, start: usize, entry: &str) -> Result<(), ParseError> {
        let lead = entry.len() - entry.trim_start().len();
        let whole = start + lead..start + lead + entry.trim().len();
        let mut words = entry.split_whitespace();
        let Some(names) = words.next() else {
            return Err(ParseError::new(whole, "expected days and hours, found nothing", MEND));
        };
        let place = |word: &str| {
            let at = word.as_ptr().addr() - text.as_ptr().addr();
            at..at + word.len()
        };
        let Some((first, last)) = parse_days(names) else {
            let message = format!("expected days such as `Mon` or `Mon-Fri`, found `{names}`");
            return Err(ParseError::new(place(names), message, MEND));
        };
        let mut intervals = Vec::new();
        for word in words {
            let Some(interval) = parse_interval(word) else {
                let message = format!("expected hours such as `09:00-17:30`, found `{word}`");
                return Err(ParseError::new(place(word), message, MEND));
            };
            if interval.0 >= interval.1 {
                let message = format!("expected hours that end after they begin, found `{word}`");
                let mend = "write the two parts of a night on their own days, up to `24:00` and from `00:00`";
                return Err(ParseError::new(place(word), message, mend));
            }
            intervals.push(interval);
        }
        if intervals.is_empty() {
            return Err(ParseError::new(whole, format!("expected hours after `{names}`"), MEND));
        }
        let mut day = first;
        loop {
            self.days[day].extend_from_slice(&intervals);
            if day == last {
                return Ok(());
            }
            day = (day + 1) % 7;
        }
    }

    /// The hours of a day's weekday; the day is counted from 1970, which began on a Thursday.
    pub(super) fn on(&self, day: i64) -> &[(u16, u16)] {
        usize::try_from((day + 3).rem_euclid(7))
            .ok()
            .and_then(|weekday| self.days.get(weekday))
            .map_or(&[], Vec::as_slice)
    }

    /// Working seconds of a usual week.
    #[must_use]
    pub fn weekly_seconds(&self) -> u32 {
        self.days.iter().flatten().map(|(from, until)| u32::from(until - from) * 60).sum()
    }

    /// Working seconds of a usual working day: the mean of the days that have any.
    #[must_use]
    pub fn daily_seconds(&self) -> u32 {
        let days = self.days.iter().filter(|day| !day.is_empty()).count();
        u32::try_from(days).ok().filter(|days| *days > 0).map_or(0, |days| self.weekly_seconds() / days)
    }
}

fn parse_days(text: &str) -> Option<(usize, usize)> {
    if text.eq_ignore_ascii_case("daily") {
        return Some((0, 6));
    }
    let day = |name: &str| DAYS.iter().position(|day| is_day(name, day));
    match text.split_once('-') {
        Some((first, last)) => Some((day(first)?, day(last)?)),
        None => day(text).map(|day| (day, day)),
    }
}

/// `Mon`, `mon`, `Monday`.
fn is_day(name: &str, short: &str) -> bool {
    const FULL: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    name.eq_ignore_ascii_case(short)
        || FULL.iter().any(|full| full.starts_with(short) && name.eq_ignore_ascii_case(full))
}

fn parse_interval(text: &str) -> Option<(u16, u16)> {
    let (from, until) = text.split_once('-')?;
    Some((parse_minute(from)?, parse_minute(until)?))
}

fn parse_minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || !digits(minute, 2) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

impl fmt::Display for WorkingHours {
    /// Neighbouring days with the same hours are joined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut day = 0;
        let mut first = true;
        while day < 7 {
            let mut last = day;
            while last < 6 && self.days[last + 1] == self.days[day] {
                last += 1;
            }
            if !self.days[day].is_empty() {
                if !first {
                    f.write_str(", ")?;
                }
                first = false;
                f.write_str(DAYS[day])?;
                if last > day {
                    write!(f, "-{}", DAYS[last])?;
                }
                for (from, until) in &self.days[day] {
                    write!(f, " {:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)?;
                }
            }
            day = last + 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_of_a_week_are_read() {
        let hours = WorkingHours::parse("Mon-Thu 09:00-17:30, Fri 09:00-16:00").unwrap();
        assert_eq!(hours.days[0], [(540, 1050)]);
        assert_eq!(hours.days[4], [(540, 960)]);
        assert!(hours.days[5].is_empty());
        assert_eq!(WorkingHours::parse("Mon-Fri 09:00-17:30"), Ok(WorkingHours::default()));
    }

    #[test]
    fn all_days_and_all_hours_can_be_said() {
        assert_eq!(WorkingHours::parse("Mon-Sun 00:00-24:00"), Ok(WorkingHours::always()));
        assert_eq!(WorkingHours::parse("daily 0-24"), Ok(WorkingHours::always()));
    }

    #[test]
    fn a_lunch_break_splits_a_day_and_overlaps_are_joined() {
        let hours = WorkingHours::parse("Mon 13:00-17:00 09:00-12:00, Mon 11:00-12:30").unwrap();
        assert_eq!(hours.days[0], [(540, 750), (780, 1020)]);
    }

    #[test]
    fn a_week_may_begin_on_any_day() {
        let hours = WorkingHours::parse("Sun-Thu 08:00-16:00").unwrap();
        assert_eq!(hours.days.iter().filter(|day| !day.is_empty()).count(), 5);
        assert!(hours.days[4].is_empty() && hours.days[5].is_empty());
    }

    #[test]
    fn hours_that_cannot_be_read_point_at_their_part() {
        let cases = [
            ("", 0..0),
            ("Mon-Fri", 0..7),
            ("Mon-Fri 9-5", 8..11),
            ("Mon-Fri 09:00-25:00", 8..19),
            ("Mon 09:00-17:00, Fry 09:00-12:00", 17..20),
        ];
        for (text, at) in cases {
            assert_eq!(WorkingHours::parse(text).unwrap_err().at, at, "{text}");
        }
    }

    #[test]
    fn hours_print_in_a_form_that_reads_back_the_same() {
        for text in ["Mon-Thu 09:00-17:30, Fri 09:00-16:00", "Mon-Sun 00:00-24:00", "Mon-Fri 09:00-12:00 13:00-17:30"] {
            assert_eq!(WorkingHours::parse(text).unwrap().to_string(), text);
        }
    }
}

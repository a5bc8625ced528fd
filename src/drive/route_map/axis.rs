//! Time as a line: where on it a moment lies, in weeks from its beginning.
//!
//! A line of up to [`LONG`] weeks is to scale. Of a longer one each empty stretch of more than [`EMPTY`] weeks is drawn as
//! [`LEFT`] weeks: a date in the year 2215 stays on the picture without making a point of all the others. What is left out
//! is kept as a [`Gap`], so that the picture can say so.

use chrono::{DateTime, TimeDelta, Utc};

/// Up to so many weeks everything is to scale.
const LONG: f64 = 78.0;
/// Longer than so many weeks is a stretch without anything.
const EMPTY: f64 = 26.0;
/// What is drawn of it.
const LEFT: f64 = 4.0;

/// Seconds of a week.
const WEEK: f64 = 604_800.0;

const SECONDS: i64 = 604_800;
/// A Monday: 5 January 1970.
const MONDAY: i64 = 345_600;
/// More dates than any picture tells.
const MOST: usize = 2_000;

/// Time as a line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Axis {
    /// Moments in order, with their places.
    knots: Vec<(DateTime<Utc>, f64)>,
    /// What is not drawn to scale.
    pub gaps: Vec<Gap>,
}

/// A stretch of the line that is drawn shorter than it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Nothing lies behind this moment…
    pub from: DateTime<Utc>,
    /// … until this one.
    pub until: DateTime<Utc>,
}

impl Axis {
    /// A line on which all these moments lie, with half a week before the first and a ninth of all after the last.
    #[must_use]
    pub fn over(mut moments: Vec<DateTime<Utc>>) -> Self {
        moments.sort_unstable();
        moments.dedup();
        let (Some(first), Some(last)) = (moments.first().copied(), moments.last().copied()) else {
            return Self::default();
        };
        let begin = first.checked_sub_signed(TimeDelta::hours(84)).unwrap_or(first);
        // Room for the words at the end; of centuries no more than of a year.
        let behind = ((last - first) / 9).clamp(TimeDelta::days(7), TimeDelta::days(42));
        let end = last.checked_add_signed(behind).unwrap_or(last);
        let is_long = weeks(begin, end) > LONG;
        let mut axis = Self { knots: vec![(begin, 0.0)], gaps: Vec::new() };
        let mut place = 0.0;
        let mut before = begin;
        for at in moments.into_iter().chain([end]) {
            let length = weeks(before, at);
            if is_long && length > EMPTY {
                axis.gaps.push(Gap { from: before, until: at });
                place += LEFT;
            } else {
                place += length;
            }
            axis.knots.push((at, place));
            before = at;
        }
        axis
    }

    /// Its length, in weeks of the picture.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.knots.last().map_or(0.0, |(_, place)| *place)
    }

    /// Where a moment lies; one outside lies at the end that is nearer.
    #[must_use]
    pub fn place(&self, at: DateTime<Utc>) -> f64 {
        let after = self.knots.partition_point(|(knot, _)| *knot <= at);
        let Some(&(from, start)) = after.checked_sub(1).and_then(|before| self.knots.get(before)) else { return 0.0 };
        let Some(&(until, end)) = self.knots.get(after) else { return start };
        let whole = weeks(from, until);
        if whole <= 0.0 { start } else { weeks(from, at) / whole * (end - start) + start }
    }

    /// The first and the last moment of the line.
    #[must_use]
    pub fn ends(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        Some((self.knots.first()?.0, self.knots.last()?.0))
    }

    /// So many weeks lie between two dates that are told, where each takes `room` of `long` columns or pixels.
    #[must_use]
    pub fn weeks_apart(&self, long: i64, room: i64) -> i64 {
        const STEPS: [i64; 8] = [1, 2, 4, 8, 13, 26, 52, 104];
        #[expect(clippy::cast_precision_loss, reason = "columns of a picture")]
        let least = self.length() * room as f64 / long.max(1) as f64;
        #[expect(clippy::cast_precision_loss, reason = "weeks of a picture")]
        let wide = |step: &i64| *step as f64 >= least;
        STEPS.into_iter().find(wide).unwrap_or(208)
    }

    /// Every so manieth Monday from one moment to another, where the line is to scale.
    #[must_use]
    pub fn mondays(&self, from: DateTime<Utc>, until: DateTime<Utc>, weeks: i64) -> Vec<DateTime<Utc>> {
        let weeks = weeks.max(1);
        let mut mondays = Vec::new();
        // Counted from a Monday that never changes, so that dates stay where they are when the line grows.
        let mut week = (from.timestamp() - MONDAY).div_euclid(SECONDS * weeks) * weeks;
        while mondays.len() < MOST {
            week += weeks;
            let Some(at) = DateTime::from_timestamp(MONDAY + week * SECONDS, 0).filter(|at| *at < until) else { break };
            if let Some(gap) = self.gaps.iter().find(|gap| gap.from < at && at < gap.until) {
                let behind = (gap.until.timestamp() - MONDAY).div_euclid(SECONDS * weeks) * weeks;
                week = week.max(behind);
                continue;
            }
            mondays.push(at);
        }
        mondays
    }

    /// Whether a moment lies in a stretch that is not to scale.
    #[must_use]
    pub fn is_in_gap(&self, at: DateTime<Utc>) -> bool {
        self.gaps.iter().any(|gap| gap.from < at && at < gap.until)
    }

    /// What is left out, in words; empty where all is to scale.
    #[must_use]
    pub fn told(&self) -> String {
        let left: f64 = self.gaps.iter().map(|gap| weeks(gap.from, gap.until) - LEFT).sum();
        if self.gaps.is_empty() {
            return String::new();
        }
        #[expect(clippy::cast_possible_truncation, reason = "weeks of a calendar")]
        let (weeks, years) = (left.round() as i64, (left / 52.18).round() as i64);
        let long = if years >= 2 { format!("{years} years") } else { format!("{weeks} weeks") };
        format!("not to scale: {long} in which nothing lies are left out")
    }
}

fn weeks(from: DateTime<Utc>, until: DateTime<Utc>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds of a calendar have fewer than 52 bits")]
    let seconds = (until - from).num_seconds() as f64;
    seconds / WEEK
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::at;
    use super::*;

    #[test]
    fn a_line_of_some_months_is_to_scale() {
        let axis = Axis::over(vec![at("2026-11-02 09:00"), at("2026-11-16 09:00"), at("2027-01-11 09:00")]);
        assert!(axis.gaps.is_empty() && axis.told().is_empty());
        let week = axis.place(at("2026-11-09 09:00")) - axis.place(at("2026-11-02 09:00"));
        assert!((week - 1.0).abs() < 1e-9, "{week}");
        assert!((axis.length() - 11.611_111).abs() < 1e-5, "{}", axis.length());
    }

    #[test]
    fn centuries_in_which_nothing_lies_are_left_out_and_told() {
        let axis = Axis::over(vec![at("2026-11-02 09:00"), at("2026-11-16 09:00"), at("2215-01-11 09:00")]);
        assert_eq!(axis.told(), "not to scale: 188 years in which nothing lies are left out");
        assert!(axis.length() < 15.0, "{}", axis.length());
        assert!(axis.is_in_gap(at("2100-01-01 09:00")) && !axis.is_in_gap(at("2026-11-10 09:00")));
        assert!(axis.place(at("2215-01-11 09:00")) > axis.place(at("2100-01-01 09:00")));
    }

    #[test]
    fn a_moment_outside_lies_at_the_nearer_end() {
        let axis = Axis::over(vec![at("2026-11-02 09:00")]);
        assert!(axis.place(at("1970-01-01 09:00")).abs() < 1e-9);
        assert!((axis.place(at("2300-01-01 09:00")) - axis.length()).abs() < 1e-9);
    }
}

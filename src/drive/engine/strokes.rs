//! Strokes counted over the last twelve weeks, and how smooth the ride is.
//!
//! # The figure
//! Smoothness is the mean of three parts, each from 0 to 1; one that cannot be told yet is left out of the mean:
//! - **balance**: 1 while the share of pushes lies inside the agreed band (`campaign.engine.band`, else 0.35 to 0.65);
//!   outside it falls in a straight line to 0 where one trade works alone;
//! - **alternation**: of the strokes that have had their time, those that the other trade answered: on the same day or
//!   within [`ANSWER_WITHIN`] working days;
//! - **rhythm**: of the working days since the first stroke, those on which a stroke was at most [`ANSWER_WITHIN`] working
//!   days old.
//!
//! So one trade alone in a perfect rhythm comes to a third: it runs, and the ride is bumpy. Under [`FEWEST`] strokes there
//! is no figure. The figure is this project's own; it is there to be explained by its lowest part, not to be compared.
//!
//! Figures of several deals are added before they are divided, so that a deal with many strokes weighs more than one with
//! two.

use std::ops::AddAssign;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};

use super::firing::Firing;
use crate::campaign::{Calendar, Campaign, StrokeKind, instant_in};

/// Weeks that are looked at, with the one that runs.
pub const WEEKS: usize = 12;
/// Working days within which the other trade answers a stroke, and after which a silence is a gap.
pub const ANSWER_WITHIN: u32 = 5;
/// Under so many strokes there is no figure.
pub const FEWEST: u32 = 2;
/// The band where the file gives none.
const BAND: (f64, f64) = (0.35, 0.65);

/// The agreed share of pushes.
#[must_use]
pub fn band(campaign: &Campaign) -> (f64, f64) {
    campaign.settings.engine_band.unwrap_or(BAND)
}

/// How many strokes of each trade in a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Week {
    /// Of sales.
    pub push: u32,
    /// Of marketing.
    pub pull: u32,
}

/// The weeks that are looked at, Monday to Sunday, the one that runs last.
#[derive(Debug, Clone)]
pub struct Weeks {
    first: NaiveDate,
    last: NaiveDate,
    /// Working days from the first Monday to each day, that Monday not counted.
    passed: Vec<u32>,
}

impl Weeks {
    /// Those up to a day.
    #[must_use]
    pub fn up_to(calendar: &Calendar, last: NaiveDate) -> Self {
        let monday = last - Days::new(last.weekday().num_days_from_monday().into());
        let first = monday.checked_sub_days(Days::new(7 * (WEEKS as u64 - 1))).unwrap_or(monday);
        let days = first.iter_days().take_while(|day| *day <= last);
        let passed = days.scan(0, |passed, day| {
            *passed += u32::from(day > first && calendar.works_on(day));
            Some(*passed)
        });
        Self { first, last, passed: passed.collect() }
    }

    /// The day they begin.
    #[must_use]
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// Their Mondays.
    pub fn mondays(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        self.first.iter_weeks().take(WEEKS)
    }

    /// Working days up to a day; a day outside counts as the nearest inside.
    fn passed(&self, day: NaiveDate) -> u32 {
        let at = usize::try_from((day - self.first).num_days()).unwrap_or_default();
        self.passed.get(at).or(self.passed.last()).copied().unwrap_or_default()
    }

    /// Working days from one day to a later one.
    pub(super) fn between(&self, from: NaiveDate, until: NaiveDate) -> u32 {
        self.passed(until).saturating_sub(self.passed(from))
    }

    fn week_of(&self, day: NaiveDate) -> Option<usize> {
        (self.first <= day && day <= self.last)
            .then(|| usize::try_from((day - self.first).num_days() / 7).ok())
            .flatten()
    }
}

pub(super) fn noon(calendar: &Calendar, day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    instant_in(calendar.zone(), day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()))
}

/// Strokes of a deal or of several, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strokes {
    /// Of sales.
    pub pushes: u32,
    /// Of marketing.
    pub pulls: u32,
    /// Strokes that have had their time to be answered, or were.
    pub asked: u32,
    /// Of these, answered by the other trade in time.
    pub answered: u32,
    /// Working days since the first stroke.
    pub days: u32,
    /// Of these, those with a stroke not older than [`ANSWER_WITHIN`].
    pub covered: u32,
    /// The longest silence, in working days; of several deals, the longest of any.
    pub longest_gap: u32,
}

impl AddAssign for Strokes {
    fn add_assign(&mut self, other: Self) {
        self.pushes += other.pushes;
        self.pulls += other.pulls;
        self.asked += other.asked;
        self.answered += other.answered;
        self.days += other.days;
        self.covered += other.covered;
        self.longest_gap = self.longest_gap.max(other.longest_gap);
    }
}

/// How smooth the ride is: the figure, and its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothness {
    /// 0 to 1.
    pub figure: f64,
    /// Inside the agreed band, or how far outside.
    pub balance: f64,
    /// Strokes answered by the other trade; `None`: none has had its time.
    pub alternation: Option<f64>,
    /// Days without a gap; `None`: all strokes are of one day, today's.
    pub rhythm: Option<f64>,
}

/// The part that costs most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One trade works more than agreed.
    Balance,
    /// Strokes stay unanswered.
    Alternation,
    /// There are gaps.
    Rhythm,
}

impl Strokes {
    /// Of the strokes of one deal, up to a day.
    #[must_use]
    pub(super) fn of(firings: &[Firing<'_>], weeks: &Weeks, until: NaiveDate) -> Self {
        let inside: Vec<&Firing<'_>> =
            firings.iter().filter(|one| weeks.first <= one.day && one.day <= until).collect();
        let mut strokes = Self::default();
        // An engine that ran before these weeks began has run since their first day.
        let ran_before = firings.first().is_some_and(|one| one.day < weeks.first);
        let first = inside.first().map(|one| one.day);
        let Some(begin) = ran_before.then_some(weeks.first).or(first) else { return strokes };
        for (at, one) in inside.iter().enumerate() {
            match one.kind {
                StrokeKind::Push => strokes.pushes += 1,
                StrokeKind::Pull => strokes.pulls += 1,
            }
            let same_day = |other: &&&Firing<'_>| other.day == one.day && other.kind != one.kind;
            let answer = inside[at + 1..].iter().find(|other| other.kind != one.kind);
            let answered = inside[..at].iter().rev().any(|other| same_day(&other))
                || answer.is_some_and(|other| weeks.between(one.day, other.day) <= ANSWER_WITHIN);
            if answered || weeks.between(one.day, until) > ANSWER_WITHIN {
                strokes.asked += 1;
                strokes.answered += u32::from(answered);
            }
        }
        let mut last = begin;
        for day in inside.iter().map(|one| one.day).chain([until]) {
            let gap = weeks.between(last, day);
            strokes.days += gap;
            strokes.covered += gap.min(ANSWER_WITHIN);
            strokes.longest_gap = strokes.longest_gap.max(gap);
            last = day;
        }
        strokes
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> u32 {
        self.pushes + self.pulls
    }

    /// The trade that works alone, where one does.
    #[must_use]
    pub const fn alone(&self) -> Option<StrokeKind> {
        match (self.pushes, self.pulls) {
            (0, FEWEST..) => Some(StrokeKind::Pull),
            (FEWEST.., 0) => Some(StrokeKind::Push),
            _ => None,
        }
    }

    /// The figure; `None`: too few strokes to tell.
    #[must_use]
    pub fn smoothness(&self, (low, high): (f64, f64)) -> Option<Smoothness> {
        if self.all() < FEWEST {
            return None;
        }
        let part = |some: u32, of: u32| (of > 0).then(|| f64::from(some) / f64::from(of));
        let share = part(self.pushes, self.all())?;
        let balance = if share < low {
            share / low
        } else if share > high {
            (1.0 - share) / (1.0 - high)
        } else {
            1.0
        };
        let (alternation, rhythm) = (part(self.answered, self.asked), part(self.covered, self.days));
        let parts: Vec<f64> = [Some(balance), alternation, rhythm].into_iter().flatten().collect();
        let count = f64::from(u32::try_from(parts.len()).unwrap_or(1));
        Some(Smoothness { figure: parts.iter().sum::<f64>() / count, balance, alternation, rhythm })
    }
}

impl Smoothness {
    /// In words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.figure {
            figure if figure >= 0.8 => "a smooth ride",
            figure if figure >= 0.6 => "a little bumpy",
            _ => "a bumpy ride",
        }
    }

    /// The part that costs most; `None`: none costs anything.
    #[must_use]
    pub fn worst(&self) -> Option<Part> {
        let parts =
            [(Part::Balance, Some(self.balance)), (Part::Alternation, self.alternation), (Part::Rhythm, self.rhythm)];
        let known = parts.into_iter().filter_map(|(part, share)| Some((part, share?)));
        known.filter(|(_, share)| *share < 1.0).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(part, _)| part)
    }
}

/// How many strokes of each trade in each week.
#[must_use]
pub(super) fn by_week(firings: &[Firing<'_>], weeks: &Weeks) -> [Week; WEEKS] {
    let mut counted = [Week::default(); WEEKS];
    for one in firings {
        if let Some(week) = weeks.week_of(one.day).and_then(|at| counted.get_mut(at)) {
            match one.kind {
                StrokeKind::Push => week.push += 1,
                StrokeKind::Pull => week.pull += 1,
            }
        }
    }
    counted
}

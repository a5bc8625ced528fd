//! How long before its place a note is called.
//!
//! Lead = earliness × preparation for the hardest step × highest caution, from 1 to 120 working hours; a note's own
//! `lead` or `ladder` is taken as written, at least one working hour. Everything is counted back from the place, in
//! the working time of the person called.

use chrono::{DateTime, TimeDelta, Utc};

use super::subject::Subject;
use crate::campaign::{Calendar, Campaign, Duration};
use crate::pace::{Caution, Hardness, Steps};

const HOUR: i64 = 3600;
/// The shortest lead of the deal clock.
pub const SHORTEST: i64 = HOUR;
/// The longest computed lead.
pub const LONGEST: i64 = 120 * HOUR;
/// What a control is prepared for, in working hours.
const CONTROL_HOURS: f64 = 8.0;
/// A place with a written time outside working time has this much working time before it.
const BEFORE_WRITTEN: TimeDelta = TimeDelta::hours(2);

/// The working time that counts for one place: the person's, and for a written time outside it the two hours before.
#[derive(Debug, Clone, Copy)]
pub struct PlaceClock<'a> {
    calendar: &'a Calendar,
    /// T: nothing is called at or after it.
    place: DateTime<Utc>,
    extra: Option<DateTime<Utc>>,
}

impl<'a> PlaceClock<'a> {
    /// For a place in time; one without a written time of day moves to the last working minute before.
    #[must_use]
    pub fn new(calendar: &'a Calendar, place: DateTime<Utc>, written: bool) -> Self {
        if calendar.touches(place) {
            return Self { calendar, place, extra: None };
        }
        if written {
            return Self { calendar, place, extra: Some(place - BEFORE_WRITTEN) };
        }
        Self { calendar, place: calendar.moved_into(place), extra: None }
    }

    /// For a place that is not moved.
    #[must_use]
    pub const fn exactly(calendar: &'a Calendar, place: DateTime<Utc>) -> Self {
        Self { calendar, place, extra: None }
    }

    /// T.
    #[must_use]
    pub const fn place(&self) -> DateTime<Utc> {
        self.place
    }

    /// The time before the place that counts beside working time.
    #[must_use]
    pub fn extra(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        self.extra.map(|extra| (extra, self.place))
    }

    /// Working seconds from `at` to the place.
    #[must_use]
    pub fn left(&self, at: DateTime<Utc>) -> i64 {
        let usual = self.calendar.working_between(at, self.place);
        let Some(extra) = self.extra.filter(|_| at < self.place) else { return usual };
        let from = at.max(extra);
        usual + (self.place - from).num_seconds() - self.calendar.working_between(from, self.place)
    }

    /// The working instant `seconds` of working time before the place.
    #[must_use]
    pub fn back(&self, seconds: i64) -> Option<DateTime<Utc>> {
        let Some(extra) = self.extra else { return self.calendar.sub_working(self.place, seconds) };
        let within = (self.place - extra).num_seconds();
        if seconds <= within {
            return Some(self.place - TimeDelta::seconds(seconds));
        }
        self.calendar.sub_working(extra, seconds - within)
    }

    /// True in the working time that counts here.
    #[must_use]
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        self.extra.is_some_and(|extra| (extra..self.place).contains(&at)) || self.calendar.is_working(at)
    }

    /// The first instant at or after `at` that counts.
    #[must_use]
    pub fn next_working(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let usual = self.calendar.next_working(at);
        let extra = self.extra.filter(|_| at < self.place).map(|extra| extra.max(at));
        match (usual, extra) {
            (Some(usual), Some(extra)) => Some(usual.min(extra)),
            (usual, extra) => usual.or(extra),
        }
    }
}

/// What a lead comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LeadBasis {
    /// The note's own `lead` or rung.
    Written(Duration),
    /// Preparation for a grade.
    Preparation {
        /// Of the hardest step.
        hardness: Hardness,
        /// The highest.
        caution: Caution,
    },
    /// Lengthened to the working time from early to median arrival.
    Arrival,
    /// The step says `now`.
    Now,
    /// A dated promise.
    Control,
    /// A minute of a run.
    Live,
    /// It was called before, with this lead.
    Again,
}

/// What a rung is called in the call log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RungName<'a> {
    /// A default lead, a control, a run note: the empty text.
    Default,
    /// The note's own `lead`.
    Lead(Duration),
    /// A rung of the note's ladder, as written.
    Ladder(&'a str),
}

impl RungName<'_> {
    /// Whether a row of the call log is of this rung.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        match self {
            Self::Default => name.is_empty(),
            Self::Lead(lead) => Duration::parse(name).is_ok_and(|name| name.as_lead() == lead.as_lead()),
            Self::Ladder(written) => name == *written,
        }
    }
}

impl std::fmt::Display for RungName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => Ok(()),
            Self::Lead(lead) => lead.fmt(f),
            Self::Ladder(written) => f.write_str(written),
        }
    }
}

/// One call of a note ahead of its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rung<'a> {
    /// Its name in the log.
    pub name: RungName<'a>,
    /// When it is due: T less the lead.
    pub call_at: DateTime<Utc>,
    /// Working seconds from the call to T; for a run note, seconds.
    pub lead: i64,
    /// Where the lead comes from.
    pub basis: LeadBasis,
}

/// The rungs of a note or a control, the shortest first; none where the person never works before the place.
/// `spread`: working seconds from early to median arrival, for an estimated place.
#[must_use]
pub fn rungs<'a>(
    campaign: &Campaign,
    subject: &Subject<'a>,
    steps: Option<&Steps>,
    clock: &PlaceClock<'_>,
    earliness: f64,
    spread: Option<i64>,
) -> Vec<Rung<'a>> {
    if let Some(note) = subject.note() {
        if !note.ladder.is_empty() {
            let mut rungs: Vec<_> = note
                .ladder
                .iter()
                .filter_map(|(name, length)| written(clock, RungName::Ladder(name), *length))
                .collect();
            rungs.sort_by(|one, other| one.lead.cmp(&other.lead).then(other.call_at.cmp(&one.call_at)));
            return rungs;
        }
        if let Some(lead) = note.lead.as_deref().copied() {
            return written(clock, RungName::Lead(lead), lead).into_iter().collect();
        }
    }
    let (hours, basis) = match subject {
        Subject::Control(_) => (CONTROL_HOURS * earliness, LeadBasis::Control),
        _ if steps.is_some_and(Steps::is_now) => (1.0, LeadBasis::Now),
        _ => {
            let hardness = steps.map_or(Hardness::DEFAULT, Steps::hardness);
            let caution = steps.map_or(Caution::None, Steps::caution);
            let hours = preparation(campaign, hardness) * earliness * caution.factor();
            (hours, LeadBasis::Preparation { hardness, caution })
        }
    };
    let lead = whole_seconds(hours * 3600.0).clamp(SHORTEST, LONGEST);
    let (lead, basis) = match spread.map(|spread| spread.min(LONGEST)) {
        Some(spread) if spread > lead => (spread, LeadBasis::Arrival),
        _ => (lead, basis),
    };
    let rung = clock.back(lead).map(|call_at| Rung { name: RungName::Default, call_at, lead, basis });
    rung.into_iter().collect()
}

fn written<'a>(clock: &PlaceClock<'_>, name: RungName<'a>, length: Duration) -> Option<Rung<'a>> {
    let length = length.as_lead();
    let basis = LeadBasis::Written(length);
    let days = Duration { working_seconds: 0, ..length };
    let call_at = if days.is_zero() {
        clock.back(i64::from(length.working_seconds).max(SHORTEST))?
    } else {
        let at = clock.calendar.earlier(clock.place, &length)?;
        if clock.is_working(at) { at } else { clock.calendar.last_working_before(at)? }
    };
    let lead = clock.left(call_at);
    if lead >= SHORTEST {
        return Some(Rung { name, call_at, lead, basis });
    }
    Some(Rung { name, call_at: clock.back(SHORTEST)?, lead: SHORTEST, basis })
}

/// Preparation for a grade in working hours: the campaign's own, else the usual.
fn preparation(campaign: &Campaign, hardness: Hardness) -> f64 {
    let Some(own) = campaign.settings.calls.prep.get(&hardness) else { return f64::from(hardness.preparation()) };
    let own = own.as_lead();
    let hours = campaign.settings.working_hours.as_ref().map_or(DEFAULT_DAY, |hours| f64::from(hours.daily_seconds()));
    let days = f64::from(own.days) * (5.0 / 7.0) + f64::from(own.working_days);
    (days * hours + f64::from(own.working_seconds)) / 3600.0
}

/// Seconds of a working day from 09:00 to 17:30.
const DEFAULT_DAY: f64 = 30_600.0;

/// The lead of a run note on the live clock, in seconds.
#[must_use]
pub fn live_lead(steps: Option<&Steps>, earliness: f64) -> i64 {
    if steps.is_some_and(Steps::is_now) {
        return 5;
    }
    let caution = steps.map_or(Caution::None, Steps::caution);
    whole_seconds(45.0 * earliness * caution.factor()).clamp(5, 300)
}

#[expect(clippy::cast_possible_truncation, reason = "a lead is some hours; what is too long is clamped")]
fn whole_seconds(seconds: f64) -> i64 {
    seconds.round() as i64
}

/// r: working time left over the working time of the lead.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "seconds of a sale have far fewer than 52 bits")]
pub fn ratio(left: i64, lead: i64) -> f64 {
    left as f64 / lead.max(1) as f64
}

//! A run as it is driven: its clock, the notes timed to its minutes, the answers at hand.
//!
//! Invariant: everything is measured on the run's own clock, which counts the seconds since `started` and stands during a
//! pause, so that a late start, a pause or a corrected start moves all notes together. At most one note is the current
//! one: what went by uncalled is counted, never read out.
//!
//! Left out on purpose: which note was looked at by hand. That is the screen's, not the run's.

use chrono::{DateTime, Utc};

use super::calls::{Subject, live_lead, subjects};
use super::place::{Bearings, Met};
use crate::campaign::{Anchor, Calendar, CallLog, Deal, Position, Run, Used, When};
use crate::pace::Steps;

/// A note timed beyond what any meeting lasts is shown as if it came then: 27 hours.
const LONGEST: i64 = 99_999;

/// The clock of a run that has started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// When it began.
    pub started: DateTime<Utc>,
    /// Seconds driven, without pauses.
    pub elapsed: i64,
    /// Seconds planned.
    pub length: Option<i64>,
    /// Since when it stands.
    pub paused: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended: Option<DateTime<Utc>>,
}

/// How much time is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressure {
    /// More than a quarter of the planned time, or no time is planned.
    Calm,
    /// The last quarter.
    LastQuarter,
    /// The planned time is over.
    Over,
}

impl Clock {
    /// The clock at a moment, also at one before the run was over; nothing of a run that has not started.
    #[must_use]
    pub fn of(run: &Run, calendar: &Calendar, now: DateTime<Utc>) -> Option<Self> {
        let started = calendar.clock(run.started?);
        let ended = run.ended.map(|ended| calendar.clock(ended));
        let until = ended.map_or(now, |ended| ended.min(now)).max(started);
        let mut pauses: Vec<_> = run
            .pauses
            .iter()
            .map(|(from, to)| (calendar.clock(*from).max(started), to.map(|to| calendar.clock(to))))
            .collect();
        pauses.sort_unstable();
        let stands_since = pauses.iter().find(|(_, to)| to.is_none() && ended.is_none()).map(|(from, _)| *from);
        let stood: i64 = pauses
            .iter()
            .map(|(from, to)| (to.unwrap_or(until).min(until) - *from.min(&until)).num_seconds().max(0))
            .sum();
        let length = run.length.filter(|length| !length.is_zero()).map(|length| seconds(length.calendar_seconds()));
        Some(Self {
            started,
            elapsed: ((until - started).num_seconds() - stood).max(0),
            length,
            paused: stands_since,
            ended,
        })
    }

    /// Seconds left; below 0 when the planned time is over.
    #[must_use]
    pub const fn left(&self) -> Option<i64> {
        match self.length {
            Some(length) => Some(length - self.elapsed),
            None => None,
        }
    }

    /// How much time is left, as a feeling.
    #[must_use]
    pub const fn pressure(&self) -> Pressure {
        match (self.left(), self.length) {
            (Some(left), _) if left <= 0 => Pressure::Over,
            (Some(left), Some(length)) if left * 4 <= length => Pressure::LastQuarter,
            _ => Pressure::Calm,
        }
    }

    /// Started, not ended, not paused: then it changes each second.
    #[must_use]
    pub const fn goes(&self) -> bool {
        self.paused.is_none() && self.ended.is_none()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a length is some hours; what is longer is cut")]
fn seconds(length: f64) -> i64 {
    length.clamp(0.0, 1e9) as i64
}

/// Started and not ended.
#[must_use]
pub const fn is_live(run: &Run) -> bool {
    run.started.is_some() && run.ended.is_none()
}

/// A note timed to a minute of the run.
#[derive(Debug, Clone)]
pub struct Cue<'a> {
    /// The note.
    pub subject: Subject<'a>,
    /// The obstacle at its place.
    pub met: Option<Met<'a>>,
    /// Its steps, or those of the obstacle at its place.
    pub steps: Option<&'a Steps>,
    /// Its place, in seconds of the run's clock.
    pub at: i64,
    /// When it is called, in seconds of the run's clock; below 0: as soon as the run starts.
    pub call: i64,
    /// Its last call in this run.
    pub made: Option<&'a CallLog>,
}

impl Cue<'_> {
    /// Whether it can be the current note: its call has come, and it was called or can still be.
    #[must_use]
    pub const fn is_current(&self, elapsed: i64) -> bool {
        self.call <= elapsed && (self.made.is_some() || elapsed < self.at)
    }

    /// Its place went by uncalled.
    #[must_use]
    pub const fn went_by(&self, elapsed: i64) -> bool {
        self.made.is_none() && self.at <= elapsed
    }

    /// How it went, if somebody has said so.
    #[must_use]
    pub fn used(&self) -> Option<Used> {
        self.made.and_then(|row| row.used)
    }
}

/// An answer that waits for its question: a note with `when` at this run, or at no place.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// The note.
    pub subject: Subject<'a>,
    /// What it answers.
    pub when: &'a str,
    /// Its last use in this run.
    pub made: Option<&'a CallLog>,
}

/// The notes of a run, in the order of their minutes.
#[must_use]
pub fn cues<'a>(bearings: &Bearings<'a>, run: &Run) -> Vec<Cue<'a>> {
    let mut cues: Vec<Cue<'a>> = subjects(bearings.campaign, bearings.deal)
        .filter(|subject| !subject.is_struck() && subject.note().is_some_and(|note| note.when.is_none()))
        .filter_map(|subject| {
            let met = subject.met(bearings);
            let at = minute(bearings, subject.note()?.at.as_deref(), met, &run.id)?;
            let steps = subject.steps(met);
            let call = at - live_lead(steps, bearings.earliness);
            let made = made_in(bearings, run, &subject);
            Some(Cue { subject, met, steps, at, call, made })
        })
        .collect();
    cues.sort_by_cached_key(|cue| (cue.at, cue.subject.name()));
    cues
}

/// The answers that can be opened in a run: those at its place first, then those of the deal that have none.
#[must_use]
pub fn answers<'a>(bearings: &Bearings<'a>, run: &Run) -> Vec<Answer<'a>> {
    let mut found: Vec<(bool, Answer<'a>)> = subjects(bearings.campaign, bearings.deal)
        .filter(|subject| !subject.is_struck())
        .filter_map(|subject| {
            let note = subject.note()?;
            let when = note.when.as_deref()?;
            let is_loose = note.at.is_none() && matches!(subject, Subject::Note(_));
            let is_here = note.at.as_deref().is_some_and(|at| {
                at.plus.is_none()
                    && at.minus.is_none()
                    && match &at.anchor {
                        Anchor::Named(id) | Anchor::Minute(id, _) => *id == run.id,
                        _ => false,
                    }
            });
            let answer = Answer { subject, when, made: made_in(bearings, run, &subject) };
            (is_loose || is_here).then_some((is_loose, answer))
        })
        .collect();
    found.sort_by_key(|(is_loose, _)| *is_loose);
    found.into_iter().map(|(_, answer)| answer).collect()
}

/// The second of the run's clock at which a note stands: by its own place, or by that of the obstacle it stands at.
fn minute(bearings: &Bearings<'_>, at: Option<&Position>, met: Option<Met<'_>>, run: &str) -> Option<i64> {
    let mut at = at.or_else(|| met.and_then(|met| met.at()))?;
    for _ in 0..4 {
        if at.plus.is_some() || at.minus.is_some() {
            return None;
        }
        match &at.anchor {
            Anchor::Minute(id, second) => return (**id == *run).then(|| i64::from(*second).min(LONGEST)),
            Anchor::Named(_) => at = bearings.obstacle_at(at)?.at()?,
            _ => return None,
        }
    }
    None
}

/// The last call of a note since a run began.
fn made_in<'a>(bearings: &Bearings<'a>, run: &Run, subject: &Subject<'a>) -> Option<&'a CallLog> {
    let began = bearings.calendar.clock(run.started?);
    let ended = run.ended.map(|ended| bearings.calendar.clock(ended));
    let called = |row: &CallLog| row.called.map(|called| bearings.calendar.clock(called));
    let rows = bearings.deal.call_log.iter().filter(|row| subject.is_named(&row.note));
    rows.filter(|row| called(row).is_some_and(|at| at >= began && ended.is_none_or(|ended| at <= ended)))
        .max_by_key(|row| called(row))
}

/// Which of the notes is the current one, and which comes next.
#[must_use]
pub fn place(cues: &[Cue<'_>], elapsed: i64) -> (Option<usize>, Option<usize>) {
    let current = cues.iter().rposition(|cue| cue.is_current(elapsed));
    let next = cues.iter().position(|cue| cue.call > elapsed && cue.made.is_none());
    (current, next)
}

/// The runs of a deal that can be started: not started, the nearest first.
#[must_use]
pub fn planned<'a>(deal: &'a Deal, calendar: &Calendar, now: DateTime<Utc>) -> Vec<&'a Run> {
    let mut runs: Vec<&Run> = deal.runs.iter().filter(|run| run.started.is_none() && run.ended.is_none()).collect();
    let distance = |starts: When| (calendar.clock(starts) - now).abs();
    runs.sort_by_key(|run| (run.starts.is_none(), run.starts.map(distance), run.id.clone()));
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::{Campaign, Id};
    use crate::drive::Outlook;
    use crate::drive::tests::{at, campaign};

    /// A run from ten with this length and these pauses, in seconds from its start; the last may be open.
    fn run(length: Option<&str>, pauses: &[(i64, Option<i64>)]) -> Run {
        let started = at("2026-11-24T10:00:00Z");
        let after = |seconds: i64| When::Instant(started + chrono::TimeDelta::seconds(seconds));
        Run {
            id: Id::from("r"),
            what: None,
            starts: None,
            length: length.map(|length| crate::campaign::Duration::parse(length).unwrap()),
            crew: Vec::new(),
            with: Vec::new(),
            kind: None,
            aim: None,
            link: None,
            started: Some(When::Instant(started)),
            ended: None,
            pauses: pauses.iter().map(|(from, until)| (after(*from), until.map(after))).collect(),
        }
    }

    fn clock(run: &Run, second: i64) -> Clock {
        let campaign = campaign("format = 1\n[campaign]\ntimezone = \"Europe/London\"\n");
        let outlook = Outlook::new(&campaign);
        let now = at("2026-11-24T10:00:00Z") + chrono::TimeDelta::seconds(second);
        Clock::of(run, outlook.calendar(None), now).unwrap()
    }

    #[test]
    fn the_last_quarter_is_urgent_and_the_end_more_so() {
        let run = run(Some("40m"), &[]);
        let pressure = |minute: i64| clock(&run, minute * 60).pressure();
        assert_eq!(
            [pressure(29), pressure(30), pressure(39), pressure(40)],
            [Pressure::Calm, Pressure::LastQuarter, Pressure::LastQuarter, Pressure::Over]
        );
    }

    #[test]
    fn a_run_without_a_length_is_never_urgent() {
        assert_eq!(clock(&run(None, &[]), 36_000).pressure(), Pressure::Calm);
    }

    #[test]
    fn the_clock_of_a_run_that_is_over_still_knows_its_earlier_minutes() {
        let mut run = run(Some("40m"), &[(60, Some(120))]);
        run.ended = Some(When::Instant(at("2026-11-24T10:30:00Z")));
        let elapsed = |second: i64| clock(&run, second).elapsed;
        assert_eq!([elapsed(90), elapsed(600), elapsed(3_600)], [60, 540, 1_740]);
    }

    #[test]
    fn an_open_pause_stops_the_clock_where_it_began() {
        let run = run(Some("40m"), &[(60, None)]);
        let clock = clock(&run, 600);
        assert_eq!((clock.elapsed, clock.goes()), (60, false));
    }

    proptest! {
        #[test]
        fn the_clock_never_goes_back_and_never_faster_than_time(
            lengths in proptest::collection::vec((1_i64..600, 1_i64..600), 0..4),
            open in any::<bool>(),
            second in 0_i64..5_000,
        ) {
            let mut from = 0;
            let mut pauses = Vec::new();
            for (index, (drive, stand)) in lengths.iter().enumerate() {
                from += drive;
                let is_open = open && index + 1 == lengths.len();
                pauses.push((from, (!is_open).then_some(from + stand)));
                from += stand;
            }
            let run = run(None, &pauses);
            let (before, after) = (clock(&run, second).elapsed, clock(&run, second + 1).elapsed);
            prop_assert!((0..=1).contains(&(after - before)), "{before} {after}");
        }

        #[test]
        fn a_note_comes_when_the_clock_shows_its_minute_whatever_was_paused(
            minute in 1_i64..40,
            pauses in proptest::collection::vec((1_i64..600, 1_i64..600), 0..4),
        ) {
            let mut from = 0;
            let mut rows = Vec::new();
            for (drive, stand) in pauses {
                from += drive;
                rows.push((from, Some(from + stand)));
                from += stand;
            }
            let run = run(None, &rows);
            let text = format!("[deal.d]\naccount = \"D\"\n[deal.d.run.r]\n[deal.d.note.n]\nat = \"r {minute}:00\"\n");
            let mut campaign = campaign(&text);
            let mut deal = (*campaign.deals[0]).clone();
            deal.runs = vec![run.clone()].into();
            campaign.deals[0] = std::sync::Arc::new(deal);
            let outlook = Outlook::new(&campaign);
            let now = at("2026-11-24T12:00:00Z");
            let place = place_of(&campaign, &outlook, now);
            prop_assert_eq!(Clock::of(&run, outlook.calendar(None), place).unwrap().elapsed, minute * 60);
        }
    }

    /// T of the only note, as the call engine has it.
    fn place_of(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> DateTime<Utc> {
        let bearings = Bearings::new(campaign, outlook, &campaign.deals[0], None, now);
        let note = campaign.deals[0].note("n").unwrap();
        match bearings.place(note.at.as_deref().unwrap()).time {
            crate::drive::PlaceTime::Live { at, .. } => at,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_went_by_uncalled_is_never_the_current_note() {
        let text = "[deal.d]\naccount = \"D\"\n[deal.d.run.r]\nstarted = 2026-11-24T10:00:00Z\n\
                    [deal.d.note.a]\nat = \"r 2:00\"\n[deal.d.note.b]\nat = \"r 10:00\"\n";
        let campaign = campaign(text);
        let outlook = Outlook::new(&campaign);
        let deal = &campaign.deals[0];
        let bearings = Bearings::new(&campaign, &outlook, deal, None, at("2026-11-24T10:05:00Z"));
        let cues = cues(&bearings, &deal.runs[0]);
        assert_eq!(place(&cues, 60), (None, Some(0)), "not yet");
        assert_eq!(place(&cues, 80), (Some(0), Some(1)), "its lead ahead");
        assert_eq!(place(&cues, 300), (None, Some(1)), "it went by");
    }

    #[test]
    fn a_note_at_an_obstacle_of_the_run_has_the_obstacles_minute() {
        let text = "[deal.d]\naccount = \"D\"\n[deal.d.run.r]\nstarted = 2026-11-24T10:00:00Z\n\
                    [deal.d.obstacle.o]\nat = \"r 7:30\"\n[deal.d.note.a]\nat = \"o\"\n";
        let campaign = campaign(text);
        let outlook = Outlook::new(&campaign);
        let deal = &campaign.deals[0];
        let bearings = Bearings::new(&campaign, &outlook, deal, None, at("2026-11-24T10:05:00Z"));
        assert_eq!(cues(&bearings, &deal.runs[0]).iter().map(|cue| cue.at).collect::<Vec<_>>(), [450]);
    }
}

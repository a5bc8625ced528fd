//! How one note or control of a deal stands at a moment: its state, the call it is due for, and when that can change
//! by itself.

use chrono::{DateTime, Utc};

use super::judge::{Judged, Made};
use super::lead::{LONGEST, LeadBasis, PlaceClock, Rung, RungName, live_lead, ratio, rungs};
use super::subject::{Subject, subjects};
use super::tick::Held;
use crate::campaign::{Duration, Outcome, Tally, When};
use crate::drive::place::{Bearings, Met, PlaceInTime, PlaceTime};
use crate::pace::{Caution, Hardness, Steps};

/// The states of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteState {
    /// Struck in pencil, or retired.
    Struck,
    /// Called by hand, when what it waits for happens.
    Contingency,
    /// It has no place, or one that names nothing.
    NoPlace,
    /// Its place hangs on something without a date.
    NoTimeYet,
    /// A minute of a run that has not started.
    NotDriven,
    /// Its call is ahead.
    Planned,
    /// r ≤ 1, or armed ahead: next.
    Armed,
    /// Called, not acknowledged.
    Called,
    /// Acknowledged, or shown where that is enough.
    Heard,
    /// Its place is behind, and it was called.
    Passed(Option<Outcome>),
    /// Its place went by uncalled.
    Missed,
    /// Called, not acknowledged by its place.
    Unheard,
    /// Neither missed nor passed.
    Void(Void),
}

/// Why a note is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Void {
    /// Its obstacle has an outcome.
    Outcome,
    /// The promise is kept.
    Done,
    /// Its stage was skipped, or left behind at a time that nobody wrote down.
    Skipped,
    /// The deal is finished.
    Finished,
    /// It was written after its place.
    WrittenAfter,
    /// The run ended before its minute.
    RunOver,
    /// A red flag stops all outreach.
    RedFlag,
}

/// T, and what the engine needs to know about it.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// T and the working time before it.
    pub clock: PlaceClock<'a>,
    /// Not reached yet, so T is the early arrival.
    pub estimated: bool,
    /// The early arrival is due, so that T stays a minute ahead of now.
    pub floats: bool,
    /// When the stage at the place was entered; the place then ends with that working day.
    pub entered: Option<DateTime<Utc>>,
}

impl Target<'_> {
    /// T.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.clock.place()
    }
}

/// The call a note is due for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due<'a> {
    /// Its rung.
    pub rung: Rung<'a>,
    /// r ≤ 1, or armed ahead.
    pub armed: bool,
    /// Armed only because what comes before the next working day is armed together.
    pub ahead: bool,
    /// Called before for this passage; T has moved later since.
    pub again: bool,
    /// r at the moment of the question.
    pub r: f64,
}

/// How a note or a control stands.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// What it is.
    pub subject: Subject<'a>,
    /// The obstacle at its place.
    pub met: Option<Met<'a>>,
    /// Its pace, or that of the obstacle at its place.
    pub steps: Option<&'a Steps>,
    /// Where its place is, whether it can be called or not.
    pub place: PlaceInTime,
    /// T, where it has one.
    pub target: Option<Target<'a>>,
    /// Its state.
    pub state: NoteState,
    /// The next call of it.
    pub due: Option<Due<'a>>,
    /// Its calls after that one, nearest to the place first.
    pub later: Vec<Rung<'a>>,
    /// The last call of this passage.
    pub last: Option<Made<'a>>,
    /// How the last call was timed.
    pub judged: Option<Judged>,
    /// The last call waits for an acknowledgement and counts towards the two.
    pub waits: bool,
    /// The last call is to be repeated now.
    pub repeat: bool,
    /// Snoozed until then.
    pub snoozed: Option<DateTime<Utc>>,
    /// When the place went by.
    pub went_by: Option<DateTime<Utc>>,
    /// On the live clock of a run.
    pub live: bool,
    /// When this can change without an edit, other than by going out or being said again when its turn comes.
    pub next: Option<DateTime<Utc>>,
}

impl Assessment<'_> {
    /// What its lead is prepared for.
    #[must_use]
    pub fn hardness(&self) -> Hardness {
        self.steps.map_or(Hardness::DEFAULT, Steps::hardness)
    }

    /// The highest caution.
    #[must_use]
    pub fn caution(&self) -> Caution {
        self.steps.map_or(Caution::None, Steps::caution)
    }
}

/// What is asked: the moment is in the bearings.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// What is due before then is armed too.
    pub ahead_until: Option<DateTime<Utc>>,
    /// What earlier ticks armed ahead or planned again on this deal.
    pub held: &'q [Held],
}

impl Question<'_> {
    /// Without anything handed over.
    pub const PLAIN: Self = Self { ahead_until: None, held: &[] };
}

/// How everything on a deal stands, seen from one person's working time.
#[must_use]
pub fn assess_deal<'a>(bearings: &Bearings<'a>, question: Question<'_>) -> Vec<Assessment<'a>> {
    subjects(bearings.campaign, bearings.deal).map(|subject| assess(bearings, subject, question)).collect()
}

/// How one note or control stands.
#[must_use]
pub fn assess<'a>(bearings: &Bearings<'a>, subject: Subject<'a>, question: Question<'_>) -> Assessment<'a> {
    let met = subject.met(bearings);
    let place = subject.place(bearings);
    let mut found = Assessment {
        subject,
        met,
        steps: subject.steps(met),
        place,
        target: None,
        state: NoteState::Planned,
        due: None,
        later: Vec::new(),
        last: None,
        judged: None,
        waits: false,
        repeat: false,
        snoozed: None,
        went_by: None,
        live: false,
        next: None,
    };
    let at_rest = if subject.is_struck() {
        Some(NoteState::Struck)
    } else if subject.note().is_some_and(|note| note.when.is_some()) {
        Some(NoteState::Contingency)
    } else {
        match place.time {
            PlaceTime::Nowhere => Some(NoteState::NoPlace),
            PlaceTime::NoTimeYet => Some(NoteState::NoTimeYet),
            PlaceTime::NotDriven { .. } => Some(NoteState::NotDriven),
            _ => None,
        }
    };
    if let Some(state) = at_rest {
        found.state = state;
        return found;
    }
    let made = calls_made(bearings, &subject, place.pass);
    found.last = made.iter().copied().max_by_key(|made| made.called);
    if let PlaceTime::Live { at, paused, ended } = place.time {
        found.live = true;
        live(bearings, &mut found, &made, at, paused, ended);
    } else {
        timed(bearings, &mut found, &made, question);
    }
    found
}

/// The calls made of a note on the present passage.
fn calls_made<'a>(bearings: &Bearings<'a>, subject: &Subject<'a>, pass: Option<DateTime<Utc>>) -> Vec<Made<'a>> {
    let rows = bearings.deal.call_log.iter().filter(|row| subject.is_named(&row.note));
    let made = rows.filter_map(|row| Made::of(row, bearings.calendar));
    made.filter(|made| pass.is_none_or(|pass| made.called > pass)).collect()
}

/// On the deal clock.
fn timed<'a>(bearings: &Bearings<'a>, found: &mut Assessment<'a>, made: &[Made<'a>], question: Question<'_>) {
    let (calendar, now) = (bearings.calendar, bearings.now);
    let folded = folded(found);
    let is_uncalled = made.is_empty() && folded.is_none();
    let Some((target, spread)) = target(bearings, found.place.time, made) else {
        found.state = if is_uncalled { NoteState::Void(Void::Skipped) } else { passed(found) };
        return;
    };
    found.target = Some(target);
    found.judged = found.last.and_then(|last| last.judged(calendar, target.entered));
    let place = target.at();
    let void = void(bearings, found, place);
    if let Some(void) = void {
        found.state = if is_uncalled { NoteState::Void(void) } else { passed(found) };
        return;
    }
    if now >= place {
        found.went_by = Some(place);
        found.state = if is_uncalled {
            NoteState::Missed
        } else if made.iter().any(|made| is_heard(found, made)) || folded.is_some_and(|tally| tally.heard > 0) {
            passed(found)
        } else {
            NoteState::Unheard
        };
        return;
    }
    let mut changes = Changes::new(now);
    if !target.estimated {
        changes.at(Some(place));
    }
    found.snoozed = found
        .subject
        .note()
        .and_then(|note| note.snooze)
        .map(|snooze| calendar.clock(snooze))
        .filter(|until| *until > now);
    changes.at(found.snoozed);
    let mut rungs = rungs(bearings.campaign, &found.subject, found.steps, &target.clock, bearings.earliness, spread);
    found.due = due(bearings, found, &target, &rungs, made, question);
    if let Some(due) = found.due {
        rungs.retain(|rung| rung.call_at > due.rung.call_at);
        found.later = rungs;
    }
    match found.due {
        // It waits for its turn; meanwhile a shorter rung, or an estimate made anew, can take its place.
        Some(due) if due.armed => {
            changes.at(found.later.iter().map(|rung| rung.call_at).min());
            changes.at(due.ahead.then_some(due.rung.call_at));
            if target.estimated {
                changes.at(calendar.next_day_start(now));
                changes.at(target.clock.back(60).filter(|_| !target.floats));
            }
        }
        Some(due) if target.estimated => changes.estimated(calendar, &target, &due),
        Some(due) => changes.at(Some(due.rung.call_at)),
        None => {}
    }
    if target.estimated && !made.is_empty() {
        // Whether it is planned again is asked anew with each day's estimate.
        changes.at(calendar.next_day_start(now));
    }
    waiting(found, &target, bearings, &mut changes);
    found.state = match (found.due, found.last) {
        (Some(due), _) if due.armed => NoteState::Armed,
        (_, Some(last)) if !is_heard(found, &last) => NoteState::Called,
        (None, Some(_)) => NoteState::Heard,
        (Some(_), _) | (None, None) => NoteState::Planned,
    };
    found.next = changes.first;
}

/// Calls of a note that were folded into its tally. Only calls of a place that was behind are folded, so that they count
/// for nothing but that the note was called.
fn folded(found: &Assessment<'_>) -> Option<Tally> {
    match found.subject {
        Subject::Note(note) if found.place.pass.is_none() => {
            note.tally.as_deref().copied().filter(|tally| tally.called > 0)
        }
        _ => None,
    }
}

/// T, and the working time from early to median arrival.
fn target<'a>(bearings: &Bearings<'a>, time: PlaceTime, made: &[Made<'_>]) -> Option<(Target<'a>, Option<i64>)> {
    let (calendar, now) = (bearings.calendar, bearings.now);
    match time {
        PlaceTime::Fixed { at, clock } => {
            let clock = PlaceClock::new(calendar, at, clock);
            Some((Target { clock, estimated: false, floats: false, entered: None }, None))
        }
        PlaceTime::Estimated(arrival) => {
            let early = calendar.moved_into(arrival.early);
            let ahead = calendar.add_working(now, 60)?;
            let clock = PlaceClock::exactly(calendar, early.max(ahead));
            let spread = calendar.working_between(arrival.early, arrival.median);
            Some((Target { clock, estimated: true, floats: early < ahead, entered: None }, Some(spread)))
        }
        PlaceTime::Entered { at } => {
            let called_before = made.iter().any(|made| made.called < at);
            let ends = if called_before { at } else { calendar.working_day_end(at).unwrap_or(at) };
            let clock = PlaceClock::exactly(calendar, ends);
            Some((Target { clock, estimated: false, floats: false, entered: Some(at) }, None))
        }
        _ => None,
    }
}

/// Why a note that has not been called will not be, if so.
fn void(bearings: &Bearings<'_>, found: &Assessment<'_>, place: DateTime<Utc>) -> Option<Void> {
    let calendar = bearings.calendar;
    let before_place = |when: When| calendar.clock(when) <= place;
    if found.met.and_then(|met| met.outcome()).is_some() {
        return Some(Void::Outcome);
    }
    if let Subject::Control(control) = found.subject
        && control.done.is_some_and(before_place)
    {
        return Some(Void::Done);
    }
    if let Some(finish) = &bearings.deal.result
        && finish.on.is_none_or(before_place)
    {
        return Some(Void::Finished);
    }
    let note = found.subject.note()?;
    if note.written.is_some_and(|written| !before_place(written)) {
        return Some(Void::WrittenAfter);
    }
    bearings.deal.is_stopped().then_some(Void::RedFlag)
}

/// The call a note is due for, if any is left.
fn due<'a>(
    bearings: &Bearings<'_>,
    found: &Assessment<'a>,
    target: &Target<'_>,
    rungs: &[Rung<'a>],
    made: &[Made<'_>],
    question: Question<'_>,
) -> Option<Due<'a>> {
    let now = bearings.now;
    let left = target.clock.left(now);
    if target.entered.is_some() {
        // Not called before the stage was entered: called then, and late by that.
        let rung = *rungs.first().filter(|_| made.is_empty())?;
        return Some(Due { rung, armed: true, ahead: false, again: false, r: ratio(left, rung.lead).min(1.0) });
    }
    let mut next = None;
    for rung in rungs {
        let same = made.iter().filter(|made| rung.name.is_named(&made.row.rung));
        let (count, last) = same.fold((0, None::<&Made<'_>>), |(count, last), made| {
            let newer = last.is_none_or(|last| last.called < made.called);
            (count + 1, if newer { Some(made) } else { last })
        });
        let holds = |again: bool| {
            question.held.iter().any(|held| {
                held.again == again && rung.name.is_named(&held.key.rung) && found.subject.is_named(&held.key.note)
            })
        };
        let again = match (count, last) {
            (0, _) => false,
            (1, Some(last)) if holds(true) || is_planned_again(bearings, target, rung, last) => true,
            // A shorter rung has been called: the longer ones are passed over.
            _ => return next,
        };
        let by_time = rung.call_at <= now;
        let ahead = !by_time && (holds(false) || question.ahead_until.is_some_and(|until| rung.call_at < until));
        next = Some(Due { rung: *rung, armed: by_time || ahead, ahead, again, r: ratio(left, rung.lead) });
        if by_time || ahead {
            return next;
        }
    }
    next
}

/// Planned again: T moved later by more than half a lead since the call, r > 1 again, and the call would not be armed
/// ahead at once.
fn is_planned_again(bearings: &Bearings<'_>, target: &Target<'_>, rung: &Rung<'_>, last: &Made<'_>) -> bool {
    let Some(was) = last.place else { return false };
    let moved = bearings.calendar.working_between(was, target.at());
    moved * 2 > rung.lead
        && rung.call_at > bearings.now
        && bearings.calendar.next_day_start(bearings.now).is_some_and(|next| rung.call_at >= next)
}

/// Whether the last call still waits to be heard, and whether it is to be repeated.
fn waiting(found: &mut Assessment<'_>, target: &Target<'_>, bearings: &Bearings<'_>, changes: &mut Changes) {
    let Some(last) = found.last.filter(|last| !is_heard(found, last)) else { return };
    if found.snoozed.is_some() {
        return;
    }
    let snooze = found.subject.note().and_then(|note| note.snooze).map(|snooze| bearings.calendar.clock(snooze));
    if let Some(ended) = snooze.filter(|ended| *ended > last.called) {
        found.repeat = last.again.is_none_or(|again| again < ended);
        return;
    }
    if last.again.is_some() {
        return;
    }
    found.waits = true;
    let lead = last.row.lead.map_or(0, |lead| i64::from(lead.as_lead().working_seconds));
    let patience = (lead / 4).max(3600);
    let since = bearings.calendar.working_between(last.called, bearings.now);
    found.repeat = since >= patience;
    if !found.repeat {
        changes.at(bearings.calendar.add_working(last.called, patience).filter(|at| *at < target.at()));
    }
}

/// Acknowledged; grades 5 and 6 are heard when shown.
fn is_heard(found: &Assessment<'_>, made: &Made<'_>) -> bool {
    made.acked.is_some() || found.steps.is_some_and(|steps| steps.hardness() <= Hardness::Five)
}

fn passed(found: &Assessment<'_>) -> NoteState {
    NoteState::Passed(found.met.and_then(|met| met.outcome()))
}

/// On the live clock of a run.
fn live<'a>(
    bearings: &Bearings<'a>,
    found: &mut Assessment<'a>,
    made: &[Made<'a>],
    at: DateTime<Utc>,
    paused: bool,
    ended: Option<DateTime<Utc>>,
) {
    let now = bearings.now;
    found.target = Some(Target {
        clock: PlaceClock::exactly(bearings.calendar, at),
        estimated: false,
        floats: false,
        entered: None,
    });
    found.judged = found.last.and_then(|last| last.judged_live());
    if !made.is_empty() {
        let behind = ended.is_some() || (now >= at && !paused);
        found.went_by = behind.then_some(at);
        found.state = match found.last {
            Some(last) if !is_heard(found, &last) && behind => NoteState::Unheard,
            Some(last) if !is_heard(found, &last) => NoteState::Called,
            _ if behind => passed(found),
            _ => NoteState::Heard,
        };
        found.next = (!behind && !paused).then_some(at);
        return;
    }
    if ended.is_some_and(|ended| at > ended) {
        found.state = NoteState::Void(Void::RunOver);
        return;
    }
    if now >= at {
        found.went_by = Some(at);
        found.state = NoteState::Missed;
        return;
    }
    let lead = live_lead(found.steps, bearings.earliness);
    let call_at = at - chrono::TimeDelta::seconds(lead);
    let armed = call_at <= now;
    let rung = Rung { name: RungName::Default, call_at, lead, basis: LeadBasis::Live };
    let r = ratio((at - now).num_seconds(), lead);
    found.due = Some(Due { rung, armed, ahead: false, again: false, r });
    found.state = if armed { NoteState::Armed } else { NoteState::Planned };
    found.next = if armed { Some(now) } else { (!paused).then_some(call_at) };
}

/// How a lead is written in the call log.
#[must_use]
pub fn lead_as_written(lead: i64, live: bool) -> Duration {
    let seconds = u32::try_from(lead).unwrap_or(u32::MAX);
    if live { Duration { seconds, ..Duration::default() } } else { Duration::working(seconds) }
}

/// The first moment at which something can change.
struct Changes {
    now: DateTime<Utc>,
    first: Option<DateTime<Utc>>,
}

impl Changes {
    const fn new(now: DateTime<Utc>) -> Self {
        Self { now, first: None }
    }

    fn at(&mut self, at: Option<DateTime<Utc>>) {
        let Some(at) = at.map(|at| at.max(self.now)) else { return };
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
    }

    /// An estimate holds for a day and then can only move later, so a call today is certain, and none can come before
    /// the longest lead from here (with a working week to spare, as a sum of stages is an approximation).
    fn estimated(&mut self, calendar: &crate::campaign::Calendar, target: &Target<'_>, due: &Due<'_>) {
        const SPARE: i64 = 45 * 3600;
        let tomorrow = calendar.next_day_start(self.now);
        if tomorrow.is_none_or(|tomorrow| due.rung.call_at < tomorrow) {
            self.at(Some(due.rung.call_at));
            return;
        }
        let earliest = target.clock.back(due.rung.lead.max(LONGEST) + SPARE);
        self.at(tomorrow.max(earliest));
    }
}

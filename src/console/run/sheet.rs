//! What the run's screen says, in words, ready to be drawn.
//!
//! Invariant: with a second that brings nothing else only the clock and the waits change. They are worded in one place,
//! [`RunSheet::goes_on`], for the sheet that is made anew as for the one that is kept.

use chrono::{DateTime, Utc};

use super::{Driving, bearings, what};
use crate::campaign::{Deal, Used};
use crate::console::model::Model;
use crate::console::sheet::{CallCard, Tone};
use crate::console::{sight, words};
use crate::drive::Bearings;
use crate::drive::calls::Subject;
use crate::drive::run::{Clock, Cue, Pressure, answers, cues, place};
use crate::pace::Hardness;

/// More answers have no number of their own; `/` finds them.
pub const NUMBERED: usize = 9;

/// The screen of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunSheet {
    /// The customer.
    pub account: String,
    /// What the meeting is.
    pub what: String,
    /// What it is for.
    pub aim: String,
    /// Who else of the crew is in it.
    pub beside: String,
    /// The clock.
    pub clock: ClockWords,
    /// Notes that were called or went by.
    pub done: usize,
    /// Notes in all.
    pub all: usize,
    /// The note that is shown large: the current one, or one that was opened or stepped to.
    pub card: Option<NoteUp>,
    /// What it is: `NOW`, `ANSWER`, `LATER, at 21:00`.
    pub card_title: String,
    /// How long it has been up, and how it went.
    pub card_state: String,
    /// It landed, fell flat, or nobody has said.
    pub card_tone: Tone,
    /// The note that is called now, while something else is up.
    pub behind: Option<NoteLine>,
    /// Where no note is up.
    pub quiet: String,
    /// The note after it.
    pub next: Option<NoteLine>,
    /// And the one after that.
    pub after: Option<NoteLine>,
    /// All timed notes, in order.
    pub agenda: Vec<AgendaLine>,
    /// Answers by number.
    pub answers: Vec<AnswerLine>,
    /// How many more there are without a number.
    pub more_answers: usize,
    /// What was caught in this run, the latest first.
    pub caught: Vec<String>,
    /// A call of this deal that cannot wait for the end of the run, in words.
    pub breaks_in: String,
    /// Notes that somebody else has just written.
    pub fresh: Vec<FreshLine>,
    /// What is wrong with the run, and its mend.
    pub trouble: String,
    /// When the large note is called, where its state is how long that is off or ago.
    since: Option<i64>,
    /// Before this second of the clock nothing changes but the clock and the waits.
    until: i64,
}

/// The note that is shown large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteUp {
    /// Caution sign.
    pub caution: String,
    /// The rest of the shorthand.
    pub shorthand: String,
    /// What it is about, by the topics' names.
    pub topics: String,
    /// How hard: the colour.
    pub hardness: Hardness,
    /// The reading under it.
    pub reading: String,
    /// What to say.
    pub say: String,
    /// Title of the proof.
    pub asset: Option<String>,
    /// Theme of the message.
    pub track: Option<String>,
}

/// A note that somebody else has just written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshLine {
    /// `Maya: L4 Ask about Leeds, in 0:40`.
    pub words: String,
    /// The same without the wait.
    said: String,
    /// When it is called, in seconds of the run's clock.
    call: i64,
}

/// The clock in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClockWords {
    /// Seconds driven.
    pub elapsed: i64,
    /// Seconds left, if a length is planned; below 0: over.
    pub left: Option<i64>,
    /// Seconds planned.
    pub length: Option<i64>,
    /// When it began.
    pub started: Option<DateTime<Utc>>,
    /// It stands.
    pub paused: bool,
    /// It is over.
    pub over: bool,
    /// How much time is left, as a feeling.
    pub pressure: Urgency,
}

/// Time left, as a feeling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Urgency {
    /// Enough.
    #[default]
    Calm,
    /// The last quarter.
    Soon,
    /// Over.
    Over,
}

/// A note that comes later, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// Until it is called: `4:40`.
    pub wait: String,
    /// Caution sign.
    pub caution: String,
    /// Shorthand.
    pub shorthand: String,
    /// How hard.
    pub hardness: Hardness,
    /// What to say.
    pub say: String,
    /// When it is called, in seconds of the run's clock.
    call: i64,
}

/// A timed note on the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaLine {
    /// `✓`, `✗`, `–`, `●`, or nothing while it is still to come.
    pub sign: &'static str,
    /// How it went.
    pub tone: Tone,
    /// Its minute.
    pub minute: String,
    /// Shorthand, caution included.
    pub shorthand: String,
    /// How hard.
    pub hardness: Hardness,
    /// What to say.
    pub say: String,
    /// It is the one that is shown large.
    pub up: bool,
}

/// An answer and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// What it answers.
    pub when: String,
    /// It was used in this run.
    pub used: bool,
    /// It is new.
    pub fresh: bool,
}

/// `12:18`, `1:02:18`.
#[must_use]
pub fn clock(seconds: i64) -> String {
    let sign = if seconds < 0 { "−" } else { "" };
    let seconds = seconds.abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{sign}{hours}:{minutes:02}:{rest:02}") } else { format!("{sign}{minutes}:{rest:02}") }
}

/// Makes the sheet. What is called now takes the place of what was stepped to, but not of an answer that is being read.
pub(super) fn sheet(model: &Model, driving: &mut Driving) -> RunSheet {
    let calendar = model.outlook.calendar(None);
    let run = &driving.run.clone();
    let clock = Clock::of(run, calendar, model.now);
    let mut sheet = RunSheet {
        account: driving.deal.to_string(),
        what: what(run).to_owned(),
        aim: run.aim.as_deref().unwrap_or("").to_owned(),
        beside: beside(model, driving),
        breaks_in: super::breaks_in(model, driving)
            .map(|card| {
                let said = if card.say.is_empty() { &card.place } else { &card.say };
                format!("{} {}  {said}", card.caution, card.shorthand).trim().to_owned()
            })
            .unwrap_or_default(),
        trouble: trouble(model, driving),
        until: i64::MAX,
        ..RunSheet::default()
    };
    let Some(clock) = clock else { return sheet };
    if let Some(deal) = model.campaign.deal(&driving.deal) {
        notes(model, driving, deal, &clock, &mut sheet);
    }
    sheet.says(clock);
    sheet
}

/// What the notes of the deal say.
fn notes(model: &Model, driving: &mut Driving, deal: &Deal, clock: &Clock, sheet: &mut RunSheet) {
    let run = &driving.run.clone();
    deal.name().clone_into(&mut sheet.account);
    let bearings = bearings(model, deal);
    let cues = cues(&bearings, run);
    let answers = answers(&bearings, run);
    let (current, next) = place(&cues, clock.elapsed);
    let name = current.and_then(|at| cues.get(at)).map(|cue| cue.subject.name());
    if name != driving.current {
        driving.looked_at = None;
        driving.current = name;
    }
    let bounds = cues.iter().flat_map(|cue| [cue.call, cue.at]).filter(|second| *second > clock.elapsed);
    sheet.until = bounds.min().unwrap_or(i64::MAX);
    sheet.all = cues.len();
    sheet.done = cues.iter().filter(|cue| cue.made.is_some() || cue.went_by(clock.elapsed)).count();
    up(model, driving, &bearings, &cues, current, clock, sheet);
    let coming = |index: Option<usize>| cues.get(index?).map(line);
    let is_current_up = driving.opened.is_none() && driving.looked_at.is_none();
    sheet.behind = coming(current).filter(|_| !is_current_up);
    sheet.next = coming(next);
    sheet.after = coming(next.and_then(|next| (next + 1..cues.len()).find(|at| cues[*at].made.is_none())));
    sheet.agenda = agenda(driving, &cues, current, clock.elapsed);
    if sheet.card.is_none() {
        sheet.quiet = quiet(model, &cues, next.is_some(), clock.elapsed);
    }
    sheet.more_answers = answers.len().saturating_sub(NUMBERED);
    sheet.answers = answers
        .iter()
        .take(NUMBERED)
        .map(|answer| AnswerLine {
            when: answer.when.to_owned(),
            used: answer.made.is_some(),
            fresh: driving.fresh.contains(&answer.subject.name()),
        })
        .collect();
    sheet.caught = caught(model, deal, run);
    let new = cues.iter().filter(|cue| driving.fresh.contains(&cue.subject.name()));
    sheet.fresh = new.map(|cue| fresh(model, cue)).collect();
}

impl RunSheet {
    /// The clock has gone on, and nothing else has come: says its words and the waits anew. `false` where that is not all
    /// that changes.
    pub(super) fn goes_on(&mut self, clock: Clock) -> bool {
        let is_all = self.clock.elapsed <= clock.elapsed && clock.elapsed < self.until;
        if is_all {
            self.says(clock);
        }
        is_all
    }

    /// Puts everything that changes with the second into words.
    fn says(&mut self, clock: Clock) {
        let elapsed = clock.elapsed;
        self.clock = clock_words(clock);
        for line in [&mut self.behind, &mut self.next, &mut self.after].into_iter().flatten() {
            line.wait = self::clock((line.call - elapsed).max(0));
        }
        if let Some(call) = self.since {
            self.card_state = if call <= elapsed {
                format!("since {}", self::clock(elapsed - call.max(0)))
            } else {
                format!("in {}", self::clock(call - elapsed))
            };
        }
        for line in &mut self.fresh {
            line.words.clone_from(&line.said);
            if line.call > elapsed {
                line.words.push_str(", in ");
                line.words.push_str(&self::clock(line.call - elapsed));
            }
        }
    }
}

/// The card that is shown large, with its title and state.
fn up(
    model: &Model,
    driving: &Driving,
    bearings: &Bearings<'_>,
    cues: &[Cue<'_>],
    current: Option<usize>,
    clock: &Clock,
    sheet: &mut RunSheet,
) {
    if let Some(opened) = &driving.opened {
        let subject = crate::drive::calls::subjects(bearings.campaign, bearings.deal)
            .find(|subject| subject.is_named(&opened.note));
        if let Some(subject) = subject {
            let row = bearings.deal.call_log.iter().rev().find(|row| row.note == opened.note);
            sheet.card = Some(note_up(model, bearings, subject));
            sheet.card_title = subject
                .note()
                .and_then(|note| note.when.as_deref())
                .map_or_else(|| "OPENED".to_owned(), |when| format!("IF  {when}"));
            (sheet.card_state, sheet.card_tone) = used_words(row.and_then(|row| row.used));
            return;
        }
    }
    let looked = driving.looked_at.as_ref().and_then(|name| cues.iter().position(|cue| cue.subject.name() == *name));
    let Some(cue) = looked.or(current).and_then(|at| cues.get(at)) else { return };
    sheet.card = Some(note_up(model, bearings, cue.subject));
    let at = self::clock(cue.at);
    sheet.card_title = if looked.is_some() && looked != current {
        if cue.call > clock.elapsed { format!("LATER, at {at}") } else { format!("BEFORE, at {at}") }
    } else {
        "NOW".to_owned()
    };
    (sheet.card_state, sheet.card_tone) = used_words(cue.used());
    sheet.since = sheet.card_state.is_empty().then_some(cue.call);
}

fn note_up(model: &Model, bearings: &Bearings<'_>, subject: Subject<'_>) -> NoteUp {
    let card = sight::note_card(model, bearings, subject);
    let CallCard { caution, shorthand, topics, hardness, reading, say, asset, track, .. } = card;
    NoteUp { caution, shorthand, topics, hardness, reading, say, asset, track }
}

fn used_words(used: Option<Used>) -> (String, Tone) {
    match used {
        Some(Used::Landed) => ("✓ landed".to_owned(), Tone::Good),
        Some(Used::Flat) => ("✗ flat".to_owned(), Tone::Late),
        Some(Used::NotUsed) => ("– not used".to_owned(), Tone::Quiet),
        None => (String::new(), Tone::Calm),
    }
}

fn clock_words(clock: Clock) -> ClockWords {
    ClockWords {
        elapsed: clock.elapsed,
        left: clock.left(),
        length: clock.length,
        started: Some(clock.started),
        paused: clock.paused.is_some(),
        over: clock.ended.is_some(),
        pressure: match clock.pressure() {
            Pressure::Calm => Urgency::Calm,
            Pressure::LastQuarter => Urgency::Soon,
            Pressure::Over => Urgency::Over,
        },
    }
}

fn line(cue: &Cue<'_>) -> NoteLine {
    let steps = cue.steps.map(ToString::to_string).unwrap_or_default();
    let caution = cue.steps.map_or("", |steps| steps.caution().sign());
    NoteLine {
        wait: String::new(),
        caution: caution.to_owned(),
        shorthand: sight::short(steps.strip_prefix(caution).unwrap_or(&steps)),
        hardness: cue.steps.map_or(Hardness::DEFAULT, crate::pace::Steps::hardness),
        say: said(cue.subject),
        call: cue.call,
    }
}

fn agenda(driving: &Driving, cues: &[Cue<'_>], current: Option<usize>, elapsed: i64) -> Vec<AgendaLine> {
    let looked = driving.looked_at.as_deref();
    let line = |(at, cue): (usize, &Cue<'_>)| {
        let is_up = looked.map_or(Some(at) == current, |looked| cue.subject.name() == looked);
        let (sign, tone) = match cue.used() {
            Some(Used::Landed) => ("✓", Tone::Good),
            Some(Used::Flat) => ("✗", Tone::Late),
            Some(Used::NotUsed) => ("–", Tone::Quiet),
            None if Some(at) == current => ("●", Tone::Calm),
            None if cue.went_by(elapsed) => ("○", Tone::Late),
            None if cue.made.is_some() => ("·", Tone::Quiet),
            None => ("", Tone::Calm),
        };
        AgendaLine {
            sign,
            tone,
            minute: clock(cue.at),
            shorthand: sight::short(&cue.steps.map(ToString::to_string).unwrap_or_default()),
            hardness: cue.steps.map_or(Hardness::DEFAULT, crate::pace::Steps::hardness),
            say: said(cue.subject),
            up: is_up && driving.opened.is_none(),
        }
    };
    cues.iter().enumerate().map(line).collect()
}

fn said(subject: Subject<'_>) -> String {
    subject.say().map_or_else(|| subject.name(), str::to_owned)
}

/// What is said where no note is up.
fn quiet(model: &Model, cues: &[Cue<'_>], comes: bool, elapsed: i64) -> String {
    use crate::console::command::Command;
    let key = model.keymap.shown(Command::AddNote);
    let gone = cues.iter().filter(|cue| cue.went_by(elapsed)).count();
    let gone = match gone {
        0 => String::new(),
        gone => format!(" {} went by uncalled.", words::counted(i64::try_from(gone).unwrap_or(0), "note", "notes")),
    };
    if cues.is_empty() {
        return format!("No note is timed to this run. {key} writes one; the answers below are a key away.");
    }
    if comes { format!("Nothing to say yet.{gone}") } else { format!("All notes are behind.{gone}") }
}

/// `Maya is in it too`.
fn beside(model: &Model, driving: &Driving) -> String {
    let others = driving.run.crew.iter().filter(|id| Some(*id) != model.seat.as_ref());
    let names: Vec<String> = others.map(|id| words::who(&model.campaign, id)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("with {one}"),
        [first @ .., last] => format!("with {} and {last}", first.join(", ")),
    }
}

fn trouble(model: &Model, driving: &Driving) -> String {
    use crate::console::command::Command;
    if !driving.gone {
        return String::new();
    }
    if model.campaign.deal(&driving.deal).is_none() {
        return "the deal was taken out of the file; the clock goes on here, undo brings nothing back".to_owned();
    }
    let key = model.keymap.shown(Command::WriteBack);
    format!("somebody took this run out of the file; it goes on here, and {key} writes it back")
}

/// What was caught in the run, the latest first, with its minute.
fn caught(model: &Model, deal: &Deal, run: &crate::campaign::Run) -> Vec<String> {
    let calendar = model.outlook.calendar(None);
    let rows = deal.heard.iter().rev().filter(|row| row.run.as_ref() == Some(&run.id));
    rows.filter_map(|row| {
        let at = calendar.clock(row.at?);
        let minute = Clock::of(run, calendar, at).map(|clock| clock.elapsed).unwrap_or_default();
        let kind = row.kind.map_or("", crate::campaign::HeardKind::word);
        let contact = |id: &crate::campaign::Id| deal.contacts.iter().find(|contact| contact.id == *id);
        let who = row.who.as_ref().map(|who| {
            let name = contact(who).and_then(|contact| contact.name.as_deref()).unwrap_or(who);
            name.split_whitespace().next().unwrap_or(name).to_owned()
        });
        let source: Vec<String> =
            [kind.to_owned(), who.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
        Some(format!("{} {}: “{}”", clock(minute), source.join(", "), row.said.as_deref().unwrap_or("")))
    })
    .collect()
}

fn fresh(model: &Model, cue: &Cue<'_>) -> FreshLine {
    let by = cue.subject.note().and_then(|note| note.by.as_deref());
    let by = by.map_or_else(String::new, |by| format!("{}: ", words::who(&model.campaign, by)));
    FreshLine { words: String::new(), said: format!("{by}{}", said(cue.subject)), call: cue.call }
}

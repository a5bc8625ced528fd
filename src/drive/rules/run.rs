//! A run that is started, paused, corrected, stopped; its notes shifted and marked.
//!
//! The clock of a run is what the file says: `started`, `ended` and `pauses`. So two consoles on one file have the same
//! clock, and a program that ends in the middle of a meeting has it again when it is opened.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::call::{OpenCall, call_made, row, second};
use super::{Act, Fields, Ground, deal_path, instant, set, text, unknown, unset, when};
use crate::campaign::{Anchor, Id, Position, Run, RunKind, Used, When};
use crate::drive::Bearings;
use crate::drive::calls::Subject;
use crate::drive::run::{Cue, is_live};
use crate::text::{Intent, KeyPath, Literal, RecordPath, Refusal};

/// Notes are shifted by so many seconds at a time.
pub const SHIFT: i64 = 60;

fn path(deal: &str, run: &str) -> RecordPath {
    deal_path(deal).below(["run", run])
}

impl<'a> Ground<'a> {
    fn run(&self, deal: &str, run: &str) -> Result<&'a Run, Refusal> {
        let deal = self.deal(deal)?;
        deal.run(run).ok_or_else(|| {
            let ids = deal.runs.iter().map(|run| run.id.as_str());
            unknown("the deal has no run", run, ids, "it may have been taken out of the file: write it back")
        })
    }

    /// The run, while it goes on.
    fn live_run(&self, deal: &str, run: &str) -> Result<&'a Run, Refusal> {
        let found = self.run(deal, run)?;
        if is_live(found) {
            return Ok(found);
        }
        let why = if found.ended.is_some() { "is over" } else { "has not started" };
        Err(Refusal::new(format!("the run `{run}` {why}"), "start a run first"))
    }

    fn second(&self) -> DateTime<Utc> {
        self.now.trunc_subsecs(0)
    }
}

/// Starts the clock of a planned run.
///
/// # Errors
/// No such run, or one that has been driven.
pub fn start(ground: Ground<'_>, deal: &str, run: &str) -> Result<Act, Refusal> {
    let found = ground.run(deal, run)?;
    if found.ended.is_some() {
        return Err(Refusal::new(format!("the run `{run}` is over"), "start an unplanned one"));
    }
    if found.started.is_some() {
        return Err(Refusal::new(format!("the run `{run}` goes on already"), "go to it"));
    }
    Ok(Act::of(vec![set(path(deal, run), "started", instant(ground.second()))]))
}

/// Writes down a run that nobody planned, and starts its clock.
///
/// # Errors
/// No such deal.
pub fn unplanned(ground: Ground<'_>, deal: &str, run: &str) -> Result<Act, Refusal> {
    ground.deal(deal)?;
    let crew = ground.by.map(|by| Literal::Array(vec![text(by)]));
    let fields = Fields::default()
        .with("what", text("Unplanned call"))
        .maybe("crew", crew)
        .with("kind", text("phone"))
        .with("started", instant(ground.second()));
    Ok(Act::of(vec![Intent::Add { record: path(deal, run), fields: fields.0 }]))
}

/// Stops the clock for a while, or lets it go on.
///
/// # Errors
/// A run that does not go on.
pub fn pause(ground: Ground<'_>, deal: &str, run: &str) -> Result<Act, Refusal> {
    let found = ground.live_run(deal, run)?;
    let now = When::Instant(ground.second());
    let mut pauses = found.pauses.clone();
    match pauses.iter_mut().find(|(_, until)| until.is_none()) {
        Some(open) => open.1 = Some(now),
        None => pauses.push((now, None)),
    }
    Ok(Act::of(vec![pauses_are(ground, deal, found, &pauses)]))
}

/// All pauses of a run, as they are written: as a list, or, where somebody wrote tables, the one that changed.
fn pauses_are(ground: Ground<'_>, deal: &str, run: &Run, pauses: &[(When, Option<When>)]) -> Intent {
    let record = path(deal, &run.id);
    let fields = |(from, until): &(When, Option<When>)| {
        Fields::default().with("from", when(*from)).maybe("until", until.map(when)).0
    };
    if run.pauses.is_empty() || ground.is_written(&record, "pauses") {
        let list = pauses.iter().map(|pause| Literal::InlineTable(fields(pause))).collect();
        return set(record, "pauses", Literal::Array(list));
    }
    let array = record.below(["pauses"]);
    let changed = pauses.iter().zip(&run.pauses).find(|(new, old)| new != old).map(|(new, _)| *new);
    match (changed, pauses.last()) {
        (Some((from, Some(until))), _) => set(array.row([(KeyPath::new("from"), when(from))]), "until", when(until)),
        (_, last) => Intent::Append { array, row: last.map(fields).unwrap_or_default() },
    }
}

/// The run began at another moment than the clock says.
///
/// # Errors
/// A run that does not go on, and a start that lies ahead or more than a day back.
pub fn correct_start(ground: Ground<'_>, deal: &str, run: &str, at: DateTime<Utc>) -> Result<Act, Refusal> {
    ground.live_run(deal, run)?;
    if at > ground.now {
        return Err(Refusal::new("a run that goes on cannot have begun later than now", "write an earlier time"));
    }
    if ground.now - at > TimeDelta::days(1) {
        return Err(Refusal::new("no run goes on for more than a day", "write a later time, or stop the run"));
    }
    Ok(Act::of(vec![set(path(deal, run), "started", instant(at.trunc_subsecs(0)))]))
}

/// Stops the run. An open pause ends with it.
///
/// # Errors
/// A run that does not go on.
pub fn stop(ground: Ground<'_>, deal: &str, run: &str) -> Result<Act, Refusal> {
    let found = ground.live_run(deal, run)?;
    let now = ground.second();
    let mut intents = Vec::new();
    if found.pauses.iter().any(|(_, until)| until.is_none()) {
        let pauses: Vec<_> =
            found.pauses.iter().map(|(from, until)| (*from, Some(until.unwrap_or(When::Instant(now))))).collect();
        intents.push(pauses_are(ground, deal, found, &pauses));
    }
    intents.push(set(path(deal, run), "ended", instant(now)));
    Ok(Act::of(intents))
}

/// Writes a run back that somebody took out of the file while it went on.
#[must_use]
pub fn write_back(deal: &str, run: &Run) -> Act {
    let list = |ids: &[Id]| (!ids.is_empty()).then(|| Literal::Array(ids.iter().map(|id| text(id)).collect()));
    let pauses = run.pauses.iter().map(|(from, until)| {
        Literal::InlineTable(Fields::default().with("from", when(*from)).maybe("until", until.map(when)).0)
    });
    let pauses: Vec<Literal> = pauses.collect();
    let fields = Fields::default()
        .maybe_text("what", run.what.as_deref())
        .maybe("starts", run.starts.map(when))
        .maybe_text("length", run.length.map(|length| length.to_string()).as_deref())
        .maybe("crew", list(&run.crew))
        .maybe("with", list(&run.with))
        .maybe_text("kind", run.kind.map(kind_word))
        .maybe_text("aim", run.aim.as_deref())
        .maybe_text("link", run.link.as_deref())
        .maybe("started", run.started.map(when))
        .maybe("ended", run.ended.map(when))
        .maybe("pauses", (!pauses.is_empty()).then_some(Literal::Array(pauses)));
    Act::of(vec![Intent::Add { record: path(deal, &run.id), fields: fields.0 }])
}

const fn kind_word(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Phone => "phone",
        RunKind::Meeting => "meeting",
        RunKind::Visit => "visit",
        RunKind::Demo => "demo",
    }
}

/// Moves the notes that are still to come by some seconds, all together.
///
/// # Errors
/// Nothing is to come, or a note would come before the present second, or only notes of hazards are left: those stand on
/// every deal.
pub fn shift(bearings: &Bearings<'_>, cues: &[Cue<'_>], elapsed: i64, by: i64) -> Result<Act, Refusal> {
    let coming: Vec<&Cue<'_>> = cues.iter().filter(|cue| cue.made.is_none() && cue.at > elapsed).collect();
    let Some(first) = coming.first() else {
        return Err(Refusal::new("no note is still to come", "write one: it can be placed at a minute of the run"));
    };
    if first.at + by <= elapsed {
        return Err(Refusal::new("the next note would be gone by", "it comes within the minute as it is"));
    }
    let mut intents = Vec::new();
    for cue in &coming {
        let Some((record, at)) = placed(bearings, cue) else { continue };
        let Anchor::Minute(run, second) = &at.anchor else { continue };
        let second = u32::try_from((i64::from(*second) + by).max(0)).unwrap_or(*second);
        let moved = Position { anchor: Anchor::Minute(run.clone(), second), ..at.clone() };
        let intent = set(record, "at", text(&moved.to_string()));
        // Several notes can stand at one obstacle: it moves once.
        if !intents.contains(&intent) {
            intents.push(intent);
        }
    }
    if intents.is_empty() {
        return Err(Refusal::new(
            "what is to come stands on a hazard, for every deal",
            "give the deal notes of its own",
        ));
    }
    Ok(Act::of(intents))
}

/// The record that says at which minute a note stands, if it is one of the deal: its own, or its obstacle's.
fn placed<'a>(bearings: &Bearings<'a>, cue: &Cue<'a>) -> Option<(RecordPath, &'a Position)> {
    let Subject::Note(note) = cue.subject else { return None };
    let deal = deal_path(&bearings.deal.id);
    let mut at = note.at.as_deref()?;
    let mut record = deal.clone().below(["note", &*note.id]);
    for _ in 0..4 {
        if matches!(at.anchor, Anchor::Minute(..)) {
            return Some((record, at));
        }
        let own = bearings.obstacle_at(at)?.own?;
        at = own.at.as_deref()?;
        record = deal.clone().below(["obstacle", &*own.id]);
    }
    None
}

/// Says how a note went. The same word once more takes it back. A note that nobody has called gets its row.
#[must_use]
pub fn mark(call: &OpenCall, was: Option<Used>, used: Used, by: Option<&str>, now: DateTime<Utc>) -> Act {
    let word = text(used_word(used));
    if call.called.is_none() {
        let mut made = call_made(call, by, now, true);
        if let Intent::Append { row, .. } = &mut made {
            row.push((KeyPath::new("used"), word));
        }
        return Act::of(vec![made]);
    }
    let record = row(call);
    Act::of(vec![if was == Some(used) { unset(record, "used") } else { set(record, "used", word) }])
}

/// An answer that was opened by hand: that records its use.
#[must_use]
pub fn opened(deal: &str, note: &str, by: Option<&str>, now: DateTime<Utc>) -> (OpenCall, Intent) {
    let place = now.trunc_subsecs(0);
    let call = OpenCall {
        deal: Id::from(deal),
        note: Id::from(note),
        rung: String::new(),
        place,
        lead: String::new(),
        called: None,
    };
    let made = call_made(&call, by, now, true);
    (OpenCall { called: Some(place), ..call }, made)
}

/// A note of a run was heard.
#[must_use]
pub fn heard(call: &OpenCall, now: DateTime<Utc>) -> Intent {
    set(row(call), "acked", second(now))
}

const fn used_word(used: Used) -> &'static str {
    match used {
        Used::Landed => "landed",
        Used::Flat => "flat",
        Used::NotUsed => "not-used",
    }
}

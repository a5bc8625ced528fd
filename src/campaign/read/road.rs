//! Reads what stands on the road of a deal: hazards, obstacles, notes, controls and runs.

use std::ops::Range;

use super::super::Id;
use super::super::kind::Kind;
use super::super::reader::{Reader, Table};
use super::super::records::{Control, Hazard, Note, Obstacle, Outcome, Run, RunKind, Tally, When};
use super::settings::from_until;
use crate::pace::Mark;

pub(super) fn hazard<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Hazard {
    let mut hazard = Hazard::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => hazard.at = r.position(value),
            "pace" => hazard.pace = r.steps(value),
            "title" => hazard.title = r.text(value),
            "only" => hazard.only = super::only(r, value),
            "note" => hazard.notes = r.records(key, value, Kind::Note, note).into(),
            _ => r.unknown(Kind::Hazard, key),
        }
    }
    hazard
}

pub(super) fn obstacle<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Obstacle {
    let mut obstacle = Obstacle::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => obstacle.at = r.position(value),
            "pace" => obstacle.pace = r.steps(value),
            "title" => obstacle.title = r.text(value),
            "outcome" => {
                obstacle.outcome = r.choice(value, &[("clean", Outcome::Clean), ("hit", Outcome::Hit)]);
            }
            "struck" => obstacle.struck = r.yes(value).unwrap_or(false),
            _ => r.unknown(Kind::Obstacle, key),
        }
    }
    obstacle
}

pub(super) fn note<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Note {
    const MARKS: [(&str, Mark); 4] =
        [("*", Mark::Key), ("?", Mark::Doubtful), ("~", Mark::Amended), ("x", Mark::Struck)];
    let mut note = Note::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => note.at = r.position(value),
            "when" => note.when = r.text(value),
            "pace" => note.pace = r.steps(value),
            "say" => note.say = r.text(value),
            "lead" => note.lead = r.duration(value).map(Box::new),
            "ladder" => note.ladder = r.ladder(value).into(),
            "by" => note.by = r.id(value),
            "written" => note.written = r.when(value),
            "asset" => note.asset = r.id(value),
            "track" => note.track = r.id(value),
            "review_by" => note.review_by = r.when(value),
            "mark" => note.mark = r.choice(value, &MARKS),
            "was" => note.was = r.text(value),
            "retired" => note.retired = r.yes(value).unwrap_or(false),
            "snooze" => note.snooze = r.when(value),
            "tally" => note.tally = r.record(key, value, Kind::Tally, tally).map(Box::new),
            _ => r.unknown(Kind::Note, key),
        }
    }
    note
}

fn tally<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Tally {
    let mut tally = Tally::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "called" => tally.called = r.count(value).unwrap_or(0),
            "heard" => tally.heard = r.count(value).unwrap_or(0),
            "landed" => tally.landed = r.count(value).unwrap_or(0),
            _ => r.unknown(Kind::Tally, key),
        }
    }
    tally
}

pub(super) fn control<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Control {
    let mut control = Control::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "what" => control.what = r.text(value),
            "due" => control.due = r.when(value),
            "owner" => control.owner = r.id(value),
            "early_hurts" => control.early_hurts = r.yes(value).unwrap_or(false),
            "done" => control.done = r.when(value),
            _ => r.unknown(Kind::Control, key),
        }
    }
    control
}

pub(super) fn run<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Run {
    const KINDS: [(&str, RunKind); 4] =
        [("phone", RunKind::Phone), ("meeting", RunKind::Meeting), ("visit", RunKind::Visit), ("demo", RunKind::Demo)];
    let mut run = Run::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "what" => run.what = r.text(value),
            "starts" => run.starts = r.when(value),
            "length" => run.length = r.length(value),
            "crew" => run.crew = r.ids(value),
            "with" => run.with = r.ids(value),
            "kind" => run.kind = r.choice(value, &KINDS),
            "aim" => run.aim = r.text(value),
            "link" => run.link = r.text(value),
            "started" => run.started = r.when(value),
            "ended" => run.ended = r.when(value),
            "pauses" => run.pauses = r.rows(key, value, Kind::Pause, pause),
            _ => r.unknown(Kind::Run, key),
        }
    }
    run
}

fn pause<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<(When, Option<When>)> {
    from_until(r, table, Kind::Pause, place, ("a pause needs `from`", "write when it began"))
}

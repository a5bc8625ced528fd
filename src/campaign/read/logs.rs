//! Reads the rows of the logs.

use std::ops::Range;

use super::super::kind::Kind;
use super::super::reader::{Reader, Table};
use super::super::records::{
    CallLog, CloseLog, Handoff, Heard, HeardKind, Message, Repair, Review, ServiceLog, StageLog, Stroke, StrokeKind,
    Used,
};
use super::settings::missing;

pub(super) fn stage_log<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<StageLog> {
    let (mut stage, mut from, mut to, mut overruled, mut by) = (None, None, None, None, None);
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "stage" => {
                said = true;
                stage = r.id(value);
            }
            "from" => from = r.when(value),
            "to" => to = r.when(value),
            "overruled" => overruled = r.text(value),
            "by" => by = r.id(value),
            _ => r.unknown(Kind::StageLog, key),
        }
    }
    if !said {
        missing(r, place, "a `stage_log` row needs `stage`", "write the id of the stage that was left");
    }
    stage.map(|stage| StageLog { stage, from, to, overruled, by })
}

pub(super) fn close_log<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> CloseLog {
    let mut row = CloseLog::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => row.at = r.when(value),
            "was" => row.was = r.when(value),
            "now" => row.now = r.when(value),
            "by" => row.by = r.id(value),
            _ => r.unknown(Kind::CloseLog, key),
        }
    }
    row
}

pub(super) fn stroke<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Stroke {
    let mut row = Stroke::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => row.at = r.when(value),
            "by" => row.by = r.id(value),
            "kind" => row.kind = r.choice(value, &[("push", StrokeKind::Push), ("pull", StrokeKind::Pull)]),
            "what" => row.what = r.text(value),
            "result" => row.result = r.text(value),
            "topic" => row.topic = r.id(value),
            "track" => row.track = r.id(value),
            "asset" => row.asset = r.id(value),
            _ => r.unknown(Kind::Stroke, key),
        }
    }
    row
}

pub(super) fn heard<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Heard {
    let kinds = HeardKind::ALL.map(|kind| (kind.word(), kind));
    let mut row = Heard::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => row.at = r.when(value),
            "by" => row.by = r.id(value),
            "who" => row.who = r.id(value),
            "kind" => row.kind = r.choice(value, &kinds),
            "said" => row.said = r.text(value),
            "topic" => row.topic = r.id(value),
            "run" => row.run = r.id(value),
            "answer" => row.answer = r.id(value),
            "answered" => row.answered = r.when(value),
            _ => r.unknown(Kind::Heard, key),
        }
    }
    row
}

pub(super) fn message<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Message {
    let mut row = Message::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => row.at = r.when(value),
            "by" => row.by = r.id(value),
            "text" => row.text = r.text(value),
            "seen" => row.seen = r.when(value),
            _ => r.unknown(Kind::Message, key),
        }
    }
    row
}

pub(super) fn call_log<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<CallLog> {
    const USED: [(&str, Used); 3] = [("landed", Used::Landed), ("flat", Used::Flat), ("not-used", Used::NotUsed)];
    let (mut note, mut rung, mut at, mut lead) = (None, None, None, None);
    let (mut called, mut acked, mut again, mut by, mut used) = (None, None, None, None, None);
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "note" => {
                said = true;
                note = r.id(value);
            }
            "rung" => rung = r.text(value),
            "place" => at = r.when(value),
            "lead" => lead = r.duration(value),
            "called" => called = r.when(value),
            "acked" => acked = r.when(value),
            "again" => again = r.when(value),
            "by" => by = r.id(value),
            "used" => used = r.choice(value, &USED),
            _ => r.unknown(Kind::CallLog, key),
        }
    }
    if !said {
        missing(r, place, "a `call_log` row needs `note`", "write the id of the note that was called");
    }
    let rung = rung.unwrap_or_default();
    note.map(|note| CallLog { note, rung, place: at, lead, called, acked, again, by, used })
}

pub(super) fn handoff<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Handoff {
    let mut row = Handoff::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "from" => row.from = r.id(value),
            "to" => row.to = r.id(value),
            "at" => row.at = r.when(value),
            "briefing" => row.briefing = r.text(value),
            "accepted" => row.accepted = r.when(value),
            _ => r.unknown(Kind::Handoff, key),
        }
    }
    row
}

pub(super) fn service_log<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> ServiceLog {
    const OUTCOMES: [(&str, Repair); 3] =
        [("recovered", Repair::Recovered), ("later", Repair::Later), ("retired", Repair::Retired)];
    let mut row = ServiceLog::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "since" => row.since = r.when(value),
            "ended" => row.ended = r.when(value),
            "reason" => row.reason = r.text(value),
            "play" => row.play = r.id(value),
            "outcome" => row.outcome = r.choice(value, &OUTCOMES),
            _ => r.unknown(Kind::ServiceLog, key),
        }
    }
    row
}

pub(super) fn review<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Review {
    let mut row = Review::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "at" => row.at = r.when(value),
            "deal" => row.deal = r.id(value),
            "by" => row.by = r.ids(value),
            "decisions" => row.decisions = r.texts(value),
            "rubs" => row.rubs = r.text(value),
            _ => r.unknown(Kind::Review, key),
        }
    }
    row
}

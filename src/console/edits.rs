//! What an action writes: commands become intents here, and nowhere else. Where rules apply, `drive::rules` says what.

use chrono::{DateTime, Utc};

use super::desk;
use super::model::Model;
use super::prompt::{AnswerWith, At, Draft, Holder, NoteDraft, Report};
use crate::campaign::{Anchor, Campaign, Position};
use crate::drive::desk::NoteName;
use crate::drive::rules::{self, Ground, OpenCall, deal_path, instant, set, text, when};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal};

/// A note is called again at a later time.
///
/// # Errors
/// A promise or a hazard's note has no snooze of its own.
pub fn snooze(campaign: &Campaign, call: &OpenCall, until: DateTime<Utc>) -> Result<Vec<Intent>, Refusal> {
    if call.note.starts_with("control.") {
        return Err(Refusal::new(
            "a dated promise cannot be put off here",
            "move its date with the editor, or mark it heard",
        ));
    }
    if call.note.contains('/') {
        return Err(Refusal::new(
            "this note stands on a hazard and is called on every deal",
            "mark it heard, or give the deal a note of its own",
        ));
    }
    let until = until.with_timezone(&campaign.zone).naive_local();
    let until = chrono::DurationRound::duration_trunc(until, chrono::TimeDelta::minutes(1)).unwrap_or(until);
    Ok(vec![set(deal_path(&call.deal).below(["note", &*call.note]), "snooze", Literal::LocalDateTime(until))])
}

/// How early a person likes calls.
#[must_use]
pub fn earliness(crew: &str, value: f64) -> Vec<Intent> {
    vec![set(RecordPath::new(["crew", crew]), "earliness", Literal::Float(value))]
}

/// What a typed line writes.
///
/// # Errors
/// What the rules of a record decline.
pub fn draft(model: &Model, draft: &Draft) -> Result<Vec<Intent>, Refusal> {
    Ok(match draft {
        Draft::NextTouch { deal, what, on } => {
            let touch = rules::Touch { what, on: *on, by: None, needs: None };
            return Ok(rules::next(ground(model), deal, touch)?.intents);
        }
        Draft::Note(note) => vec![new_note(model, note)],
        Draft::Answer { report, with } => answer(model, report, with),
        Draft::Hit { deal: id, id: obstacle, pace, title } => {
            let local = model.now.with_timezone(&model.campaign.zone).naive_local();
            let local = chrono::DurationRound::duration_trunc(local, chrono::TimeDelta::minutes(1)).unwrap_or(local);
            let mut fields = vec![(KeyPath::new("at"), Literal::LocalDateTime(local))];
            if let Some(pace) = pace {
                fields.push((KeyPath::new("pace"), text(pace)));
            }
            fields.push((KeyPath::new("title"), text(title)));
            fields.push((KeyPath::new("outcome"), text("hit")));
            vec![Intent::Add { record: deal_path(id).below(["obstacle", &**obstacle]), fields }]
        }
        Draft::Message { deal, text } => return Ok(rules::send(ground(model), deal, text)?.intents),
        Draft::HandOver { deal, to, briefing } => {
            return Ok(rules::hand_over(ground(model), deal, to, Some(briefing), false)?.intents);
        }
        Draft::Waiver { deal, of, why, until } => {
            let exception = rules::Exception { of, why, until: *until };
            return Ok(rules::waive(ground(model), deal, exception)?.intents);
        }
        Draft::Flag { deal, colour, id, why } => {
            let raised = rules::Raised { colour: *colour, id, why };
            return Ok(rules::flag(ground(model), deal, raised)?.intents);
        }
        Draft::Amend { deal: id, note, was, say } => {
            let record = match note.split_once('/') {
                Some((hazard, note)) => RecordPath::new(["hazard", hazard, "note", note]),
                None => deal_path(id).below(["note", &**note]),
            };
            let mut intents = vec![set(record.clone(), "say", text(say)), set(record.clone(), "mark", text("~"))];
            if !was.is_empty() {
                intents.push(set(record, "was", text(was)));
            }
            intents
        }
        Draft::Settle { intents, .. } => intents.clone(),
        Draft::Began { deal, run, at } => return super::run::correct(model, deal, run, *at),
        // What is decided lies on the table until its deal is left.
        Draft::Decision { .. } | Draft::Rubs { .. } => Vec::new(),
        Draft::Shift { places, .. } => places.iter().map(|(note, at)| place(note, at)).collect(),
        Draft::Track(track) => {
            let topics: Vec<&str> = track.topics.iter().map(String::as_str).collect();
            let proposed = rules::Proposed {
                line: &track.line,
                theme: track.theme.as_deref(),
                opener: None,
                warmth: None,
                topics: &topics,
            };
            return Ok(rules::propose(ground(model), &track.id, proposed)?.intents);
        }
        Draft::Deal { id, account, value } => {
            let mut fields = vec![(KeyPath::new("account"), text(account))];
            if let Some(value) = value {
                fields.push((KeyPath::new("value"), Literal::Decimal(*value)));
            }
            fields.push((KeyPath::new("created"), Literal::Date(today(model))));
            if let Some(stage) = model.campaign.route.first() {
                fields.push((KeyPath::new("stage"), text(stage)));
                fields.push((KeyPath::new("since"), Literal::Date(today(model))));
            }
            vec![Intent::Add { record: deal_path(id), fields }]
        }
    })
}

/// What the rules are asked on: this console's text, moment and seat.
#[must_use]
pub fn ground(model: &Model) -> Ground<'_> {
    Ground { campaign: &model.campaign, document: &model.document, now: model.now, by: model.seat.as_deref() }
}

/// A note stands somewhere else.
#[must_use]
pub fn place(note: &NoteName, at: &Position) -> Intent {
    let at = match (&at.anchor, at.plus, at.minus) {
        (Anchor::Time(time), None, None) => when(*time),
        _ => text(&at.to_string()),
    };
    set(desk::record(note), "at", at)
}

/// A note brings another asset, or none.
#[must_use]
pub fn asset(note: &NoteName, asset: Option<&str>) -> Intent {
    let record = desk::record(note);
    match asset {
        Some(asset) => set(record, "asset", text(asset)),
        None => Intent::Unset { record, key: KeyPath::new("asset") },
    }
}

/// A note that was typed.
fn new_note(model: &Model, note: &NoteDraft) -> Intent {
    let mut fields = Vec::new();
    if let Some(at) = &note.at {
        let place = match at {
            At::Position(at) => text(&at.to_string()),
            At::Time(at) => when(*at),
        };
        fields.push((KeyPath::new("at"), place));
    }
    if let Some(mark) = note.mark {
        fields.push((KeyPath::new("mark"), text(&mark.to_string())));
    }
    if let Some(pace) = &note.pace {
        fields.push((KeyPath::new("pace"), text(pace)));
    }
    if let Some(say) = &note.say {
        fields.push((KeyPath::new("say"), text(say)));
    }
    signed(&mut fields, model, model.seat.as_deref());
    let holder = match &note.on {
        Holder::Deal(id) => deal_path(id),
        Holder::Hazard(id) => RecordPath::new(["hazard", id]),
    };
    Intent::Add { record: holder.below(["note", &*note.id]), fields }
}

/// A field report that is answered, with the note if it is a new one.
fn answer(model: &Model, report: &Report, with: &AnswerWith) -> Vec<Intent> {
    let mut key = vec![(KeyPath::new("at"), when(report.at))];
    if let Some(by) = &report.by {
        key.push((KeyPath::new("by"), text(by)));
    }
    let row = deal_path(&report.deal).below(["heard"]).row(key).nth(report.nth);
    let (note, mut intents) = match with {
        AnswerWith::Known(note) => (&**note, Vec::new()),
        AnswerWith::New(note) => (note.id.as_str(), vec![new_note(model, note)]),
    };
    intents.push(set(row.clone(), "answer", text(note)));
    intents.push(set(row, "answered", instant(model.now)));
    intents
}

fn signed(fields: &mut Vec<(KeyPath, Literal)>, model: &Model, seat: Option<&str>) {
    if let Some(by) = seat {
        fields.push((KeyPath::new("by"), text(by)));
    }
    fields.push((KeyPath::new("written"), Literal::Date(today(model))));
}

/// The day, in the campaign's zone.
#[must_use]
pub fn today(model: &Model) -> chrono::NaiveDate {
    model.now.with_timezone(&model.campaign.zone).date_naive()
}

/// The line where a record begins, from 1.
#[must_use]
pub fn line_of(document: &Document, record: &RecordPath) -> usize {
    document.locate(record, None).map_or(1, |place| document.line_column(&place).line)
}

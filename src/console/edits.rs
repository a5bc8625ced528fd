//! What an action writes: commands become intents here, and nowhere else.

use chrono::{DateTime, Utc};

use super::model::Model;
use super::prompt::{At, Draft};
use super::sheet::OpenCall;
use crate::campaign::{Campaign, When};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal};

fn deal(id: &str) -> RecordPath {
    RecordPath::new(["deal", id])
}

fn set(record: RecordPath, key: &str, value: Literal) -> Intent {
    Intent::Set { record, key: KeyPath::new(key), value }
}

fn text(value: &str) -> Literal {
    Literal::Text(value.to_owned())
}

/// An instant as the logs have it: with its offset, to the second.
fn instant(at: DateTime<Utc>) -> Literal {
    use chrono::SubsecRound;
    Literal::OffsetDateTime(at.trunc_subsecs(0).fixed_offset())
}

fn when(at: When) -> Literal {
    match at {
        When::Date(day) => Literal::Date(day),
        When::Local(time) => Literal::LocalDateTime(time),
        When::Instant(time) => instant(time),
    }
}

/// The row of a call: by its key, note, rung and place.
fn call_row(call: &OpenCall) -> RecordPath {
    deal(&call.deal).below(["call_log"]).row([
        (KeyPath::new("note"), text(&call.note)),
        (KeyPath::new("rung"), text(&call.rung)),
        (KeyPath::new("place"), instant(call.place)),
    ])
}

/// A call that is made now.
#[must_use]
pub fn call_made(call: &OpenCall, by: Option<&str>, now: DateTime<Utc>, shown_is_heard: bool) -> Intent {
    let mut row = vec![
        (KeyPath::new("note"), text(&call.note)),
        (KeyPath::new("rung"), text(&call.rung)),
        (KeyPath::new("place"), instant(call.place)),
        (KeyPath::new("lead"), text(&call.lead)),
        (KeyPath::new("called"), instant(now)),
    ];
    if shown_is_heard {
        row.push((KeyPath::new("acked"), instant(now)));
    }
    if let Some(by) = by {
        row.push((KeyPath::new("by"), text(by)));
    }
    Intent::Append { array: deal(&call.deal).below(["call_log"]), row }
}

/// A call that is repeated.
#[must_use]
pub fn call_repeated(call: &OpenCall, now: DateTime<Utc>) -> Intent {
    set(call_row(call), "again", instant(now))
}

/// A call that was heard. One that no console has written down yet (seen from the other seat) is written whole.
#[must_use]
pub fn acknowledge(call: &OpenCall, by: Option<&str>, now: DateTime<Utc>) -> Vec<Intent> {
    if call.called.is_some() {
        vec![set(call_row(call), "acked", instant(now))]
    } else {
        vec![call_made(call, by, now, true)]
    }
}

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
    Ok(vec![set(deal(&call.deal).below(["note", &*call.note]), "snooze", Literal::LocalDateTime(until))])
}

/// How early a person likes calls.
#[must_use]
pub fn earliness(crew: &str, value: f64) -> Vec<Intent> {
    vec![set(RecordPath::new(["crew", crew]), "earliness", Literal::Float(value))]
}

/// What a typed line writes.
#[must_use]
pub fn draft(model: &Model, draft: &Draft) -> Vec<Intent> {
    let seat = model.seat.as_deref();
    match draft {
        Draft::NextTouch { deal: id, what, on } => {
            let mut fields = vec![(KeyPath::new("what"), text(what))];
            if let Some(on) = on {
                fields.push((KeyPath::new("on"), when(*on)));
            }
            let old = model.campaign.deal(id).and_then(|deal| deal.next.as_ref());
            let by = seat.or_else(|| old.and_then(|next| next.by.as_deref()));
            if let Some(by) = by {
                fields.push((KeyPath::new("by"), text(by)));
            }
            vec![set(deal(id), "next", Literal::InlineTable(fields))]
        }
        Draft::Note(note) => {
            let mut fields = vec![(
                KeyPath::new("at"),
                match &note.at {
                    At::Position(at) => text(at),
                    At::Time(at) => when(*at),
                },
            )];
            if let Some(mark) = note.mark {
                fields.push((KeyPath::new("mark"), text(&mark.to_string())));
            }
            if let Some(pace) = &note.pace {
                fields.push((KeyPath::new("pace"), text(pace)));
            }
            if let Some(say) = &note.say {
                fields.push((KeyPath::new("say"), text(say)));
            }
            signed(&mut fields, model, seat);
            vec![Intent::Add { record: deal(&note.deal).below(["note", &*note.id]), fields }]
        }
        Draft::Hit { deal: id, id: obstacle, pace, title } => {
            let local = model.now.with_timezone(&model.campaign.zone).naive_local();
            let local = chrono::DurationRound::duration_trunc(local, chrono::TimeDelta::minutes(1)).unwrap_or(local);
            let mut fields = vec![(KeyPath::new("at"), Literal::LocalDateTime(local))];
            if let Some(pace) = pace {
                fields.push((KeyPath::new("pace"), text(pace)));
            }
            fields.push((KeyPath::new("title"), text(title)));
            fields.push((KeyPath::new("outcome"), text("hit")));
            vec![Intent::Add { record: deal(id).below(["obstacle", &**obstacle]), fields }]
        }
        Draft::Amend { deal: id, note, was, say } => {
            let record = match note.split_once('/') {
                Some((hazard, note)) => RecordPath::new(["hazard", hazard, "note", note]),
                None => deal(id).below(["note", &**note]),
            };
            let mut intents = vec![set(record.clone(), "say", text(say)), set(record.clone(), "mark", text("~"))];
            if !was.is_empty() {
                intents.push(set(record, "was", text(was)));
            }
            intents
        }
        Draft::Settle { intents, .. } => intents.clone(),
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
            vec![Intent::Add { record: deal(id), fields }]
        }
    }
}

fn signed(fields: &mut Vec<(KeyPath, Literal)>, model: &Model, seat: Option<&str>) {
    if let Some(by) = seat {
        fields.push((KeyPath::new("by"), text(by)));
    }
    fields.push((KeyPath::new("written"), Literal::Date(today(model))));
}

fn today(model: &Model) -> chrono::NaiveDate {
    model.now.with_timezone(&model.campaign.zone).date_naive()
}

/// The line where a deal begins, from 1.
#[must_use]
pub fn line_of_deal(document: &Document, id: &str) -> usize {
    document.locate(&deal(id), None).map_or(1, |place| document.line_column(&place).line)
}

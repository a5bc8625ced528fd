//! What will become of a note that is being typed: its place in time, when it is called, and whether that is late.
//!
//! The engine is asked about the note as if it stood in the file: it takes one deal, whatever the campaign's size.

use std::sync::Arc;

use super::Row;
use super::draft::{At, Holder, NoteDraft};
use crate::campaign::{Anchor, Deal, Id, Note, Position, Text, When};
use crate::console::model::Model;
use crate::console::sheet::Tone;
use crate::console::words;
use crate::drive::calls::{Assessment, Cause, NoteState, Subject, Void, Why, can_only_be_late, state_of};
use crate::drive::distance::Distance;
use crate::pace;

/// Where the note stands, and when it will be called with the reason.
pub(super) fn rows(model: &Model, draft: &NoteDraft) -> Vec<Row> {
    let record = record(model, draft);
    let Some(called) = call(model, &draft.on, &record) else { return Vec::new() };
    let deal = match &draft.on {
        Holder::Deal(deal) => model.campaign.deal(deal),
        Holder::Hazard(_) => None,
    };
    let found = deal.map(|deal| state_of(&model.campaign, &model.outlook, deal, Subject::Note(&record), model.now));
    vec![place(model, draft, found.as_ref()), called]
}

/// When a note would be called if it stood so in the file, with the reason. `None`: what it belongs to is gone.
pub(super) fn call(model: &Model, on: &Holder, record: &Note) -> Option<Row> {
    let campaign = &model.campaign;
    Some(match on {
        Holder::Deal(deal) => {
            let deal = campaign.deal(deal)?;
            let found = state_of(campaign, &model.outlook, deal, Subject::Note(record), model.now);
            called(model, deal, &found)
        }
        Holder::Hazard(hazard) => {
            let hazard = campaign.hazard(hazard)?;
            let mut called_row = Row::calm("called", "by deal: on each that meets the hazard, ahead of its own place");
            // One deal shows what that means: the one on screen, if it meets the hazard.
            if let Some(deal) = model.current()
                && campaign.hazards_of(deal).any(|met| met.id == hazard.id)
            {
                let subject = Subject::HazardNote(hazard, record);
                let found = state_of(campaign, &model.outlook, deal, subject, model.now);
                let here = called(model, deal, &found);
                called_row.why = format!("on {}: {}", deal.name(), here.text);
                called_row.tone = here.tone;
            }
            called_row
        }
    })
}

/// The note as the file will have it.
fn record(model: &Model, draft: &NoteDraft) -> Note {
    let at = draft.at.as_ref().map(|at| match at {
        At::Position(position) => position.clone(),
        At::Time(when) => Position::at(Anchor::Time(*when)),
    });
    Note {
        id: Id::from(draft.id.as_str()),
        at: at.map(Arc::new),
        when: None,
        pace: draft.pace.as_deref().and_then(|steps| pace::parse_steps(steps).ok()).map(Arc::new),
        say: draft.say.as_deref().map(Text::from),
        lead: None,
        ladder: Box::default(),
        by: model.seat.clone(),
        written: Some(When::Date(model.now.with_timezone(&model.campaign.zone).date_naive())),
        asset: None,
        track: None,
        review_by: None,
        mark: draft.mark.and_then(|mark| pace::Mark::of_sign(mark.encode_utf8(&mut [0; 4]))),
        was: None,
        retired: false,
        snooze: None,
        tally: None,
    }
}

/// The place in words, and when that is.
fn place(model: &Model, draft: &NoteDraft, found: Option<&Assessment<'_>>) -> Row {
    let position = match &draft.at {
        None => return Row::calm("at", "the hazard’s own place"),
        Some(At::Time(when)) => return Row::calm("at", words::when(*when, model.campaign.zone, model.now)),
        Some(At::Position(position)) => position,
    };
    let mut row = Row::calm("at", position.to_string());
    if let Some(target) = found.and_then(|found| found.target) {
        let about = if target.estimated { "about " } else { "" };
        row.why = format!("{about}{}", words::moment(target.at(), model.campaign.zone, model.now));
    }
    row
}

/// When it is called and why then; or why not.
fn called(model: &Model, deal: &Deal, found: &Assessment<'_>) -> Row {
    let (Some(due), Some(target)) = (found.due, found.target) else {
        let (text, why, tone) = uncalled(found);
        return Row { label: "called", text: text.to_owned(), why: why.to_owned(), tone };
    };
    let zone = model.campaign.zone;
    let person = found.subject.called(&model.campaign, deal);
    let calendar = model.outlook.calendar(person.map(|id| &**id));
    let left = if found.live { 0 } else { target.clock.left(model.now) };
    let cause = if due.armed { Cause::Due } else { Cause::Planned };
    let why = Why { basis: due.rung.basis, lead: due.rung.lead, left, cause }.to_string();
    let for_whom = person.filter(|person| model.seat.as_ref() != Some(*person));
    let for_whom = for_whom.map_or_else(String::new, |id| format!(", for {}", words::who(&model.campaign, id)));
    let at = words::moment(due.rung.call_at, zone, model.now);
    if can_only_be_late(found) {
        let ago = Distance::between(calendar, model.now, due.rung.call_at, false);
        let text = format!("too late{for_whom}: {at} would have been right, {ago}");
        return Row { label: "called", text, why, tone: Tone::Late };
    }
    let text = if due.armed {
        format!("with the next minute{for_whom}")
    } else {
        let far = Distance::between(calendar, model.now, due.rung.call_at, false);
        format!("{at}, {far}{for_whom}")
    };
    Row { label: "called", text, why, tone: Tone::Calm }
}

/// Why a note will not be called, what to do, and whether that is to be minded.
const fn uncalled(found: &Assessment<'_>) -> (&'static str, &'static str, Tone) {
    match found.state {
        NoteState::Struck => ("never: it is struck", "", Tone::Quiet),
        NoteState::Contingency => ("by hand, when it happens", "", Tone::Calm),
        NoteState::NoPlace => ("never: its place names nothing", "give it another after @", Tone::Late),
        NoteState::NoTimeYet => ("no time yet", "its place hangs on something without a date", Tone::Late),
        NoteState::Called => ("already: it waits to be heard", "", Tone::Calm),
        NoteState::Heard => ("already, and heard", "", Tone::Calm),
        NoteState::NotDriven => ("in the run, just before its minute", "", Tone::Calm),
        NoteState::Void(Void::Outcome) => ("never: the obstacle is behind", "give it a place ahead", Tone::Late),
        NoteState::Void(Void::Done) => ("never: the promise is kept", "give it a place ahead", Tone::Late),
        NoteState::Void(Void::Finished) => ("never: the deal is finished", "", Tone::Late),
        NoteState::Void(Void::RedFlag) => ("not while the red flag stands", "", Tone::Late),
        NoteState::Void(_) | NoteState::Missed | NoteState::Passed(_) | NoteState::Unheard => {
            ("never: its place has gone by", "give it a later one", Tone::Late)
        }
        _ => ("never: nobody works before its place", "give it a later one", Tone::Late),
    }
}

//! The calls that wait on a deal, as cards; and what is said where none waits.

use chrono::{DateTime, Utc};

use super::short;
use crate::campaign::{Anchor, Calendar, Deal, Id, Position};
use crate::console::command::Command;
use crate::console::engine::waits_to_be_heard;
use crate::console::model::Model;
use crate::console::prompt::topic_names;
use crate::console::sheet::CallCard;
use crate::console::words;
use crate::drive::calls::{Assessment, Cause, NoteState, Question, Why, assess, planned_on, subjects};
use crate::drive::playlist::is_agreed;
use crate::drive::rules::OpenCall;
use crate::drive::{Bearings, distance_words};

/// The cards of the calls that wait to be heard here, or are due to somebody who sits elsewhere.
pub(super) fn calls(model: &Model, deal: &Deal) -> Vec<CallCard> {
    let campaign = &model.campaign;
    let mut cards: Vec<(DateTime<Utc>, CallCard)> = Vec::new();
    for subject in subjects(campaign, deal) {
        let called = subject.called(campaign, deal);
        let mine = called.is_none() || model.seat.as_ref() == called;
        let bearings = Bearings::new(campaign, &model.outlook, deal, called.map(|id| &**id), model.now);
        let found = assess(&bearings, subject, Question::PLAIN);
        let waiting = waits_to_be_heard(&found);
        // In this seat a call is on screen once it is made; from elsewhere it shows as due.
        let due = found.state == NoteState::Armed && (!mine || model.looks_on()) && found.snoozed.is_none();
        if waiting || due {
            let person = called.filter(|_| !mine).map(|id| words::who(campaign, id));
            if let Some(card) = card(model, deal, &bearings, &found, waiting, person.as_deref()) {
                cards.push((card.row.place, card));
            }
        }
    }
    cards.sort_by(|a, b| (a.0, &a.1.row.note).cmp(&(b.0, &b.1.row.note)));
    cards.into_iter().map(|(_, card)| card).collect()
}

fn card(
    model: &Model,
    deal: &Deal,
    bearings: &Bearings<'_>,
    found: &Assessment<'_>,
    waiting: bool,
    person: Option<&str>,
) -> Option<CallCard> {
    let row = if waiting { OpenCall::made(deal, found)? } else { OpenCall::due(deal, found)? };
    let estimated = found.target.is_some_and(|target| target.estimated);
    let by = found.subject.note().and_then(|note| note.by.as_ref());
    let by = by.map(|by| format!("{}, ", words::who(&model.campaign, by))).unwrap_or_default();
    Some(CallCard {
        title: title(found, person, waiting),
        distance: distance_words(bearings.calendar, model.now, row.place, estimated),
        by: format!("{by}{}", called(model, found, waiting)),
        why: reason(model, found, &row.lead),
        ..written(model, deal, found, row)
    })
}

/// The card of a note that is not called: as the driver will see it.
pub(super) fn preview(model: &Model, bearings: &Bearings<'_>, found: &Assessment<'_>) -> CallCard {
    let deal = bearings.deal;
    let nowhere = || OpenCall {
        deal: deal.id.clone(),
        note: Id::from(found.subject.name().as_str()),
        rung: String::new(),
        place: model.now,
        lead: String::new(),
        called: None,
    };
    let row = OpenCall::due(deal, found).or_else(|| OpenCall::made(deal, found)).unwrap_or_else(nowhere);
    let distance = found
        .target
        .map(|target| distance_words(bearings.calendar, model.now, target.at(), target.estimated))
        .unwrap_or_default();
    CallCard { title: "AS THE DRIVER SEES IT".to_owned(), distance, ..written(model, deal, found, row) }
}

/// What a card says of a note whenever it is looked at.
fn written(model: &Model, deal: &Deal, found: &Assessment<'_>, row: OpenCall) -> CallCard {
    let campaign = &model.campaign;
    let note = found.subject.note();
    let steps = found.steps.map(ToString::to_string).unwrap_or_default();
    let caution = found.caution().sign();
    let shorthand = steps.strip_prefix(caution).unwrap_or(&steps);
    let reading = match found.steps {
        Some(steps) => steps.speak(model.settings.speech, &topic_names(model), None),
        None if note.is_none() => "A dated promise.".to_owned(),
        None => String::new(),
    };
    let asset = note.and_then(|note| note.asset.as_ref()).and_then(|id| campaign.asset(id));
    let track = note.and_then(|note| note.track.as_ref()).and_then(|id| campaign.track(id));
    let place = place_words(model, deal, found);
    CallCard {
        title: String::new(),
        distance: String::new(),
        caution: caution.to_owned(),
        topics: topics(model, found),
        shorthand: if shorthand.is_empty() { place.clone() } else { short(shorthand) },
        hardness: found.hardness(),
        reading,
        say: found.subject.say().unwrap_or("").to_owned(),
        asset: asset.map(|asset| asset.title.as_deref().unwrap_or(&asset.id).to_owned()),
        link: asset.and_then(|asset| asset.link.as_deref()).map(str::to_owned),
        // What one trade has not signed is nothing to play as agreed.
        track: track.map(|track| {
            let signed = if is_agreed(campaign, track) { "" } else { " (not signed by both)" };
            format!("{}{signed}", track.theme.as_deref().unwrap_or(&track.id))
        }),
        place,
        by: String::new(),
        why: String::new(),
        row,
    }
}

/// Whether it is called or only due, for whom, and whether late.
fn title(found: &Assessment<'_>, person: Option<&str>, waiting: bool) -> String {
    let late = found.judged.is_some_and(|judged| judged.words() == "late");
    match (person, waiting) {
        (Some(person), true) => format!("CALL for {person}"),
        (Some(person), false) => format!("DUE, for {person}"),
        (None, true) if late => "CALL, late".to_owned(),
        (None, true) => "CALL".to_owned(),
        (None, false) => "DUE".to_owned(),
    }
}

/// When it was called, and called again; or that it is due.
fn called(model: &Model, found: &Assessment<'_>, waiting: bool) -> String {
    let at = |at| words::moment(at, model.campaign.zone, model.now);
    match found.last.filter(|_| waiting) {
        Some(made) => match made.again {
            Some(again) => format!("called {}, again {}", at(made.called), at(again)),
            None => format!("called {}", at(made.called)),
        },
        None => "due".to_owned(),
    }
}

/// Why it is called now and not at another time.
fn reason(model: &Model, found: &Assessment<'_>, lead: &str) -> String {
    let why = found.due.map_or_else(String::new, |due| {
        let left = found.target.map_or(0, |target| target.clock.left(model.now));
        Why { basis: due.rung.basis, lead: due.rung.lead, left, cause: Cause::Due }.to_string()
    });
    if !why.is_empty() || lead.is_empty() {
        return why;
    }
    let timing = found.judged.map_or("", |judged| judged.words());
    format!("{timing}, {lead} ahead").trim_start_matches(", ").to_owned()
}

/// The topics of a note by their names.
fn topics(model: &Model, found: &Assessment<'_>) -> String {
    let known = topic_names(model);
    let topics = found.steps.map(|steps| {
        let named = steps.topics().map(|slug| known(slug).unwrap_or_else(|| slug.replace(['-', ':'], " ")));
        named.collect::<Vec<_>>().join(", ")
    });
    topics.unwrap_or_default()
}

/// What stands at a note's place: the obstacle's title, the run, the promise, or the stage.
fn place_words(model: &Model, deal: &Deal, found: &Assessment<'_>) -> String {
    if let Some(met) = found.met {
        return met.title().unwrap_or(met.id).to_owned();
    }
    match found.subject.note().and_then(|note| note.at.as_deref()) {
        None => found.subject.say().unwrap_or("").to_owned(),
        Some(position) => position_words(model, deal, position),
    }
}

fn position_words(model: &Model, deal: &Deal, position: &Position) -> String {
    match &position.anchor {
        Anchor::Enter(stage) => format!("entering {}", model.campaign.stage_name(stage)),
        Anchor::Leave(stage) => format!("leaving {}", model.campaign.stage_name(stage)),
        Anchor::Named(id) | Anchor::Minute(id, _) => {
            if let Some(run) = deal.run(id) {
                run.what.as_deref().unwrap_or(id).to_owned()
            } else if let Some(control) = deal.control(id) {
                control.what.as_deref().unwrap_or(id).to_owned()
            } else if model.campaign.route_index(id).is_some() {
                format!("entering {}", model.campaign.stage_name(id))
            } else {
                id.to_string()
            }
        }
        Anchor::Time(when) => words::when(*when, model.campaign.zone, model.now),
    }
}

/// What is said where no call waits: when the next one comes, or how to write one.
pub(super) fn quiet(model: &Model, calendar: &Calendar, deal: &Deal) -> String {
    let key = model.keymap.shown(Command::AddNote);
    if !deal.is_open() {
        return "The road is behind. What it taught is in the notes.".to_owned();
    }
    if deal.is_stopped() {
        let key = model.keymap.shown(Command::Flag);
        return format!("A red flag stops all outreach: no note is called until it is lowered. {key} lowers it.");
    }
    let next = planned_on(&model.campaign, &model.outlook, deal, model.now).into_iter().next();
    let Some(next) = next else {
        return format!("No note is planned on this deal. Press {key} to write one: where it bites, and what to say.");
    };
    let shorthand = next.call.shorthand.as_deref().unwrap_or("");
    let what = next.call.say.as_deref().unwrap_or(&next.call.note);
    let to = next.person.as_ref().filter(|person| model.seat.as_ref() != Some(*person));
    let to = to.map_or_else(String::new, |person| format!(" for {}", words::who(&model.campaign, person)));
    let when = words::moment(next.when, model.campaign.zone, model.now);
    let lead = if next.when <= model.now {
        format!("The next call{to} comes with the next minute")
    } else {
        format!("The next call{to} comes {when}, {}", distance_words(calendar, model.now, next.when, false))
    };
    format!("{lead}: {shorthand} {what}").replace(":  ", ": ")
}

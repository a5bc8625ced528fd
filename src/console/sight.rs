//! What the two panes say about a deal, made from the file and the engine, in words.

use chrono::{DateTime, Datelike, Utc};

use super::engine::waits_to_be_heard;
use super::model::Model;
use super::order::deal_name;
use super::prompt::topic_names;
use super::sheet::{CallCard, Leg, LegState, NextTouch, OpenCall, Promise, RoadLine, RoadSign, Said, StageSheet, Tone};
use super::words;
use crate::campaign::{Calendar, Colour, Deal, Id, Outcome, Status, When};
use crate::drive::arrival::expected_seconds;
use crate::drive::attention;
use crate::drive::calls::{
    Assessment, Cause, LeadBasis, NoteState, Question, Why, assess, lead_as_written, planned_on, subjects,
};
use crate::drive::distance::Distance;
use crate::drive::road::{RoadItem, RoadWhat, road};
use crate::drive::{Bearings, distance_words};

/// Days are counted in these seconds where a length is shown in days.
const DAY: f64 = 86_400.0;

/// Makes the sheet.
#[must_use]
pub fn sheet(model: &Model, deal: &Deal) -> StageSheet {
    let calendar = model.outlook.calendar(None);
    let zone = model.campaign.zone;
    let currency = model.campaign.currency_of(deal).map(|code| code.as_str());
    let calls = calls(model, deal);
    let (result, result_tone) = result(model, deal);
    let need = attention::need(&model.campaign, calendar, deal, attention::Waiting::default(), model.now);
    let (stage_line, stage_tone) = stage_line(model, calendar, deal);
    let stage = model.campaign.stage_of(deal).and_then(|id| model.campaign.stage(id));
    let close = deal.close.map(|close| (close, calendar.deadline(close)));
    let close_over = close.is_some_and(|(_, at)| at < model.now) && deal.is_open();
    StageSheet {
        account: deal_name(deal).to_owned(),
        title: deal.account.as_ref().and(deal.title.as_deref()).unwrap_or("").to_owned(),
        value: deal.value.map_or_else(String::new, |value| words::money(value, currency)),
        close: close.map_or_else(
            || "no promised close".to_owned(),
            |(close, _)| {
                let day = words::short_date(words::day_of(close, zone), model.now.with_timezone(&zone).year());
                format!("close {day}")
            },
        ),
        close_tone: if !result.is_empty() {
            result_tone
        } else if close_over {
            Tone::Late
        } else {
            Tone::Calm
        },
        result,
        // The next touch and the stage say theirs in their own places.
        reasons: need
            .reasons
            .iter()
            .filter(|reason| matches!(reason.name, "promise-over" | "close-gone" | "in-service" | "quiet"))
            .map(|reason| reason.words.clone())
            .collect(),
        legs: legs(model, deal),
        stage_line,
        stage_tone,
        next: next_touch(model, calendar, deal),
        gate_stage: stage.map_or_else(String::new, |stage| model.campaign.stage_name(&stage.id).to_owned()),
        gate: stage
            .filter(|_| deal.is_open())
            .map(|stage| stage.gate.iter().map(|(id, fact)| (deal.gate.contains(id), fact.to_string())).collect())
            .unwrap_or_default(),
        guidance: stage.and_then(|stage| stage.guidance.as_deref()).unwrap_or("").to_owned(),
        promises: promises(model, calendar, deal),
        wheel: wheel(model, deal),
        flags: flags(model, deal),
        words: said(model, deal),
        values: values(deal),
        quiet: if calls.is_empty() { quiet(model, calendar, deal) } else { String::new() },
        calls,
        road: road_lines(model, calendar, deal),
        to_go: match close {
            Some((_, at)) if deal.is_open() && at > model.now => {
                format!("{} wd to the promised close", calendar.working_days_between(model.now, at))
            }
            _ => String::new(),
        },
    }
}

fn result(model: &Model, deal: &Deal) -> (String, Tone) {
    let Some(finish) = &deal.result else { return (String::new(), Tone::Calm) };
    let on = finish.on.map_or_else(String::new, |on| format!(" {}", words::when(on, model.campaign.zone, model.now)));
    match finish.status {
        Status::Won => (format!("✓ won{on}"), Tone::Good),
        Status::Lost => {
            let why = finish.reason.as_deref().map_or_else(String::new, |why| format!(": {why}"));
            (format!("lost{on}{why}"), Tone::Quiet)
        }
    }
}

// --- the route ------------------------------------------------------------------------------------------------------

fn expected_days(model: &Model, stage: &str) -> f64 {
    model.campaign.stage(stage).map_or(14.0, |stage| expected_seconds(stage) / DAY)
}

fn legs(model: &Model, deal: &Deal) -> Vec<Leg> {
    let campaign = &model.campaign;
    let zone = campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let here = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)).unwrap_or(0);
    let won = deal.result.as_ref().is_some_and(|finish| finish.status == Status::Won);
    let total: f64 = campaign.route.iter().map(|stage| expected_days(model, stage)).sum();
    campaign
        .route
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let expected = expected_days(model, stage);
            let passes = deal.stage_log.iter().filter(|row| row.stage == *stage);
            let spent: Option<i64> = passes
                .filter_map(|row| Some((words::day_of(row.to?, zone) - words::day_of(row.from?, zone)).num_days()))
                .reduce(|a, b| a + b);
            #[expect(clippy::cast_possible_truncation, reason = "whole days and shares for the screen")]
            let (state, days, tone) = if index < here || won {
                let days = spent.map_or_else(String::new, |spent| {
                    let over = spent - expected.round() as i64;
                    match over {
                        0 => format!("{spent} d"),
                        1.. => format!("{spent} d, +{over}"),
                        _ => format!("{spent} d, −{}", -over),
                    }
                });
                (LegState::Done, days, Tone::Quiet)
            } else if index == here {
                let spent = deal.since.map(|since| (today - words::day_of(since, zone)).num_days().max(0));
                let days = match spent {
                    Some(spent) => format!("{spent} of {} d", expected.round() as i64),
                    None => "days unknown".to_owned(),
                };
                let share = spent.map_or(0.0, |spent| spent as f64 / expected.max(1.0));
                let tone = if share > 1.0 && deal.is_open() { Tone::Late } else { Tone::Calm };
                (LegState::Here(share as f32), days, tone)
            } else {
                (LegState::Ahead, format!("{} d", expected.round() as i64), Tone::Quiet)
            };
            #[expect(clippy::cast_possible_truncation, reason = "a share for the screen")]
            let weight = (expected / total.max(1.0)) as f32;
            Leg { name: campaign.stage_name(stage).to_owned(), weight, state, days, tone }
        })
        .collect()
}

fn stage_line(model: &Model, calendar: &Calendar, deal: &Deal) -> (String, Tone) {
    if !deal.is_open() {
        return (String::new(), Tone::Calm);
    }
    let Some(stage) = model.campaign.stage_of(deal) else { return (String::new(), Tone::Calm) };
    let at = model.campaign.route_index(stage);
    let place = at.map_or_else(
        || "Not on the route".to_owned(),
        |at| format!("Stage {} of {}", at + 1, model.campaign.route.len()),
    );
    let Some(since) = deal.since else {
        return (format!("{place}, since when is not written"), Tone::Quiet);
    };
    let zone = model.campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let spent = (today - words::day_of(since, zone)).num_days().max(0);
    let expected = expected_days(model, stage);
    #[expect(clippy::cast_possible_truncation, reason = "whole days for the screen")]
    let usual = expected.round() as i64;
    let days = words::counted(spent, "day", "days");
    let quiet = attention::quiet_days(calendar, deal, model.now)
        .zip(attention::stale_days(&model.campaign, deal))
        .filter(|(quiet, limit)| quiet > limit);
    if let Some((quiet, allowed)) = quiet {
        return (format!("{place}: stalled, quiet for {quiet} days, {allowed} are allowed"), Tone::Late);
    }
    if spent > usual {
        return (format!("{place}, {days}: {usual} were expected"), Tone::Late);
    }
    (format!("{place}, {days} of the {usual} expected"), Tone::Quiet)
}

// --- now ------------------------------------------------------------------------------------------------------------

/// `2 working days over`, `in 2 wd`, `today`: a deadline against now.
fn against_now(calendar: &Calendar, at: DateTime<Utc>, now: DateTime<Utc>) -> (String, Tone) {
    let days = calendar.working_days_between(now, at);
    if at < now {
        let over = match -days {
            ..1 => "gone by today".to_owned(),
            n => format!("{} over", words::counted(n, "working day", "working days")),
        };
        return (over, Tone::Late);
    }
    (if days == 0 { "today".to_owned() } else { format!("in {days} wd") }, Tone::Calm)
}

fn next_touch(model: &Model, calendar: &Calendar, deal: &Deal) -> NextTouch {
    let campaign = &model.campaign;
    if !deal.is_open() {
        return NextTouch {
            what: "Nothing: this deal is finished".to_owned(),
            detail: String::new(),
            tone: Tone::Quiet,
        };
    }
    let key = model.keymap.shown(super::command::Command::NextTouch);
    let Some(next) = &deal.next else {
        return NextTouch {
            what: "No next touch is set".to_owned(),
            detail: format!("{key} sets it: what, and when"),
            tone: Tone::Late,
        };
    };
    let mut parts = Vec::new();
    let mut tone = Tone::Calm;
    if let Some(on) = next.on {
        let (distance, late) = against_now(calendar, calendar.deadline(on), model.now);
        tone = late;
        parts.push(words::when(on, campaign.zone, model.now));
        parts.push(distance);
    } else {
        tone = Tone::Late;
        parts.push(format!("no day yet: {key} gives it one"));
    }
    if let Some(by) = &next.by {
        parts.push(words::who(campaign, by));
    }
    if let Some(needs) = &next.needs {
        parts.push(format!("needs {}", words::who(campaign, needs)));
    }
    NextTouch { what: next.what.as_deref().unwrap_or("next touch").to_owned(), detail: parts.join(", "), tone }
}

fn promises(model: &Model, calendar: &Calendar, deal: &Deal) -> Vec<Promise> {
    let campaign = &model.campaign;
    let mut open: Vec<(DateTime<Utc>, Promise)> = deal
        .controls
        .iter()
        .filter(|control| control.done.is_none())
        .map(|control| {
            let owner = match control.owner.as_deref() {
                Some("customer") => "customer".to_owned(),
                Some(owner) => words::who(campaign, owner),
                None => String::new(),
            };
            let what = control.what.as_deref().unwrap_or(&control.id).to_owned();
            match control.due {
                Some(due) => {
                    let at = calendar.deadline(due);
                    let (mut distance, tone) = against_now(calendar, at, model.now);
                    let days = -calendar.working_days_between(model.now, at);
                    if let Some(short) = distance.strip_prefix("in ") {
                        distance = short.to_owned();
                    } else if at < model.now && days > 0 {
                        distance = format!("{days} wd over");
                    }
                    let year = model.now.with_timezone(&campaign.zone).year();
                    (
                        at,
                        Promise {
                            date: words::date(words::day_of(due, campaign.zone), year),
                            what,
                            owner,
                            distance,
                            tone,
                        },
                    )
                }
                None => {
                    let date = "no date".to_owned();
                    (DateTime::<Utc>::MAX_UTC, Promise { date, what, owner, distance: String::new(), tone: Tone::Late })
                }
            }
        })
        .collect();
    open.sort_by(|a, b| (a.0, &a.1.what).cmp(&(b.0, &b.1.what)));
    open.into_iter().map(|(_, promise)| promise).collect()
}

fn wheel(model: &Model, deal: &Deal) -> String {
    let campaign = &model.campaign;
    let Some(driver) = campaign.driver_of(deal) else { return String::new() };
    let name = words::who(campaign, driver);
    let accepted = deal.handoffs.iter().rev().find(|row| row.to.as_ref() == Some(driver) && row.accepted.is_some());
    let since = accepted.and_then(|row| row.accepted).map_or_else(String::new, |at| {
        let day = words::day_of(at, campaign.zone);
        format!(" since {}", words::short_date(day, model.now.with_timezone(&campaign.zone).year()))
    });
    let navigator = campaign
        .navigator_of(deal)
        .filter(|navigator| *navigator != driver)
        .map_or_else(String::new, |navigator| format!(", {} navigates", words::who(campaign, navigator)));
    let offered =
        deal.handoffs.iter().find(|row| row.accepted.is_none() && row.to.is_some()).map_or_else(String::new, |row| {
            let to = row.to.as_ref().map(|to| words::who(campaign, to)).unwrap_or_default();
            format!("; offered to {to}, not accepted yet")
        });
    format!("{name}{since}{navigator}{offered}")
}

fn flags(model: &Model, deal: &Deal) -> Vec<String> {
    let mut lines: Vec<String> = deal
        .flags
        .iter()
        .map(|flag| {
            let colour = match flag.colour {
                Colour::Yellow => "⚑ yellow flag, take care",
                Colour::Red => "⚑ RED FLAG, all outreach stops",
            };
            let why = flag.why.as_deref().unwrap_or(&flag.id);
            format!("{colour}: {why}")
        })
        .collect();
    if let Some(service) = &deal.service {
        let reason = service.reason.as_deref().unwrap_or("no reason written").replace('-', " ");
        let play =
            service.play.as_ref().and_then(|play| model.campaign.play(play)).and_then(|play| play.title.as_deref());
        let play = play.map_or_else(String::new, |play| format!(", play: {play}"));
        lines.push(format!("in trouble: {reason}{play}"));
    }
    lines
}

fn said(model: &Model, deal: &Deal) -> Vec<Said> {
    let campaign = &model.campaign;
    let zone = campaign.zone;
    let mut heard: Vec<_> = deal.heard.iter().filter(|heard| heard.said.is_some()).collect();
    heard.sort_by_key(|heard| std::cmp::Reverse(heard.at.map(|at| words::instant(at, zone))));
    heard
        .into_iter()
        .take(4)
        .map(|heard| {
            let who = heard.who.as_deref().map_or_else(|| "somebody".to_owned(), |id| deal.contact_name(id).to_owned());
            let when = heard
                .at
                .map_or_else(String::new, |at| format!(", {}", words::day(words::day_of(at, zone), zone, model.now)));
            let (answer, tone) =
                if heard.answer.is_some() { ("answered", Tone::Calm) } else { ("waits for an answer", Tone::Late) };
            Said {
                words: heard.said.as_deref().unwrap_or("").to_owned(),
                source: format!("{who}{when} · {answer}"),
                tone,
            }
        })
        .collect()
}

fn values(deal: &Deal) -> Vec<(String, String)> {
    deal.objectives
        .iter()
        .map(|(id, objective)| {
            let line = deal.value_lines.iter().find(|line| line.serves.as_ref() == Some(id));
            (objective.to_string(), line.and_then(|line| line.line.as_deref()).unwrap_or("").to_owned())
        })
        .collect()
}

// --- the call -------------------------------------------------------------------------------------------------------

fn calls(model: &Model, deal: &Deal) -> Vec<CallCard> {
    let campaign = &model.campaign;
    let mut cards: Vec<(DateTime<Utc>, CallCard)> = Vec::new();
    for subject in subjects(campaign, deal) {
        let called = subject.called(campaign, deal);
        let mine = called.is_none() || model.seat.as_ref() == called;
        let bearings = Bearings::new(campaign, &model.outlook, deal, called.map(|id| &**id), model.now);
        let found = assess(&bearings, subject, Question::PLAIN);
        let waiting = waits_to_be_heard(&found);
        // In this seat a call is on screen once it is made; from elsewhere it shows as due.
        let due = found.state == NoteState::Armed && (!mine || model.seat.is_none()) && found.snoozed.is_none();
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
    let campaign = &model.campaign;
    let zone = campaign.zone;
    let (row, why) = if let Some(made) = found.last.filter(|_| waiting) {
        let lead = made.row.lead.map(|lead| lead.to_string()).unwrap_or_default();
        let row = OpenCall {
            deal: deal.id.clone(),
            note: made.row.note.clone(),
            rung: made.row.rung.to_string(),
            place: made.place?,
            lead,
            called: Some(made.called),
        };
        let again =
            made.again.map_or_else(String::new, |again| format!(", again {}", words::moment(again, zone, model.now)));
        (row, format!("called {}{again}", words::moment(made.called, zone, model.now)))
    } else {
        let (due, target) = (found.due?, found.target?);
        let row = OpenCall {
            deal: deal.id.clone(),
            note: Id::from(found.subject.name().as_str()),
            rung: due.rung.name.to_string(),
            place: target.at(),
            lead: lead_as_written(due.rung.lead, found.live).to_string(),
            called: None,
        };
        (row, "due".to_owned())
    };
    let note = found.subject.note();
    let steps = found.steps;
    let shorthand = steps.map(ToString::to_string).unwrap_or_default();
    let caution = found.caution().sign().to_owned();
    let shorthand = shorthand.strip_prefix(caution.as_str()).unwrap_or(&shorthand).to_owned();
    let reading = match steps {
        Some(steps) => steps.speak(model.settings.speech, &topic_names(model), None),
        None if note.is_none() => "A dated promise.".to_owned(),
        None => String::new(),
    };
    let asset = note.and_then(|note| note.asset.as_ref()).and_then(|id| campaign.asset(id));
    let track = note.and_then(|note| note.track.as_ref()).and_then(|id| campaign.track(id));
    let by = note.and_then(|note| note.by.as_ref()).map(|by| words::who(campaign, by));
    let estimated = found.target.is_some_and(|target| target.estimated);
    let late = found.judged.is_some_and(|judged| judged.words() == "late");
    let title = match (person, waiting) {
        (Some(person), true) => format!("CALL for {person}"),
        (Some(person), false) => format!("DUE, for {person}"),
        (None, true) if late => "CALL, late".to_owned(),
        (None, true) => "CALL".to_owned(),
        (None, false) => "DUE".to_owned(),
    };
    let reason = found.due.map_or_else(String::new, |due| {
        let left = found.target.map_or(0, |target| target.clock.left(model.now));
        let why = Why { basis: due.rung.basis, lead: due.rung.lead, left, cause: Cause::Due };
        why.to_string()
    });
    let reason = if reason.is_empty() && !row.lead.is_empty() {
        let timing = found.judged.map_or("", |judged| judged.words());
        format!("{timing}, {} ahead", row.lead).trim_start_matches(", ").to_owned()
    } else {
        reason
    };
    let place = place_words(model, deal, found);
    Some(CallCard {
        title,
        distance: distance_words(bearings.calendar, model.now, row.place, estimated),
        caution,
        topics: topics(model, found),
        shorthand: if shorthand.is_empty() { place.clone() } else { short(&shorthand) },
        hardness: found.hardness(),
        reading,
        say: found.subject.say().unwrap_or("").to_owned(),
        asset: asset.map(|asset| asset.title.as_deref().unwrap_or(&asset.id).to_owned()),
        link: asset.and_then(|asset| asset.link.as_deref()).map(str::to_owned),
        track: track.map(|track| track.theme.as_deref().unwrap_or(&track.id).to_owned()),
        place,
        by: by.map_or_else(|| why.clone(), |by| format!("{by}, {why}")),
        why: reason,
        row,
    })
}

/// The topics of a note by their names.
fn topics(model: &Model, found: &Assessment<'_>) -> String {
    let names = topic_names(model);
    let topics = found.steps.map(|steps| {
        let named = steps.topics().map(|slug| names(slug).unwrap_or_else(|| slug.replace(['-', ':'], " ")));
        named.collect::<Vec<_>>().join(", ")
    });
    topics.unwrap_or_default()
}

/// What stands at a note's place: the obstacle's title, the run, the promise, or the stage.
fn place_words(model: &Model, deal: &Deal, found: &Assessment<'_>) -> String {
    if let Some(met) = found.met {
        return met.title().unwrap_or(met.id).to_owned();
    }
    match found.subject.note().and_then(|note| note.at.as_ref()) {
        None => found.subject.say().unwrap_or("").to_owned(),
        Some(position) => position_words(model, deal, position),
    }
}

fn position_words(model: &Model, deal: &Deal, position: &crate::campaign::Position) -> String {
    use crate::campaign::Anchor;
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

fn quiet(model: &Model, calendar: &Calendar, deal: &Deal) -> String {
    let key = model.keymap.shown(super::command::Command::AddNote);
    if !deal.is_open() {
        return "The road is behind. What it taught is in the notes.".to_owned();
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

// --- the road -------------------------------------------------------------------------------------------------------

fn road_lines(model: &Model, calendar: &Calendar, deal: &Deal) -> Vec<RoadLine> {
    let items = road(&model.campaign, &model.outlook, deal, model.now);
    let mut lines = Vec::with_capacity(items.len() + 1);
    let mut today_drawn = false;
    for item in &items {
        let ahead = item.at.is_none_or(|at| at >= model.now);
        if ahead && !today_drawn {
            lines.push(today_line());
            today_drawn = true;
        }
        if let Some(line) = road_line(model, calendar, deal, item) {
            lines.push(line);
        }
    }
    if items.is_empty() {
        return Vec::new();
    }
    if !today_drawn {
        lines.push(today_line());
    }
    lines
}

fn today_line() -> RoadLine {
    RoadLine {
        sign: RoadSign::Today,
        distance: "today".to_owned(),
        caution: String::new(),
        shorthand: String::new(),
        hardness: None,
        text: String::new(),
        at: String::new(),
        tone: Tone::Calm,
        id: None,
    }
}

fn gutter(item: &RoadItem<'_>) -> String {
    item.distance.as_ref().map_or_else(String::new, Distance::short)
}

fn road_line(model: &Model, calendar: &Calendar, deal: &Deal, item: &RoadItem<'_>) -> Option<RoadLine> {
    let campaign = &model.campaign;
    let zone = campaign.zone;
    let year = model.now.with_timezone(&zone).year();
    let steps = item.steps.map(ToString::to_string).unwrap_or_default();
    let caution = item.caution.sign().to_owned();
    let shorthand = steps.strip_prefix(caution.as_str()).unwrap_or(&steps).to_owned();
    let mut line = RoadLine {
        sign: RoadSign::Note,
        distance: gutter(item),
        caution,
        shorthand: short(&shorthand),
        hardness: item.hardness,
        text: String::new(),
        at: String::new(),
        tone: if item.overdue { Tone::Late } else { Tone::Calm },
        id: None,
    };
    let local_day = |at: DateTime<Utc>| calendar.local(at).date();
    match &item.what {
        RoadWhat::Border { stage, .. } => {
            line.sign = RoadSign::Border;
            line.text = campaign.stage_name(stage).to_owned();
            if let Some(arrival) = &item.arrival {
                let (early, late) = (local_day(arrival.early), local_day(arrival.late));
                line.at = if early == late {
                    words::short_date(early, year)
                } else if early.month() == late.month() && early.year() == late.year() {
                    format!("{}–{}", early.day(), words::short_date(late, year))
                } else {
                    format!("{} – {}", words::short_date(early, year), words::short_date(late, year))
                };
            }
        }
        RoadWhat::Obstacle { met, no_note } => {
            line.sign = RoadSign::Obstacle;
            line.text = met.title().unwrap_or(met.id).to_owned();
            if let Some(outcome) = met.outcome() {
                line.at = if outcome == Outcome::Hit { "it bit".to_owned() } else { "it did not bite".to_owned() };
            } else if *no_note {
                line.at = "no note".to_owned();
                line.tone = Tone::Late;
            }
            line.id = Some(Id::from(met.id));
        }
        RoadWhat::Note { note, name, contingency, minute, state, at } => {
            line.id = Some(Id::from(name.as_str()));
            let say = note.say.as_deref().unwrap_or("");
            if let Some(when) = contingency {
                line.sign = RoadSign::If;
                line.text = (*when).to_owned();
                line.distance = String::new();
            } else {
                line.text = say.to_owned();
                if at.is_some() && minute.is_none() {
                    line.distance = String::new();
                    // The obstacle's own line has the shorthand already.
                    if note.pace.is_none() {
                        line.shorthand = "›".to_owned();
                        line.caution = String::new();
                        line.hardness = None;
                    }
                }
            }
            if let Some(minute) = minute {
                line.distance = String::new();
                line.at = format!("{}:{:02}", minute / 60, minute % 60);
            }
            line.at = match state {
                NoteState::Called => "called".to_owned(),
                NoteState::Heard => "heard".to_owned(),
                NoteState::Missed => {
                    line.tone = Tone::Late;
                    "missed".to_owned()
                }
                NoteState::Unheard => {
                    line.tone = Tone::Late;
                    "not heard".to_owned()
                }
                NoteState::NoTimeYet | NoteState::NoPlace => "no time yet".to_owned(),
                _ => line.at,
            };
        }
        RoadWhat::Control(control) => {
            line.sign = RoadSign::Control;
            let owner = match control.owner.as_deref() {
                Some("customer") => ", the customer".to_owned(),
                Some(owner) => format!(", {}", words::who(campaign, owner)),
                None => String::new(),
            };
            line.text = format!("{}{owner}", control.what.as_deref().unwrap_or(&control.id));
            line.at = control.due.map_or_else(String::new, |due| words::date(words::day_of(due, zone), year));
            line.id = Some(control.id.clone());
        }
        RoadWhat::Run(run) => {
            line.sign = RoadSign::Run;
            line.text = run.what.as_deref().unwrap_or(&run.id).to_owned();
            line.at = match (run.starts, item.at) {
                (Some(When::Date(_)), _) | (None, _) => {
                    run.starts.map_or_else(String::new, |starts| words::when(starts, zone, model.now))
                }
                (_, Some(at)) => words::moment(at, zone, model.now),
                (Some(starts), None) => words::when(starts, zone, model.now),
            };
            if run.started.is_some() {
                line.at = "on now".to_owned();
            }
            line.id = Some(run.id.clone());
        }
        RoadWhat::Close => {
            line.sign = RoadSign::Finish;
            line.text = "close as promised".to_owned();
            line.at = deal.close.map_or_else(String::new, |close| words::date(words::day_of(close, zone), year));
        }
    }
    Some(line)
}

/// The shorthand for a narrow column: without topics and texts, which the words beside it say.
fn short(shorthand: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for token in shorthand.split(' ') {
        if token.starts_with('"') {
            break;
        }
        if !token.starts_with('#') {
            out.push(token);
        }
    }
    out.join(" ")
}

/// Whether a lead was written by hand: the reason says so.
#[must_use]
pub const fn is_written(basis: LeadBasis) -> bool {
    matches!(basis, LeadBasis::Written(_))
}

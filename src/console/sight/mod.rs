//! What the two panes say about a deal, made from the file and the engine, in words.

mod card;
mod driver;
mod messages;
mod road;
mod route;
mod service;

use chrono::Datelike;

use super::model::Model;
use super::sheet::{CallCard, Promise, RoadLine, StageSheet, Tone};
use super::words;
use crate::campaign::{Control, Deal, Id, Status};
use crate::drive::attention::{Cause, Weights};
use crate::drive::calls::{Assessment, Question, Subject, assess};
use crate::drive::wheel::waiting;
use crate::drive::{Bearings, attention};

/// The card of a note, as it is read out in a run.
#[must_use]
pub fn note_card(model: &Model, bearings: &Bearings<'_>, subject: Subject<'_>) -> CallCard {
    card::preview(model, bearings, &assess(bearings, subject, Question::PLAIN))
}

/// Makes the sheet.
#[must_use]
pub fn sheet(model: &Model, deal: &Deal) -> StageSheet {
    let calendar = model.outlook.calendar(None);
    let zone = model.campaign.zone;
    let currency = model.campaign.currency_of(deal).map(Id::as_str);
    let calls = card::calls(model, deal);
    let (result, result_tone) = result(model, deal);
    let bearings = Bearings::new(&model.campaign, &model.outlook, deal, None, model.now);
    // Calls, scrutineering and the rest say theirs in their own places.
    let need = attention::need(&bearings, &own_reasons(), attention::Waiting::default(), None);
    let (stage_line, stage_tone) = route::stage_line(model, deal);
    let stage = model.campaign.stage_of(deal).and_then(|id| model.campaign.stage(id));
    let close = deal.close.map(|close| (close, calendar.deadline(close)));
    let close_over = close.is_some_and(|(_, at)| at < model.now) && deal.is_open();
    let (scrutiny, is_stopped) = driver::scrutiny(model, deal);
    StageSheet {
        account: deal.name().to_owned(),
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
        // The repair stands in its own place.
        reasons: need
            .reasons
            .into_iter()
            .filter(|reason| reason.cause != Cause::InService)
            .map(|reason| reason.words)
            .collect(),
        legs: route::legs(model, deal),
        stage_line,
        stage_tone,
        circles: route::circles(model, calendar, deal),
        next: driver::next_touch(model, calendar, deal),
        gate_stage: stage.map_or_else(String::new, |stage| model.campaign.stage_name(&stage.id).to_owned()),
        gate: stage
            .filter(|_| deal.is_open())
            .map(|stage| stage.gate.iter().map(|(id, fact)| (deal.gate.contains(id), fact.to_string())).collect())
            .unwrap_or_default(),
        guidance: stage.and_then(|stage| stage.guidance.as_deref()).unwrap_or("").to_owned(),
        promises: driver::promises(model, calendar, deal),
        is_stopped,
        scrutiny,
        wheel: driver::wheel(model, deal),
        is_offered: model.seat.is_some() && waiting(&model.campaign, deal).iter().any(|row| row.to == model.seat),
        engine: driver::engine(model, deal),
        flags: driver::flags(model, deal),
        repair: service::lines(model, deal),
        park: service::offer(model, deal),
        words: driver::said(model, deal),
        values: driver::values(deal),
        stray_values: driver::stray_values(model, deal),
        quiet: if calls.is_empty() { card::quiet(model, calendar, deal) } else { String::new() },
        message: messages::received(model, deal, !calls.is_empty()),
        sent: messages::last_sent(model, deal),
        calls,
        road: road::lines(model, calendar, deal),
        to_go: match close {
            Some((_, at)) if deal.is_open() && at > model.now => {
                format!("{} wd to the promised close", calendar.working_days_between(model.now, at))
            }
            _ => String::new(),
        },
    }
}

/// A note as the driver will see it on a deal, whether it is called now or not.
#[must_use]
pub fn preview(model: &Model, bearings: &Bearings<'_>, found: &Assessment<'_>) -> CallCard {
    card::preview(model, bearings, found)
}

/// The road of a deal, as the navigator's pane has it.
#[must_use]
pub fn road(model: &Model, deal: &Deal) -> Vec<RoadLine> {
    road::lines(model, model.outlook.calendar(None), deal)
}

/// A promise that is not kept, as the time card has it.
#[must_use]
pub fn promise(model: &Model, deal: &Deal, control: &Control) -> Promise {
    driver::promise(model, model.outlook.calendar(None), deal, control)
}

/// The reasons that the driver's pane has no other place for.
fn own_reasons() -> Weights {
    const OWN: [Cause; 4] = [Cause::PromiseOver, Cause::CloseGone, Cause::CloseUnlikely, Cause::InService];
    let mut weights = Weights::default();
    for (cause, ..) in Cause::ALL.into_iter().filter(|(cause, ..)| !OWN.contains(cause)) {
        weights.set(cause, 0);
    }
    weights
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

/// The shorthand for a narrow column: without topics and texts, which the words beside it say.
#[must_use]
pub fn short(shorthand: &str) -> String {
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

//! Commands that ask "which one?": a time to be called again, a text to copy, a link to open, a seat.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::decide::{merge_copy, put_copy_away};
use super::write::write_and_tell;
use super::{desk, driving, review, rewrites, route, tell};
use crate::campaign::{Colour, Heard, Seat};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::load::SeatWanted;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, PromptFor};
use crate::console::route::put_beside;
use crate::console::{edits, engine, words};
use crate::drive::rules;
use crate::drive::scrutineering::scrutineering;

/// Asks which one a command means, if it is one of those that ask.
pub(super) fn asks(model: &mut Model, command: Command, effects: &mut Vec<Effect>) -> bool {
    match command {
        Command::Snooze => snooze(model),
        Command::Scrutineering => choose_mend(model),
        Command::Flag => choose_flag(model),
        Command::Answer => choose_report(model),
        Command::Copy => choose_copy(model),
        Command::OpenLink => choose_link(model, effects),
        Command::Seat => choose_seat(model),
        _ => return false,
    }
    true
}

/// Asks when to be called again.
fn snooze(model: &mut Model) {
    let now = model.now;
    let zone = model.campaign.zone;
    let outlook = Arc::clone(&model.outlook);
    let calendar = outlook.calendar(model.seat.as_deref());
    let start_of = |from: DateTime<Utc>| calendar.next_day_start(from).unwrap_or(from + TimeDelta::days(1));
    let hour = now + TimeDelta::hours(1);
    let tomorrow = start_of(now);
    let mut monday = tomorrow;
    for _ in 0..14 {
        if calendar.local(monday).format("%a").to_string() == "Mon" {
            break;
        }
        monday = start_of(monday);
    }
    let option = |key, name: &str, at: DateTime<Utc>| Choice {
        key,
        text: format!("{name}, {}", words::moment(at, zone, now)),
        act: Act::Snooze(at),
    };
    let options = vec![
        option('h', "in an hour", hour),
        option('t', "tomorrow morning", tomorrow),
        option('m', "on Monday", monday),
    ];
    model.overlay = Some(Overlay::Choice { title: "CALL IT AGAIN".to_owned(), options, cursor: 0 });
}

/// Asks which text of the deal goes to the clipboard.
fn choose_copy(model: &mut Model) {
    let mut options = Vec::new();
    let keys = "123456789abcdefg";
    let mut add = |text: &str, what: &str| {
        if let Some(key) = keys.chars().nth(options.len())
            && !text.is_empty()
        {
            options.push(Choice { key, text: format!("{what}: {text}"), act: Act::Copy(text.to_owned()) });
        }
    };
    if let Some(card) = model.shown_card() {
        add(&card.say, "note");
        add(card.link.as_deref().unwrap_or(""), "link");
    }
    for (_, line) in &model.sheet.values {
        add(line, "value line");
    }
    if let Some(deal) = model.current() {
        for run in deal.runs.iter().filter(|run| run.ended.is_none()) {
            add(run.link.as_deref().unwrap_or(""), "meeting");
        }
        for contact in &deal.contacts {
            add(contact.email.as_deref().unwrap_or(""), contact.name.as_deref().unwrap_or("mail"));
        }
    }
    for said in model.sheet.words.iter().take(3) {
        add(&said.words, "buyer’s words");
    }
    if options.is_empty() {
        tell(model, "copy: this deal has no line, link or address yet", true);
        return;
    }
    model.overlay = Some(Overlay::Choice { title: "COPY".to_owned(), options, cursor: 0 });
}

/// Opens the only link of the deal, or asks which.
fn choose_link(model: &mut Model, effects: &mut Vec<Effect>) {
    let mut links: Vec<(String, String)> = Vec::new();
    if let Some(card) = model.shown_card()
        && let Some(link) = &card.link
    {
        links.push((card.asset.clone().unwrap_or_default(), link.clone()));
    }
    if let Some(deal) = model.current() {
        for run in deal.runs.iter().filter(|run| run.ended.is_none()) {
            if let Some(link) = &run.link {
                links.push((run.what.as_deref().unwrap_or(&run.id).to_owned(), link.to_string()));
            }
        }
        let assets = deal.notes.iter().filter_map(|note| model.campaign.asset(note.asset.as_deref()?));
        for asset in assets {
            if let Some(link) = &asset.link {
                links.push((asset.title.as_deref().unwrap_or(&asset.id).to_owned(), link.to_string()));
            }
        }
    }
    let mut seen = HashSet::new();
    links.retain(|(_, link)| seen.insert(link.clone()));
    match links.as_slice() {
        [] => tell(model, "open link: this deal has no link yet", true),
        [(_, link)] => effects.push(Effect::Open(link.clone())),
        _ => {
            let options = links
                .into_iter()
                .zip("123456789".chars())
                .map(|((name, link), key)| Choice { key, text: format!("{name}  {link}"), act: Act::Open(link) })
                .collect();
            model.overlay = Some(Overlay::Choice { title: "OPEN".to_owned(), options, cursor: 0 });
        }
    }
}

/// The field reports of the deal on screen that wait for an answer, the newest first.
pub(super) fn waiting_reports(model: &Model) -> Vec<(&Heard, PromptFor)> {
    let Some(deal) = model.current() else { return Vec::new() };
    let waits = deal.heard.iter().filter(|report| report.answer.is_none());
    let mut found: Vec<_> = waits.filter_map(|report| Some((report, PromptFor::answer(deal, report)?))).collect();
    found.sort_by_key(|(report, _)| report.at.map(|at| Reverse(at.local(model.campaign.zone))));
    found
}

/// Opens the line for the only report that waits, or asks which.
fn choose_report(model: &mut Model) {
    let mut found = waiting_reports(model);
    if let [(_, _)] = found.as_slice()
        && let Some((_, purpose)) = found.pop()
    {
        return prompt::open(model, purpose, String::new());
    }
    let options = found.into_iter().zip("123456789abcdefg".chars()).map(|((report, purpose), key)| {
        let text = format!("“{}”", report.said.as_deref().unwrap_or("…"));
        Choice { key, text, act: Act::Type(purpose) }
    });
    let options = options.collect();
    model.overlay = Some(Overlay::Choice { title: "ANSWER".to_owned(), options, cursor: 0 });
}

/// Asks how what stops the sale is mended: by a waiver of one rule, or by writing it on the road.
fn choose_mend(model: &mut Model) {
    let Some(deal) = model.current() else { return };
    let scrutiny = scrutineering(&model.campaign, &model.outlook, deal, model.now);
    let mut options: Vec<Choice> = Vec::new();
    if !scrutiny.raised(deal).is_empty() {
        let text = "write it on the road: an obstacle, and a note for who drives".to_owned();
        options.push(Choice { key: 'o', text, act: Act::Raise(deal.id.clone()) });
    }
    let mut rules: Vec<&str> = Vec::new();
    for finding in scrutiny.stops() {
        let Some(key) = "123456789".chars().nth(rules.len()).filter(|_| !rules.contains(&finding.of.as_str())) else {
            continue;
        };
        rules.push(&finding.of);
        let purpose = PromptFor::Waiver { deal: deal.id.clone(), of: finding.of.clone() };
        options.push(Choice { key, text: format!("waive: {}", finding.what), act: Act::Type(purpose) });
    }
    model.overlay = Some(Overlay::Choice { title: "SCRUTINEERING".to_owned(), options, cursor: 0 });
}

/// Asks which flag is raised, or lowered.
fn choose_flag(model: &mut Model) {
    let Some(deal) = model.current() else { return };
    let raise = |key, text: &str, colour| {
        let purpose = PromptFor::Flag { deal: deal.id.clone(), colour };
        Choice { key, text: text.to_owned(), act: Act::Type(purpose) }
    };
    let mut options: Vec<Choice> = Vec::new();
    if deal.is_open() {
        options.push(raise('y', "raise a yellow flag: caution for all on this deal", Colour::Yellow));
        options.push(raise('r', "raise a RED flag: all outreach stops, and the clocks stand", Colour::Red));
    }
    options.extend(deal.flags.iter().zip("123456789".chars()).map(|(flag, key)| {
        let colour = match flag.colour {
            Colour::Yellow => "yellow",
            Colour::Red => "RED",
        };
        let why = flag.why.as_deref().unwrap_or(&flag.id);
        let act = Act::Lower { deal: deal.id.clone(), flag: flag.id.clone() };
        Choice { key, text: format!("lower the {colour} flag: {why}"), act }
    }));
    model.overlay = Some(Overlay::Choice { title: "FLAGS".to_owned(), options, cursor: 0 });
}

/// Asks whose seat to take.
fn choose_seat(model: &mut Model) {
    let mut options: Vec<Choice> = model
        .campaign
        .crew
        .iter()
        .zip("123456789abcdefghij".chars())
        .map(|(crew, key)| {
            let seat = match crew.seat {
                Some(Seat::Driver) => "driver: is called",
                Some(Seat::Navigator) => "navigator",
                Some(Seat::Lead) => "lead: sees both seats",
                Some(Seat::Both) | None => "both seats",
            };
            let name = crew.name.as_deref().unwrap_or(&crew.id);
            Choice { key, text: format!("{name}, {seat}"), act: Act::Sit(Some(crew.id.clone())) }
        })
        .collect();
    options.push(Choice { key: '0', text: "look on: make no calls".to_owned(), act: Act::Sit(None) });
    model.overlay = Some(Overlay::Choice { title: "WHOSE SEAT".to_owned(), options, cursor: 0 });
}

/// Does what a chosen option says.
pub(super) fn act(model: &mut Model, act: Act, effects: &mut Vec<Effect>) {
    match act {
        Act::Copy(text) => effects.push(Effect::Copy(text)),
        Act::Open(link) => effects.push(Effect::Open(link)),
        Act::Snooze(until) => {
            let Some(call) = model.shown_card().map(|card| card.row.clone()) else { return };
            match edits::snooze(&model.campaign, &call, until) {
                Ok(intents) => {
                    let told = format!("it comes back {}", words::moment(until, model.campaign.zone, model.now));
                    write_and_tell(model, "snooze", intents, &told, effects);
                }
                Err(refusal) => tell(model, format!("{}: {}", refusal.message, refusal.mend), true),
            }
        }
        Act::Type(purpose) => {
            let start = prompt::start(model, &purpose);
            prompt::open(model, purpose, start);
        }
        Act::Drive { deal, run } => driving::drive(model, &deal, run.as_ref(), effects),
        Act::OpenAnswer(at) => driving::open_answer(model, at, effects),
        Act::MergeCopy(name) => merge_copy(model, &name, effects),
        Act::PutCopyAway(name) => put_copy_away(model, &name, effects),
        Act::Sign(track) => review::sign(model, &track, effects),
        Act::Redecide(nth) => review::reword(model, nth),
        Act::TakeAway(said) => review::take_away(model, said.as_deref()),
        Act::Raise(deal) => match rules::raise(edits::ground(model), &deal, None) {
            Ok(act) => {
                let told = act.told.join("; ");
                write_and_tell(model, "scrutineering", act.intents, &told, effects);
            }
            Err(refusal) => tell(model, refusal.to_string(), true),
        },
        Act::Lower { deal, flag } => match rules::lower(edits::ground(model), &deal, &flag) {
            Ok(act) => {
                let told = act.told.join("; ");
                write_and_tell(model, "lower the flag", act.intents, &told, effects);
            }
            Err(refusal) => tell(model, refusal.to_string(), true),
        },
        Act::Beside(with) => put_beside(model, with),
        Act::FindBeside => route::find_beside(model, effects),
        Act::LeaveCopy(name) => {
            let left = model.copies.iter().filter(|copy| copy.name == name);
            model.left_alone.extend(left.map(|copy| (copy.name.clone(), copy.hash)));
            model.copies.retain(|copy| copy.name != name);
            tell(model, format!("left alone until the next start: {name}"), false);
        }
        Act::Show(show) => desk::show(model, show),
        Act::Sort(by) => desk::sort(model, by),
        Act::ToHazard { deal, note, under } => rewrites::to_hazard(model, &deal, &note, &under, effects),
        Act::Asset { notes, asset } => desk::give_asset(model, &notes, asset.as_ref(), effects),
        Act::Sit(seat) => {
            model.seat_wanted = seat.clone().map_or(SeatWanted::LookOn, SeatWanted::Named);
            model.seat = seat;
            model.version += 1;
            model.desk.all_changed();
            engine::reseat(model);
            let told = format!("this is the seat of {}", model.seat_words());
            tell(model, told, false);
        }
    }
}

//! What the driver's pane says beneath the route: the next touch, promises, the wheel, flags, what buyers said.

use chrono::{DateTime, Datelike, Utc};

use crate::campaign::{Calendar, Colour, Control, Deal};
use crate::console::command::Command;
use crate::console::model::Model;
use crate::console::sheet::{NextTouch, Promise, Said, Tone, WheelLine};
use crate::console::wheel::waits;
use crate::console::words;
use crate::drive::ControlTiming;
use crate::drive::engine::{Gauge, deal_engine};
use crate::drive::scrutineering::{Verdict, scrutineering};
use crate::drive::value_lines::{Fault, findings};
use crate::drive::wheel::offers;

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

/// The one thing to do now.
pub(super) fn next_touch(model: &Model, calendar: &Calendar, deal: &Deal) -> NextTouch {
    let campaign = &model.campaign;
    if !deal.is_open() {
        return NextTouch {
            what: "Nothing: this deal is finished".to_owned(),
            detail: String::new(),
            tone: Tone::Quiet,
        };
    }
    let key = model.keymap.shown(Command::NextTouch);
    let Some(next) = &deal.next else {
        return NextTouch {
            what: "No next touch is set".to_owned(),
            detail: format!("{key} sets it: what, and when"),
            tone: if deal.is_stopped() { Tone::Quiet } else { Tone::Late },
        };
    };
    let (mut parts, tone) = if let Some(on) = next.on {
        let (distance, tone) = against_now(calendar, calendar.deadline(on), model.outlook.clock(deal, model.now));
        (vec![words::when(on, campaign.zone, model.now), distance], tone)
    } else {
        (vec![format!("no day yet: {key} gives it one")], Tone::Late)
    };
    if let Some(by) = &next.by {
        parts.push(words::who(campaign, by));
    }
    if let Some(needs) = &next.needs {
        parts.push(format!("needs {}", words::who(campaign, needs)));
    }
    NextTouch { what: next.what.as_deref().unwrap_or("next touch").to_owned(), detail: parts.join(", "), tone }
}

/// The promises that are not kept yet, the most pressing first; one without a date comes last.
pub(super) fn promises(model: &Model, calendar: &Calendar, deal: &Deal) -> Vec<Promise> {
    let open = deal.controls.iter().filter(|control| control.done.is_none());
    let mut open: Vec<_> = open
        .map(|control| {
            let at = control.due.map_or(DateTime::<Utc>::MAX_UTC, |due| calendar.deadline(due));
            (at, promise(model, calendar, deal, control))
        })
        .collect();
    open.sort_by(|a, b| (a.0, &a.1.what).cmp(&(b.0, &b.1.what)));
    open.into_iter().map(|(_, promise)| promise).collect()
}

pub(super) fn promise(model: &Model, calendar: &Calendar, deal: &Deal, control: &Control) -> Promise {
    let campaign = &model.campaign;
    let now = model.outlook.clock(deal, model.now);
    let owner = match control.owner.as_deref() {
        Some("customer") => "customer".to_owned(),
        Some(owner) => words::who(campaign, owner),
        None => String::new(),
    };
    let what = control.what.as_deref().unwrap_or(&control.id).to_owned();
    let Some(due) = control.due else {
        return Promise { date: "no date".to_owned(), what, owner, distance: String::new(), tone: Tone::Late };
    };
    let at = calendar.deadline(due);
    let (mut distance, tone) = against_now(calendar, at, now);
    let offered = !deal.is_stopped() && ControlTiming::offers_service(control, calendar, now);
    let days = -calendar.working_days_between(now, at);
    if let Some(short) = distance.strip_prefix("in ") {
        distance = short.to_owned();
    } else if at < now && days > 0 {
        distance = format!("{days} wd over");
    }
    // So long over is no matter of a reminder any more.
    if offered {
        distance = format!("{distance}, to service");
    }
    let year = model.now.with_timezone(&campaign.zone).year();
    Promise { date: words::date(words::day_of(due, campaign.zone), year), what, owner, distance, tone }
}

/// Whether the sale can finish, and whether something stops it. Nothing where the file says nothing of products: then there is nothing to hold it against.
pub(super) fn scrutiny(model: &Model, deal: &Deal) -> (Vec<WheelLine>, bool) {
    let campaign = &model.campaign;
    if campaign.products.is_empty() || !deal.is_open() {
        return (Vec::new(), false);
    }
    let scrutiny = scrutineering(campaign, &model.outlook, deal, model.now);
    let key = model.keymap.shown(Command::Scrutineering);
    let (sign, tone, mend) = match scrutiny.verdict {
        Verdict::Stopped => ("✗", Tone::Late, format!("{key} waives it, or writes it on the road")),
        Verdict::Question => {
            ("○", Tone::Calm, format!("{} writes what is missing", model.keymap.shown(Command::EditRecord)))
        }
        Verdict::ClearedUntil { .. } | Verdict::Cleared => ("✓", Tone::Good, String::new()),
    };
    let text = format!("{sign} {}", scrutiny.words(campaign, model.now));
    let mut lines = vec![WheelLine { text, is_under: false, tone }];
    if !mend.is_empty() {
        lines.push(WheelLine { text: mend, is_under: true, tone: Tone::Quiet });
    }
    (lines, scrutiny.verdict == Verdict::Stopped)
}

/// Who drives since when, who navigates, and the offers that wait: first the one for this seat, with its briefing and the
/// key that takes it.
pub(super) fn wheel(model: &Model, deal: &Deal) -> Vec<WheelLine> {
    let campaign = &model.campaign;
    let Some(driver) = campaign.driver_of(deal) else { return Vec::new() };
    let name = words::who(campaign, driver);
    let taken = deal.handoffs.iter().filter(|row| row.to.as_ref() == Some(driver)).filter_map(|row| row.accepted);
    let since = taken.max_by_key(|at| at.local(campaign.zone)).map_or_else(String::new, |at| {
        let day = words::day_of(at, campaign.zone);
        format!(" since {}", words::short_date(day, model.now.with_timezone(&campaign.zone).year()))
    });
    let navigator = campaign
        .navigator_of(deal)
        .filter(|navigator| *navigator != driver)
        .map_or_else(String::new, |navigator| format!(", {} navigates", words::who(campaign, navigator)));
    let mut lines = vec![WheelLine { text: format!("{name}{since}{navigator}"), is_under: false, tone: Tone::Calm }];
    let seat = model.seat.as_ref();
    let mut offers = offers(campaign, &model.outlook, deal, model.now);
    offers.sort_by_key(|offer| Some(&offer.to) != seat);
    for offer in offers {
        let is_mine = Some(&offer.to) == seat;
        let tone = if offer.is_stale() || is_mine { Tone::Late } else { Tone::Calm };
        let text = waits(campaign, &offer, seat, model.now);
        lines.push(WheelLine { text, is_under: false, tone });
        if !is_mine {
            continue;
        }
        let under = |text: String| WheelLine { text, is_under: true, tone: Tone::Quiet };
        lines.extend(offer.briefing.map(|briefing| under(briefing.to_string())));
        let (take, decline) = (Command::TakeWheel, Command::DeclineWheel);
        let shown = |command| model.keymap.shown(command);
        lines.push(under(format!("{} takes the wheel, {} declines it", shown(take), shown(decline))));
    }
    lines
}

/// The flags, each with who raised it and when.
pub(super) fn flags(model: &Model, deal: &Deal) -> Vec<String> {
    // What may be cut comes last.
    deal.flags
        .iter()
        .map(|flag| {
            let colour = match flag.colour {
                Colour::Yellow => "⚑ yellow flag, take care",
                Colour::Red => "⚑ RED FLAG, all outreach stops",
            };
            let why = flag.why.as_deref().unwrap_or(&flag.id);
            let by = flag.by.as_ref().map(|by| words::who(&model.campaign, by));
            let at = flag.at.map(|at| {
                let zone = model.campaign.zone;
                words::day(words::day_of(at, zone), zone, model.now)
            });
            let raised: Vec<String> = by.into_iter().chain(at).collect();
            let raised = if raised.is_empty() { String::new() } else { format!(" ({})", raised.join(", ")) };
            format!("{colour}{raised}: {why}")
        })
        .collect()
}

/// What buyers said, the newest four first.
pub(super) fn said(model: &Model, deal: &Deal) -> Vec<Said> {
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
            let (answer, tone) = match &heard.answer {
                Some(note) => (answered(model, deal, note), Tone::Calm),
                None => ("waits for an answer".to_owned(), Tone::Late),
            };
            Said {
                words: heard.said.as_deref().unwrap_or("").to_owned(),
                source: format!("{who}{when} · {answer}"),
                tone,
            }
        })
        .collect()
}

/// `answered by Maya in no-data-team`: whoever drives sees who found the words, and where they stand.
fn answered(model: &Model, deal: &Deal, name: &str) -> String {
    let note = match name.split_once('/') {
        Some((hazard, id)) => {
            model.campaign.hazard(hazard).and_then(|hazard| hazard.notes.iter().find(|note| note.id == *id))
        }
        None => deal.note(name),
    };
    let by = note.and_then(|note| note.by.as_deref()).map(|by| format!(" by {}", words::who(&model.campaign, by)));
    format!("answered{} in {name}", by.unwrap_or_default())
}

/// The last four weeks of the engine, and the stroke that comes next.
pub(super) fn engine(model: &Model, deal: &Deal) -> Option<Gauge> {
    if !deal.is_open() {
        return None;
    }
    let engine = deal_engine(&model.campaign, &model.outlook, deal, model.now);
    (engine.strokes.all() > 0).then(|| engine.gauge())
}

/// Lines that serve nothing the customer wants, or have no words.
pub(super) fn stray_values(model: &Model, deal: &Deal) -> Vec<(String, &'static str)> {
    let found = findings(&model.campaign, deal).into_iter().filter(|one| one.fault != Fault::Unserved);
    found.map(|one| (one.what, one.fault.words())).collect()
}

/// The objectives, each with the value line that serves it.
pub(super) fn values(deal: &Deal) -> Vec<(String, String)> {
    deal.objectives
        .iter()
        .map(|(id, objective)| {
            let line = deal.value_lines.iter().find(|line| line.serves.as_ref() == Some(id));
            (objective.to_string(), line.and_then(|line| line.line.as_deref()).unwrap_or("").to_owned())
        })
        .collect()
}

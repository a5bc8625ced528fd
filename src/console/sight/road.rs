//! The road of a deal, line by line: the same columns for everything on it, and today between what was and what comes.

use chrono::{DateTime, Datelike, Utc};

use super::short;
use crate::campaign::{Calendar, Control, Deal, Id, Note, Outcome, Run, When};
use crate::console::command::Command;
use crate::console::model::Model;
use crate::console::sheet::{RoadLine, RoadSign, Tone};
use crate::console::words;
use crate::drive::arrival::Arrival;
use crate::drive::calls::NoteState;
use crate::drive::distance::Distance;
use crate::drive::road::{RoadItem, RoadWhat, road};
use crate::drive::rules::RAISED_PACE;

/// The lines of the road in order, with today's between what is behind and what is ahead; none for an empty road.
pub(super) fn lines(model: &Model, calendar: &Calendar, deal: &Deal) -> Vec<RoadLine> {
    let items = road(&model.campaign, &model.outlook, deal, model.now);
    if items.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::with_capacity(items.len() + 1);
    let mut today_drawn = false;
    for item in &items {
        let ahead = item.at.is_none_or(|at| at >= model.now);
        if ahead && !today_drawn {
            lines.push(today_line());
            today_drawn = true;
        }
        lines.push(line(model, calendar, deal, item));
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

/// One line: the columns that every item has, then what its kind writes into them.
fn line(model: &Model, calendar: &Calendar, deal: &Deal, item: &RoadItem<'_>) -> RoadLine {
    let steps = item.steps.map(ToString::to_string).unwrap_or_default();
    let caution = item.caution.sign();
    let bare = RoadLine {
        sign: RoadSign::Note,
        distance: item.distance.as_ref().map_or_else(String::new, Distance::short),
        caution: caution.to_owned(),
        shorthand: short(steps.strip_prefix(caution).unwrap_or(&steps)),
        hardness: item.hardness,
        text: String::new(),
        at: String::new(),
        tone: if item.overdue { Tone::Late } else { Tone::Calm },
        id: None,
    };
    match &item.what {
        RoadWhat::Border { stage, .. } => RoadLine {
            sign: RoadSign::Border,
            text: model.campaign.stage_name(stage).to_owned(),
            at: item.arrival.as_ref().map_or_else(String::new, |arrival| span(model, calendar, arrival)),
            ..bare
        },
        RoadWhat::Obstacle { met, no_note } => {
            let (at, tone) = match met.outcome() {
                Some(Outcome::Hit) => ("it bit", bare.tone),
                Some(_) => ("it did not bite", bare.tone),
                None if *no_note => ("no note", Tone::Late),
                None => ("", bare.tone),
            };
            RoadLine {
                sign: RoadSign::Obstacle,
                text: met.title().unwrap_or(met.id).to_owned(),
                at: at.to_owned(),
                tone,
                id: Some(Id::from(met.id)),
                ..bare
            }
        }
        RoadWhat::Note { note, name, contingency, minute, state, at } => {
            let line = RoadLine { id: Some(Id::from(name.as_str())), ..bare };
            let line = match contingency {
                Some(when) => {
                    RoadLine { sign: RoadSign::If, text: (*when).to_owned(), distance: String::new(), ..line }
                }
                None => planned(line, note, at.is_some() && minute.is_none()),
            };
            with_state(in_its_run(line, *minute), *state)
        }
        RoadWhat::Control(control) => RoadLine {
            sign: RoadSign::Control,
            text: promise(model, control),
            at: control.due.map_or_else(String::new, |due| dated(model, due)),
            id: Some(control.id.clone()),
            ..bare
        },
        RoadWhat::Run { run, not_driven } => RoadLine {
            sign: RoadSign::Run,
            text: run.what.as_deref().unwrap_or(&run.id).to_owned(),
            at: if *not_driven {
                format!("not driven, {} moves it", model.keymap.shown(Command::EditRecord))
            } else {
                run_time(model, run, item.at)
            },
            tone: if *not_driven { Tone::Quiet } else { bare.tone },
            id: Some(run.id.clone()),
            ..bare
        },
        RoadWhat::Raised(finding) => RoadLine {
            sign: RoadSign::Obstacle,
            shorthand: RAISED_PACE.trim_start_matches('!').to_owned(),
            text: finding.what.clone(),
            at: format!("{} mends it", model.keymap.shown(Command::Scrutineering)),
            tone: Tone::Late,
            ..bare
        },
        RoadWhat::Close => RoadLine {
            sign: RoadSign::Finish,
            text: "close as promised".to_owned(),
            at: deal.close.map_or_else(String::new, |close| dated(model, close)),
            ..bare
        },
    }
}

/// A planned note; one without a pace of its own points to the obstacle's line, which has the shorthand already.
fn planned(line: RoadLine, note: &Note, at_obstacle: bool) -> RoadLine {
    let line = RoadLine { text: note.say.as_deref().unwrap_or("").to_owned(), ..line };
    match (at_obstacle, &note.pace) {
        (false, _) => line,
        (true, Some(_)) => RoadLine { distance: String::new(), ..line },
        (true, None) => RoadLine {
            distance: String::new(),
            shorthand: "›".to_owned(),
            caution: String::new(),
            hardness: None,
            ..line
        },
    }
}

/// A note inside a run stands at its minute, `12:30` into it.
fn in_its_run(line: RoadLine, seconds: Option<u32>) -> RoadLine {
    match seconds {
        Some(seconds) => {
            RoadLine { distance: String::new(), at: format!("{}:{:02}", seconds / 60, seconds % 60), ..line }
        }
        None => line,
    }
}

/// What became of a note takes the place of its time.
fn with_state(line: RoadLine, state: NoteState) -> RoadLine {
    let (at, tone) = match state {
        NoteState::Called => ("called", line.tone),
        NoteState::Heard => ("heard", line.tone),
        NoteState::Missed => ("missed", Tone::Late),
        NoteState::Unheard => ("not heard", Tone::Late),
        NoteState::NoTimeYet | NoteState::NoPlace => ("no time yet", line.tone),
        _ => return line,
    };
    RoadLine { at: at.to_owned(), tone, ..line }
}

/// What is promised, and by whom.
fn promise(model: &Model, control: &Control) -> String {
    let what = control.what.as_deref().unwrap_or(&control.id);
    match control.owner.as_deref() {
        Some("customer") => format!("{what}, the customer"),
        Some(owner) => format!("{what}, {}", words::who(&model.campaign, owner)),
        None => what.to_owned(),
    }
}

/// The day of a date, with its year where it is another.
fn dated(model: &Model, when: When) -> String {
    let zone = model.campaign.zone;
    words::date(words::day_of(when, zone), model.now.with_timezone(&zone).year())
}

/// When a run begins, or that it has: also one that nobody planned. One that was begun on another day says so.
fn run_time(model: &Model, run: &Run, at: Option<DateTime<Utc>>) -> String {
    let zone = model.campaign.zone;
    if let Some(started) = run.started {
        let today = model.now.with_timezone(&zone).date_naive();
        return match words::day_of(started, zone) {
            day if day == today => "on now".to_owned(),
            _ => format!("on since {}", words::when(started, zone, model.now)),
        };
    }
    match (run.starts, at) {
        (None, _) => "no time yet".to_owned(),
        (Some(day @ When::Date(_)), _) => words::when(day, zone, model.now),
        (Some(_), Some(at)) => words::moment(at, zone, model.now),
        (Some(starts), None) => words::when(starts, zone, model.now),
    }
}

/// `9–14 Dec`: the days between which something is expected.
fn span(model: &Model, calendar: &Calendar, arrival: &Arrival) -> String {
    let year = model.now.with_timezone(&model.campaign.zone).year();
    let (early, late) = (calendar.local(arrival.early).date(), calendar.local(arrival.late).date());
    if early == late {
        words::short_date(early, year)
    } else if (early.month(), early.year()) == (late.month(), late.year()) {
        format!("{}–{}", early.day(), words::short_date(late, year))
    } else {
        format!("{} – {}", words::short_date(early, year), words::short_date(late, year))
    }
}

//! `codriver watch`: waits for calls without a terminal.
//!
//! Calls go to standard output and nothing else does: as lines for people, or one JSON object a line. What is told of
//! the file, the seat and the programs goes to standard error. The terminal's own sequences are sent only where one is.

use std::io::{IsTerminal, Write};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::args::{Format, Global, WatchArgs};
use super::calls::{date, json_of, lines};
use super::open::{configuration, settings};
use super::{BAD_DATA, Outcome, load};
use crate::campaign::{Campaign, Id};
use crate::console::load::SeatWanted;
use crate::drive::calls::{Announced, Occasion};
use crate::runtime::clock::Clock;
use crate::runtime::config::{Config, Notify, Speak};
use crate::runtime::environment::Environment;
use crate::runtime::exec::Exec;
use crate::runtime::headless::{Ended, Terminal, Watching, run as watch};
use crate::runtime::herald::{Herald, Manner};
use crate::text::visible;

/// Watches.
pub fn run(args: WatchArgs, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    match prepare(args, global, environment, clock) {
        Ok(watching) => match watch(watching) {
            Ended::Done => Outcome::default(),
            Ended::BadData => Outcome { code: BAD_DATA, ..Outcome::default() },
            Ended::Failed(why) => Outcome::refused(&visible(&why), ""),
        },
        Err(outcome) => outcome,
    }
}

fn prepare(args: WatchArgs, global: &Global, environment: Environment, clock: Clock) -> Result<Watching, Outcome> {
    if args.file.as_os_str() == "-" {
        return Err(Outcome::refused("standard input cannot be watched", "give the path of a campaign file"));
    }
    let (config, remark) = configuration(global, &environment)?;
    // A file that is not there is told as every command tells it.
    let (campaign, problems) = load(&args.file, &environment)?;
    let seat = seat(global, &environment, &config, &campaign, problems > 0)?;
    let exec = args.exec.as_deref().map(Exec::new).transpose().map_err(|why| {
        Outcome::refused(&format!("--exec: {why}"), "write the program and its arguments, quoted as for a shell")
    })?;
    let manner = Manner {
        bell: args.bell,
        notify: args.notify.map(|kind| kind.way(config.notify)),
        speak: match (args.speak, config.speak.clone()) {
            (false, _) => Speak::Off,
            (true, Speak::With(words)) => Speak::With(words),
            (true, _) => Speak::Found,
        },
    };
    if let Some(why) = Herald::is_dumb(&manner, environment.path()) {
        return Err(Outcome::refused(&why, "install one, or name another: `speak = [\"…\"]` in the configuration"));
    }
    let terminal = terminal();
    refuse_without_terminal(&manner, terminal)?;
    if let Some(remark) = remark {
        told(&format!("codriver: {}\n", visible(&remark)));
    }
    let json = global.format == Format::Json;
    Ok(Watching {
        path: args.file,
        clock,
        settings: settings(&config),
        seat,
        manner,
        terminal,
        is_attended: terminal.is_some(),
        exec,
        once: args.once,
        printed: if json { as_json } else { as_text },
        given: as_json,
        told,
        environment,
    })
}

/// Whose seat it is. One that was named here has to be in the file; one of the environment or the configuration may
/// belong to another campaign. In a file with errors the crew may not be read yet.
fn seat(
    global: &Global,
    environment: &Environment,
    config: &Config,
    campaign: &Campaign,
    is_broken: bool,
) -> Result<SeatWanted, Outcome> {
    let Some(named) = global.seat.as_ref().or(environment.seat.as_ref()).or(config.seat.as_ref()) else {
        return Ok(SeatWanted::Unnamed);
    };
    if campaign.crew(named).is_some() || is_broken {
        return Ok(SeatWanted::Named(Id::from(named.as_str())));
    }
    if global.seat.is_some() {
        let message = format!("nobody in the crew is called `{}`", visible(named));
        return Err(Outcome { code: BAD_DATA, ..Outcome::refused(&message, "give a crew id to --as") });
    }
    told(&format!("codriver: nobody in the crew is called `{}`\n", visible(named)));
    Ok(SeatWanted::Unnamed)
}

/// Where a terminal is, for its own sequences.
fn terminal() -> Option<Terminal> {
    if std::io::stdout().is_terminal() {
        Some(Terminal::Out)
    } else {
        std::io::stderr().is_terminal().then_some(Terminal::Err)
    }
}

fn refuse_without_terminal(manner: &Manner, terminal: Option<Terminal>) -> Result<(), Outcome> {
    if terminal.is_some() {
        return Ok(());
    }
    let refused = |what: &str| {
        Err(Outcome::refused(
            &format!("{what} needs a terminal, and there is none"),
            "notify through the desktop with --notify=desktop, speak with --speak, or run a program with --exec",
        ))
    };
    match manner.notify {
        _ if manner.bell => refused("the bell"),
        Some(Notify::Osc9 | Notify::Osc99 | Notify::Osc777) => refused("a notification through the terminal"),
        Some(Notify::Desktop) | None => Ok(()),
    }
}

/// What is no call.
fn told(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

fn as_text(campaign: &Campaign, one: &Announced, now: DateTime<Utc>) -> String {
    let at = one.planned.when.with_timezone(&campaign.zone);
    let occasion = match one.occasion {
        Occasion::Called => "",
        Occasion::Again => "  again",
        Occasion::Live => "  in the meeting",
        Occasion::Due => "  due",
    };
    let head = format!("{} {}{occasion}", date(one.planned.when, campaign.zone, now), at.format("%H:%M"));
    lines(campaign, one, &head, now)
}

fn as_json(campaign: &Campaign, one: &Announced, _: DateTime<Utc>) -> String {
    let mut json = json_of(campaign, one);
    if let Value::Object(fields) = &mut json {
        fields.insert("occasion".to_owned(), one.occasion.name().into());
    }
    format!("{json}\n")
}

//! Opens the console: on a file, or on the example.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::args::{ColorWhen, Global};
use super::{DONE, Outcome, default_file, is_terminal};
use crate::campaign::Id;
use crate::console::keymap::Keymap;
use crate::console::load::SeatWanted;
use crate::console::model::Settings;
use crate::drive::calls::Tick;
use crate::interchange::demo;
use crate::pace::{Form, GradeScale};
use crate::runtime::clock::Clock;
use crate::runtime::config::{self, Config};
use crate::runtime::environment::{Colours, Environment};
use crate::runtime::run::{Bell, Session, run};
use crate::runtime::store::plain;
use crate::text::visible;
use crate::view::{Depth, Theme, ThemeName};

/// Opens the console on a file; without one on `./campaign.toml`, else on the example.
pub fn console(file: Option<PathBuf>, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    match file.or_else(default_file) {
        Some(file) => start(file, None, global, environment, clock),
        None => demo(global, environment, clock),
    }
}

/// Opens the example in a scratch copy, with its dates around now.
pub fn demo(global: &Global, mut environment: Environment, clock: Clock) -> Outcome {
    if !is_terminal() {
        return no_terminal();
    }
    let now = clock.now();
    let folder = match tempfile::Builder::new().prefix("codriver-").tempdir() {
        Ok(folder) => folder,
        Err(error) => return Outcome::refused(&format!("cannot make a scratch folder: {}", plain(&error)), "set TMPDIR"),
    };
    let file = folder.path().join("demo.toml");
    if let Err(error) = super::write_new_unsynced(&file, &demo::shifted(now)) {
        return Outcome::refused(&format!("cannot write the example: {}", plain(&error)), "set TMPDIR");
    }
    // What is remembered of a scratch copy is as short-lived as the copy.
    environment.state = environment.state.map(|_| crate::runtime::folders::StateFolder::new(folder.path().join("state")));
    let before = Tick {
        at: now - TimeDelta::minutes(1),
        last_batch: None,
        held: Vec::new(),
        backlog: Vec::new(),
        opening: None,
    };
    start_with(file, Some(before), "demo", Some("sam"), global, environment, clock)
}

fn no_terminal() -> Outcome {
    Outcome::refused("the console needs a terminal", "for scripts there are `codriver check`, `codriver calls` and others")
}

fn start(file: PathBuf, before: Option<Tick>, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    if !is_terminal() {
        return no_terminal();
    }
    let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    start_with(file, before, &name, None, global, environment, clock)
}

fn start_with(
    path: PathBuf,
    before: Option<Tick>,
    name: &str,
    seat: Option<&str>,
    global: &Global,
    environment: Environment,
    clock: Clock,
) -> Outcome {
    let (config, remark) = match configuration(global, &environment) {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    let bindings: Vec<(String, String)> =
        config.keys.iter().map(|binding| (binding.command.clone(), binding.key.clone())).collect();
    let keymap = match Keymap::with(&bindings) {
        Ok(keymap) => keymap,
        Err(error) => {
            let at = config.keys.iter().find(|binding| binding.command == error.name);
            let line = at.map_or_else(String::new, |binding| format!("line {}: ", binding.key_at.line));
            return Outcome::refused(&format!("in the configuration, {line}{}", visible(&error.message)), &visible(&error.mend));
        }
    };
    let wanted = global.seat.as_deref().or(config.seat.as_deref()).or(environment.seat.as_deref()).or(seat);
    let session = Session {
        path,
        name: name.to_owned(),
        clock,
        settings: settings(&config),
        theme: theme(&config, global, &environment),
        bell: match config.bell {
            config::Bell::Off => Bell::Off,
            config::Bell::Bell => Bell::Bell,
            config::Bell::Notify => Bell::Notify,
        },
        seat: wanted.map_or(SeatWanted::Unnamed, |seat| SeatWanted::Named(Id::from(seat))),
        keymap,
        environment,
        before,
        remark,
    };
    match run(session) {
        Ok(ended) => Outcome {
            out: String::new(),
            err: ended.told.map_or_else(String::new, |told| format!("codriver: {}\n", visible(&told))),
            code: if ended.code == 0 { DONE } else { ended.code },
        },
        Err(fatal) => Outcome { code: fatal.code, ..Outcome::refused(&fatal.message, &fatal.mend) },
    }
}

/// The configuration, and the first remark on it, to be told on screen.
fn configuration(global: &Global, environment: &Environment) -> Result<(Config, Option<String>), Outcome> {
    let Some(path) = global.config.as_ref().or(environment.config.as_ref()) else {
        return Ok((Config::default(), None));
    };
    if let Some(named) = global.config.as_ref().filter(|path| !path.is_file()) {
        let shown = named.display().to_string();
        return Err(Outcome::refused(&format!("no configuration file at `{}`", visible(&shown)), "see `codriver config`"));
    }
    let (config, remarks) = Config::load(path).map_err(|message| Outcome::refused(&visible(&message), ""))?;
    let remark = remarks.first().map(|remark| {
        format!("configuration, line {}: {}; {}", remark.at.line, remark.message, remark.mend)
    });
    Ok((config, remark))
}

fn settings(config: &Config) -> Settings {
    let scale = match config.grades {
        config::Grades::SixEasy => GradeScale::SixIsEasy,
        config::Grades::OneEasy => GradeScale::OneIsEasy,
    };
    let speech = match config.speech {
        config::Speech::Plain => Form::Plain,
        config::Speech::Rally => Form::Rally(scale),
    };
    Settings { speech, motion: config.motion, bell: config.bell != config::Bell::Off }
}

fn theme(config: &Config, global: &Global, environment: &Environment) -> Theme {
    let seen = match environment.colours {
        Colours::None => Depth::Mono,
        Colours::Sixteen => Depth::Sixteen,
        Colours::TwoHundredFiftySix => Depth::Indexed,
        Colours::True => Depth::True,
    };
    let wanted = match (global.color, config.colour) {
        (ColorWhen::Always, _) | (ColorWhen::Auto, config::Colour::Always) => Some(true),
        (ColorWhen::Never, _) | (ColorWhen::Auto, config::Colour::Never) => Some(false),
        (ColorWhen::Auto, config::Colour::Auto) => None,
    };
    let depth = match wanted {
        Some(false) => Depth::Mono,
        Some(true) if seen == Depth::Mono => Depth::Sixteen,
        _ => seen,
    };
    let name = match config.theme {
        Some(config::Theme::Light) => ThemeName::Light,
        Some(config::Theme::Mono) => ThemeName::Mono,
        Some(config::Theme::Dark) | None => ThemeName::Dark,
    };
    Theme::new(name, depth, config.ascii)
}

//! Opens the console: on a file, or on the example.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::CommandFactory;

use super::args::{Cli, ColorWhen, Global};
use super::{DONE, Outcome, default_file, is_terminal, nearest};
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
use crate::runtime::herald::{Herald, Manner};
use crate::runtime::run::{Session, run};
use crate::runtime::store::plain;
use crate::text::visible;
use crate::view::{Depth, Theme, ThemeName};

/// Opens the console on a file; without one on `./campaign.toml`, else on the example.
pub fn console(file: Option<PathBuf>, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    match file.or_else(default_file) {
        Some(file) => open(file, global, environment, clock),
        None => demo(global, environment, clock),
    }
}

/// Opens the example in a scratch copy, with its dates around now.
pub fn demo(global: &Global, mut environment: Environment, clock: Clock) -> Outcome {
    let wishes = match Wishes::read(global, &environment) {
        Ok(wishes) => wishes,
        Err(outcome) => return outcome,
    };
    let now = clock.now();
    let folder = match tempfile::Builder::new().prefix("codriver-").tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            return Outcome::refused(&format!("cannot make a scratch folder: {}", plain(&error)), "set TMPDIR");
        }
    };
    let file = folder.path().join("demo.toml");
    let (archive, past) = demo::ARCHIVE;
    let written = super::write_new_unsynced(&file, &demo::shifted(now))
        .and_then(|()| super::write_new_unsynced(&file.with_file_name(archive), past));
    if let Err(error) = written {
        return Outcome::refused(&format!("cannot write the example: {}", plain(&error)), "set TMPDIR");
    }
    // Nothing that is done to a scratch copy is kept, so nothing is written down beside it.
    environment.state = None;
    let before = Tick {
        at: now - TimeDelta::minutes(1),
        last_batch: None,
        held: Vec::new(),
        backlog: Vec::new(),
        opening: None,
    };
    let campaign = Opened { path: file, name: "demo".to_owned(), before: Some(before), seat: Some("sam") };
    start(campaign, wishes, global, environment, clock)
}

/// Opens a person's own file.
fn open(path: PathBuf, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    if !path.exists() {
        return missing(&path);
    }
    let wishes = match Wishes::read(global, &environment) {
        Ok(wishes) => wishes,
        Err(outcome) => return outcome,
    };
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    start(Opened { path, name, before: None, seat: None }, wishes, global, environment, clock)
}

/// There is no such file; perhaps a command was meant.
fn missing(path: &Path) -> Outcome {
    let shown = path.display().to_string();
    let commands = Cli::command();
    let mend = nearest(&shown, commands.get_subcommands().map(clap::Command::get_name)).map_or_else(
        || "give the path of a campaign file, or make one with `codriver new FILE`".to_owned(),
        |name| format!("did you mean `codriver {name}`?"),
    );
    Outcome::refused(&format!("cannot read `{}`: no such file or directory", visible(&shown)), &mend)
}

/// What is opened.
struct Opened {
    path: PathBuf,
    name: String,
    before: Option<Tick>,
    /// Whose seat it is if nobody says.
    seat: Option<&'static str>,
}

/// How this person likes the console.
struct Wishes {
    config: Config,
    keymap: Keymap,
    /// What is to be told of the configuration.
    remark: Option<String>,
}

impl Wishes {
    fn read(global: &Global, environment: &Environment) -> Result<Self, Outcome> {
        let (config, remark) = configuration(global, environment)?;
        let bindings: Vec<(String, String)> =
            config.keys.iter().map(|binding| (binding.command.clone(), binding.key.clone())).collect();
        let keymap = Keymap::with(&bindings).map_err(|error| {
            let at = config.keys.iter().find(|binding| binding.command == error.name);
            let line = at.map_or_else(String::new, |binding| format!("line {}: ", binding.key_at.line));
            let message = format!("in the configuration, {line}{}", visible(&error.message));
            Outcome::refused(&message, &visible(&error.mend))
        })?;
        if is_terminal() {
            Ok(Self { config, keymap, remark })
        } else {
            let mend = "for scripts there are `codriver check`, `codriver calls` and others";
            Err(Outcome::refused("the console needs a terminal", mend))
        }
    }
}

fn start(opened: Opened, wishes: Wishes, global: &Global, environment: Environment, clock: Clock) -> Outcome {
    let Opened { path, name, before, seat } = opened;
    let Wishes { config, keymap, remark } = wishes;
    let wanted = global.seat.as_deref().or(environment.seat.as_deref()).or(config.seat.as_deref()).or(seat);
    let manner = Manner {
        bell: config.bell == config::Bell::Bell,
        notify: (config.bell == config::Bell::Notify).then_some(config.notify),
        speak: config.speak.clone(),
    };
    let remark = remark.or_else(|| Herald::is_dumb(&manner, environment.path()));
    let session = Session {
        path,
        name,
        clock,
        settings: settings(&config),
        theme: theme(&config, global, &environment),
        manner,
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
pub(super) fn configuration(global: &Global, environment: &Environment) -> Result<(Config, Option<String>), Outcome> {
    let Some(path) = global.config.as_ref().or(environment.config.as_ref()) else {
        return Ok((Config::default(), None));
    };
    if let Some(named) = global.config.as_ref().filter(|path| !path.is_file()) {
        let shown = named.display().to_string();
        return Err(Outcome::refused(
            &format!("no configuration file at `{}`", visible(&shown)),
            "see `codriver config`",
        ));
    }
    let (config, remarks) = Config::load(path).map_err(|message| Outcome::refused(&visible(&message), ""))?;
    let remark = remarks
        .first()
        .map(|remark| format!("configuration, line {}: {}; {}", remark.at.line, remark.message, remark.mend));
    Ok((config, remark))
}

/// How this person likes words and calls.
pub(super) fn settings(config: &Config) -> Settings {
    let scale = match config.grades {
        config::Grades::SixEasy => GradeScale::SixIsEasy,
        config::Grades::OneEasy => GradeScale::OneIsEasy,
    };
    let speech = match config.speech {
        config::Speech::Plain => Form::Plain,
        config::Speech::Rally => Form::Rally(scale),
    };
    Settings {
        speech,
        motion: config.motion,
        bell: config.bell != config::Bell::Off,
        time_box: config.review,
        weights: config.needs,
    }
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

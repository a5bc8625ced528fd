//! THE COMMAND LINE. One file a command; each prints what the other rooms compute.
//!
//! Invariant: texts of a file are printed only after they were made fit for a terminal. Nothing uses this room but
//! `main`.

mod acts;
mod archive;
pub mod args;
pub mod brief;
pub mod calls;
pub mod check;
mod commit;
mod deal;
mod edit;
mod export;
mod forget;
mod heard;
mod import;
mod merge;
mod note;
mod open;
mod rename;
mod report;
pub mod say;
mod stroke;
mod track;
mod watch;

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::{CommandFactory, Parser};

use crate::campaign::{self, Campaign, Duration};
use crate::interchange::template;
use crate::runtime::clock::Clock;
use crate::runtime::config::default_config_text;
use crate::runtime::environment::Environment;
use crate::runtime::past;
use crate::runtime::store::plain;
use crate::text::{Document, visible};
use args::{Cli, Command, Format, Global, options_behind};

/// Done.
const DONE: u8 = 0;
/// Errors in the data.
const BAD_DATA: u8 = 2;
/// Could not run.
const CANNOT: u8 = 3;

/// What a command says and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit code.
    pub code: u8,
}

impl Outcome {
    fn said(out: impl Into<String>) -> Self {
        Self { out: out.into(), ..Self::default() }
    }

    fn refused(message: &str, mend: &str) -> Self {
        let hint = if mend.is_empty() { String::new() } else { format!("  hint: {mend}\n") };
        Self { out: String::new(), err: format!("codriver: {message}\n{hint}"), code: CANNOT }
    }
}

/// Reads the arguments, does what they say, and returns the exit code.
#[must_use]
pub fn main() -> u8 {
    let outcome = match Cli::try_parse().and_then(Cli::one_wish) {
        Ok(cli) => run(cli),
        Err(error) => wrong_arguments(&error),
    };
    drop(std::io::stderr().write_all(outcome.err.as_bytes()));
    match std::io::stdout().write_all(outcome.out.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Ok(()) => outcome.code,
        // Whoever read us has had enough, as `head` does: that is no fault.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => outcome.code,
        Err(_) => CANNOT,
    }
}

/// The refusal of a form that a command does not have.
fn form_refused(command: Option<&Command>, format: Format) -> Option<Outcome> {
    let is_map = matches!(command, Some(Command::Report(args)) if args.what == args::What::Route);
    let is_card = matches!(command, Some(Command::Report(args)) if args.what == args::What::Credits);
    let has_pages = matches!(command, Some(Command::Brief { .. } | Command::Export(_)));
    let has_markdown = matches!(command, Some(Command::Report(args)) if args.what.has_markdown());
    let (message, mend) = match format {
        Format::Text | Format::Json => return None,
        Format::Md if has_markdown || has_pages => return None,
        Format::Html if has_pages => return None,
        Format::Html if is_card => ("a card is no HTML page", "write `--format svg` or `--format md`"),
        Format::Svg if is_card || is_map => return None,
        Format::Svg => (
            "only `codriver report credits` and `codriver report route` draw a picture",
            "write `--format text` or `--format json`",
        ),
        Format::Md | Format::Html => {
            ("only `codriver brief` prints Markdown and HTML", "write `--format text` or `--format json`")
        }
    };
    Some(Outcome::refused(message, mend))
}

fn run(cli: Cli) -> Outcome {
    let environment = Environment::of_process();
    let Cli { file, mut global, command } = cli;
    let clock = global.now.map_or(Clock::Machine, Clock::Fixed);
    if let Some(refused) = form_refused(command.as_ref(), global.format) {
        return refused;
    }
    match command {
        None => open::console(file, &global, environment, clock),
        Some(Command::Demo) => open::demo(&global, environment, clock),
        Some(Command::New { template, file }) => new(&template, &file),
        Some(Command::Check { file, strict }) => check(&file, &global, &environment, strict, clock),
        Some(Command::Calls { file, within, deal }) => {
            calls(&file, &within, deal.as_deref(), &global, &environment, clock)
        }
        Some(Command::Brief { file, deal, names }) => {
            let form = brief::Form { format: global.format, names };
            brief::run(&file, &deal, form, &environment, clock)
        }
        Some(Command::Watch(args)) => watch::run(args.0, &global, environment, clock),
        Some(Command::Report(args)) => report::run(&args, &global, &environment, clock),
        Some(Command::Export(args)) => export::run(&args, &global, &environment, clock),
        Some(Command::Say { line }) => match options_behind(line, &mut global) {
            Ok(line) => say(&line.join(" "), &global),
            Err(error) => wrong_arguments(&error),
        },
        Some(Command::Set(args)) => edit::set(&args, &global, &environment),
        Some(Command::Add(args)) => edit::add(&args, &global, &environment),
        Some(Command::Remove(args)) => edit::remove(&args, &global, &environment),
        Some(Command::Rename(args)) => rename::run(&args, &global, &environment),
        Some(Command::Archive(args)) => archive::run(&args, &global, &environment, clock),
        Some(Command::Forget(args)) => forget::run(&args, &global, &environment),
        Some(Command::Deal(act)) => deal::run(&act, &global, &environment, clock),
        Some(Command::Note(act)) => note::run(&act, &global, &environment, clock),
        Some(Command::Heard(act)) => heard::run(&act, &global, &environment, clock),
        Some(Command::Stroke(act)) => stroke::run(&act, &global, &environment, clock),
        Some(Command::Track(act)) => track::run(&act, &global, &environment, clock),
        Some(Command::Import(args)) => import::run(&args, &global, &environment, clock),
        Some(Command::Merge(args)) => merge::merge(&args, &global),
        Some(Command::Completions { shell }) => {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "codriver", &mut bytes);
            Outcome::said(String::from_utf8_lossy(&bytes))
        }
        Some(Command::Man) => man(),
        Some(Command::Config) => config(&global, &environment),
    }
}

/// What the arguments' reader says: what is wrong with them, or the help that they ask for.
fn wrong_arguments(error: &clap::Error) -> Outcome {
    let is_coloured = if error.use_stderr() { std::io::stderr().is_terminal() } else { is_terminal() };
    let text = if is_coloured { error.render().ansi().to_string() } else { error.render().to_string() };
    if error.use_stderr() { Outcome { out: String::new(), err: text, code: CANNOT } } else { Outcome::said(text) }
}

fn man() -> Outcome {
    let mut bytes = Vec::new();
    match clap_mangen::Man::new(Cli::command()).render(&mut bytes) {
        Ok(()) => Outcome::said(String::from_utf8_lossy(&bytes)),
        Err(error) => Outcome::refused(&format!("cannot make the manual page: {}", plain(&error)), ""),
    }
}

fn config(global: &Global, environment: &Environment) -> Outcome {
    let path = global.config.as_ref().or(environment.config.as_ref());
    let at = path.map_or_else(|| "nowhere: no home folder is known".to_owned(), |path| path.display().to_string());
    Outcome::said(format!("# Looked for at {}\n{}", visible(&at), default_config_text()))
}

fn new(name: &str, file: &Path) -> Outcome {
    let Some(text) = template::template(name) else {
        return Outcome::refused(&format!("no template is called `{}`", visible(name)), "see `codriver new --help`");
    };
    let shown = file.display().to_string();
    let shown = visible(&shown);
    match write_new(file, text) {
        Ok(()) => Outcome::said(format!("wrote {shown}\n  next: codriver {shown}\n")),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Outcome::refused(&format!("`{shown}` is there already"), "choose another name; nothing was written")
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Outcome::refused(&format!("cannot write `{shown}`: its folder is not there"), "make the folder first")
        }
        Err(error) => Outcome::refused(&format!("cannot write `{shown}`: {}", plain(&error)), ""),
    }
}

fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// As [`write_new`], for a file that need not survive a crash.
fn write_new_unsynced(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}

/// The bytes of a file, or of standard input for `-`.
#[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
fn bytes(file: &Path) -> Result<Vec<u8>, Outcome> {
    let read = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|error| {
        let shown = file.display().to_string();
        Outcome::refused(
            &format!("cannot read `{}`: {}", visible(&shown), plain(&error)),
            "give the path of a campaign file",
        )
    })
}

fn zone(environment: &Environment) -> Tz {
    environment.zone().unwrap_or(Tz::UTC)
}

fn shown_name(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}

fn check(file: &Path, global: &Global, environment: &Environment, strict: bool, clock: Clock) -> Outcome {
    let bytes = match bytes(file) {
        Ok(bytes) => bytes,
        Err(outcome) => return outcome,
    };
    let (zone, now) = (zone(environment), Some(clock.now()));
    let report = check::check_with(&shown_name(file), &bytes, zone, &|paths| archives(file, paths, zone), now);
    let out = match global.format {
        Format::Json => format!("{}\n", report.json()),
        _ => report.text(),
    };
    Outcome { out, err: String::new(), code: report.exit_code(strict) }
}

fn calls(
    file: &Path,
    within: &str,
    deal: Option<&str>,
    global: &Global,
    environment: &Environment,
    clock: Clock,
) -> Outcome {
    let span = match Duration::parse(within) {
        Ok(span) if span.working_days == 0 && span.working_seconds == 0 => span,
        Ok(_) => {
            let mend = "calendar time is meant here: write it as `36h`, `7d` or `2w`";
            return Outcome::refused(&format!("`{}` is working time", visible(within)), mend);
        }
        Err(error) => return Outcome::refused(&format!("--within: {}", visible(&error.message)), &error.mend),
    };
    let (campaign, problems) = match load(file, environment) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    if let Some(deal) = deal
        && campaign.deal(deal).is_none()
    {
        return no_deal(&campaign, deal);
    }
    let within = chrono::TimeDelta::seconds(i64::from(span.days) * 86_400 + i64::from(span.seconds));
    let calls = calls::calls(&campaign, clock.now(), within, deal);
    let out = match global.format {
        Format::Json => calls.json.to_string(),
        _ => calls.text,
    };
    let (err, code) = told_with_errors(problems, "calls");
    Outcome { out: ended(out), err, code }
}

/// The file has no deal of that id; the nearest is offered.
fn no_deal(campaign: &Campaign, deal: &str) -> Outcome {
    let ids = campaign.deals.iter().map(|known| known.id.as_str());
    let mend = nearest(deal, ids).map_or_else(
        || "see the ids after `[deal.` in the file".to_owned(),
        |id| format!("did you mean `{}`?", visible(id)),
    );
    Outcome::refused(&format!("no deal is called `{}`", visible(deal)), &mend)
}

/// What is said where errors of the file may leave something out, and how that ends.
fn told_with_errors(problems: usize, missing: &str) -> (String, u8) {
    if problems == 0 {
        return (String::new(), DONE);
    }
    let errors = counted(problems, "error");
    (
        format!("codriver: the file has {errors}, so that {missing} may be missing; `codriver check` tells more\n"),
        BAD_DATA,
    )
}

fn ended(text: String) -> String {
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
}

/// The campaign in a file, and how many errors it has.
fn load(file: &Path, environment: &Environment) -> Result<(Campaign, usize), Outcome> {
    let bytes = bytes(file)?;
    let (document, cutting) = Document::read(bytes, &campaign::layout());
    let (mut campaign, mut reading) = campaign::read(&document, zone(environment));
    campaign.past = archives(file, &campaign.settings.history, zone(environment)).into();
    reading.extend(cutting);
    let problems = campaign::Problems::of(&campaign, &document, reading);
    Ok((campaign, problems.errors()))
}

/// The archived campaigns that a file lists; standard input has none beside it.
fn archives(file: &Path, paths: &[campaign::Text], zone: Tz) -> campaign::Past {
    if file.as_os_str() == "-" { campaign::Past::default() } else { past::read(file, paths, zone) }
}

fn say(line: &str, global: &Global) -> Outcome {
    match say::say(line, global.format == Format::Json) {
        Ok(out) => Outcome::said(ended(out)),
        Err(text) => {
            let json = global.format == Format::Json;
            let (out, err) = if json { (ended(text), String::new()) } else { (String::new(), ended(text)) };
            Outcome { out, err, code: BAD_DATA }
        }
    }
}

/// The name that was probably meant.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::jaro_winkler(written, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether people read standard output.
fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// The file to open where none is named: `./campaign.toml`, if there is one.
fn default_file() -> Option<PathBuf> {
    let path = PathBuf::from("campaign.toml");
    path.is_file().then_some(path)
}

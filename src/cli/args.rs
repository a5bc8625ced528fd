//! The command line, as one description: parsing, `--help`, completions and the manual page are made from it.

mod acts;
mod export;
mod growth;
mod import;
mod later;
mod report;
mod watch;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::text::visible;
pub use acts::{
    DealAct, FinishArgs, HeardAct, HeardKindWord, NoteAct, OutcomeWord, StrokeAct, StrokeKindWord, Target, TrackAct,
    WarmthWord,
};
pub use export::{ExportArgs, ExportForm};
pub use growth::{ArchiveArgs, ForgetArgs, RenameArgs};
pub use import::{CrmWord, DatesWord, ImportArgs};
use later::Later;
pub use report::{ReportArgs, What};
pub use watch::{NotifyKind, WatchArgs};

/// The right note at the right time: one campaign file, two seats.
#[derive(Debug, Parser)]
#[command(
    name = "codriver",
    version,
    about = "The console between sales and marketing: one campaign file, two seats, and the right note at the right time",
    after_help = "Without FILE: ./campaign.toml if there is one, else the demo.\n\n\
        Start here:\n  codriver demo                     a lively example; nothing you do there is kept\n  \
        codriver new campaign.toml        a commented starting file\n  \
        codriver campaign.toml --as sam   your own campaign, in Sam's seat\n\n\
        Exit: 0 done, 1 warnings with --strict or clashes of a merge, 2 errors in the data, 3 could not run.",
    disable_help_subcommand = true,
    override_usage = "codriver [OPTIONS] [FILE]\n       codriver [OPTIONS] <COMMAND>"
)]
pub struct Cli {
    /// The campaign file to open.
    pub file: Option<PathBuf>,
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do instead of opening the console.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Refuses a file to open together with a command: `codriver campaign.toml check` names the file at the wrong end.
    pub fn one_wish(self) -> Result<Self, clap::Error> {
        match (&self.file, &self.command) {
            (Some(file), Some(_)) => Err(Self::command().error(
                clap::error::ErrorKind::ArgumentConflict,
                format!(
                    "`{}` comes before the command; give the command its file behind it",
                    visible(&file.display().to_string())
                ),
            )),
            _ => Ok(self),
        }
    }
}

/// Takes options off the end of a line of shorthand. Its tokens may begin with a hyphen (`->`), so that what follows the
/// line was read as part of it; but no token is spelt like an option.
pub fn options_behind(mut line: Vec<String>, global: &mut Global) -> Result<Vec<String>, clap::Error> {
    let Some(first) = line.iter().position(|word| word.starts_with("--") && word.len() > 2) else { return Ok(line) };
    let words = line.split_off(first);
    let given = Behind::try_parse_from(std::iter::once("codriver say".to_owned()).chain(words))?;
    *global = Global {
        now: given.global.now.or(global.now),
        seat: given.global.seat.or_else(|| global.seat.take()),
        config: given.global.config.or_else(|| global.config.take()),
        ..given.global
    };
    Ok(line)
}

/// Options alone.
#[derive(Debug, Parser)]
#[command(name = "codriver say", disable_help_flag = true)]
struct Behind {
    #[command(flatten)]
    global: Global,
}

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// A fixed clock, such as 2026-11-20T09:41:00+00:00, for scripts and tests.
    #[arg(long, global = true, value_name = "TIME", value_parser = instant)]
    pub now: Option<DateTime<Utc>>,
    /// Whose seat this is: a crew id of the file.
    #[arg(long = "as", global = true, value_name = "CREW")]
    pub seat: Option<String>,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// The configuration file to read instead of the usual one.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The form of what is printed.
    #[arg(long, global = true, value_name = "FORM", default_value = "text")]
    pub format: Format,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// As the terminal and `NO_COLOR` say.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// Markdown; of a call sheet, an export, a card and a review.
    Md,
    /// One HTML file; of a call sheet only.
    Html,
    /// A picture; of a card only.
    Svg,
    /// For programs.
    Json,
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    text.parse::<DateTime<Utc>>()
        .or_else(|_| DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc)))
        .map_err(|_| format!("expected a time with its offset such as 2026-11-20T09:41:00+00:00, found `{text}`"))
}

/// What to do instead of opening the console.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open a lively example whose dates lie around today, in a scratch copy.
    Demo,
    /// Write a commented starting file.
    New {
        /// Which stages to start with.
        #[arg(long, value_name = "T", default_value = "blank", value_parser = clap::builder::PossibleValuesParser::new(crate::interchange::template::NAMES))]
        template: String,
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
    /// Tell every problem of a file, with its place and its mend.
    Check {
        /// The campaign file, or - for standard input.
        file: PathBuf,
        /// Exit with 1 if there are warnings.
        #[arg(long)]
        strict: bool,
    },
    /// List the calls due and coming, and why.
    Calls {
        /// The campaign file, or - for standard input.
        file: PathBuf,
        /// How far ahead to look, such as 36h, 7d or 2w.
        #[arg(long, value_name = "SPAN", default_value = "7d")]
        within: String,
        /// Only this deal.
        #[arg(long, value_name = "DEAL")]
        deal: Option<String>,
    },
    /// Print the call sheet for a deal's next run, on one page.
    Brief {
        /// The campaign file, or - for standard input.
        file: PathBuf,
        /// The deal's id.
        deal: String,
        /// With the buyers' names and words; else roles and topics stand for them.
        #[arg(long)]
        names: bool,
    },
    /// Wait for calls without a terminal: print each, ring, speak, run a program.
    Watch(Later<WatchArgs>),
    /// Tell how well the campaign, or one deal, is driven.
    Report(Later<ReportArgs>),
    /// Write the campaign as a calendar, a table, JSON or a report.
    Export(Later<ExportArgs>),
    /// Explain a line of shorthand; errors point at the token.
    Say {
        /// The line, such as '5d !L3>2/Cr dc #procurement'.
        #[arg(required = true, allow_hyphen_values = true)]
        line: Vec<String>,
    },
    /// Set keys of a record, or take them out with KEY= and no value.
    Set(Later<EditArgs>),
    /// Add a record, or a row of a log.
    Add(Later<EditArgs>),
    /// Remove a record, or a row of a log.
    Remove(Later<EditArgs>),
    /// Give a record another id, and rewrite every reference to it.
    Rename(Later<RenameArgs>),
    /// Move finished deals to a file of their year, and fold old calls into counts.
    Archive(Later<ArchiveArgs>),
    /// Take a contact's name, address and words out of the file.
    Forget(Later<ForgetArgs>),
    /// Do what has rules to a deal: its next touch, stage, promise, finish, service, driver.
    #[command(subcommand)]
    Deal(Later<DealAct>),
    /// Say that a note was heard.
    #[command(subcommand)]
    Note(Later<NoteAct>),
    /// Write down the buyer's words, and answer them.
    #[command(subcommand)]
    Heard(Later<HeardAct>),
    /// Write down a push or a pull.
    #[command(subcommand)]
    Stroke(Later<StrokeAct>),
    /// Agree on what both trades say.
    #[command(subcommand)]
    Track(Later<TrackAct>),
    /// Bring in a CRM's export: new deals, and what changed in those that are here.
    Import(Later<ImportArgs>),
    /// Merge two texts that began as one, record by record: a merge driver for git.
    Merge(Later<MergeArgs>),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
    /// Print the configuration file's defaults, commented, and where it is looked for.
    Config,
}

/// What `set`, `add` and `remove` take.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// The campaign file.
    pub file: PathBuf,
    /// The record, such as deal.northwind.note.soc2-pack; a log such as deal.northwind.stroke.
    pub path: String,
    /// Keys and values, such as value=180000, close=2026-12-18 or 'next.what=Ring Ines'.
    #[arg(value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What `merge` takes.
#[derive(Debug, Args)]
#[command(after_help = "For git, in .gitattributes: campaign.toml merge=codriver\n\
    and once: git config merge.codriver.driver 'codriver merge %O %A %B %P'\n\n\
    Exit: 0 merged, 1 merged with clashes, 3 could not run; then OURS is as it was.")]
pub struct MergeArgs {
    /// The text that both began with; an empty file where there is none.
    pub base: PathBuf,
    /// Our text; the outcome is written here.
    pub ours: PathBuf,
    /// Their text.
    pub theirs: PathBuf,
    /// The name to tell instead of the path of OURS.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

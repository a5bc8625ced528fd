//! What `export` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What `export` takes.
#[derive(Debug, Args)]
#[command(after_help = "ics takes `--as CREW` for one person's calendar. A table in csv changes nothing when it is \
    imported again.\n\n\
    Exit: 0 done, 2 the file has errors (what can be read is exported all the same), 3 could not run.")]
pub struct ExportArgs {
    /// The campaign file, or - for standard input.
    pub file: PathBuf,
    /// As what.
    pub form: ExportForm,
    /// The file to write, in place of what is there; without it standard output.
    #[arg(long, value_name = "F")]
    pub out: Option<PathBuf>,
    /// With the buyers' names and words.
    #[arg(long)]
    pub names: bool,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// A calendar: runs, dated promises, next touches and promised closes of open deals.
    Ics,
    /// A table: one row a deal.
    Csv,
    /// Everything, for programs.
    Json,
    /// A report, for people, as Markdown.
    Md,
}

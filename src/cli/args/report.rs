//! The reports, as descriptions.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What `report` takes.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// What about.
    pub what: What,
    /// The campaign file, or - for standard input.
    pub file: PathBuf,
    /// Only this deal.
    pub deal: Option<String>,
    /// With the buyers' names; else their roles stand for them.
    #[arg(long)]
    pub names: bool,
    /// With `route`: beside this deal, or beside `won`, the average of the won deals.
    #[arg(long, value_name = "DEAL")]
    pub beside: Option<String>,
    /// With `scrutineering`: exit with 1 where a question is left.
    #[arg(long)]
    pub strict: bool,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Which open deals drive in circles, each with its loop, and how much of the open value does.
    Circles,
    /// What each did for a deal that is won; the debrief of one that is lost. Also as Markdown and as a picture, SVG.
    Credits,
    /// What each owes the other trade: counted, still owed, and until when.
    Crew,
    /// How far the target is, how likely it is reached, each one's part, and where aims part.
    Destination,
    /// What the drivers promise beside what the splits say, month by month as a range, and deal by deal.
    Forecast,
    /// Which calls came on time, early, late or not at all, by deal and person, and the likely reason.
    Punctuality,
    /// Who has still to sign which message, where each is played, words never to be said, and value lines to mend.
    Playlist,
    /// What buyers said, by topic: where words are missing, what waits, how long answers take.
    Reports,
    /// Dated promises: what each owes by date, what the customers owe us, what was kept early or late; next touches without
    /// a day.
    Timecard,
    /// What the day holds for each seat, or with `--as` for one: calls, runs, promises, next touches; and which deals need
    /// somebody first, with up to three reasons.
    Today,
    /// Whether each sale can finish: markets, infrastructure and papers, now and at each stage; exits with 2 where one is
    /// stopped.
    Scrutineering,
    /// Deals in trouble and in service, what to look at first, and which plays brought deals back, how often, how fast.
    Service,
    /// Pushes and pulls: how smooth the ride is, which deal waits for which stroke, and the one that is planned next.
    Engine,
    /// What the last review decided, how each decision stands by what the file says since, and what rubs.
    Review,
    /// The whole way of a deal on one axis: stages, obstacles, notes, promises, arrival, and the plan backwards from the
    /// customer's date. Also as a picture, SVG.
    Route,
    /// Which openers, tracks, proofs, notes and topics landed, and in which deals, with the archives.
    Works,
}

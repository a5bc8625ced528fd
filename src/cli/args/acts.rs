//! The commands with rules, as descriptions.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// The deal that is meant.
#[derive(Debug, Args)]
pub struct Target {
    /// The campaign file.
    pub file: PathBuf,
    /// The deal's id.
    pub deal: String,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What is done to a deal.
#[derive(Debug, Subcommand)]
pub enum DealAct {
    /// Set the next touch.
    Next {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// What is done next.
        what: String,
        /// The day, in words: tomorrow, 'next tue', '24 nov 14:00', 3wd, 2026-11-24.
        #[arg(long, value_name = "WORDS")]
        on: Option<String>,
        /// Who does it.
        #[arg(long, value_name = "CREW")]
        by: Option<String>,
        /// Whose help it needs.
        #[arg(long, value_name = "CREW")]
        needs: Option<String>,
    },
    /// Move it to another stage; facts that are missing to leave stop it.
    Stage {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// A stage of the route.
        stage: String,
        /// Leave without the missing facts, and say why.
        #[arg(long, value_name = "WHY")]
        overrule: Option<String>,
    },
    /// Move the promised close; the move is kept in its log.
    Close {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// The new promise: a date, or words such as '18 dec'.
        date: String,
    },
    /// Finish it as won.
    Won {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// How.
        #[command(flatten)]
        finish: FinishArgs,
    },
    /// Finish it as lost.
    Lost {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// How.
        #[command(flatten)]
        finish: FinishArgs,
    },
    /// Send it to service, report a part of the repair as done, or end it.
    Service {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// Why it is in trouble: a flag, or a word that a play answers to.
        #[arg(long, value_name = "WORD", required_unless_present_any = ["end", "done"], conflicts_with_all = ["end", "done"])]
        reason: Option<String>,
        /// The play; without it the only one that answers to the reason.
        #[arg(long, value_name = "PLAY", requires = "reason")]
        play: Option<String>,
        /// Until when; without it as soon as the play says.
        #[arg(long, value_name = "WORDS", requires = "reason")]
        until: Option<String>,
        /// Report a part of the repair as done.
        #[arg(long, value_name = "PART", conflicts_with = "end")]
        done: Option<StrokeKindWord>,
        /// End the repair, and say how.
        #[arg(long, value_name = "HOW")]
        end: Option<OutcomeWord>,
        /// With `--end recovered`: the stage in which it goes on; without it the one it is in.
        #[arg(long, value_name = "STAGE", requires = "end")]
        stage: Option<String>,
        /// With `--end later`: the day on which it is taken up again, which its next touch gets.
        #[arg(long, value_name = "WORDS", requires = "end")]
        on: Option<String>,
        /// With `--end retired`: what lost it; the deal is lost as well then.
        #[arg(long, value_name = "WORDS", requires = "end")]
        why: Option<String>,
    },
    /// Offer the wheel with a briefing; accept an offer, or decline it.
    HandOver {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// Who is to drive.
        #[arg(long, value_name = "CREW", required_unless_present_any = ["accept", "decline"])]
        to: Option<String>,
        /// What the next driver must know; without it what the file says is promised, heard, next and ahead.
        #[arg(long, value_name = "WORDS", requires = "to")]
        briefing: Option<String>,
        /// Accept the offer that waits; with a briefing, offer and accept in one.
        #[arg(long)]
        accept: bool,
        /// Decline the offer that waits, which the other seat is told; or take your own back.
        #[arg(long, conflicts_with_all = ["to", "briefing", "accept"])]
        decline: bool,
    },
}

/// How a deal finishes.
#[derive(Debug, Args)]
pub struct FinishArgs {
    /// The day; without it today.
    #[arg(long, value_name = "WORDS")]
    pub on: Option<String>,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// Who, and for what, such as maya='Webinar lead'; again for each.
    #[arg(long, value_name = "CREW=WORDS")]
    pub credit: Vec<String>,
}

/// How a repair ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutcomeWord {
    /// Back on the road.
    Recovered,
    /// Put off.
    Later,
    /// Given up.
    Retired,
}

/// What is done to a note.
#[derive(Debug, Subcommand)]
pub enum NoteAct {
    /// Its call was heard.
    Hear {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// A note's id, `hazard/note`, or `control.` and a promise's id.
        note: String,
        /// Which rung of its ladder.
        #[arg(long, value_name = "RUNG")]
        rung: Option<String>,
    },
}

/// What is done with the buyer's words.
#[derive(Debug, Subcommand)]
pub enum HeardAct {
    /// Write down what was said.
    Add {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// Their words.
        #[arg(long, value_name = "WORDS")]
        said: String,
        /// What it was.
        #[arg(long, value_name = "KIND")]
        kind: Option<HeardKindWord>,
        /// The contact who said it.
        #[arg(long, value_name = "CONTACT")]
        who: Option<String>,
        /// What it is filed under.
        #[arg(long, value_name = "TOPIC")]
        topic: Option<String>,
        /// The meeting it was said in.
        #[arg(long, value_name = "RUN")]
        run: Option<String>,
    },
    /// Answer a report with a note.
    Answer {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// The report's time as the file has it, or its day.
        at: String,
        /// Whose report, where two have one time.
        #[arg(long, value_name = "CREW")]
        by: Option<String>,
        /// The note that answers it.
        #[arg(long, value_name = "NOTE")]
        note: String,
    },
}

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HeardKindWord {
    /// Against it.
    Objection,
    /// To be answered.
    Question,
    /// To be proved.
    Challenge,
    /// For it.
    Praise,
    /// About a competitor.
    Rival,
}

/// What is done with strokes.
#[derive(Debug, Subcommand)]
pub enum StrokeAct {
    /// Write one down, as it happened.
    Add {
        /// The deal.
        #[command(flatten)]
        target: Target,
        /// Whose trade: push is sales, pull is marketing.
        #[arg(long, value_name = "KIND")]
        kind: StrokeKindWord,
        /// What was done.
        #[arg(long, value_name = "WORDS")]
        what: String,
        /// What came of it.
        #[arg(long, value_name = "WORDS")]
        result: Option<String>,
        /// What it was about.
        #[arg(long, value_name = "TOPIC")]
        topic: Option<String>,
        /// The message played.
        #[arg(long, value_name = "TRACK")]
        track: Option<String>,
        /// What was brought.
        #[arg(long, value_name = "ASSET")]
        asset: Option<String>,
    },
}

/// Whose stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrokeKindWord {
    /// Sales.
    Push,
    /// Marketing.
    Pull,
}

/// The track that is meant.
#[derive(Debug, Args)]
pub struct TrackTarget {
    /// The campaign file.
    pub file: PathBuf,
    /// The track's id.
    pub track: String,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

impl TrackTarget {
    /// The file, and whether it is only looked at.
    pub(in crate::cli) fn file(&self) -> crate::cli::commit::Target<'_> {
        crate::cli::commit::Target { file: &self.file, dry_run: self.dry_run }
    }
}

/// What is done with the playlist.
#[derive(Debug, Subcommand)]
pub enum TrackAct {
    /// Propose a message; who proposes has signed.
    Propose {
        /// The track.
        #[command(flatten)]
        target: TrackTarget,
        /// The message, as it is to be said.
        line: String,
        /// What it is about.
        #[arg(long, value_name = "WORDS")]
        theme: Option<String>,
        /// The first sentence.
        #[arg(long, value_name = "WORDS")]
        opener: Option<String>,
        /// Whom the opener suits.
        #[arg(long, value_name = "WARMTH")]
        warmth: Option<WarmthWord>,
        /// What it is filed under; again for each.
        #[arg(long, value_name = "TOPIC")]
        topic: Vec<String>,
    },
    /// Sign it; agreed once a driver and a navigator have.
    Sign {
        /// The track.
        #[command(flatten)]
        target: TrackTarget,
    },
    /// Take your signature back.
    Withdraw {
        /// The track.
        #[command(flatten)]
        target: TrackTarget,
    },
}

/// Whom an opener suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WarmthWord {
    /// Those who do not know us.
    Cold,
    /// Those who do.
    Warm,
}

//! What lies over the screen: help, palette, jump, today, problems, a line being typed, a choice.

use std::borrow::Cow;

use tui_input::Input;

use super::after::After;
use super::catch::Catch;
use super::command::Command;
use super::credits::{Moment, Open};
use super::desk::list::{Show, SortBy};
use super::find::Find;
use super::form::{Form, Records};
use super::gates::Gates;
use super::import::Import;
use super::prompt::{Prompt, PromptFor};
use super::punctuality::Sheet;
use super::service::Service;
use super::time_card;
use crate::campaign::Id;
use crate::campaign::rewrite::Under;
use crate::drive::desk::NoteName;

/// One thing at a time lies over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Terms and keys.
    Help {
        /// Rows scrolled away.
        scroll: u16,
    },
    /// All actions, found by name.
    Palette {
        /// What is typed.
        input: Input,
        /// The matching commands, best first.
        found: Vec<PaletteRow>,
        /// The row under the cursor.
        cursor: usize,
    },
    /// Deals, notes, contacts and buyers' words, found by likeness.
    Jump {
        /// What is typed.
        input: Input,
        /// Counts the searches: an answer to an older one is ignored.
        search: u64,
        /// What was found.
        found: Vec<Hit>,
        /// The row under the cursor.
        cursor: usize,
        /// What becomes of the deal that is chosen.
        then: Then,
    },
    /// What the day holds.
    Today {
        /// The row under the cursor.
        cursor: usize,
    },
    /// How punctual the calls are.
    Punctuality {
        /// The lines; absent until they are worked out.
        sheet: Option<Box<Sheet>>,
        /// Which of the lines that lead to a deal is under the cursor.
        cursor: usize,
    },
    /// Dated promises: of one deal, or who owes what across all.
    TimeCard {
        /// Of which deal; none: of all.
        deal: Option<Id>,
        /// The lines; absent until they are worked out.
        sheet: Option<Box<time_card::Sheet>>,
        /// Which of the lines that lead somewhere is under the cursor.
        cursor: usize,
    },
    /// Every problem of the file.
    Problems {
        /// The row under the cursor.
        cursor: usize,
    },
    /// What both sides changed in two ways.
    Clashes {
        /// The clash that is shown.
        cursor: usize,
    },
    /// What was decided today, as Markdown.
    Decisions {
        /// The text; empty: nothing is decided.
        text: String,
        /// Rows scrolled away.
        scroll: u16,
    },
    /// What was changed here, step by step.
    History {
        /// The row under the cursor.
        cursor: usize,
    },
    /// The call sheet of a deal, which the model keeps.
    CallSheet,
    /// A line being typed.
    Prompt(Prompt),
    /// The words of the filter of the Desk or the Board are being typed.
    Filter {
        /// What is typed.
        input: Input,
    },
    /// The keys of one record.
    Form(Box<Form>),
    /// Every record that can be edited from here.
    Records(Records),
    /// A buyer's words are being caught.
    Catch(Box<Catch>),
    /// A run is over: what comes next, what was won, what was heard.
    After(Box<After>),
    /// A deal goes to another stage, or is won or lost.
    Gates(Box<Gates>),
    /// A deal goes to service, is repaired there, and comes out.
    Service(Service),
    /// Any note of a deal and any topic, found by likeness.
    Find(Box<Find>),
    /// A deal was won a moment ago.
    Moment(Box<Moment>),
    /// The card of a deal that is won, or the debrief of one that is lost.
    Finish(Box<Open>),
    /// An export of a CRM comes into the campaign.
    Import(Box<Import>),
    /// One of a few.
    Choice {
        /// The question.
        title: String,
        /// The options.
        options: Vec<Choice>,
        /// The row under the cursor.
        cursor: usize,
    },
}

/// What a jump is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// To look at the deal.
    Go,
    /// To put it beside the deal on the Route screen.
    Beside,
    /// To move notes there.
    Move(Vec<NoteName>),
}

/// One command in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteRow {
    /// The command.
    pub command: Command,
    /// Why it cannot be done now.
    pub refused: Option<Cow<'static, str>>,
}

/// What a jump can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// A deal, by its name.
    Deal,
    /// A pace note, by its words.
    Note,
    /// A person on the buyer's side.
    Contact,
    /// A sentence that a buyer said.
    Words,
}

impl HitKind {
    /// The word at the left of a row.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::Note => "note",
            Self::Contact => "contact",
            Self::Words => "words",
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its deal.
    pub deal: Id,
    /// What it is.
    pub kind: HitKind,
    /// Its text.
    pub text: String,
    /// The deal's name, for other kinds than a deal.
    pub account: String,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its key.
    pub key: char,
    /// Its words.
    pub text: String,
    /// What it does.
    pub act: Act,
}

/// What a chosen option does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Copies a text.
    Copy(String),
    /// Opens a link.
    Open(String),
    /// Snoozes the call until an instant.
    Snooze(chrono::DateTime<chrono::Utc>),
    /// Opens a line.
    Type(PromptFor),
    /// Sits in another seat.
    Sit(Option<Id>),
    /// Starts a run and shows it, or shows the one that goes on.
    Drive {
        /// Its deal.
        deal: Id,
        /// Which; `None`: one that nobody planned.
        run: Option<Id>,
    },
    /// Opens an answer of the run, by its place.
    OpenAnswer(usize),
    /// Takes over what this copy of the file says.
    MergeCopy(String),
    /// Moves this copy to the backups.
    PutCopyAway(String),
    /// Signs this track.
    Sign(Id),
    /// Opens this decision of the review, to be said in other words.
    Redecide(usize),
    /// Takes this decision of the review away; none: what rubs.
    TakeAway(Option<String>),
    /// Writes what stops the sale of this deal on its road.
    Raise(Id),
    /// Puts this beside the deal on the Route screen, or nothing.
    Beside(Option<super::route::With>),
    /// Looks for a deal to put beside the one on the Route screen.
    FindBeside,
    /// Lowers a flag.
    Lower {
        /// Whose.
        deal: Id,
        /// Which.
        flag: Id,
    },
    /// Leaves this copy alone.
    LeaveCopy(String),
    /// Shows only these rows of the Desk.
    Show(Show),
    /// Puts the rows of the Desk in this order; the same once more turns it round.
    Sort(SortBy),
    /// Makes a deal's note a hazard's.
    ToHazard {
        /// Whose note.
        deal: Id,
        /// Which.
        note: Id,
        /// Under which hazard.
        under: Under,
    },
    /// Gives these notes an asset, or none.
    Asset {
        /// Which notes.
        notes: Vec<NoteName>,
        /// Which asset.
        asset: Option<Id>,
    },
}

//! What happens to the machine: facts, each stamped with the time.

use chrono::{DateTime, Utc};

use super::clash::Waiting;
use super::copy::Copy;
use super::import::News;
use super::key::Key;
use super::load::Loaded;
use super::overlay::Hit;
use crate::campaign::Past;
use crate::drive::alike::Alike;

/// A fact, and when it was learned.
#[derive(Debug)]
pub struct Stamped {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub message: Message,
}

/// One fact.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
        /// What.
        action: MouseAction,
    },
    /// The mouse's first button was let go.
    Released {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// The terminal has another size.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// Time has passed.
    Wake,
    /// The file was read: at the start, or after a change outside.
    Loaded(Box<Loaded>),
    /// The file has bytes that cannot be read at all, or is gone.
    FileProblem {
        /// In words.
        text: String,
        /// The line, if one is at fault.
        line: Option<usize>,
    },
    /// The edits through this number are safe in the journal.
    Safe {
        /// Number of edits.
        through: u64,
    },
    /// The edits through this number are in the file.
    Saved {
        /// Number of edits.
        through: u64,
        /// What the file did not take.
        clashes: Vec<Waiting>,
    },
    /// These wait for a decision since an earlier session.
    Clashes(Vec<Waiting>),
    /// These other copies of the file lie beside it.
    Copies(Vec<Copy>),
    /// Saving failed for now.
    SaveFailed {
        /// In words.
        text: String,
    },
    /// The archived campaigns were read.
    Past(Box<Past>),
    /// An answer to a search.
    Found {
        /// The search's number.
        number: u64,
        /// What was found.
        hits: Vec<Hit>,
    },
    /// An answer to the question what is said already.
    Alike {
        /// The question's number.
        number: u64,
        /// The notes that say nearly the same.
        found: Vec<Alike>,
    },
    /// An answer to an order.
    Ordered {
        /// The campaign's version.
        version: u64,
        /// The agenda and order.
        order: Box<super::order::Order>,
    },
    /// How every note stands.
    Desk {
        /// The rows.
        table: Box<crate::drive::desk::Table>,
    },
    /// How punctual the calls are.
    Punctuality {
        /// The lines.
        sheet: Box<super::punctuality::Sheet>,
    },
    /// The time card of a deal, or of all.
    TimeCard {
        /// The lines.
        sheet: Box<super::time_card::Sheet>,
    },
    /// What the Crew screen says.
    Crew {
        /// Its tabs.
        pages: Box<super::crew::Pages>,
    },
    /// The average way of the won deals.
    Won {
        /// The version of the campaign it is of.
        version: u64,
        /// The average.
        won: Box<crate::drive::route_map::Won>,
    },
    /// Something was done for an import.
    Import {
        /// Its number.
        number: u64,
        /// What.
        news: News,
    },
    /// Something to tell: copied, opened, could not.
    Told {
        /// In words.
        text: String,
        /// Whether it is bad news.
        bad: bool,
    },
    /// The program was stopped and goes on.
    Resumed,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAction {
    /// The first button was pressed.
    Click,
    /// The wheel was turned away from the person.
    WheelUp,
    /// The wheel was turned towards the person.
    WheelDown,
}

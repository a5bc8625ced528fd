//! What a CRM says of the deals, and what that changes in the campaign.
//!
//! An [`Export`] is what was read of a file, whatever it was written in: `interchange` makes it, and nothing in here knows
//! of columns or encodings. Invariant: what the pair wrote is theirs. What an export says is taken over where nobody
//! here has changed it since the last export said something else; where both have, the pair's word stands until somebody
//! who has seen both takes the other.

mod batch;
mod block;
mod bring;
mod deal;
mod fold;
mod history;
mod incoming;
mod index;
mod people;
mod planner;
mod route;
#[cfg(test)]
mod tests;
mod usual;
mod words;

use std::sync::Arc;

use rust_decimal::Decimal;

pub use self::bring::{After, Brought, Setting, Tell, bring, intents};
pub use self::deal::{DealPlan, Fate, FieldChange};
pub use self::incoming::{Answer, Column, Incoming, Question};
pub use self::index::{Index, Target};
pub use self::planner::{Choices, Plan, Planner, plan};
pub use self::route::{Route, RouteStage};
pub use crate::campaign::Standing;
use crate::campaign::{Id, When};

/// Where an export comes from: the name under which a deal keeps its id there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Crm {
    /// Salesforce, and what copies its columns.
    Salesforce,
    /// HubSpot.
    Hubspot,
    /// Pipedrive.
    Pipedrive,
    /// Zoho.
    Zoho,
    /// This program's own table: its ids are those of the deals, and it is no other side that speaks.
    Codriver,
    /// Anything else.
    Other,
}

impl Crm {
    /// All of them, the unknown one last.
    pub const ALL: [Self; 6] =
        [Self::Salesforce, Self::Hubspot, Self::Pipedrive, Self::Zoho, Self::Codriver, Self::Other];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Salesforce => "Salesforce",
            Self::Hubspot => "HubSpot",
            Self::Pipedrive => "Pipedrive",
            Self::Zoho => "Zoho",
            Self::Codriver => "Codriver",
            Self::Other => "the CRM",
        }
    }

    /// Its key in a deal's `ids`, and its word on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Salesforce => "salesforce",
            Self::Hubspot => "hubspot",
            Self::Pipedrive => "pipedrive",
            Self::Zoho => "zoho",
            Self::Codriver => "codriver",
            Self::Other => "crm",
        }
    }
}

/// What was read of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Where it comes from.
    pub crm: Crm,
    /// The names of the stages as the export has them, each once: as the rows refer to them. In the order of a route where
    /// the columns tell one, else in the order in which they were met.
    pub stages: Vec<StageWord>,
    /// The deals, in the order of the rows.
    pub deals: Vec<Row>,
    /// A history of moves; empty in an export of deals. In the order of the rows.
    pub moves: Vec<Move>,
    /// Rows that say nothing that could be used.
    pub skipped: Vec<Skipped>,
    /// Cells that could not be read, in rows that were used all the same.
    pub doubts: Vec<Skipped>,
    /// How many rows there were, without the header, empty lines and what stands below the table.
    pub rows: u32,
    /// What a person should know of the whole: a footer that was left out, columns that were not used.
    pub told: Vec<String>,
}

/// A stage as an export names it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageWord {
    /// Its name there.
    pub name: Arc<str>,
    /// Whether a deal that is in it is finished there: `Closed Won`, `closedlost`.
    pub finish: Option<Standing>,
}

/// What an export says of one deal. `None` is no word: an empty cell takes nothing away.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The row, as a spreadsheet counts: the header is 1. Of a text with line breaks in cells it is the record, not the line.
    pub row: u32,
    /// The deal's id in the CRM.
    pub id: Option<Box<str>>,
    /// What it is about. A row has this or an account.
    pub title: Option<Box<str>>,
    /// The customer.
    pub account: Option<Arc<str>>,
    /// Index into [`Export::stages`].
    pub stage: Option<u16>,
    /// From a column of its own, or from the stage.
    pub standing: Option<Standing>,
    /// In `currency`.
    pub value: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<Id>,
    /// 0 to 1.
    pub probability: Option<f64>,
    /// The promised close; of a finished deal when it was finished, where there is no column for that.
    pub close: Option<When>,
    /// When the CRM got it.
    pub created: Option<When>,
    /// In its stage since.
    pub since: Option<When>,
    /// When it was won or lost.
    pub finished: Option<When>,
    /// When the row was changed last.
    pub changed: Option<When>,
    /// Who drives, as the CRM names people.
    pub driver: Option<Arc<str>>,
    /// The next touch, in words.
    pub next: Option<Box<str>>,
    /// And on which day.
    pub next_on: Option<When>,
    /// Why it was lost or won.
    pub reason: Option<Arc<str>>,
    /// Who or what brought it.
    pub source: Option<Arc<str>>,
    /// When it came into which stage (index into [`Export::stages`]), from columns that tell; in the order of the columns.
    pub entered: Vec<(u16, When)>,
}

/// One row of a history: what a deal was from a moment on.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The row.
    pub row: u32,
    /// The deal's id in the CRM.
    pub deal: Box<str>,
    /// From this moment on.
    pub at: When,
    /// Its name, where the history has one: then it can make a deal that is not there yet.
    pub title: Option<Box<str>>,
    /// Index into [`Export::stages`].
    pub stage: Option<u16>,
    /// Whether it was open.
    pub standing: Option<Standing>,
    /// The promised close.
    pub close: Option<When>,
    /// When the CRM got it.
    pub created: Option<When>,
    /// How much.
    pub value: Option<Decimal>,
    /// 0 to 1.
    pub probability: Option<f64>,
}

/// A row, or a cell of it, that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The row.
    pub row: u32,
    /// Why, as a fragment: the column by its name, what was found, what is expected.
    pub why: String,
}

//! What a system says, as people read it: one sentence that says what to do, and lines under headings.
//!
//! Pure lines: a screen and the command line show the same ones, each in its own way. A line that leads to a deal names it.

use crate::campaign::{Campaign, Id, Seat};

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What to do, and why, in one sentence.
    pub sentence: String,
    /// The lines under it.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Part(String),
    /// A sentence.
    Words(String),
    /// What lies behind the sentence before.
    Under {
        /// The deal that it leads to.
        deal: Option<Id>,
        /// In words.
        words: String,
    },
    /// A sentence that leads to a deal.
    Deal {
        /// The deal.
        deal: Id,
        /// In words.
        words: String,
    },
}

impl Line {
    /// The deal that it leads to.
    #[must_use]
    pub const fn deal(&self) -> Option<&Id> {
        match self {
            Self::Deal { deal, .. } => Some(deal),
            Self::Under { deal, .. } => deal.as_ref(),
            Self::Part(_) | Self::Words(_) => None,
        }
    }
}

/// `Maya Lind, navigator`.
#[must_use]
pub fn person(campaign: &Campaign, id: &str) -> String {
    let name = campaign.crew_name(id);
    match campaign.crew(id).and_then(|crew| crew.seat) {
        Some(Seat::Driver) => format!("{name}, driver"),
        Some(Seat::Navigator) => format!("{name}, navigator"),
        Some(Seat::Lead) => format!("{name}, lead"),
        Some(Seat::Both) | None => name.to_owned(),
    }
}

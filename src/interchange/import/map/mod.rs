//! Which column of an export says what, and how its cells are meant: what a person may write down once for all exports.
//!
//! Invariant: a map that was read names only columns that the export has, each once, and what is written reads back as
//! the same map. What is left out of a map is guessed anew each time.

mod read;
mod write;

use super::cells::dates::DateOrder;
use super::cells::numbers::Decimals;
use super::columns::{Entered, Field};
use crate::campaign::Id;
use crate::drive::import::{Choices, Crm};

/// A map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Where the export comes from.
    pub crm: Crm,
    /// Which part of a date comes first, where the cells leave it open.
    pub dates: Option<DateOrder>,
    /// Which mark parts decimals, where the cells leave it open.
    pub decimals: Option<Decimals>,
    /// How probabilities are written; `None`: as the values look.
    pub probability: Option<Scale>,
    /// Which pipelines are wanted; `None`: not said.
    pub pipelines: Option<Pipelines>,
    /// The columns that say something, in their order. Where several say the same, the first with a word counts.
    pub columns: Vec<(Box<str>, Field)>,
    /// The columns that say when a deal came into a stage.
    pub entered: Vec<Entered>,
    /// Stages by their names in the export, in the order of the route, each with the stage's id in the campaign, where one is
    /// given.
    pub stages: Vec<(Box<str>, Option<Id>)>,
    /// People by their names or ids in the export, with their ids in the campaign.
    pub crew: Vec<(Box<str>, Id)>,
}

/// How probabilities are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 0 to 100.
    Percent,
    /// 0 to 1.
    Share,
}

impl Scale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Percent, Self::Share];

    /// Its word in a map.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Share => "share",
        }
    }
}

/// Which pipelines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pipelines {
    /// Every one.
    All,
    /// These, by their names in the export.
    Only(Vec<Box<str>>),
}

impl Pipelines {
    /// Whether the deals of one are wanted.
    #[must_use]
    pub fn want(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|wanted| wanted.trim().to_lowercase() == name.trim().to_lowercase()),
        }
    }
}

impl Map {
    /// A map that says nothing yet.
    #[must_use]
    pub const fn new(crm: Crm) -> Self {
        Self {
            crm,
            dates: None,
            decimals: None,
            probability: None,
            pipelines: None,
            columns: Vec::new(),
            entered: Vec::new(),
            stages: Vec::new(),
            crew: Vec::new(),
        }
    }

    /// The column that says it, the first where there are several.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<&str> {
        self.columns.iter().find(|(_, says)| *says == field).map(|(column, _)| &**column)
    }

    /// Whether a column says it.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Whether the rows are moves of deals, not deals.
    #[must_use]
    pub fn is_history(&self) -> bool {
        self.has(Field::Deal)
    }

    /// What it decides of stages and people.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let stages = self.stages.iter().filter_map(|(name, id)| Some((name.to_string(), id.as_ref()?.to_string())));
        Choices {
            stages: stages.collect(),
            order: self.stages.iter().map(|(name, _)| name.to_string()).collect(),
            people: self.crew.iter().map(|(name, id)| (name.to_string(), id.to_string())).collect(),
            ..Choices::default()
        }
    }

    /// Lets a column say something, and nothing else any more.
    pub fn set(&mut self, column: &str, field: Option<Field>) {
        self.columns.retain(|(known, _)| **known != *column);
        self.entered.retain(|entered| *entered.column != *column);
        if let Some(field) = field {
            self.columns.push((column.into(), field));
        }
    }
}

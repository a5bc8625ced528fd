//! What only a person can know of an export, with the answers there are.
//!
//! Invariant: an answer is written into the map and nowhere else, so that an answer that was given once, in the map file,
//! is not asked again.

use super::super::cells::dates::DateOrder;
use super::super::cells::numbers::Decimals;
use super::super::columns::Field;
use super::super::map::{Map, Pipelines};
use crate::drive::import;
use crate::text::{Refusal, visible};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Which column names the deals.
    Name,
    /// Which part of a date comes first.
    Dates,
    /// Which mark parts the decimals.
    Decimals,
    /// Whose deals are wanted.
    Pipelines,
    /// Whether a column says this.
    Column(Field),
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub about: About,
    /// The question itself, ending in `?`.
    pub what: String,
    /// Why it has to be asked.
    pub why: String,
    /// Cells that it is about, at most three.
    pub samples: Vec<Box<str>>,
    /// The answers.
    pub choices: Vec<Choice>,
    /// The answer where nobody can be asked; without one nothing should be read.
    pub otherwise: Option<usize>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is typed for it.
    pub key: String,
    /// What it means.
    pub words: String,
    /// How a map says it.
    pub written: String,
    pub(super) does: Does,
}

/// What an answer changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Does {
    Dates(DateOrder),
    Decimals(Decimals),
    Pipelines(Pipelines),
    Column(Box<str>, Option<Field>),
    Nothing,
}

impl Question {
    /// The same for those who only ask it: an answer goes back by its key.
    #[must_use]
    pub fn asked(&self) -> import::Question {
        let answer = |choice: &Choice| import::Answer { key: choice.key.clone(), words: choice.words.clone() };
        import::Question {
            what: self.what.clone(),
            why: self.why.clone(),
            samples: self.samples.clone(),
            answers: self.choices.iter().map(answer).collect(),
            otherwise: self.otherwise,
        }
    }

    /// Writes an answer, by its key, into the map.
    pub fn answer(&self, map: &mut Map, key: &str) -> Result<(), Refusal> {
        let Some(choice) = self.choices.iter().find(|choice| choice.key.eq_ignore_ascii_case(key.trim())) else {
            let keys: Vec<&str> = self.choices.iter().map(|choice| choice.key.as_str()).collect();
            let shown: String = key.chars().take(40).collect();
            return Err(Refusal::new(
                format!("`{}` is no answer to this", visible(&shown)),
                format!("answer `{}`", keys.join("`, `")),
            ));
        };
        match &choice.does {
            Does::Dates(order) => map.dates = Some(*order),
            Does::Decimals(mark) => map.decimals = Some(*mark),
            Does::Pipelines(wanted) => map.pipelines = Some(wanted.clone()),
            Does::Column(column, field) => map.set(column, *field),
            Does::Nothing => {}
        }
        Ok(())
    }
}

//! An export on its way in: what only a person can know of it, and what reading it has left out.
//!
//! Invariant: nothing in here knows how a file is read; an answer goes back by its key to whoever asked.

use super::{Choices, Export};

/// What only a person can know of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question itself, ending in `?`.
    pub what: String,
    /// Why it has to be asked.
    pub why: String,
    /// Cells that it is about, at most three.
    pub samples: Vec<Box<str>>,
    /// The answers there are.
    pub answers: Vec<Answer>,
    /// The answer that is taken for granted where nobody answers, by its place.
    pub otherwise: Option<usize>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// By which whoever asked knows it.
    pub key: String,
    /// What it means.
    pub words: String,
}

/// A column of an export that says nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Box<str>,
    /// The first cells in it that hold something.
    pub samples: Vec<Box<str>>,
    /// Why it is not used, where there is more to say than that no name is known.
    pub why: String,
}

/// An export that was read, with every question answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What the file is called.
    pub name: String,
    /// What it says.
    pub export: Export,
    /// Columns that are not used, in their order.
    pub columns: Vec<Column>,
    /// What is decided beforehand.
    pub choices: Choices,
}

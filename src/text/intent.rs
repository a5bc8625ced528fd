//! What somebody wants to change, in words that outlive the text: the console, the command line and the journal all
//! speak this.

use serde::{Deserialize, Serialize};

use super::{KeyPath, Literal, RecordPath, Step};

/// A change of the file. `Document::apply` makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Intent {
    /// Gives a key of an existing record a value.
    Set {
        /// The record or row.
        record: RecordPath,
        /// The key in it.
        key: KeyPath,
        /// The new value.
        value: Literal,
    },
    /// Takes a key away, with all below it.
    Unset {
        /// The record or row.
        record: RecordPath,
        /// The key in it.
        key: KeyPath,
    },
    /// Adds a record that is not there yet.
    Add {
        /// Its path.
        record: RecordPath,
        /// Its keys.
        fields: Vec<(KeyPath, Literal)>,
    },
    /// Adds a row at the end of a log.
    Append {
        /// The array of tables; it need not exist.
        array: RecordPath,
        /// The row's keys.
        row: Vec<(KeyPath, Literal)>,
    },
    /// Takes away a record with all below it, or a row.
    Remove {
        /// The record or row.
        record: RecordPath,
    },
    /// Puts other words in the place of texts, and leaves how they are written: quotes, lists, comments.
    Reword {
        /// All in one unit.
        words: Vec<Word>,
    },
    /// Gives a record another path, with all below it: its bytes and the comments that touch it go along.
    Move {
        /// The record.
        record: RecordPath,
        /// Its new path; no record has it.
        to: RecordPath,
    },
    /// Makes the byte changes of a step again: undo is `Replay` of its inverse.
    Replay {
        /// The step.
        step: Step,
    },
}

/// A text that is to say something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The record or row.
    pub record: RecordPath,
    /// The key in it; of a list, every item that is this text.
    pub key: KeyPath,
    /// The whole text that is there now.
    pub was: String,
    /// The whole text that is to be there.
    pub text: String,
}

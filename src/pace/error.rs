//! What is wrong with a line, and where.

use std::fmt;
use std::ops::Range;

use super::lexer::is_refused;

/// Why a line was refused: the place, the reason and the mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The first character of what is wrong, from 1; one past the end where something is missing there.
    pub column: usize,
    /// How many characters are wrong, at least 1.
    pub width: usize,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What to do: an imperative.
    pub mend: String,
    /// What may replace the wrong characters, where something known is near.
    pub nearest: Option<String>,
}

impl Error {
    /// An error at bytes of `line`. An empty range is a place where something is missing.
    pub(super) fn at(line: &str, range: Range<usize>, message: String, mend: impl Into<String>) -> Self {
        let count = |bytes: Range<usize>| line.get(bytes).map_or(0, |text| text.chars().count());
        Self {
            column: count(0..range.start) + 1,
            width: count(range).max(1),
            message,
            mend: mend.into(),
            nearest: None,
        }
    }

    /// The same, with what may replace the wrong characters.
    pub(super) fn or_nearest(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl std::error::Error for Error {}

/// A piece of the line as a message may quote it: in backticks, short, and without characters that a text may not
/// hold.
pub(super) fn quoted(piece: &str) -> String {
    const MOST: usize = 32;
    let mut shown: String =
        piece.chars().take(MOST).map(|c| if is_refused(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if piece.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

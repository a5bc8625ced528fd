//! A cell's text as what it means, by rule: dates, amounts, yes and no, words.
//!
//! Invariant: what can be read in two ways is read in none. A reader says what is unclear or wrong, and what the whole
//! column says (the order of day and month, the decimal mark) is given to it, never remembered here.

pub mod dates;
pub mod numbers;
pub mod words;

/// Whether a cell stands for nothing where no text is expected: people and spreadsheets write these for an empty one.
#[must_use]
pub fn is_blank(cell: &str) -> bool {
    cell.is_empty()
        || ["-", "–", "—", "n/a", "#n/a", "null", "(none)"].iter().any(|blank| cell.eq_ignore_ascii_case(blank))
}

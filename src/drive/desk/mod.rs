//! Every note of every open deal and of every hazard, with what a marketer asks of it: when it will be called, whether
//! its words still hold, and how it has done; and the field reports that nobody has answered.
//!
//! Invariant: a [`Table`] that was [refreshed](Table::refresh) after the edit of a deal says the same as one made anew,
//! and refreshing works through that deal only. A table holds facts, no words for the screen, so that thirty thousand
//! rows stay small. Left out: the notes of finished deals; their calls count in the record of a hazard's note.

mod fresh;
mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use fresh::{OLD_DAYS, Stale, stale};
pub use rows::{Amiss, NoteName, NoteRow, Report, Whose, record};
pub use table::{Counts, Slot, Table};

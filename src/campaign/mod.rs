//! THE MEANING. Records, positions, durations, the working calendar and money, read from the text.
//!
//! Invariant: reading yields a [`Campaign`] and diagnostics, never only an error; a problem in one record never hides
//! the others.

mod assemble;
mod blank;
mod calendar;
mod check;
mod clock;
mod code;
mod fold;
mod hours;
mod id;
mod intern;
mod kind;
mod locate;
mod lookup;
mod model;
mod one_by_one;
mod position;
mod problems;
mod read;
mod reader;
mod records;
mod references;
pub mod rewrite;
pub mod schema;
mod share;
mod shift;
#[cfg(test)]
mod tests;
mod trial;

pub use assemble::{Earlier, assemble, layout, read, read_anew, read_first};
pub use calendar::Calendar;
pub use check::{Facts, check_deal, check_shared, not_yet, same_times};
pub use clock::instant_in;
pub use code::{PROBLEMS, Problem};
pub use fold::{Folds, topic_key};
pub use hours::WorkingHours;
pub use id::Id;
pub(crate) use id::bad_id;
pub use kind::Kind;
pub(crate) use kind::nearest;
pub use model::{Campaign, Past, Place};
pub use one_by_one::{Deals, read_shared};
pub use position::{Anchor, Duration, ParseError, Position};
pub use problems::Problems;
pub use read::{FORMAT, Part, read_unit};
pub use records::*;
pub use references::{Mention, Written, call_rows, mentions};
pub use shift::Way;

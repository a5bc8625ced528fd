//! THE MEANING. Records, positions, durations, the working calendar and money, read from the text.
//!
//! Invariant: reading yields a [`Campaign`] and diagnostics, never only an error; a problem in one record never hides
//! the others.

mod calendar;
mod hours;
mod id;
mod model;
mod position;
mod records;

pub use calendar::{Calendar, instant_in};
pub use hours::WorkingHours;
pub use id::Id;
pub use model::{Campaign, Place};
pub use position::{Anchor, Duration, ParseError, Position};
pub use records::*;

//! THE MEANING. Records, positions, durations, the working calendar and money, read from the text.
//!
//! Invariant: reading yields a [`Campaign`] and diagnostics, never only an error; a problem in one record never hides
//! the others.

mod blank;
mod calendar;
mod code;
mod id;
mod intern;
mod kind;
mod model;
mod position;
mod read;
mod reader;
mod records;
mod shim;

pub use calendar::{Calendar, WorkingHours};
pub use code::{PROBLEMS, Problem};
pub use id::Id;
pub use model::{Campaign, Place};
pub use position::{Anchor, Duration, Position};
pub use read::{FORMAT, Part, read_unit};
pub use records::*;

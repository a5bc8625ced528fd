//! The service park: a deal in trouble. Why it is offered, which plays fit and what they brought so far, what to look at
//! first, how much of the time box is left, and how a repair ends.
//!
//! What is written is the work of `rules::{serve, report_part, served}`; here is what a person sees before and meanwhile.
//!
//! Invariant: nothing here sends a deal anywhere. It is offered, and a person decides. No sentence names who is late or
//! who failed: a repair has owners of what is to be done, and no culprits.

mod checklist;
mod end;
mod offer;
mod plays;
mod sheet;
#[cfg(test)]
mod tests;
mod time_box;

pub use checklist::{Check, Tick, checklist};
pub use end::{Ending, Lack, ending};
pub use offer::{Offer, QUIET_DAYS, RESPITE_DAYS, Why, offers, offers_by};
pub use plays::{Fit, Record, Records, fitting};
pub use sheet::{InService, Park, PlayRow, park};
pub use time_box::{TimeLeft, time_left};

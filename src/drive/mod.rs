//! WHAT FOLLOWS. Pure functions of (campaign, now).
//!
//! Invariant: the same campaign and the same `now` give the same answer, whatever the order of the records in the
//! file. Nothing here reads a clock or a file, keeps a state between two questions, or writes a record: what is to be
//! written (a call made, a repeat) is handed back as data.

pub mod alike;
pub mod archive;
pub mod arrival;
pub mod attention;
pub mod brief;
pub mod calls;
pub mod circles;
pub mod control;
pub mod credits;
pub mod desk;
pub mod destination;
pub mod distance;
pub mod engine;
pub mod feedback;
pub mod gates;
mod heard_words;
pub mod history;
pub mod import;
pub mod messages;
mod normal;
mod outlook;
pub mod owes;
pub mod park;
pub mod place;
pub mod playlist;
pub mod proof;
pub mod reports;
pub mod review;
pub mod road;
pub mod route_map;
pub mod rules;
pub mod run;
pub mod scrutineering;
pub mod stalled;
#[cfg(test)]
mod tests;
pub mod time_card;
pub mod topic;
pub mod value_lines;
pub mod veil;
pub mod wheel;
pub mod words;
pub mod works;

pub use arrival::{Arrival, Estimator, Percentiles, Stand};
pub use control::ControlTiming;
pub use distance::distance_words;
pub use history::{Crossing, History};
pub use outlook::Outlook;
pub use place::{Bearings, Met, Named, PlaceInTime, PlaceTime};
pub use road::{RoadItem, road};

//! THE MACHINE. What the person sees and does, as data: a model, messages in, effects out.
//!
//! Invariant: no I/O and no clock; state changes only in [`update::update`]; modes are enums. The same messages give
//! the same model and effects, which is what the simulator in the tests relies on.

pub mod after;
pub mod board;
pub mod call_sheet;
pub mod catch;
pub mod chart;
pub mod circles;
pub mod clash;
pub mod command;
pub mod copy;
pub mod credits;
pub mod crew;
pub mod dates;
pub mod desk;
pub mod destination;
pub mod drafts;
pub mod edits;
pub mod effect;
pub mod engine;
pub mod extent;
pub mod find;
pub mod footer;
pub mod forecast;
pub mod form;
pub mod gates;
pub mod geometry;
pub mod import;
pub mod key;
pub mod keymap;
pub mod load;
pub mod message;
pub mod messages;
pub mod model;
pub mod order;
pub mod overlay;
pub mod owes;
pub mod park;
pub mod playlist;
pub mod prompt;
pub mod punctuality;
pub mod reports;
pub mod review;
pub mod route;
pub mod run;
pub mod screen;
pub mod scrutineering;
pub mod search;
pub mod service;
pub mod sheet;
pub mod sight;
pub mod time_card;
pub mod told;
pub mod update;
pub mod vigil;
pub mod wake;
pub mod wheel;

pub use crate::drive::words;

//! The console as a person meets it: keys and time in, screens and bytes out.
#![expect(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

#[path = "../support/sim.rs"]
mod sim;
#[path = "../support/vigil.rs"]
mod watched;

mod after;
mod bad_input;
mod board;
mod call_sheet;
mod calls;
mod catch;
mod clashes;
mod credits;
mod crew;
mod desk;
mod every_kind;
mod file;
mod find;
mod flags;
mod forms;
mod gates;
mod going;
mod hand_over;
mod history;
mod hostile;
mod import;
mod journey;
mod messages;
mod owed;
mod past;
mod punctuality;
mod review;
mod route;
mod run;
mod runs;
mod screens;
mod scrutineering;
mod seconds;
mod service;
mod texts;
mod time;
mod time_card;
mod typing;
mod vigil;
mod words_journey;
mod writing;

//! What takes a minute and the whole machine: killed hundreds of times, and many writers on one file. By themselves, so
//! that no test that measures time runs beside them.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it starts programs and writes files")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "this is how a test fails")]
#![expect(clippy::print_stdout, reason = "the seed and the time are told")]

mod crash;
mod crowd;
#[path = "../terminal/terminal.rs"]
#[expect(dead_code, reason = "the terminal is shared with the tests of the terminal")]
mod terminal;

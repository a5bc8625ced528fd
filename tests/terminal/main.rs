//! The real program in a terminal of its own: started, typed at, stopped, hung up and killed.
//!
//! The shell in between is what a person has there too: it gives the program the terminal, takes it back when the
//! program stops or ends, and says how it ended.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it starts programs and writes files")]
#![expect(clippy::unwrap_used, reason = "this is how a test fails")]

mod ends;
mod failing;
mod files;
mod import;
mod journeys;
mod run;
mod shown;
mod terminal;
mod two;
mod watch;

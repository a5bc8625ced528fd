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

/// Two deals, and nobody to be called.
const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "proposal"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[stage.discovery]
[stage.proposal]

[deal.northwind]
account = "Northwind Traders"
stage = "discovery"
since = 2026-11-18
next = { what = "Ring Ines", on = 2026-11-20 }

# The second deal is quiet.
[deal.harbour]
account = "Harbour Foods"
stage = "proposal"
since = 2026-11-19
next = { what = "Send the quote", on = 2026-11-27 }
"#;

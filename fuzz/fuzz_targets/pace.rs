//! Any bytes as a line of shorthand.
#![no_main]

use codriver::pace;

#[path = "../properties/pace.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|line: &str| property::holds(line));

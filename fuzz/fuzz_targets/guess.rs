//! Any bytes as an export of a CRM: its map guessed, its rows read.
#![no_main]

use codriver::interchange;

#[path = "../properties/guess.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::holds(data));

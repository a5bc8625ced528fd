//! Any bytes as a campaign file: read, told, edited, undone.
#![no_main]

#[path = "../properties/text.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::holds(data));

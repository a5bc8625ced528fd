//! Any bytes as a campaign file: read, told, edited, undone.
#![no_main]

#[path = "../../tests/text/chaos.rs"]
mod chaos;

libfuzzer_sys::fuzz_target!(|data: &[u8]| chaos::chaos(data));

//! Any bytes as a campaign file: read, told, edited, undone.
#![no_main]

#[path = "../../tests/text_chaos.rs"]
mod text_chaos;

libfuzzer_sys::fuzz_target!(|data: &[u8]| text_chaos::chaos(data));

//! Any bytes as a file to import: read, scanned, told.
#![no_main]

#[path = "../properties/sheet.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::holds(data));

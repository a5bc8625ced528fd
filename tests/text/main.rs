//! The bytes: examples, properties and hostile input, in one binary.

mod chaos;
mod edits;
mod examples;
mod moves;
mod properties;

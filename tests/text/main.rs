//! The bytes: examples, properties and hostile input, in one binary.

mod chaos;
mod edits;
mod merging;
mod properties;
mod two_sides;

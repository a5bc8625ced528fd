//! The bytes: examples, properties and hostile input, in one binary.

mod chaos;
mod edits;
mod examples;
mod merging;
mod model;
mod moves;
mod page;
mod properties;
mod two_sides;

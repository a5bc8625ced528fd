//! The bytes: examples, properties and hostile input, in one binary.

mod chaos;
mod edits;
mod examples;
mod here_and_there;
mod merging;
mod model;
mod moves;
mod page;
mod properties;
mod sheets;
mod together;
mod two_sides;

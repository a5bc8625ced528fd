//! A CRM's export, whatever it was written in, as what it says of deals.
//!
//! Three steps, each with its own files. A [`Sheet`] is the bytes as a header and rows of texts. A [`Map`] tells which column
//! says what, guessed from the names and the values ([`guess()`]), or given. The cells are then read by rule ([`read`]): what
//! cannot be read is told with its row, never guessed. What that changes in a campaign is `drive::import`'s.

pub mod cells;
pub mod columns;
pub mod guess;
pub mod map;
pub mod rows;
pub mod sheet;
#[cfg(test)]
mod tests;

pub use cells::dates::DateOrder;
pub use cells::numbers::Decimals;
pub use columns::{Entered, Field};
pub use guess::{About, Choice, Column, Guess, Question, Wish, guess};
pub use map::{Map, Pipelines, Scale};
pub use rows::{read, unused};
pub use sheet::{Line, Scan, Sheet};

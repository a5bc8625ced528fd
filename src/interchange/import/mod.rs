//! A CRM's export, whatever it was written in, as what it says of deals.
//!
//! Three steps, each with its own files. A sheet is the bytes as a header and rows of texts. A map tells which column
//! says what, guessed from the names and the values, or given. The cells are then read by rule: what cannot be read is
//! told with its row, never guessed. What that changes in a campaign is `drive::import`'s.

pub mod sheet;

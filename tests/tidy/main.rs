//! The order of the house itself: its doors, and what it takes in from outside.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it reads files and asks cargo")]

mod doors;
mod licences;

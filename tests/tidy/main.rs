//! The order of the house itself: its doors, and what it takes in from outside.

mod doors;
mod licences;

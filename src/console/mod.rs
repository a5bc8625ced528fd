//! THE MACHINE. What the person sees and does, as data: a model, messages in, effects out.
//!
//! Invariant: no I/O and no clock; state changes only in [`update::update`]; modes are enums. The same messages give
//! the same model and effects, which is what the simulator in the tests relies on.

pub mod command;
pub mod dates;
pub mod key;
pub mod keymap;
pub mod sheet;
pub mod words;

//! Room cli.
pub mod calls;

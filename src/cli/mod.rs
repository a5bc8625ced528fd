//! Room cli.

pub mod say;

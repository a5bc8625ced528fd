//! An action that is declined: why, and what to do instead.

use std::fmt;

/// Why something was not done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A lower-case fragment, values in backticks.
    pub message: String,
    /// An imperative.
    pub mend: String,
}

impl Refusal {
    /// A refusal with its mend.
    #[must_use]
    pub fn new(message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { message: message.into(), mend: mend.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.mend)
    }
}

impl std::error::Error for Refusal {}

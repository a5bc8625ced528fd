//! What a layout knows of logs: by which keys a row is known, so that two people's rows can be put together.
//!
//! Plain data, given by whoever knows the records. A log that is not named here is known by its rows as a whole.

/// One log: an array of tables that is only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// The last part of its path: `call_log`.
    pub name: &'static str,
    /// The keys that tell one row from another.
    pub keys: &'static [&'static str],
    /// How rows that agree in these keys are put together.
    pub twins: Twins,
}

/// Two rows of one log that agree in its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twins {
    /// Both are kept, unless they say the same.
    Kept,
    /// They become one row.
    Joined {
        /// Times of which the earliest counts.
        earliest: &'static [&'static str],
        /// What the program wrote by itself: the row that is in the file keeps its own.
        given: &'static [&'static str],
    },
}

impl Log {
    /// Whether the earliest time of this key counts.
    #[must_use]
    pub fn is_earliest(&self, key: &str) -> bool {
        matches!(self.twins, Twins::Joined { earliest, .. } if earliest.contains(&key))
    }
}

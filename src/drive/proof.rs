//! Whether an asset may be shown to a buyer: only with permission, and until its last day.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::campaign::{Asset, Calendar, When};

/// Why an asset may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayNot {
    /// Nobody has written whether it may.
    Unwritten,
    /// It may not.
    NotGiven,
    /// It could be used until then.
    Ended(When),
}

/// Why an asset may not be shown at a moment; nothing if it may.
#[must_use]
pub fn may_not(asset: &Asset, calendar: &Calendar, at: DateTime<Utc>) -> Option<MayNot> {
    match asset.permission {
        None => Some(MayNot::Unwritten),
        Some(false) => Some(MayNot::NotGiven),
        Some(true) => asset.until.filter(|until| calendar.deadline(*until) < at).map(MayNot::Ended),
    }
}

impl fmt::Display for MayNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritten => f.write_str("no permission is written"),
            Self::NotGiven => f.write_str("permission is not given"),
            Self::Ended(until) => write!(f, "usable only until {until}"),
        }
    }
}

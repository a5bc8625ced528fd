//! Durations and positions: how long, and where something is.

use super::{Id, When};

/// A length of time as the file writes it: calendar parts and working parts, all of which may be joined.
///
/// `d` and `w` are calendar days (the same clock time), `s m h` are elapsed time, `wd` working days, `wh` working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Duration {
    /// Calendar days (`d`, and `w` as seven).
    pub days: u32,
    /// Elapsed seconds (`s`, `m`, `h`).
    pub seconds: u32,
    /// Working days (`wd`).
    pub working_days: u32,
    /// Working seconds (`wh`, in hours).
    pub working_seconds: u32,
}

/// What a position is measured from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// A written date or time.
    Time(When),
    /// `enter proof`.
    Enter(Id),
    /// `leave proof`.
    Leave(Id),
    /// An obstacle, control, run or hazard of the deal, else a stage (meaning enter).
    Named(Id),
    /// A minute of a run: seconds from its start.
    Minute(Id, u32),
}

/// `at`: an anchor and an optional way from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Measured from here.
    pub anchor: Anchor,
    /// Later by this much.
    pub plus: Option<Duration>,
    /// Earlier by this much. Never both.
    pub minus: Option<Duration>,
}

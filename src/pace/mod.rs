//! THE NOTATION. Shorthand in, spoken words out.
//!
//! Invariant: parsing is total, pure and exact; every parsed line prints in one normal form that parses to itself.
//! This room knows nothing of deals, calendars or files.

/// How hard a step is; later is harder. A bare feature counts as a grade (4, or 3 for Jct and Gate).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hardness {
    /// Grade 6: mention only.
    Six,
    /// Grade 5: a one-line answer.
    Five,
    /// Grade 4: prepare before the next contact.
    Four,
    /// Grade 3: an asset or a second person.
    Three,
    /// Grade 2: a plan.
    Two,
    /// Grade 1: the deal stands still.
    One,
    /// SQ: the deal changes direction.
    Square,
    /// HP: back to an earlier stage.
    Hairpin,
}

/// A pencil mark before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `*`
    Key,
    /// `?`
    Doubtful,
    /// `~`
    Amended,
    /// `x`
    Struck,
}

/// The steps of a line without mark, anchor, span and remark: the `pace` of an obstacle or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {}

//! What is wrong, where, and the mend: the one form in which every problem of a file is told.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The data is taken as written, but somebody should look.
    Warning,
    /// The data cannot mean what it says; the record or field is left out.
    Error,
}

/// A problem's stable name, such as `dangling-reference`; scripts may rely on it.
pub type Code = &'static str;

/// The part of a file that is read on its own: all sections of one record (`deal.northwind`), one group (`deal`, where
/// a file writes the whole group as one table), or the keys before the first header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKey {
    /// Keys before the first header.
    Root,
    /// A whole group: `campaign`, or `crew` in a file that writes crew as one table.
    Group(Arc<str>),
    /// One record of a group: `deal.northwind`.
    Record(Arc<str>, Arc<str>),
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("the top of the file"),
            Self::Group(group) => f.write_str(group),
            Self::Record(group, id) => write!(f, "{group}.{id}"),
        }
    }
}

/// In the journal: the parts of the header that its sections share, none for the root.
impl Serialize for UnitKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Root => serializer.collect_seq([""; 0]),
            Self::Group(group) => serializer.collect_seq([&**group]),
            Self::Record(group, id) => serializer.collect_seq([&**group, &**id]),
        }
    }
}

impl<'de> Deserialize<'de> for UnitKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Vec::<String>::deserialize(deserializer)?;
        match parts.as_slice() {
            [] => Ok(Self::Root),
            [group] => Ok(Self::Group(group.as_str().into())),
            [group, id] => Ok(Self::Record(group.as_str().into(), id.as_str().into())),
            more => Err(serde::de::Error::invalid_length(more.len(), &"at most two parts")),
        }
    }
}

/// A place in the file that stays right while other units change: a unit and a byte range in its own text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The unit.
    pub unit: UnitKey,
    /// Bytes in the unit's text.
    pub span: Range<u32>,
}

/// One problem in the data: shown, and life goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: a lower-case fragment, values in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do: an imperative. Empty only where the message says it already.
    pub mend: String,
}

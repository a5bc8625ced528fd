//! An intent together with what its author saw: enough to tell, on a text that others have changed meanwhile, whether
//! both meant the same thing.
//!
//! Invariant: what was seen is kept as source text and compared by meaning, so that another spelling of the same value
//! is no change. What it leaves out: a `Replay`, a `Move` or a `Reword` is about what stands there, and tells by itself
//! whether it fits.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};

use super::edit::{names, resolve, with_key};
use super::outline::{Element, Outline, Path};
use super::{Document, Intent, KeyPath, Literal, RecordPath, Tree};

/// What is to be changed, what stood there, and whose it is: this goes into the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The change.
    #[serde(flatten)]
    pub intent: Intent,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Saw::is_unknown")]
    pub saw: Saw,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Who made it: a crew id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What the author of an intent had before them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saw {
    /// Nobody looked, or an older journal does not tell: the intent holds whatever is there.
    #[default]
    Unknown,
    /// For a key: its value's source text, if it had one; and the record's other plain keys, as one inline table.
    Key {
        /// The value.
        was: Option<String>,
        /// The record.
        record: Option<String>,
    },
    /// For a record or row that is removed: all of it, as one inline table.
    Record(String),
    /// For a record that is added: it was not there.
    Nothing,
    /// For a row that is added: so many rows said exactly this already.
    Rows(usize),
}

impl Saw {
    /// Whether nobody looked.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl From<Intent> for Edit {
    /// An edit that holds whatever is there.
    fn from(intent: Intent) -> Self {
        Self { intent, saw: Saw::Unknown, at: None, by: None }
    }
}

/// What a key of a record says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Now {
    /// There is no such record.
    NoRecord,
    /// The record does not have the key.
    NoKey,
    /// The value, as it is written where it is written as a value.
    Says(String),
}

impl Document {
    /// The edit that this intent is on this text, before it is made.
    #[must_use]
    pub fn seen(&self, intent: Intent) -> Edit {
        let saw = match &intent {
            Intent::Set { record, key, .. } | Intent::Unset { record, key } => Saw::Key {
                was: match self.now(record, key) {
                    Now::Says(text) => Some(text),
                    Now::NoRecord | Now::NoKey => None,
                },
                record: self.plain_keys(record),
            },
            Intent::Add { .. } => Saw::Nothing,
            Intent::Append { array, row } => Saw::Rows(self.rows_saying(array, row)),
            Intent::Remove { record } => self.said(record).map_or(Saw::Unknown, Saw::Record),
            Intent::Reword { .. } | Intent::Move { .. } | Intent::Replay { .. } => Saw::Unknown,
        };
        Edit { intent, saw, at: None, by: None }
    }

    /// What a key of a record says, whatever the spelling.
    pub(super) fn now(&self, record: &RecordPath, key: &KeyPath) -> Now {
        let unit = self.unit_key_of(record, key);
        let Some(text) = self.unit_text(&unit) else { return Now::NoRecord };
        let tree = Tree::read(&unit, &text);
        let Some(path) = resolve(tree.table(), record) else { return Now::NoRecord };
        if !path.is_empty() && at(tree.table(), &path).is_none() {
            return Now::NoRecord;
        }
        let target = with_key(&path, key);
        let Some(value) = at(tree.table(), &target) else { return Now::NoKey };
        let outline = Outline::read(&text);
        Now::Says(match outline.find(&target) {
            Some(found) => text[found.value.span.clone()].to_owned(),
            None => spelled(value),
        })
    }

    /// A record or row with all below it, as one inline table.
    pub(super) fn said(&self, record: &RecordPath) -> Option<String> {
        self.with_value(record, spelled)
    }

    /// The keys of a record that are neither records nor logs below it, as one inline table.
    fn plain_keys(&self, record: &RecordPath) -> Option<String> {
        self.with_value(record, |value| {
            let fields = value.as_table().into_iter().flatten();
            let plain = fields.filter(|(_, value)| !holds_records(value.get_ref()));
            let fields = plain
                .filter_map(|(key, value)| Some((KeyPath::new(key.get_ref()), Literal::from_tree(value.get_ref())?)));
            Literal::InlineTable(fields.collect()).to_string()
        })
    }

    /// Whether there is such a record or row.
    pub(super) fn is_there(&self, record: &RecordPath) -> bool {
        self.with_value(record, |_| ()).is_some()
    }

    /// How many rows of an array say exactly this.
    pub(super) fn rows_saying(&self, array: &RecordPath, row: &[(KeyPath, Literal)]) -> usize {
        let wanted = inline(row);
        let count = |value: &DeValue<'_>| {
            let rows = value.as_array().into_iter().flatten();
            rows.filter(|row| Literal::from_tree(row.get_ref()).is_some_and(|row| row == wanted)).count()
        };
        self.with_value(array, count).unwrap_or(0)
    }

    /// Looks at the value at a record's path.
    pub(super) fn with_value<T>(&self, record: &RecordPath, look: impl FnOnce(&DeValue<'_>) -> T) -> Option<T> {
        let unit = self.unit_key(record);
        let text = self.unit_text(&unit)?;
        let tree = Tree::read(&unit, &text);
        let path = if record.selector().is_some() { resolve(tree.table(), record)? } else { names(record) };
        at(tree.table(), &path).map(look)
    }
}

/// The fields of a row as a value: dotted keys become tables, as reading them gives.
pub(super) fn inline(fields: &[(KeyPath, Literal)]) -> Literal {
    let mut table: Vec<(KeyPath, Literal)> = Vec::with_capacity(fields.len());
    for (key, value) in fields {
        let mut parts: Vec<&str> = key.parts().collect();
        let first = parts.remove(0);
        if parts.is_empty() {
            table.push((KeyPath::new(first), value.clone()));
            continue;
        }
        let rest = parts.iter().skip(1).fold(KeyPath::new(parts[0]), |path, part| path.then(part));
        let inner = |inner: &mut Vec<(KeyPath, Literal)>| inner.push((rest.clone(), value.clone()));
        match table.iter_mut().find(|(key, _)| *key == KeyPath::new(first)) {
            Some((_, Literal::InlineTable(fields))) => inner(fields),
            Some(_) => {}
            None => {
                let mut fields = Vec::new();
                inner(&mut fields);
                table.push((KeyPath::new(first), Literal::InlineTable(fields)));
            }
        }
    }
    for (_, value) in &mut table {
        if let Literal::InlineTable(fields) = value
            && fields.iter().any(|(key, _)| key.parts().count() > 1)
        {
            *value = inline(fields);
        }
    }
    Literal::InlineTable(table)
}

/// The value at a path; the empty path has none.
pub(super) fn at<'a, 't>(table: &'a DeTable<'t>, path: &Path) -> Option<&'a DeValue<'t>> {
    let (first, rest) = path.split_first()?;
    let Element::Name(name) = first else { return None };
    rest.iter().try_fold(table.get(&**name)?.get_ref(), |here, element| match (here, element) {
        (DeValue::Table(table), Element::Name(name)) => Some(table.get(&**name)?.get_ref()),
        (DeValue::Array(rows), Element::Row(index)) => Some(rows.get(*index)?.get_ref()),
        _ => None,
    })
}

/// A value in one spelling: TOML's own where the program can write it.
pub(super) fn spelled(value: &DeValue<'_>) -> String {
    Literal::from_tree(value).map_or_else(|| format!("{value:?}"), |literal| literal.to_string())
}

/// Whether two source texts say the same: numbers by amount, instants by time.
pub(super) fn same(a: &str, b: &str) -> bool {
    if a.trim() == b.trim() {
        return true;
    }
    matches!((a.parse::<Literal>(), b.parse::<Literal>()), (Ok(a), Ok(b)) if a == b)
}

/// Whether a value is a group of records, or a log.
fn holds_records(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(table) => !table.is_empty() && table.values().all(|value| value.get_ref().is_table()),
        DeValue::Array(values) => !values.is_empty() && values.iter().all(|value| value.get_ref().is_table()),
        _ => false,
    }
}

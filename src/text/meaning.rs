//! What a unit says, without its spelling: to confirm that an edit changed what it meant to change and nothing else.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::outline::{Element, Path};

/// A value without places and spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Table(BTreeMap<Box<str>, Meaning>),
    Array(Vec<Meaning>),
    /// A kind and its plain text.
    Leaf(char, String),
}

impl Meaning {
    pub fn of_table(table: &DeTable<'_>) -> Self {
        Self::Table(table.iter().map(|(key, value)| (Box::from(&**key.get_ref()), Self::of(value.get_ref()))).collect())
    }

    pub fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Leaf('s', text.to_string()),
            DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Self::Leaf('i', number.to_string()),
                Err(_) => Self::Leaf('i', number.to_string()),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) => Self::Leaf('f', format!("{number:?}")),
                Err(_) => Self::Leaf('f', number.to_string()),
            },
            DeValue::Boolean(value) => Self::Leaf('b', value.to_string()),
            DeValue::Datetime(time) => {
                // TOML 1.1 may leave the seconds out.
                let mut time = *time;
                if let Some(clock) = &mut time.time {
                    clock.second.get_or_insert(0);
                }
                Self::Leaf('d', time.to_string())
            }
            DeValue::Array(values) => Self::Array(values.iter().map(|value| Self::of(value.get_ref())).collect()),
            DeValue::Table(table) => Self::of_table(table),
        }
    }

    /// The meaning of a value's source text.
    pub fn of_source(text: &str) -> Option<Self> {
        DeValue::parse(text).ok().map(|value| Self::of(value.get_ref()))
    }

    pub fn get(&self, path: &Path) -> Option<&Self> {
        path.iter().try_fold(self, |here, element| match (here, element) {
            (Self::Table(table), Element::Name(name)) => table.get(name),
            (Self::Array(rows), Element::Row(index)) => rows.get(*index),
            _ => None,
        })
    }

    /// How many rows the array at a path has.
    pub fn rows(&self, path: &Path) -> Option<usize> {
        if let Some(Self::Array(rows)) = self.get(path) { Some(rows.len()) } else { None }
    }

    /// Puts a value at a path, making the tables on the way. `None` where something else is in the way.
    #[must_use]
    pub fn put(&mut self, path: &Path, value: Self) -> Option<()> {
        let Some((first, rest)) = path.split_first() else {
            *self = value;
            return Some(());
        };
        let next = match (self, first) {
            (Self::Table(table), Element::Name(name)) => {
                table.entry(name.clone()).or_insert_with(|| Self::Table(BTreeMap::new()))
            }
            (Self::Array(rows), Element::Row(index)) => {
                if *index == rows.len() {
                    rows.push(Self::Table(BTreeMap::new()));
                }
                rows.get_mut(*index)?
            }
            _ => return None,
        };
        next.put(rest, value)
    }

    /// Takes a value away.
    #[must_use]
    pub fn take(&mut self, path: &Path) -> Option<()> {
        let (last, above) = path.split_last()?;
        let holder = above.iter().try_fold(self, |here, element| match (here, element) {
            (Self::Table(table), Element::Name(name)) => table.get_mut(name),
            (Self::Array(rows), Element::Row(index)) => rows.get_mut(*index),
            _ => None,
        })?;
        match (holder, last) {
            (Self::Table(table), Element::Name(name)) => table.remove(name).map(|_| ()),
            (Self::Array(rows), Element::Row(index)) if *index < rows.len() => {
                rows.remove(*index);
                Some(())
            }
            _ => None,
        }
    }

    /// Without empty tables and arrays: a table that is only implied goes with its last key.
    pub fn pruned(self) -> Option<Self> {
        match self {
            Self::Table(table) => {
                let kept: BTreeMap<_, _> =
                    table.into_iter().filter_map(|(name, value)| Some((name, value.pruned()?))).collect();
                (!kept.is_empty()).then_some(Self::Table(kept))
            }
            Self::Array(values) => {
                let kept: Vec<_> = values.into_iter().filter_map(Self::pruned).collect();
                (!kept.is_empty()).then_some(Self::Array(kept))
            }
            leaf @ Self::Leaf(..) => Some(leaf),
        }
    }
}

//! Finds where a key of a record stands, by reading its unit again.
//!
//! Only problems ask, so a campaign in order never pays for it.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::reader::{Key, Value};

/// One step into a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'s> {
    Key(&'s str),
    Row(usize),
}

/// A step that is kept with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OwnStep {
    Key(Box<str>),
    Row(usize),
}

impl From<Step<'_>> for OwnStep {
    fn from(step: Step<'_>) -> Self {
        match step {
            Step::Key(key) => Self::Key(key.into()),
            Step::Row(row) => Self::Row(row),
        }
    }
}

/// The value at the end of the path, or what is deepest on the way to it. Of a table its name is the place.
pub(super) fn find(tree: &DeTable<'_>, path: &[OwnStep]) -> Range<usize> {
    let mut place = 0..0;
    let mut table = Some(tree);
    let mut array: Option<&[Value<'_>]> = None;
    for step in path {
        let next: Option<(Option<&Key<'_>>, &Value<'_>)> = match step {
            OwnStep::Key(name) => {
                table.and_then(|table| table.get_key_value(&**name)).map(|(key, value)| (Some(key), value))
            }
            OwnStep::Row(row) => array.and_then(|array| array.get(*row)).map(|value| (None, value)),
        };
        let Some((key, value)) = next else { break };
        (table, array) = (None, None);
        place = match (value.get_ref(), key) {
            (DeValue::Table(inner), key) => {
                table = Some(inner);
                key.map_or(value.span(), toml::Spanned::span)
            }
            (DeValue::Array(inner), Some(key)) => {
                array = Some(inner);
                // The span of an array of tables is not that of its brackets.
                if inner.iter().all(|row| row.get_ref().is_table()) { key.span() } else { value.span() }
            }
            _ => value.span(),
        };
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "[deal.x]\nvalue = 1\nnext = { by = 'sam' }\n[[deal.x.stroke]]\nby = 'a'\n[[deal.x.stroke]]\nby = 'b'\n";

    fn found(path: &[Step<'_>]) -> &'static str {
        let tree = DeTable::parse(TEXT).unwrap();
        let path: Vec<OwnStep> = path.iter().copied().map(OwnStep::from).collect();
        &TEXT[find(tree.get_ref(), &path)]
    }

    #[test]
    fn a_value_is_found_in_an_inline_table() {
        assert_eq!(found(&[Step::Key("deal"), Step::Key("x"), Step::Key("next"), Step::Key("by")]), "'sam'");
    }

    #[test]
    fn a_value_is_found_in_a_row() {
        let path = [Step::Key("deal"), Step::Key("x"), Step::Key("stroke"), Step::Row(1), Step::Key("by")];
        assert_eq!(found(&path), "'b'");
    }

    #[test]
    fn a_missing_key_is_told_at_its_record() {
        assert_eq!(found(&[Step::Key("deal"), Step::Key("x"), Step::Key("close")]), "x");
    }
}

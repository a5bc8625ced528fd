//! What a record says, key by key, in the order of the file: for those who show a record as it is written.
//!
//! It reads values and no meaning: a value that the program could not write itself is given as its source text.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::edit::resolve;
use super::outline::Element;
use super::{Document, Literal, RecordPath, Tree};

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A plain value, or a list of such.
    Value(Literal),
    /// A table: its keys in file order.
    Keys(Keys),
    /// A list of tables.
    Rows(Vec<Keys>),
    /// A value that this program does not write, such as a time without a day: its source text.
    Other(String),
}

/// The keys of a table, in file order.
pub type Keys = Vec<(Box<str>, Said)>;

impl Said {
    /// What a key of a table says.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Keys(keys) => keys.iter().find(|(known, _)| **known == *key).map(|(_, said)| said),
            _ => None,
        }
    }
}

impl Document {
    /// What a record, a row or a log says. `None` where there is none, or its unit does not parse at all.
    #[must_use]
    pub fn says(&self, record: &RecordPath) -> Option<Said> {
        let unit = self.unit_key(record);
        let text = self.unit_text(&unit)?;
        let tree = Tree::read(&unit, &text);
        let path = resolve(tree.table(), record)?;
        if path.is_empty() {
            return Some(Said::Keys(keys(tree.table(), &text)));
        }
        let mut steps = path.iter();
        let Some(Element::Name(first)) = steps.next() else { return None };
        let mut value = tree.table().get(&**first)?;
        for step in steps {
            value = match step {
                Element::Name(name) => value.get_ref().as_table()?.get(&**name)?,
                Element::Row(row) => value.get_ref().as_array()?.get(*row)?,
            };
        }
        Some(said(value, &text))
    }

    /// Which row of its log a path leads to, from 0. `None` for what is no row.
    #[must_use]
    pub fn row_at(&self, row: &RecordPath) -> Option<usize> {
        let unit = self.unit_key(row);
        let text = self.unit_text(&unit)?;
        let path = resolve(Tree::read(&unit, &text).table(), row)?;
        match path.last() {
            Some(Element::Row(index)) => Some(*index),
            _ => None,
        }
    }
}

fn said(value: &Spanned<DeValue<'_>>, text: &str) -> Said {
    match value.get_ref() {
        DeValue::Table(table) => Said::Keys(keys(table, text)),
        DeValue::Array(rows) if !rows.is_empty() && rows.iter().all(|row| row.get_ref().is_table()) => {
            Said::Rows(rows.iter().filter_map(|row| row.get_ref().as_table()).map(|row| keys(row, text)).collect())
        }
        other => Literal::from_tree(other)
            .map_or_else(|| Said::Other(text.get(value.span()).unwrap_or_default().to_owned()), Said::Value),
    }
}

fn keys(table: &DeTable<'_>, text: &str) -> Keys {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter().map(|(key, value)| (Box::from(&**key.get_ref()), said(value, text))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Layout;
    use super::*;

    fn says(text: &str, path: &str) -> Option<Said> {
        let (document, _) = Document::read(text.as_bytes().to_vec(), &Layout::new(["deal"]));
        document.says(&path.parse().unwrap())
    }

    const TEXT: &str = "[deal.x]\nvalue = 1_000\nnext = { what = 'a', at = 10:00:00 }\n[[deal.x.log]]\nby = 'sam'\n\
                        [[deal.x.log]]\nby = 'maya'\n";

    #[test]
    fn a_record_says_its_keys_in_the_order_of_the_file() {
        let Some(Said::Keys(keys)) = says(TEXT, "deal.x") else { panic!() };
        let names: Vec<&str> = keys.iter().map(|(key, _)| &**key).collect();
        assert_eq!(names, ["value", "next", "log"]);
        assert_eq!(keys[0].1, Said::Value(Literal::Integer(1000)));
    }

    #[test]
    fn a_value_that_is_never_written_is_given_as_it_stands() {
        let next = says(TEXT, "deal.x.next").unwrap();
        assert_eq!(next.get("at"), Some(&Said::Other("10:00:00".to_owned())));
    }

    #[test]
    fn a_row_is_found_by_its_values_and_a_log_has_all_rows() {
        assert!(matches!(says(TEXT, "deal.x.log"), Some(Said::Rows(rows)) if rows.len() == 2));
        let row = says(TEXT, "deal.x.log[by = 'maya']").unwrap();
        assert_eq!(row.get("by"), Some(&Said::Value("maya".into())));
        assert_eq!(says(TEXT, "deal.y"), None);
    }
}

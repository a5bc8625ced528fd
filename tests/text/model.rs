//! What a text says after an intent, worked out on TOML's own tables and without any text.

use codriver::text::{Intent, KeyPath, Literal, RecordPath};
use toml::{Table, Value};

/// What the text has to say afterwards. A table that is only implied may go with its last key, and only then: compare
/// through [`pruned`] where `is_removal`.
pub struct Expected {
    pub table: Table,
    pub is_removal: bool,
}

/// `None` where the intent cannot be fulfilled on this text.
pub fn expected(before: &Table, intent: &Intent) -> Option<Expected> {
    let mut table = before.clone();
    let mut is_removal = false;
    match intent {
        Intent::Set { record, key, value, .. } => {
            put(place(&mut table, record, false)?, key.parts(), said(value)?)?;
        }
        Intent::Unset { record, key } => {
            is_removal = true;
            let names: Vec<&str> = key.parts().collect();
            take(place(&mut table, record, false)?, &names)?;
        }
        Intent::Add { record, fields } => {
            let new = place(&mut table, record, true)?;
            for (key, value) in fields {
                put(new, key.parts(), said(value)?)?;
            }
        }
        Intent::Append { array, row } => {
            let (last, above) = split(array)?;
            let rows = place(&mut table, &above, true)?.entry(last).or_insert_with(|| Value::Array(Vec::new()));
            let mut new = Table::new();
            for (key, value) in row {
                put(&mut new, key.parts(), said(value)?)?;
            }
            rows.as_array_mut()?.push(Value::Table(new));
        }
        Intent::Remove { record } => {
            is_removal = true;
            match record.selector() {
                None => {
                    let names: Vec<&str> = record.keys().collect();
                    take(&mut table, &names)?;
                }
                Some((values, nth)) => {
                    let (last, above) = split(record)?;
                    let rows = place(&mut table, &above, false)?.get_mut(last)?.as_array_mut()?;
                    rows.remove(row_of(rows, values, nth)?);
                }
            }
        }
        Intent::Move { record, to } => {
            is_removal = true;
            let names: Vec<&str> = record.keys().collect();
            let moved = take(&mut table, &names)?;
            put(&mut table, to.keys(), moved)?;
        }
        Intent::Reword { words } => {
            for word in words {
                let mut value = place(&mut table, &word.record, false)?;
                let mut parts = word.key.parts().collect::<Vec<_>>();
                let last = parts.pop()?;
                for part in parts {
                    value = value.get_mut(part)?.as_table_mut()?;
                }
                match value.get_mut(last)? {
                    Value::String(text) if *text == word.was => text.clone_from(&word.text),
                    Value::Array(items) => {
                        for item in items.iter_mut().filter(|item| item.as_str() == Some(&word.was)) {
                            *item = Value::String(word.text.clone());
                        }
                    }
                    _ => return None,
                }
            }
        }
        Intent::Replay { .. } => return None,
    }
    Some(Expected { table, is_removal })
}

/// Without empty tables and lists.
pub fn pruned(value: Value) -> Option<Value> {
    match value {
        Value::Table(table) => {
            let kept: Table = table.into_iter().filter_map(|(name, value)| Some((name, pruned(value)?))).collect();
            (!kept.is_empty()).then_some(Value::Table(kept))
        }
        Value::Array(values) => {
            let kept: Vec<_> = values.into_iter().filter_map(pruned).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        leaf => Some(leaf),
    }
}

fn said(value: &Literal) -> Option<Value> {
    toml::from_str::<Table>(&format!("v = {value}")).ok()?.remove("v")
}

fn split(record: &RecordPath) -> Option<(&str, RecordPath)> {
    let mut keys = record.keys();
    let last = keys.next_back()?;
    Some((last, RecordPath::new(keys)))
}

fn row_of(rows: &[Value], values: &[(KeyPath, Literal)], nth: u32) -> Option<usize> {
    let is_it = |row: &Value| {
        values.iter().all(|(key, wanted)| {
            let found = key.parts().try_fold(row, |here, part| here.get(part));
            found.cloned() == said(wanted)
        })
    };
    rows.iter().enumerate().filter(|(_, row)| is_it(row)).nth(nth as usize).map(|(index, _)| index)
}

/// The table of a record, made where it may be.
fn place<'t>(table: &'t mut Table, record: &RecordPath, is_made: bool) -> Option<&'t mut Table> {
    let mut here = table;
    let count = record.keys().len();
    for (index, name) in record.keys().enumerate() {
        if is_made && !here.contains_key(name) {
            here.insert(name.to_owned(), Value::Table(Table::new()));
        }
        here = match (here.get_mut(name)?, record.selector()) {
            (Value::Table(table), _) => table,
            (Value::Array(rows), Some((values, nth))) if index + 1 == count => {
                let row = row_of(rows, values, nth)?;
                rows[row].as_table_mut()?
            }
            _ => return None,
        };
    }
    Some(here)
}

fn put<'k>(table: &mut Table, names: impl Iterator<Item = &'k str>, value: Value) -> Option<()> {
    let names: Vec<&str> = names.collect();
    let (last, above) = names.split_last()?;
    let mut here = table;
    for name in above {
        here = here.entry(*name).or_insert_with(|| Value::Table(Table::new())).as_table_mut()?;
    }
    here.insert((*last).to_owned(), value);
    Some(())
}

fn take(table: &mut Table, names: &[&str]) -> Option<Value> {
    let (last, above) = names.split_last()?;
    let here = above.iter().try_fold(table, |here, name| here.get_mut(*name)?.as_table_mut())?;
    here.remove(*last)
}

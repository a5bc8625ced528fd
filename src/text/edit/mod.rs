//! An intent becomes splices on the bytes of one unit.
//!
//! Invariant: after every edit the unit is read again and means exactly what it meant before with the intended change,
//! or nothing has changed and there is a refusal. Comments, order, blank lines and spelling outside the splices stay.
//!
//! On purpose no edit rewrites a unit: where an intent has no small change of the text that does it, it is refused.

mod add;
mod batch;
mod relocate;
mod remove;
mod reword;
mod set;
mod style;

pub use add::plain_sections;
pub use batch::Made;
pub(super) use style::ends_blank;

use std::borrow::Cow;
use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use super::document::narrow;
use super::meaning::Meaning;
use super::outline::{Element, Holder, Outline, Path, goes_through};
use super::step::{Splice, in_order, spliced};
use super::{Document, Intent, KeyPath, Literal, Place, RecordPath, Refusal, Step, Tree, UnitKey};

/// Several ways to change a text; the first that means what is intended is taken.
type Candidates = Vec<Vec<Splice>>;

/// A unit opened for an edit.
struct Bench<'d> {
    document: &'d Document,
    key: UnitKey,
    text: Cow<'d, str>,
    outline: Outline,
    meaning: Meaning,
}

impl<'d> Bench<'d> {
    fn open(document: &'d Document, key: UnitKey) -> Result<Option<Self>, Refusal> {
        let Some(text) = document.unit_text(&key) else { return Ok(None) };
        let tree = Tree::read(&key, &text);
        if let Some(problem) = tree.diagnostics().first() {
            let line = document.line_column(&problem.place).line;
            return Err(Refusal::new(
                format!("`{key}` cannot be changed: {} in line {line}", problem.message),
                problem.mend.clone(),
            ));
        }
        let meaning = Meaning::of_table(tree.table());
        let outline = Outline::read(&text);
        Ok(Some(Self { document, key, text, outline, meaning }))
    }

    /// The path of a record, with its row.
    fn resolve(&self, record: &RecordPath) -> Option<Vec<Element>> {
        if record.selector().is_none() {
            return Some(names(record));
        }
        let tree = Tree::read(&self.key, &self.text);
        resolve(tree.table(), record)
    }

    fn exists(&self, path: &Path) -> bool {
        self.meaning.get(path).is_some()
    }

    /// The first candidate whose text means what is intended.
    fn choose(&self, candidates: Candidates, intended: Meaning, is_removal: bool) -> Result<Step, Refusal> {
        let intended = if is_removal { intended.pruned() } else { Some(intended) };
        for candidate in candidates {
            let splices = in_order(candidate);
            let text = spliced(&self.text, &splices);
            let tree = Tree::read(&self.key, &text);
            let meant = Meaning::of_table(tree.table());
            let meant = if is_removal { meant.pruned() } else { Some(meant) };
            if tree.is_sound() && meant == intended {
                let (step, pieces) = Step::plan(self.document, &self.key, &splices);
                if pieces.iter().all(|(index, text)| self.document.fits(&self.key, *index, text)) {
                    return Ok(step);
                }
            }
        }
        Err(Refusal::new(
            format!("`{}` is written in a way that this change does not fit into", self.key),
            "make the change in the text with an editor",
        ))
    }
}

/// What stands in the way of a table at this path: a value above it that is none.
fn refuse_blocked(meaning: &Meaning, path: &Path) -> Result<(), Refusal> {
    for length in 1..path.len() {
        if matches!(path[length], Element::Name(_))
            && matches!(meaning.get(&path[..length]), Some(Meaning::Leaf(..) | Meaning::Array(_)))
        {
            let blocking = shown(&path[..length]);
            return Err(Refusal::new(
                format!("`{blocking}` is a plain value, so `{}` has no place in it", shown(path)),
                format!("set `{blocking}` as a whole"),
            ));
        }
    }
    Ok(())
}

/// The path of a record in a tree. A row has to match; names are taken as they are.
pub(super) fn resolve(table: &DeTable<'_>, record: &RecordPath) -> Option<Vec<Element>> {
    let mut path = names(record);
    let Some((values, nth)) = record.selector() else { return Some(path) };
    let mut keys = record.keys();
    let last = keys.next_back()?;
    let mut holder = table;
    for key in keys {
        holder = holder.get(key)?.get_ref().as_table()?;
    }
    let rows = holder.get(last)?.get_ref().as_array()?;
    let (index, _) = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.get_ref().as_table().is_some_and(|row| has_values(row, values)))
        .nth(nth as usize)?;
    path.push(Element::Row(index));
    Some(path)
}

pub(super) fn names(record: &RecordPath) -> Vec<Element> {
    record.keys().map(|key| Element::Name(key.into())).collect()
}

fn has_values(row: &DeTable<'_>, values: &[(KeyPath, Literal)]) -> bool {
    values.iter().all(|(key, wanted)| {
        let mut parts = key.parts();
        let first = parts.next().and_then(|first| row.get(first)).map(toml::Spanned::get_ref);
        let found = parts.try_fold(first, |here, part| match here {
            None => Some(None),
            Some(DeValue::Table(table)) => Some(table.get(part).map(toml::Spanned::get_ref)),
            Some(_) => None,
        });
        match found.flatten() {
            Some(value) => Literal::from_tree(value).as_ref() == Some(wanted),
            None => matches!(wanted, Literal::Text(text) if text.is_empty()),
        }
    })
}

pub(super) fn with_key(record: &Path, key: &KeyPath) -> Vec<Element> {
    record.iter().cloned().chain(key.parts().map(|part| Element::Name(part.into()))).collect()
}

/// A path for a message.
fn shown(path: &Path) -> String {
    let mut names = String::new();
    for element in path {
        match element {
            Element::Name(name) if names.is_empty() => names.push_str(name),
            Element::Name(name) => {
                names.push('.');
                names.push_str(name);
            }
            Element::Row(index) => {
                // Writing to a string cannot fail.
                let _ = write!(names, " (row {})", index + 1);
            }
        }
    }
    names
}

fn meaning_of(value: &Literal) -> Result<Meaning, Refusal> {
    Meaning::of_source(&value.to_string())
        .ok_or_else(|| Refusal::new(format!("`{value}` cannot be written in TOML"), "use another value"))
}

fn no_such_record(record: &RecordPath) -> Refusal {
    if record.names().is_empty() {
        return Refusal::new("this key names a group of records", "name the record, as `deal.northwind`, and its key");
    }
    Refusal::new(format!("there is no `{record}` in the file"), "add it first")
}

/// Edits.
impl Document {
    /// The unit that a record is in, or would be.
    #[must_use]
    pub fn unit_key(&self, record: &RecordPath) -> UnitKey {
        let mut keys = record.keys();
        let Some(group) = keys.next() else { return UnitKey::Root };
        match keys.next() {
            Some(id) if self.layout().is_keyed(group) && !self.is_whole(group) => {
                UnitKey::Record(group.into(), id.into())
            }
            _ => UnitKey::Group(group.into()),
        }
    }

    /// The unit that a key of a record is in: at the top of the file a key may be a group.
    pub(super) fn unit_key_of(&self, record: &RecordPath, key: &KeyPath) -> UnitKey {
        match self.unit_key(record) {
            UnitKey::Root => {
                let unit = self.unit_key(&RecordPath::new(key.parts()));
                let is_taken = key.parts().next().is_some_and(|group| self.has_records(group));
                if is_taken || self.unit(&unit).is_some() { unit } else { UnitKey::Root }
            }
            unit => unit,
        }
    }

    /// Makes a change. The step says which units to read again, and takes it back with [`Document::undo`].
    ///
    /// An intent that the file fulfils already gives an empty step.
    pub fn apply(&mut self, intent: &Intent) -> Result<Step, Refusal> {
        match intent {
            Intent::Replay { step } => self.replay(step),
            intent => {
                let step = self.plan(intent)?;
                let made = self.make(&step)?;
                self.settle();
                Ok(made)
            }
        }
    }

    /// The step that an intent comes to on this text, without making it.
    pub fn plan(&self, intent: &Intent) -> Result<Step, Refusal> {
        if !self.is_text() {
            return Err(Refusal::new("the file is not UTF-8 text", "save it as UTF-8"));
        }
        match intent {
            Intent::Set { record, key, value } => self.plan_set(record, key, value),
            Intent::Unset { record, key } => self.plan_unset(record, key),
            Intent::Add { record, fields } => self.plan_add(record, fields),
            Intent::Append { array, row } => self.plan_append(array, row),
            Intent::Remove { record } => self.plan_remove(record),
            Intent::Reword { words } => self.plan_reword(words),
            Intent::Move { record, to } => self.plan_move(record, to),
            Intent::Replay { step } => Ok(step.clone()),
        }
    }

    /// The source text of a value. `None` for a key that is not there, or is a table with a header or dotted keys.
    #[must_use]
    pub fn get(&self, record: &RecordPath, key: &KeyPath) -> Option<String> {
        let unit = self.unit_key_of(record, key);
        let text = self.unit_text(&unit)?;
        let path = resolve(Tree::read(&unit, &text).table(), record)?;
        let outline = Outline::read(&text);
        let found = outline.find(&with_key(&path, key))?;
        Some(text[found.value.span.clone()].to_owned())
    }

    /// Where a record begins (its header, or its key), or where the value of a key in it stands.
    #[must_use]
    pub fn locate(&self, record: &RecordPath, key: Option<&KeyPath>) -> Option<Place> {
        let unit = key.map_or_else(|| self.unit_key(record), |key| self.unit_key_of(record, key));
        let text = self.unit_text(&unit)?;
        let mut path = resolve(Tree::read(&unit, &text).table(), record)?;
        if let Some(key) = key {
            path = with_key(&path, key);
        }
        let outline = Outline::read(&text);
        let span = match outline.find(&path) {
            Some(found) if key.is_some() => found.value.span.clone(),
            Some(found) => match found.holder {
                Holder::Section { entry } => entry.keys.first()?.span.start..entry.keys.last()?.span.end,
                Holder::Table { .. } | Holder::Array { .. } => found.value.span.clone(),
            },
            None => {
                let exact = outline.section(&path).and_then(|(_, section)| section.header.as_ref());
                let dotted = || outline.dotted(&path).next().map(|(_, entry)| entry.keys[0].span.clone());
                let below = || outline.below(&path).next().and_then(|(_, section)| section.header.as_ref());
                exact
                    .map(|header| header.span.clone())
                    .or_else(dotted)
                    .or_else(|| below().map(|header| header.span.clone()))?
            }
        };
        Some(Place { unit, span: narrow(span.start)..narrow(span.end) })
    }
}

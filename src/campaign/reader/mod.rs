//! Reads single values of the spanned tree, and tells what is wrong with them.
//!
//! Invariant: a value that cannot be taken yields a diagnostic with its place and `None`; reading goes on. On the happy
//! path nothing is formatted and nothing allocated but what the record keeps.
//!
//! It knows no record: which key takes what is said in `read`. Here are tables and problems; words, numbers and times
//! have files of their own.

mod numbers;
mod times;
mod words;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::code::{self, Problem};
use super::id::bad_id;
use super::intern::Interner;
use super::kind::{Kind, nearest};
use super::records::Text;
use super::{Id, ParseError};
use crate::text::{Diagnostic, Place, UnitKey};

pub(super) type Value<'t> = Spanned<DeValue<'t>>;
pub(super) type Key<'t> = Spanned<DeString<'t>>;
pub(super) type Table<'t> = DeTable<'t>;

/// A record that is being read: its kind and the end of its header.
#[derive(Debug, Clone, Copy)]
struct Frame<'t> {
    kind: Kind,
    key: &'t str,
    id: Option<&'t str>,
    /// Where its name stands.
    at: (usize, usize),
}

/// Reads the values of one unit.
pub(super) struct Reader<'t> {
    unit: &'t UnitKey,
    text: &'t str,
    met: &'t mut Interner,
    problems: Vec<Diagnostic>,
    /// The records around the value, outermost first.
    frames: Vec<Frame<'t>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(unit: &'t UnitKey, text: &'t str, met: &'t mut Interner) -> Self {
        Self { unit, text, met, problems: Vec::new(), frames: Vec::new() }
    }

    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }

    // What is wrong.

    #[cold]
    pub(super) fn tell(&mut self, problem: Problem, span: Range<usize>, message: String, mend: String) {
        self.problems.push(Diagnostic {
            code: problem.code,
            severity: problem.severity,
            message,
            place: Place { unit: self.unit.clone(), span: narrow(&span) },
            mend,
        });
    }

    /// `expected X, found Y`.
    #[cold]
    pub(super) fn expected(&mut self, value: &Value<'t>, what: &str, mend: impl Into<String>) {
        let found = self.found(value);
        self.tell(code::WRONG_TYPE, value.span(), format!("expected {what}, found {found}"), mend.into());
    }

    /// A value as a message quotes it.
    #[cold]
    fn found(&self, value: &Value<'t>) -> String {
        match value.get_ref() {
            DeValue::Table(_) => "a table".into(),
            DeValue::Array(_) => "a list".into(),
            _ => {
                let source = self.text.get(value.span()).unwrap_or_default();
                let line = source.lines().next().unwrap_or_default();
                let short: String = line.chars().take(40).collect();
                let dots = if short.len() < source.len() { "…" } else { "" };
                format!("`{short}{dots}`")
            }
        }
    }

    /// A key that a record of this kind does not know.
    #[cold]
    pub(super) fn unknown(&mut self, kind: Kind, key: &'t Key<'t>) {
        let name: &str = key.get_ref();
        let shown: String = name.chars().take(40).collect();
        let outer = self.frames.iter().rev().skip(1).find(|frame| frame.kind.keys().contains(&name));
        let (message, mend) = if let Some(outer) = outer {
            let noun = outer.kind.noun();
            (
                format!("`{shown}` is a key of {noun}, not of {}", kind.noun()),
                format!("move it above `{}`", self.header()),
            )
        } else if let Some(near) = nearest(name, kind.keys().iter().copied()) {
            (format!("`{shown}` is not a key of {}", kind.noun()), format!("write `{near}`"))
        } else if let Some(other) = Kind::with_key(name).filter(|other| *other != Kind::Top) {
            (
                format!("`{shown}` is a key of {}, not of {}", other.noun(), kind.noun()),
                format!("move it to {}", other.noun()),
            )
        } else {
            (format!("`{shown}` is not a key of {}", kind.noun()), "remove it, or make it a comment".to_owned())
        };
        self.tell(code::UNKNOWN_KEY, key.span(), message, mend);
    }

    /// The header of the record that is being read.
    #[cold]
    fn header(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            for part in [Some(frame.key), frame.id].into_iter().flatten() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(part);
            }
        }
        format!("[{path}]")
    }

    /// Where the name of the record stands that is being read.
    #[cold]
    pub(super) fn place_of_record(&self) -> Range<usize> {
        self.frames.last().map_or(0..0, |frame| frame.at.0..frame.at.1)
    }

    /// A short text that cannot be read: the place is the part that is wrong, where the source has the text as it is.
    #[cold]
    fn misread(&mut self, problem: Problem, value: &Value<'t>, text: &str, wrong: ParseError) {
        let whole = value.span();
        let plain = whole.len() == text.len() + 2;
        let place =
            if plain { whole.start + 1 + wrong.at.start..whole.start + 1 + wrong.at.end } else { whole.clone() };
        let place = if place.is_empty() || place.end > whole.end { whole } else { place };
        self.tell(problem, place, wrong.message, wrong.mend);
    }

    // Tables.

    pub(super) fn table(&mut self, value: &'t Value<'t>, kind: Kind) -> Option<&'t Table<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        let mend = format!("write `{{ {} = … }}`", kind.keys()[0]);
        self.expected(value, &format!("{} as a table", kind.noun()), mend);
        None
    }

    /// One small record: a table without an id.
    pub(super) fn record<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl FnOnce(&mut Self, &'t Table<'t>) -> T,
    ) -> Option<T> {
        let table = self.table(value, kind)?;
        self.frames.push(Frame { kind, key: key.get_ref(), id: None, at: bounds(key) });
        let record = read(self, table);
        self.frames.pop();
        Some(record)
    }

    /// Keyed records, in file order.
    pub(super) fn records<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl Fn(&mut Self, Id, &'t Table<'t>) -> T,
    ) -> Vec<T> {
        let DeValue::Table(table) = value.get_ref() else {
            let (key, noun) = (key.get_ref(), kind.noun());
            let path = self.header();
            let path = path.trim_start_matches('[').trim_end_matches(']');
            let dot = if path.is_empty() { "" } else { "." };
            self.expected(value, &format!("{noun} with an id"), format!("write `[{path}{dot}{key}.some-id]`"));
            return Vec::new();
        };
        let mut records = Vec::with_capacity(table.len());
        for (id, value) in in_file_order(table) {
            let name: &'t str = id.get_ref();
            let DeValue::Table(fields) = value.get_ref() else {
                self.not_a_record(kind, key, id, value);
                continue;
            };
            self.record_id(id);
            self.frames.push(Frame { kind, key: key.get_ref(), id: Some(name), at: bounds(id) });
            let id = self.own_id(name);
            let record = read(self, id, fields);
            self.frames.pop();
            records.push(record);
        }
        records
    }

    /// The id of a record; the record that the unit is has the unit's own.
    fn own_id(&mut self, name: &str) -> Id {
        match self.unit {
            UnitKey::Record(_, id) if self.frames.len() == 1 && **id == *name => Id::from(Arc::clone(id)),
            _ => self.met.id(name),
        }
    }

    #[cold]
    fn not_a_record(&mut self, kind: Kind, group: &'t Key<'t>, id: &'t Key<'t>, value: &Value<'t>) {
        let (name, noun, group) = (id.get_ref(), kind.noun(), group.get_ref());
        if kind.keys().contains(&&**name) {
            self.tell(
                code::WRONG_TYPE,
                id.span(),
                format!("`{name}` is a key of {noun}, but `{group}` holds records by id"),
                format!("write it into a record such as `{group}.some-id`"),
            );
        } else {
            self.expected(value, &format!("{noun} as a table"), format!("write `{{ {} = … }}`", kind.keys()[0]));
        }
    }

    /// Rows of a log, in file order.
    pub(super) fn rows<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl Fn(&mut Self, &'t Table<'t>, Range<usize>) -> Option<T>,
    ) -> Vec<T> {
        let DeValue::Array(array) = value.get_ref() else {
            let name = key.get_ref();
            let path = self.header();
            let path = path.trim_start_matches('[').trim_end_matches(']');
            let dot = if path.is_empty() { "" } else { "." };
            let mend = format!("write each row under `[[{path}{dot}{name}]]`");
            self.expected(value, "a list of rows", mend);
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(array.len());
        for value in array {
            let DeValue::Table(fields) = value.get_ref() else {
                let mend = format!("write `{{ {} = … }}`", kind.keys()[0]);
                self.expected(value, &format!("{} as a table", kind.noun()), mend);
                continue;
            };
            self.frames.push(Frame { kind, key: key.get_ref(), id: None, at: bounds(key) });
            let row = read(self, fields, value.span());
            self.frames.pop();
            rows.extend(row);
        }
        rows
    }

    /// Rows of a log that may lack any key.
    pub(super) fn log<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl Fn(&mut Self, &'t Table<'t>) -> T,
    ) -> Vec<T> {
        self.rows(key, value, kind, |reader, table, _| Some(read(reader, table)))
    }

    /// The rule for ids. A record with another id is kept: nothing is hidden.
    fn record_id(&mut self, key: &'t Key<'t>) {
        if let Some((message, proposal)) = bad_id(key.get_ref()) {
            self.tell(code::BAD_ID, key.span(), message, format!("rename it, for example to `{proposal}`"));
        }
    }

    /// A table of texts by id, in file order.
    pub(super) fn texts_by_id(&mut self, key: &'t Key<'t>, value: &'t Value<'t>, what: &str) -> Vec<(Id, Text)> {
        let DeValue::Table(table) = value.get_ref() else {
            let mend = format!("write `{}.some-id = \"…\"`", key.get_ref());
            self.expected(value, &format!("{what} by id"), mend);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(table.len());
        for (id, value) in in_file_order(table) {
            self.record_id(id);
            // The id of a foreign system may look like a number.
            let text = match value.get_ref() {
                DeValue::Integer(number) => Some(Text::from(number.as_str())),
                _ => self.text(value),
            };
            if let Some(text) = text {
                texts.push((self.met.id(id.get_ref()), text));
            }
        }
        texts
    }

    /// The entries of a table in file order, for the few that are neither records nor texts.
    pub(super) fn entries(
        &mut self,
        value: &'t Value<'t>,
        what: &str,
        mend: &str,
    ) -> impl Iterator<Item = (&'t Key<'t>, &'t Value<'t>)> + use<'t> {
        let table = if let DeValue::Table(table) = value.get_ref() {
            Some(table)
        } else {
            self.expected(value, what, mend);
            None
        };
        table.into_iter().flat_map(in_file_order)
    }
}

fn bounds(key: &Key<'_>) -> (usize, usize) {
    let span = key.span();
    (span.start, span.end)
}

fn narrow(span: &Range<usize>) -> Range<u32> {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    byte(span.start)..byte(span.end)
}

/// The entries of a table as the file has them; the tree sorts them by name.
pub(super) fn in_file_order<'t>(table: &'t Table<'t>) -> impl Iterator<Item = (&'t Key<'t>, &'t Value<'t>)> + use<'t> {
    let sorted = table.iter().is_sorted_by_key(|(key, _)| key.span().start);
    let mut rearranged = Vec::new();
    if !sorted {
        rearranged = table.iter().collect();
        rearranged.sort_unstable_by_key(|(key, _)| key.span().start);
    }
    rearranged.into_iter().chain(sorted.then(|| table.iter()).into_iter().flatten())
}

//! Where everything stands in a unit's text: sections, keys, values, rows, down to the byte.
//!
//! The tree tells what a unit means, the outline where it is written. Every spelling that TOML allows for the same
//! record (a section, dotted keys, an inline table, a row) is found by the same path.
//!
//! Invariant: spans are in bounds and on character borders, also for a broken text.

use std::collections::HashMap;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

/// One step of a path from the top of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Element {
    Name(Box<str>),
    /// A row of an array, from 0.
    Row(usize),
}

pub(super) type Path = [Element];

#[derive(Debug)]
pub(super) struct Outline {
    /// In order; the first has no header and may be empty.
    pub sections: Vec<Section>,
}

#[derive(Debug)]
pub(super) struct Section {
    pub header: Option<Header>,
    pub base: Vec<Element>,
    /// The comment block directly above the header, or the header's line.
    pub lead: usize,
    pub entries: Vec<Entry>,
    /// Behind the last line that says something, and the comments directly below it.
    pub body_end: usize,
}

#[derive(Debug)]
pub(super) struct Header {
    /// From the first bracket to the last.
    pub span: Range<usize>,
    pub keys: Vec<Key>,
    pub line: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub keys: Vec<Key>,
    pub value: Value,
}

#[derive(Debug)]
pub(super) struct Key {
    pub name: Box<str>,
    pub span: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Value {
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar,
    Array(Vec<Value>),
    Table(Vec<Entry>),
}

/// A value found by its path, and what holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'o> {
    pub value: &'o Value,
    pub holder: Holder<'o>,
}

/// What a value is an item of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'o> {
    Section { entry: &'o Entry },
    Table { table: &'o Value, index: usize },
    Array { array: &'o Value, index: usize },
}

impl Entry {
    /// From the key to the end of the value.
    pub fn span(&self) -> Range<usize> {
        self.keys.first().map_or(self.value.span.start, |key| key.span.start)..self.value.span.end
    }
}

impl Value {
    /// The spans of the items of an array or inline table.
    pub fn items(&self) -> Vec<Range<usize>> {
        match &self.kind {
            Kind::Scalar => Vec::new(),
            Kind::Array(values) => values.iter().map(|value| value.span.clone()).collect(),
            Kind::Table(entries) => entries.iter().map(Entry::span).collect(),
        }
    }
}

impl Outline {
    pub fn read(text: &str) -> Self {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut events = Vec::with_capacity(tokens.len());
        // The same depth as `toml` allows.
        parse_document(&tokens, &mut RecursionGuard::new(&mut events, 80), &mut ());
        let mut reader = Reader { text, source, events: &events, at: 0, rows: HashMap::new() };
        reader.document()
    }

    /// The value written at exactly this path, whatever the spelling. A table that has a header, or only dotted keys,
    /// is no value.
    pub fn find(&self, path: &Path) -> Option<Found<'_>> {
        self.sections.iter().find_map(|section| {
            let rest = path.strip_prefix(section.base.as_slice())?;
            section.entries.iter().find_map(|entry| in_entry(entry, rest, Holder::Section { entry }))
        })
    }

    /// The sections of a record and of everything below it.
    pub fn below<'o, 'p>(
        &'o self,
        path: &'p Path,
    ) -> impl DoubleEndedIterator<Item = (usize, &'o Section)> + use<'o, 'p> {
        self.sections
            .iter()
            .enumerate()
            .filter(move |(_, section)| section.header.is_some() && section.base.starts_with(path))
    }

    /// The section with exactly this header.
    pub fn section(&self, path: &Path) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(_, section)| section.base == path)
    }

    /// The entries of sections whose key is the path, or goes through it.
    pub fn entries_of<'o, 'p>(
        &'o self,
        path: &'p Path,
    ) -> impl DoubleEndedIterator<Item = (&'o Section, &'o Entry)> + use<'o, 'p> {
        self.sections.iter().flat_map(move |section| {
            let rest = path.strip_prefix(section.base.as_slice()).filter(|rest| !rest.is_empty());
            let is_found = move |entry: &&Entry| rest.is_some_and(|rest| begins_with(entry, rest));
            section.entries.iter().filter(is_found).map(move |entry| (section, entry))
        })
    }

    /// Every place that writes the last name of a path without rows: in headers, dotted keys and inline tables.
    pub fn names_of(&self, path: &Path) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for section in &self.sections {
            if section.base.starts_with(path) {
                let header = section.header.iter();
                found.extend(header.filter_map(|header| Some(header.keys.get(path.len() - 1)?.span.clone())));
            } else if let Some(rest) = path.strip_prefix(section.base.as_slice()) {
                section.entries.iter().for_each(|entry| names_in(entry, rest, &mut found));
            }
        }
        found
    }

    /// The entries, in sections above the path, whose dotted keys go through it: of `contact.ines`, all that begin
    /// with `contact.ines.`.
    pub fn dotted<'o, 'p>(
        &'o self,
        path: &'p Path,
    ) -> impl DoubleEndedIterator<Item = (&'o Section, &'o Entry)> + use<'o, 'p> {
        self.sections.iter().flat_map(move |section| {
            let rest = path.strip_prefix(section.base.as_slice()).filter(|rest| !rest.is_empty());
            let is_found = move |entry: &&Entry| rest.is_some_and(|rest| goes_through(entry, rest));
            section.entries.iter().filter(is_found).map(move |entry| (section, entry))
        })
    }
}

/// Where the last name of the path is written in an entry and in the inline tables below it.
fn names_in(entry: &Entry, path: &Path, found: &mut Vec<Range<usize>>) {
    if !entry.keys.iter().zip(path).all(|(key, element)| is(element, &key.name)) {
        return;
    }
    if let Some(key) = entry.keys.get(path.len() - 1) {
        found.push(key.span.clone());
    } else if let Kind::Table(entries) = &entry.value.kind {
        for inner in entries {
            names_in(inner, &path[entry.keys.len()..], found);
        }
    }
}

/// Whether a dotted key has the path as its beginning, and goes on.
pub(super) fn goes_through(entry: &Entry, path: &Path) -> bool {
    entry.keys.len() > path.len() && begins_with(entry, path)
}

/// Whether a key is the path, or has it as its beginning.
fn begins_with(entry: &Entry, path: &Path) -> bool {
    entry.keys.len() >= path.len() && entry.keys.iter().zip(path).all(|(key, element)| is(element, &key.name))
}

fn is(element: &Element, name: &str) -> bool {
    matches!(element, Element::Name(known) if **known == *name)
}

fn in_entry<'o>(entry: &'o Entry, path: &Path, holder: Holder<'o>) -> Option<Found<'o>> {
    let length = entry.keys.len();
    if path.len() < length || !entry.keys.iter().zip(path).all(|(key, element)| is(element, &key.name)) {
        return None;
    }
    in_value(&entry.value, &path[length..], holder)
}

fn in_value<'o>(value: &'o Value, path: &Path, holder: Holder<'o>) -> Option<Found<'o>> {
    match (path.first(), &value.kind) {
        (None, _) => Some(Found { value, holder }),
        (Some(Element::Row(index)), Kind::Array(values)) => {
            in_value(values.get(*index)?, &path[1..], Holder::Array { array: value, index: *index })
        }
        (Some(Element::Name(_)), Kind::Table(entries)) => entries
            .iter()
            .enumerate()
            .find_map(|(index, entry)| in_entry(entry, path, Holder::Table { table: value, index })),
        _ => None,
    }
}

/// The start of the line that a byte is in, behind a byte order mark.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |found| found + 1);
    if start == 0 && text.starts_with('\u{feff}') { at.min('\u{feff}'.len_utf8()) } else { start }
}

/// The first byte of the next line.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}

struct Reader<'t, 'e> {
    text: &'t str,
    source: Source<'t>,
    events: &'e [Event],
    at: usize,
    /// How many rows each array of tables has so far.
    rows: HashMap<Vec<Element>, usize>,
}

impl Reader<'_, '_> {
    fn next(&mut self) -> Option<Event> {
        let event = self.events.get(self.at).copied();
        self.at += 1;
        event
    }

    fn document(&mut self) -> Outline {
        let start = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let root = Section { header: None, base: Vec::new(), lead: start, entries: Vec::new(), body_end: start };
        let mut sections = vec![root];
        let mut content_end = start;
        while let Some(event) = self.next() {
            let Some(current) = sections.last_mut() else { break };
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    let header = self.header(&event);
                    let base = self.base(&header.0, event.kind() == EventKind::ArrayTableOpen);
                    let line = line_start(self.text, header.1.start)..line_end(self.text, header.1.end);
                    let lead = self.comments_above(line.start, content_end);
                    current.body_end = self.comments_below(current.body_end, lead);
                    content_end = line.end;
                    sections.push(Section {
                        header: Some(Header { span: header.1, keys: header.0, line }),
                        base,
                        lead,
                        entries: Vec::new(),
                        body_end: content_end,
                    });
                }
                EventKind::SimpleKey => {
                    if let Some(entry) = self.entry(&event) {
                        content_end = line_end(self.text, entry.value.span.end);
                        current.body_end = content_end;
                        current.entries.push(entry);
                    }
                }
                _ => {}
            }
        }
        if let Some(last) = sections.last_mut() {
            last.body_end = self.comments_below(last.body_end, self.text.len());
        }
        Outline { sections }
    }

    fn header(&mut self, open: &Event) -> (Vec<Key>, Range<usize>) {
        let mut keys = Vec::new();
        let mut end = open.span().end();
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::SimpleKey => keys.push(self.key(&event)),
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    end = event.span().end();
                    break;
                }
                EventKind::Newline => break,
                _ => {}
            }
        }
        (keys, open.span().start()..end)
    }

    /// The path of a header, with the rows that it is in.
    fn base(&mut self, keys: &[Key], is_row: bool) -> Vec<Element> {
        let mut base = Vec::with_capacity(keys.len() + 1);
        for (index, key) in keys.iter().enumerate() {
            base.push(Element::Name(key.name.clone()));
            if is_row && index + 1 == keys.len() {
                let count = self.rows.entry(base.clone()).or_insert(0);
                *count += 1;
            }
            if let Some(count) = self.rows.get(&base) {
                base.push(Element::Row(count - 1));
            }
        }
        base
    }

    fn key(&self, event: &Event) -> Key {
        let mut name = std::borrow::Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut name, &mut ());
        }
        Key { name: name.into(), span: event.span().start()..event.span().end() }
    }

    /// From its first key on; `None` where there is no value.
    fn entry(&mut self, first: &Event) -> Option<Entry> {
        let mut keys = vec![self.key(first)];
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::SimpleKey => keys.push(self.key(&event)),
                EventKind::KeySep | EventKind::Whitespace => {}
                EventKind::KeyValSep => {
                    let value = self.value()?;
                    return Some(Entry { keys, value });
                }
                _ => {
                    self.at -= 1;
                    return None;
                }
            }
        }
        None
    }

    fn value(&mut self) -> Option<Value> {
        while let Some(event) = self.next() {
            let span = event.span().start()..event.span().end();
            match event.kind() {
                EventKind::Scalar => return Some(Value { span, kind: Kind::Scalar }),
                EventKind::ArrayOpen => return Some(self.array(span)),
                EventKind::InlineTableOpen => return Some(self.table(span)),
                EventKind::Whitespace => {}
                _ => {
                    self.at -= 1;
                    return None;
                }
            }
        }
        None
    }

    fn array(&mut self, mut span: Range<usize>) -> Value {
        let mut values = Vec::new();
        while let Some(event) = self.next() {
            span.end = event.span().end().max(span.end);
            match event.kind() {
                EventKind::ArrayClose => break,
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    self.at -= 1;
                    values.extend(self.value());
                }
                _ => {}
            }
        }
        Value { span, kind: Kind::Array(values) }
    }

    fn table(&mut self, mut span: Range<usize>) -> Value {
        let mut entries = Vec::new();
        while let Some(event) = self.next() {
            span.end = event.span().end().max(span.end);
            match event.kind() {
                EventKind::InlineTableClose => break,
                EventKind::SimpleKey => entries.extend(self.entry(&event)),
                _ => {}
            }
        }
        Value { span, kind: Kind::Table(entries) }
    }

    /// The start of the comment lines directly above a line, not above `floor`.
    fn comments_above(&self, line: usize, floor: usize) -> usize {
        let mut lead = line;
        while lead > floor {
            let above = line_start(self.text, lead - 1);
            if above < floor || !self.text[above..lead].trim_start().starts_with('#') {
                break;
            }
            lead = above;
        }
        lead
    }

    /// The end of the comment lines directly below, not below `limit`.
    fn comments_below(&self, mut end: usize, limit: usize) -> usize {
        while end < limit {
            let next = line_end(self.text, end);
            if !self.text[end..next].trim_start().starts_with('#') {
                break;
            }
            end = next;
        }
        end.min(limit.max(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<Element> {
        text.split('.').map(|part| part.parse().map_or_else(|_| Element::Name(part.into()), Element::Row)).collect()
    }

    const TEXT: &str = "\
[deal.x] # head
contact.ines = { name = 'Ines', ids = [{ a = 1 }, { a = 2 }] }
contact.tom.name = 'Tom'
# below

# above
[deal.x.note.y]
say = '''
[no]
# no
'''
[[deal.x.log]]
n = 1
[[deal.x.log]]
n = 2
[deal.x.log.sub]
m = 3
";

    #[test]
    fn every_spelling_is_found_by_its_path() {
        let outline = Outline::read(TEXT);
        for (name, value) in [
            ("deal.x.contact.ines.name", "'Ines'"),
            ("deal.x.contact.ines.ids.1.a", "2"),
            ("deal.x.contact.tom.name", "'Tom'"),
            ("deal.x.log.1.n", "2"),
            ("deal.x.log.1.sub.m", "3"),
        ] {
            let found = outline.find(&path(name)).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(&TEXT[found.value.span.clone()], value, "{name}");
        }
        assert!(outline.find(&path("deal.x.contact.tom")).is_none());
        assert_eq!(outline.dotted(&path("deal.x.contact.tom")).count(), 1);
    }

    #[test]
    fn a_comment_belongs_to_the_line_that_it_touches() {
        let outline = Outline::read(TEXT);
        assert!(TEXT[..outline.sections[1].body_end].ends_with("# below\n"));
        assert!(TEXT[outline.sections[2].lead..].starts_with("# above\n"));
        assert!(TEXT[..outline.sections[2].body_end].ends_with("# no\n'''\n"));
    }

    #[test]
    fn a_broken_text_is_outlined_as_far_as_it_goes() {
        for text in
            ["[", "[a", "a", "a =", "a = [1, {", "[a.]\nx=", "a.=1", "[[a]\nb = 1", "= 1", "{", "\u{feff}", "a={b"]
        {
            let _ = Outline::read(text);
        }
        let deep = "a = ".to_owned() + &"[".repeat(10_000);
        let _ = Outline::read(&deep);
    }
}

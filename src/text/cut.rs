//! Assigns every byte of a file to a unit.
//!
//! Invariant: no two units can conflict under TOML's rules, so the file is valid exactly when every unit is. Sections
//! share a unit when they share the first part of their header, or the first two in a keyed group; a group that the
//! file also writes in another way (`[deal]`, `[[deal]]`, or keys before the first header) is one unit as a whole.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::scan::{Line, Scanner, is_bare};
use super::{Log, UnitKey};

/// Which groups hold one record for each name, so that each record is read on its own; which arrays are logs; and which
/// tables are one value.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    keyed: Arc<[Arc<str>]>,
    logs: &'static [Log],
    values: &'static [&'static [&'static str]],
}

impl Layout {
    /// A layout with these keyed groups; every other group is one unit.
    #[must_use]
    pub fn new<'a>(keyed: impl IntoIterator<Item = &'a str>) -> Self {
        Self { keyed: keyed.into_iter().map(Arc::from).collect(), ..Self::default() }
    }

    /// The same with these logs.
    #[must_use]
    pub const fn with_logs(mut self, logs: &'static [Log]) -> Self {
        self.logs = logs;
        self
    }

    /// The same with the tables at these paths counted as one value (`*` is any name): `next = { what, on }` is changed
    /// as a whole.
    #[must_use]
    pub const fn with_values(mut self, values: &'static [&'static [&'static str]]) -> Self {
        self.values = values;
        self
    }

    /// What is known of the log of this name.
    #[must_use]
    pub fn log(&self, name: &str) -> Option<&'static Log> {
        self.logs.iter().find(|log| log.name == name)
    }

    /// Whether the table at this path is one value.
    #[must_use]
    pub fn is_value(&self, path: &[&str]) -> bool {
        self.values.iter().any(|known| {
            known.len() == path.len()
                && known.iter().zip(path).all(|(known, name)| matches!(*known, "*") || known == name)
        })
    }

    /// Whether each record of the group is a unit of its own.
    #[must_use]
    pub fn is_keyed(&self, group: &str) -> bool {
        self.keyed.iter().any(|keyed| **keyed == *group)
    }
}

/// A stretch of the file that belongs to one unit.
#[derive(Debug)]
pub(super) struct Run {
    pub key: UnitKey,
    pub start: usize,
    pub end: usize,
}

/// The runs of a file in order, and the starts of entries that are never closed. The first run is of the root, and
/// empty where the file begins with a header; neighbours are of different units.
pub(super) fn cut(text: &str, layout: &Layout) -> (Vec<Run>, Vec<usize>) {
    let mut cutter = Cutter { text, layout, groups: Vec::new(), by_name: HashMap::new(), marks: Vec::new() };
    let body = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scanner = Scanner::new(text, body);
    let mut in_root = true;
    let mut next_start = body;
    while let Some(line) = scanner.next_line() {
        match line {
            Line::Entry { at, value, end } => {
                if in_root {
                    cutter.root_entry(next_start, at, value);
                    next_start = end;
                }
            }
            Line::Header { lead, at } => {
                in_root = false;
                cutter.header(lead, at);
            }
        }
    }
    (cutter.runs(), scanner.broken)
}

struct Group<'t> {
    name: Cow<'t, str>,
    shared: Arc<str>,
    keyed: bool,
    /// The whole group is one unit, also where it is keyed.
    whole: bool,
    /// Something other than plain keys before the first header is in it.
    structured: bool,
}

/// Where a stretch begins, and of what it is.
struct Mark<'t> {
    start: usize,
    group: usize,
    /// The second part of the header, in a keyed group.
    id: Option<Cow<'t, str>>,
    in_root: bool,
}

struct Cutter<'t, 'l> {
    text: &'t str,
    layout: &'l Layout,
    groups: Vec<Group<'t>>,
    by_name: HashMap<Cow<'t, str>, usize>,
    marks: Vec<Mark<'t>>,
}

impl<'t> Cutter<'t, '_> {
    fn group(&mut self, name: Cow<'t, str>) -> usize {
        if let Some(last) = self.marks.last()
            && self.groups[last.group].name == name
        {
            return last.group;
        }
        if let Some(found) = self.by_name.get(&name) {
            return *found;
        }
        self.groups.push(Group {
            shared: Arc::from(&*name),
            keyed: self.layout.is_keyed(&name),
            whole: false,
            structured: false,
            name: name.clone(),
        });
        self.by_name.insert(name, self.groups.len() - 1);
        self.groups.len() - 1
    }

    fn root_entry(&mut self, start: usize, at: usize, value: Option<usize>) {
        // An entry without a name is broken; it stays with the text before it. So does one with a byte order mark, which
        // is an error here, and would be none at the start of a unit.
        let Some((name, second)) = first_parts(self.text, at).filter(|_| !self.text[at..].starts_with('\u{feff}'))
        else {
            return;
        };
        let group = self.group(name);
        let opens = value.and_then(|value| self.text.as_bytes().get(value));
        self.groups[group].structured |=
            self.groups[group].keyed || second.is_some() || matches!(opens, Some(b'[' | b'{'));
        self.marks.push(Mark { start, group, id: None, in_root: true });
    }

    fn header(&mut self, lead: usize, at: usize) {
        let open = if self.text.as_bytes().get(at + 1) == Some(&b'[') { at + 2 } else { at + 1 };
        // A header without a name is broken; it stays with the text before it.
        let Some((name, second)) = first_parts(self.text, open) else { return };
        let group = self.group(name);
        let known = &mut self.groups[group];
        known.structured = true;
        let id = if known.keyed { second } else { None };
        known.whole |= known.keyed && id.is_none();
        if let Some(last) = self.marks.last()
            && last.group == group
            && last.id == id
            && !last.in_root
        {
            return;
        }
        self.marks.push(Mark { start: lead, group, id, in_root: false });
    }

    fn runs(mut self) -> Vec<Run> {
        for mark in &self.marks {
            if mark.in_root && self.groups[mark.group].structured {
                self.groups[mark.group].whole = true;
            }
        }
        let mut runs = vec![Run { key: UnitKey::Root, start: 0, end: 0 }];
        for mark in self.marks {
            let group = &self.groups[mark.group];
            let key = match mark.id {
                _ if mark.in_root && !group.structured => UnitKey::Root,
                Some(id) if !group.whole => UnitKey::Record(group.shared.clone(), Arc::from(id)),
                _ => UnitKey::Group(group.shared.clone()),
            };
            if let Some(last) = runs.last_mut() {
                last.end = mark.start;
                if last.key == key {
                    continue;
                }
            }
            runs.push(Run { key, start: mark.start, end: mark.start });
        }
        if let Some(last) = runs.last_mut() {
            last.end = self.text.len();
        }
        runs
    }
}

/// The first part of a dotted key, and the second where there is one.
fn first_parts(text: &str, at: usize) -> Option<(Cow<'_, str>, Option<Cow<'_, str>>)> {
    let bytes = text.as_bytes();
    let blanks = |mut at: usize| {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    };
    let bare = |from: usize| from + bytes[from..].iter().take_while(|byte| is_bare(**byte)).count();
    let first = blanks(at);
    let first_end = bare(first);
    let dot = blanks(first_end);
    if first_end > first {
        match bytes.get(dot) {
            Some(b'.') => {
                let second = blanks(dot + 1);
                let second_end = bare(second);
                let after = blanks(second_end);
                if second_end > second && matches!(bytes.get(after), Some(b'.' | b']' | b'=')) {
                    return Some((text[first..first_end].into(), Some(text[second..second_end].into())));
                }
            }
            Some(b']' | b'=') => return Some((text[first..first_end].into(), None)),
            _ => {}
        }
    }
    let line = &text[at..memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found)];
    quoted_parts(line)
}

/// The same for keys with quotes, and as well as it goes for broken ones.
fn quoted_parts(line: &str) -> Option<(Cow<'_, str>, Option<Cow<'_, str>>)> {
    let source = Source::new(line);
    let mut parts = Vec::new();
    let mut separated = true;
    for token in source.lex() {
        match token.kind() {
            TokenKind::Whitespace => {}
            TokenKind::Dot => separated = true,
            TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString
                if separated =>
            {
                separated = false;
                let mut decoded = Cow::Borrowed("");
                if let Some(raw) = source.get(token) {
                    raw.decode_key(&mut decoded, &mut ());
                }
                parts.push(decoded);
                if parts.len() == 2 {
                    break;
                }
            }
            _ => break,
        }
    }
    let mut parts = parts.into_iter();
    parts.next().map(|first| (first, parts.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<(String, &str)> {
        let layout = Layout::new(["deal", "crew"]);
        cut(text, &layout).0.into_iter().map(|run| (run.key.to_string(), &text[run.start..run.end])).collect()
    }

    fn names(text: &str) -> Vec<String> {
        units(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn sections_of_one_record_are_one_unit() {
        let text = "format = 1\n\n# sam\n[crew.sam]\n[deal.a]\nx = 1\n[deal.a.note.y]\n[[deal.'a'.log]]\n[deal.b]\n";
        assert_eq!(
            units(text),
            [
                ("the top of the file".to_owned(), "format = 1\n\n"),
                ("crew.sam".to_owned(), "# sam\n[crew.sam]\n"),
                ("deal.a".to_owned(), "[deal.a]\nx = 1\n[deal.a.note.y]\n[[deal.'a'.log]]\n"),
                ("deal.b".to_owned(), "[deal.b]\n"),
            ]
        );
    }

    #[test]
    fn a_group_written_as_one_table_is_one_unit() {
        assert_eq!(
            names("[deal.a]\n[crew.sam]\n[deal]\nb = {}\n"),
            ["the top of the file", "deal", "crew.sam", "deal"]
        );
        assert_eq!(names("[[deal]]\n[deal.a]\n"), ["the top of the file", "deal"]);
        assert_eq!(names("crew.sam.seat = 'driver'\n[crew.maya]\n"), ["the top of the file", "crew"]);
        assert_eq!(names("crew = { sam = {} }\nformat = 1\n"), ["the top of the file", "crew", "the top of the file"]);
    }

    #[test]
    fn a_group_that_is_not_keyed_is_one_unit() {
        assert_eq!(names("[campaign]\n[campaign.calls]\n[[review]]\n"), ["the top of the file", "campaign", "review"]);
    }

    #[test]
    fn a_plain_key_that_a_header_repeats_shares_its_unit() {
        assert_eq!(names("campaign = 1\n[campaign]\n"), ["the top of the file", "campaign"]);
        assert_eq!(names("a = 1\na.b = 2\n"), ["the top of the file", "a"]);
    }

    #[test]
    fn a_byte_order_mark_belongs_to_the_root() {
        assert_eq!(units("\u{feff}[deal.a]\n")[0], ("the top of the file".to_owned(), "\u{feff}"));
    }
}

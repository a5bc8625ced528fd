//! Names of things in a file that outlive a change of the file: a record by its path, a row by its values, a key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::{Literal, Refusal};

/// A record's path: `deal.northwind.note.soc2-pack`, or a row of a log by the values that tell it from the others,
/// `deal.northwind.call_log[note = "x", rung = ""]`. The empty path is the top of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RecordPath {
    keys: Vec<Box<str>>,
    row: Option<Row>,
}

/// Which row of an array of tables.
///
/// A row matches when it has every value; an empty text also matches a key that is not there. Times are compared as
/// instants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row {
    values: Vec<(KeyPath, Literal)>,
    nth: u32,
}

/// A key inside a record: `close`, or `next.on`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KeyPath {
    first: Box<str>,
    rest: Vec<Box<str>>,
}

impl RecordPath {
    /// The record with these names, from the group on.
    #[must_use]
    pub fn new<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self { keys: keys.into_iter().map(Box::from).collect(), row: None }
    }

    /// The record below this one: `deal.x` with `["note", "y"]` is `deal.x.note.y`. A row stays a row of the path
    /// before it, so it is dropped.
    #[must_use]
    pub fn below<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = self.keys.clone();
        all.extend(keys.into_iter().map(Box::from));
        Self { keys: all, row: None }
    }

    /// The row of this array with these values.
    #[must_use]
    pub fn row(&self, values: impl IntoIterator<Item = (KeyPath, Literal)>) -> Self {
        Self { keys: self.keys.clone(), row: Some(Row { values: values.into_iter().collect(), nth: 0 }) }
    }

    /// Of several rows that match, not the first but the one after `nth` others.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        if let Some(row) = &mut self.row {
            row.nth = nth;
        }
        self
    }

    /// The names, from the group on.
    #[must_use]
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.keys.iter().map(|key| &**key)
    }

    /// The row's values, and how many matching rows come before it.
    #[must_use]
    pub fn selector(&self) -> Option<(&[(KeyPath, Literal)], u32)> {
        self.row.as_ref().map(|row| (row.values.as_slice(), row.nth))
    }

    pub(super) fn names(&self) -> &[Box<str>] {
        &self.keys
    }
}

impl KeyPath {
    /// A key directly in a record.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { first: key.into(), rest: Vec::new() }
    }

    /// A key with further parts: `next` with `on` is `next.on`.
    #[must_use]
    pub fn then(mut self, key: &str) -> Self {
        self.rest.push(key.into());
        self
    }

    /// The parts.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.first).chain(self.rest.iter().map(|part| &**part))
    }
}

impl From<&str> for KeyPath {
    /// One key, as it is: dots are part of it.
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

/// One part of a key as TOML writes it: bare, or quoted.
pub(super) struct Name<'a>(pub &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_empty() && self.0.bytes().all(super::scan::is_bare) {
            f.write_str(self.0)
        } else {
            super::literal::write_quoted(f, self.0)
        }
    }
}

fn write_dotted<'a>(f: &mut fmt::Formatter<'_>, parts: impl Iterator<Item = &'a str>) -> fmt::Result {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            f.write_str(".")?;
        }
        write!(f, "{}", Name(part))?;
    }
    Ok(())
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_dotted(f, self.parts())
    }
}

impl fmt::Display for RecordPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_dotted(f, self.keys())?;
        if let Some(row) = &self.row {
            f.write_str("[")?;
            for (index, (key, value)) in row.values.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                write!(f, "{comma}{key}={value}")?;
            }
            if row.nth > 0 {
                write!(f, "#{}", row.nth)?;
            }
            f.write_str("]")?;
        }
        Ok(())
    }
}

impl FromStr for KeyPath {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let refused = || Refusal::new(format!("expected a key, found `{text}`"), "write it as `next.on`");
        let (parts, end) = dotted(text).ok_or_else(refused)?;
        let mut parts = parts.into_iter();
        match parts.next() {
            Some(first) if end == text.len() => Ok(Self { first, rest: parts.collect() }),
            _ => Err(refused()),
        }
    }
}

impl FromStr for RecordPath {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let refused = || Refusal::new(format!("expected a record, found `{text}`"), "write it as `deal.northwind`");
        if text.is_empty() {
            return Ok(Self::default());
        }
        let (keys, end) = dotted(text).ok_or_else(refused)?;
        let rest = &text[end..];
        let row = match rest.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
            None if rest.is_empty() => None,
            Some(Some(values)) => Some(row(values).ok_or_else(refused)?),
            _ => return Err(refused()),
        };
        Ok(Self { keys, row })
    }
}

/// The parts of the dotted key that a text begins with, and where it ends.
fn dotted(text: &str) -> Option<(Vec<Box<str>>, usize)> {
    let source = Source::new(text);
    let mut tokens = source.lex().filter(|token| token.kind() != TokenKind::Whitespace).peekable();
    let mut parts = Vec::new();
    loop {
        let token = tokens.next()?;
        let end = token.span().end();
        parts.push(part(source, token)?);
        match tokens.peek().map(Token::kind) {
            Some(TokenKind::Dot) => {
                tokens.next();
            }
            _ => return Some((parts, end)),
        }
    }
}

fn part(source: Source<'_>, token: Token) -> Option<Box<str>> {
    if !matches!(token.kind(), TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString) {
        return None;
    }
    let mut decoded = std::borrow::Cow::Borrowed("");
    let mut errors: Option<toml_parser::ParseError> = None;
    source.get(token)?.decode_key(&mut decoded, &mut errors);
    errors.is_none().then(|| decoded.into())
}

/// `note="x",rung="",place=2026-11-26T14:00:00Z#1`, without the brackets.
fn row(text: &str) -> Option<Row> {
    let mut values = Vec::new();
    let mut at = 0;
    while at < text.len() && !text[at..].starts_with('#') {
        if at > 0 {
            at += text[at..].find(',').filter(|skipped| text[at..at + skipped].trim().is_empty())? + 1;
        }
        let (mut parts, end) = dotted(&text[at..])?;
        let equals =
            text[at + end..].find('=').filter(|skipped| text[at + end..at + end + skipped].trim().is_empty())?;
        at += end + equals + 1;
        at += text[at..].len() - text[at..].trim_start().len();
        let end = at + value_end(&text[at..]);
        let value: Literal = text[at..end].trim_end().parse().ok()?;
        let first = parts.remove(0);
        values.push((KeyPath { first, rest: parts }, value));
        at = end;
    }
    let nth = if at < text.len() { text[at + 1..].parse().ok()? } else { 0 };
    Some(Row { values, nth })
}

/// Where a value ends: at a comma or `#` outside quotes and brackets.
fn value_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            TokenKind::Comma | TokenKind::Comment if depth == 0 => return token.span().start(),
            _ => {}
        }
    }
    text.len()
}

impl From<RecordPath> for String {
    fn from(path: RecordPath) -> Self {
        path.to_string()
    }
}

impl TryFrom<String> for RecordPath {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<KeyPath> for String {
    fn from(path: KeyPath) -> Self {
        path.to_string()
    }
}

impl TryFrom<String> for KeyPath {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for text in [
            "",
            "deal.northwind.note.soc2-pack",
            "deal.\"a.b \\\"c\"",
            "deal.northwind.call_log[note=\"x,]\",rung=\"\",place=2026-11-26T14:00:00Z]",
            "deal.northwind.message[at=2026-11-24T14:08:00,by=\"maya\"#2]",
        ] {
            let path: RecordPath = text.parse().unwrap();
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn blanks_around_the_parts_of_a_path_do_not_matter() {
        let path: RecordPath = "deal . x.log[ note = 'y' , n = 1 ]".parse().unwrap();
        assert_eq!(path.to_string(), "deal.x.log[note=\"y\",n=1]");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["deal.", ".deal", "deal northwind", "deal.x[", "deal.x[note]", "deal.x[note=]", "a.b!c"] {
            assert!(text.parse::<RecordPath>().is_err(), "{text}");
        }
        assert!("".parse::<KeyPath>().is_err());
    }
}

//! New text in the manner of the text around it: indentation, `=`, line endings, blank lines, commas.

use std::fmt::{Display, Write as _};
use std::ops::Range;

use super::Bench;
use crate::text::outline::{Element, Entry, Path, Section, Value, line_end, line_start};
use crate::text::path::Name;
use crate::text::step::Splice;
use crate::text::{KeyPath, Literal};

/// Names as a dotted key.
pub(super) fn dotted(path: &Path) -> String {
    let mut text = String::new();
    for element in path {
        if let Element::Name(name) = element {
            let dot = if text.is_empty() { "" } else { "." };
            // Writing to a string cannot fail.
            let _ = write!(text, "{dot}{}", Name(name));
        }
    }
    text
}

/// `=` as the entry has it: tight, or between blanks.
fn equals(text: &str, entry: Option<&Entry>) -> &'static str {
    let between = entry.and_then(|entry| text.get(entry.keys.last()?.span.end..entry.value.span.start));
    if between == Some("=") { "=" } else { " = " }
}

/// Whether the text ends with an empty line, or is empty.
pub(in crate::text) fn ends_blank(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(line) = text.strip_suffix('\n') else { return text.is_empty() };
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.is_empty() || line.ends_with('\n') || line.rsplit('\n').next().is_some_and(|last| last.trim().is_empty())
}

impl Bench<'_> {
    pub(super) fn indent(&self, at: usize) -> &str {
        let line = &self.text[line_start(&self.text, at)..at];
        if line.trim().is_empty() { line } else { "" }
    }

    /// The line ending in use around a byte.
    pub(super) fn ending(&self, at: usize) -> &'static str {
        match memchr::memrchr(b'\n', &self.text.as_bytes()[..at]) {
            Some(found) if self.text[..found].ends_with('\r') => "\r\n",
            Some(_) => "\n",
            None => self.document.line_ending(),
        }
    }

    /// Whether a text put here would continue a line.
    pub(super) fn is_line_open(&self, at: usize) -> bool {
        at > line_start(&self.text, at) || (at == 0 && self.document.is_line_open_before(&self.key))
    }

    /// A whole line put at the start of a line, or at the end of a text without a last line ending.
    pub(super) fn line(&self, at: usize, line: &str) -> Splice {
        let ending = self.ending(at);
        let is_open = self.is_line_open(at);
        Splice::insert(at, if is_open { format!("{ending}{line}") } else { format!("{line}{ending}") })
    }

    /// A key and value in a section: behind its last plain key, or below its header.
    pub(super) fn key_line(&self, section: &Section, key: &Path, value: impl Display) -> Splice {
        let last = if key.len() == 1 {
            section.entries.iter().rev().find(|entry| entry.keys.len() == 1)
        } else {
            section.entries.last()
        };
        if let Some(last) = last {
            return self.line_behind(last, key, value);
        }
        let first = section.entries.first();
        let (at, indent) = match (&section.header, first) {
            (Some(header), Some(first)) => (header.line.end, self.indent(first.span().start)),
            (Some(header), None) => (header.line.end, self.indent(header.span.start)),
            (None, Some(first)) => (line_start(&self.text, first.span().start), self.indent(first.span().start)),
            (None, None) => (section.body_end, ""),
        };
        let sample = first.or_else(|| self.outline.sections.iter().find_map(|section| section.entries.first()));
        self.line(at, &format!("{indent}{}{}{value}", dotted(key), equals(&self.text, sample)))
    }

    /// A key and value on the line below an entry.
    pub(super) fn line_behind(&self, entry: &Entry, key: &Path, value: impl Display) -> Splice {
        let indent = self.indent(entry.span().start);
        let line = format!("{indent}{}{}{value}", dotted(key), equals(&self.text, Some(entry)));
        self.line(line_end(&self.text, entry.value.span.end), &line)
    }

    /// A key and value in an inline table.
    pub(super) fn key_in_table(
        &self,
        table: &Value,
        entries: &[Entry],
        key: &Path,
        value: impl Display,
    ) -> Vec<Splice> {
        let item = format!("{}{}{value}", dotted(key), equals(&self.text, entries.last()));
        self.item(table, &item, true)
    }

    /// A new last item of an array or inline table: on the line of the last one, or on its own where they are so.
    pub(super) fn item(&self, holder: &Value, item: &str, is_table: bool) -> Vec<Splice> {
        let text = &*self.text;
        let open = holder.span.start + 1;
        let close = holder.span.end - 1;
        let items = holder.items();
        let Some(last) = items.last() else {
            let is_tight = is_table && text[open..close].is_empty();
            let (before, after) = if is_tight {
                (" ", " ")
            } else if is_table {
                (" ", "")
            } else {
                ("", "")
            };
            return vec![Splice::insert(open, format!("{before}{item}{after}"))];
        };
        let comma = comma_behind(text, last.end..close);
        let previous = items.len().checked_sub(2).map_or(open, |index| items[index].end);
        let is_line_each = text[previous..last.start].contains('\n');
        if !is_line_each {
            return vec![Splice::insert(last.end, format!(", {item}"))];
        }
        let ending = self.ending(last.start);
        let indent = self.indent(last.start);
        let behind = comma.map_or(last.end, |comma| comma + 1);
        let next_line = line_end(text, behind);
        if next_line > close {
            // The closing bracket is on the same line.
            let (comma, trailing) = if comma.is_some() { ("", ",") } else { (",", "") };
            return vec![Splice::insert(behind, format!("{comma}{ending}{indent}{item}{trailing}"))];
        }
        if comma.is_some() {
            return vec![Splice::insert(next_line, format!("{indent}{item},{ending}"))];
        }
        vec![Splice::insert(last.end, ",".to_owned()), Splice::insert(next_line, format!("{indent}{item}{ending}"))]
    }

    /// The text and place of a new section behind another, with the blank line before it where the file has such.
    pub(super) fn section_behind(&self, model: usize, header: &str, fields: &[(KeyPath, Literal)]) -> Splice {
        let section = &self.outline.sections[model];
        let indent = section.header.as_ref().map_or("", |header| self.indent(header.span.start));
        let key_indent = section.entries.first().map_or(indent, |entry| self.indent(entry.span().start));
        let equals = section.entries.first().map(|entry| equals(&self.text, Some(entry)));
        self.block_behind(model, &section_lines(indent, key_indent, header, fields, equals))
    }

    /// The same for lines that are there already.
    pub(super) fn block_behind(&self, model: usize, lines: &[String]) -> Splice {
        let section = &self.outline.sections[model];
        // A unit that was emptied still has its place.
        let is_empty = section.header.is_none() && section.entries.is_empty();
        let at = if is_empty { self.text.len() } else { section.body_end };
        let is_open = self.is_line_open(at);
        let ending = self.ending(at);
        let is_blank = self.has_blank_lines(model);
        let mut text = String::new();
        if is_open {
            text.push_str(ending);
        }
        if is_blank && !ends_blank(&self.text[..at]) {
            text.push_str(ending);
        }
        text.push_str(&lines.join(ending));
        if !is_open {
            text.push_str(ending);
        }
        let next = &self.text[at..line_end(&self.text, at)];
        if is_blank && !next.trim().is_empty() {
            text.push_str(ending);
        }
        Splice::insert(at, text)
    }

    /// Whether sections like this one have a blank line before them: itself, else others of the unit, else of the file.
    fn has_blank_lines(&self, model: usize) -> bool {
        let sections = &self.outline.sections;
        let first = sections.iter().position(|section| section.header.is_some());
        let is_inner = |index: usize| Some(index) != first && sections[index].header.is_some();
        let example =
            if is_inner(model) { Some(model) } else { (0..sections.len()).rev().find(|index| is_inner(*index)) };
        match example {
            Some(index) => ends_blank(&self.text[..sections[index].lead]),
            None => self.document.units_blank(&self.key),
        }
    }
}

/// A header and its keys, line by line.
pub(super) fn section_lines(
    indent: &str,
    key_indent: &str,
    header: &str,
    fields: &[(KeyPath, Literal)],
    equals: Option<&'static str>,
) -> Vec<String> {
    let equals = equals.unwrap_or(" = ");
    let mut lines = Vec::with_capacity(fields.len() + 1);
    lines.push(format!("{indent}{header}"));
    lines.extend(fields.iter().map(|(key, value)| format!("{key_indent}{key}{equals}{value}")));
    lines
}

/// The comma behind an item, outside comments.
pub(super) fn comma_behind(text: &str, range: Range<usize>) -> Option<usize> {
    let mut in_comment = false;
    for (at, byte) in text.as_bytes()[range.clone()].iter().enumerate() {
        match byte {
            b'\n' => in_comment = false,
            b'#' => in_comment = true,
            b',' if !in_comment => return Some(range.start + at),
            _ => {}
        }
    }
    None
}

/// The splices that take some items out; a holder that loses all of them, and has no comments, is left tight.
pub(super) fn without_items(text: &str, holder: &Value, indexes: &[usize]) -> Vec<Splice> {
    let items = holder.items();
    let inside = holder.span.start + 1..holder.span.end - 1;
    let starts = items.iter().map(|item| item.start).chain([inside.end]);
    let ends = [inside.start].into_iter().chain(items.iter().map(|item| item.end));
    let has_comment = ends.zip(starts).any(|(end, start)| text[end..start].contains('#'));
    if indexes.len() == items.len() && !items.is_empty() && !has_comment {
        return vec![Splice::remove(inside)];
    }
    indexes.iter().map(|index| without_item(text, holder, *index)).collect()
}

/// The splice that takes an item out of an array or inline table, with its comma; comments stay.
pub(super) fn without_item(text: &str, holder: &Value, index: usize) -> Splice {
    let items = holder.items();
    let close = holder.span.end - 1;
    let item = &items[index];
    let has_comment = |range: Range<usize>| text[range].contains('#');
    let to_comma = || {
        let limit = items.get(index + 1).map_or(close, |next| next.start);
        item.start..comma_behind(text, item.end..limit).map_or(item.end, |comma| comma + 1)
    };
    let inside = holder.span.start + 1..close;
    let gaps_clean = |range: Range<usize>| {
        // Only what lies between the items counts: a `#` inside a text is no comment.
        !has_comment(range.start.min(item.start)..item.start) && !has_comment(item.end..range.end.max(item.end))
    };
    let range = if items.len() == 1 && gaps_clean(inside.clone()) {
        inside
    } else if let Some(next) = items.get(index + 1).filter(|next| gaps_clean(item.start..next.start)) {
        item.start..next.start
    } else if let Some(before) = index
        .checked_sub(1)
        .map(|before| &items[before])
        .filter(|before| index + 1 == items.len() && gaps_clean(before.end..item.end))
    {
        before.end..item.end
    } else {
        to_comma()
    };
    Splice::remove(range)
}

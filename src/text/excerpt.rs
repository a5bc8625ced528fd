//! Where a place is for a person: line and column, the source line with a caret, the whole message.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{Diagnostic, Document, Place, Severity, visible};

/// A position as editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1; a byte order mark does not count.
    pub column: usize,
}

/// A source line fit for a terminal, and what is marked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Of the marked text's first character.
    pub position: Position,
    /// The line, or the part of it around the mark, with `…` where it was shortened.
    pub line: String,
    /// Terminal columns before the mark.
    pub indent: usize,
    /// Terminal columns of the mark, at least 1.
    pub width: usize,
}

/// The widest excerpt, in terminal columns.
const WIDEST: usize = 100;

impl Document {
    /// Line and column of a place; the file's first character for a unit that is gone.
    #[must_use]
    pub fn line_column(&self, place: &Place) -> Position {
        self.line_of(place).map_or(Position { line: 1, column: 1 }, |(number, line, at)| position(number, &line, at))
    }

    /// The source line of a place, with the mark. A place over several lines is marked to the end of its first.
    #[must_use]
    pub fn excerpt(&self, place: &Place) -> Excerpt {
        let Some((number, line, at)) = self.line_of(place) else {
            return Excerpt { position: Position { line: 1, column: 1 }, line: String::new(), indent: 0, width: 1 };
        };
        let line = line.strip_suffix('\r').unwrap_or(&line);
        let at = at.min(line.len());
        let position = position(number, line, at);
        let mut end = (at + place.span.len()).clamp(at, line.len());
        while !line.is_char_boundary(end) {
            end += 1;
        }
        let before = visible(line[..at].trim_start_matches('\u{feff}'));
        let marked = visible(&line[at..end]);
        let after = visible(&line[end..]);
        // The mark comes first, then what stands before it, then what follows.
        let (marked, marked_cut) = fitting(&marked, WIDEST);
        let room = WIDEST.saturating_sub(marked.width());
        let (before, before_cut) = fitting_end(&before, room * 2 / 3);
        let (after, after_cut) = fitting(&after, room.saturating_sub(before.width()));
        let mut shown = String::with_capacity(WIDEST + 8);
        if before_cut {
            shown.push('…');
        }
        shown.push_str(before);
        let indent = shown.width();
        shown.push_str(marked);
        if marked_cut {
            shown.push('…');
        } else {
            shown.push_str(after);
            if after_cut {
                shown.push('…');
            }
        }
        Excerpt { position, line: shown, indent, width: marked.width().max(1) }
    }
}

fn position(number: usize, line: &str, at: usize) -> Position {
    let before = line[..at.min(line.len())].trim_start_matches('\u{feff}');
    Position { line: number, column: before.chars().count() + 1 }
}

/// As much of the beginning as fits, and whether something was left out.
fn fitting(text: &str, columns: usize) -> (&str, bool) {
    if text.len() <= columns || text.width() <= columns {
        return (text, false);
    }
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > columns {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// As much of the end as fits, and whether something was left out.
fn fitting_end(text: &str, columns: usize) -> (&str, bool) {
    if text.len() <= columns || text.width() <= columns {
        return (text, false);
    }
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > columns {
            return (&text[at + c.len_utf8()..], true);
        }
    }
    (text, false)
}

/// A diagnostic for a terminal, over several lines:
///
/// ```text
/// campaign.toml:12:9: error[syntax]: expected a value
///   12 | stage =
///      |        ^
///   mend: write one behind the `=`
/// ```
#[must_use]
pub fn render(diagnostic: &Diagnostic, document: &Document, file_name: &str) -> String {
    let Excerpt { position, line, indent, width } = document.excerpt(&diagnostic.place);
    let severity = match diagnostic.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let number = position.line.to_string();
    let gutter = number.len().max(4);
    let mut text = format!(
        "{}:{}:{}: {severity}[{}]: {}\n{number:>gutter$} | {line}\n{:gutter$} | {:indent$}{}\n",
        visible(file_name),
        position.line,
        position.column,
        diagnostic.code,
        visible(&diagnostic.message),
        "",
        "",
        "^".repeat(width),
    );
    if !diagnostic.mend.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  mend: {}", visible(&diagnostic.mend));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Layout, UnitKey};

    fn place(document: &Document, text: &str, needle: &str) -> Place {
        document.place_at(text.find(needle).unwrap(), needle.len())
    }

    fn read(text: &str) -> Document {
        Document::read(text.as_bytes().to_vec(), &Layout::new(["deal"])).0
    }

    #[test]
    fn a_place_has_its_line_and_column_in_the_file() {
        let text = "\u{feff}format = 1\r\n[deal.a]\r\nx = \"Zoë\" # ü here\r\n[crew]\r\n[deal.a.b]\r\ny = 2\r\n";
        let document = read(text);
        for (needle, line, column) in [("format", 1, 1), ("here", 3, 15), ("[crew]", 4, 1), ("2\r", 6, 5)] {
            assert_eq!(document.line_column(&place(&document, text, needle)), Position { line, column }, "{needle}");
        }
    }

    #[test]
    fn a_message_shows_file_line_caret_and_mend() {
        let text = "[deal.a]\nvalue\t= 日本 12\n";
        let document = read(text);
        let diagnostic = Diagnostic {
            code: "syntax",
            severity: Severity::Error,
            message: "expected\u{1b} a value".to_owned(),
            place: place(&document, text, "12"),
            mend: "write one".to_owned(),
        };
        assert_eq!(
            render(&diagnostic, &document, "my\u{7}.toml"),
            "my␇.toml:2:12: error[syntax]: expected␛ a value\n   2 | value = 日本 12\n     |              ^^\n  mend: write one\n"
        );
    }

    #[test]
    fn a_very_long_line_is_shown_around_its_mark() {
        let text = format!("[deal.a]\nx = \"{}MARK{}\"\n", "a".repeat(500), "b".repeat(500));
        let document = read(&text);
        let excerpt = document.excerpt(&place(&document, &text, "MARK"));
        assert!(excerpt.line.width() <= WIDEST + 2, "{}", excerpt.line);
        assert!(excerpt.line.starts_with('…') && excerpt.line.ends_with('…'));
        assert_eq!(&excerpt.line[excerpt.indent + '…'.len_utf8() - 1..][..4], "MARK");
        assert_eq!(excerpt.width, 4);
    }

    #[test]
    fn a_place_at_the_end_of_the_file_or_in_a_lost_unit_is_no_panic() {
        let document = read("[deal.a]\nx =");
        let end = Place { unit: UnitKey::Record("deal".into(), "a".into()), span: 12..12 };
        assert_eq!(document.excerpt(&end).width, 1);
        let lost = Place { unit: UnitKey::Group("gone".into()), span: 5..9 };
        assert_eq!(document.line_column(&lost), Position { line: 1, column: 1 });
    }
}

//! Cuts a line into tokens at its blanks; a quoted text is one token, and ` ; ` hands the rest to the remark.
//!
//! Invariant: every character that is not a blank is in exactly one token or in the remark.

use std::ops::Range;

/// Blanks split tokens. A tab is as good as a space here, because people paste from tables.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Characters that no line holds, because they hide or rearrange what a person sees: controls (C0, DEL, C1),
/// Unicode's `Bidi_Control`, and the line and paragraph separators.
#[must_use]
pub const fn is_refused(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}')
}

/// What a token looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Characters without a blank or a quote.
    Word,
    /// A text with both of its quotes.
    Text,
    /// A text whose last quote is missing: it goes to the end of the line.
    OpenText,
    /// `;` between blanks: what follows is the remark.
    Remark,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
    pub(super) shape: Shape,
    /// No blank stands between it and the token before.
    pub(super) glued: bool,
}

impl Piece<'_> {
    /// Its bytes in the line.
    pub(super) const fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether it is exactly this word.
    pub(super) fn is(&self, word: &str) -> bool {
        self.shape == Shape::Word && self.text == word
    }

    /// Whether it is a word that begins so.
    pub(super) fn starts_with(&self, start: char) -> bool {
        self.shape == Shape::Word && self.text.starts_with(start)
    }

    /// Whether it is a word that begins with a digit: meant as a span.
    pub(super) fn starts_with_digit(&self) -> bool {
        self.shape == Shape::Word && self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Walks over the tokens of a line.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    /// The bytes after the last token: the remark, once [`Shape::Remark`] came. Blanks around it do not count.
    pub(super) fn rest(&self) -> Range<usize> {
        let rest = &self.line[self.at..];
        let text = rest.trim_matches(is_blank);
        let start = self.line.len() - rest.trim_start_matches(is_blank).len();
        start..start + text.len()
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.line[self.at..].trim_start_matches(is_blank);
        if rest.is_empty() {
            self.at = self.line.len();
            return None;
        }
        let start = self.line.len() - rest.len();
        let glued = start == self.at && start > 0;
        let (shape, len) = if let Some(inside) = rest.strip_prefix('"') {
            inside.find('"').map_or((Shape::OpenText, rest.len()), |quote| (Shape::Text, quote + 2))
        } else {
            let len = rest.find(|c| is_blank(c) || c == '"').unwrap_or(rest.len());
            let closed = !rest[len..].starts_with('"');
            (if closed && &rest[..len] == ";" { Shape::Remark } else { Shape::Word }, len)
        };
        self.at = start + len;
        Some(Piece { start, text: &rest[..len], shape, glued })
    }
}

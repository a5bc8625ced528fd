//! Finds the lines that begin a section, at the speed of memory, without reading values.
//!
//! Invariant: on a text that TOML accepts, every header and every entry before the first header is found, and nothing
//! else is taken for one. From a section's first byte on, the scan depends on nothing before it; so sections put
//! together in another file are cut at the same places.
//!
//! On purpose it does not judge: a broken line becomes part of some section, and reading that section's unit tells
//! what is wrong. Only where a bracket or a long string is never closed does it guess where the next section begins,
//! so that one slip does not swallow the rest of the file; `broken` says where.

use memchr::{memchr, memchr3, memmem};

/// A line that the scanner stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A `[header]` or `[[header]]`.
    Header {
        /// Where its section begins: the comment block directly above it, or its own line.
        lead: usize,
        /// The first `[`.
        at: usize,
    },
    /// A key with its value, to the end of the value's last line.
    Entry {
        /// The key's first byte.
        at: usize,
        /// The first byte of the value, where there is one.
        value: Option<usize>,
        /// The first byte of the line after it.
        end: usize,
    },
}

/// The state of a scan.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// After one `"""` that is never closed, further ones end with their line: no text is scanned to its end twice.
    unclosed_basic: bool,
    /// The same for `'''`.
    unclosed_literal: bool,
    /// Starts of entries whose end is a guess.
    pub(super) broken: Vec<usize>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at, unclosed_basic: false, unclosed_literal: false, broken: Vec::new() }
    }

    /// The next header or entry; blank lines and comments are passed over.
    pub(super) fn next_line(&mut self) -> Option<Line> {
        let mut lead = None;
        loop {
            let start = self.at;
            let first = self.skip_blanks(start);
            match self.bytes.get(first)? {
                b'\n' => {
                    self.at = first + 1;
                    lead = None;
                }
                b'\r' if self.bytes.get(first + 1) == Some(&b'\n') => {
                    self.at = first + 2;
                    lead = None;
                }
                b'#' => {
                    lead.get_or_insert(start);
                    self.at = self.line_end(first);
                }
                b'[' => {
                    self.at = self.line_end(first);
                    return Some(Line::Header { lead: lead.unwrap_or(start), at: first });
                }
                _ => {
                    let (value, end) = self.entry(first);
                    self.at = end;
                    return Some(Line::Entry { at: first, value, end });
                }
            }
        }
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    /// The first byte after the line that `at` is in.
    fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |found| at + found + 1)
    }

    /// From a key: where its value begins, and the end of the last line of the value.
    fn entry(&mut self, start: usize) -> (Option<usize>, usize) {
        let mut at = start;
        loop {
            match self.bytes.get(at) {
                None => return (None, at),
                Some(b'=') => break,
                Some(b'\n') => return (None, at + 1),
                Some(b'#') => return (None, self.line_end(at)),
                Some(quote @ (b'"' | b'\'')) => at = self.short_string(at + 1, *quote),
                Some(_) => at += 1,
            }
        }
        let value = self.skip_blanks(at + 1);
        let end = match self.bytes.get(value) {
            None => value,
            Some(quote @ (b'"' | b'\'')) if self.is_long(value, *quote) => match self.long_string(value, *quote) {
                Some(end) => self.line_end(end),
                None => self.give_up(start, value),
            },
            Some(b'[' | b'{') => self.brackets(start, value),
            Some(_) => self.line_end(value),
        };
        (Some(value), end)
    }

    fn is_long(&self, at: usize, quote: u8) -> bool {
        self.bytes[at..].starts_with(&[quote; 3])
    }

    fn give_up(&mut self, entry: usize, at: usize) -> usize {
        self.broken.push(entry);
        self.line_end(at)
    }

    /// The end of a string on one line, from behind its opening quote: behind its closing one, or at the line's end.
    fn short_string(&self, mut at: usize, quote: u8) -> usize {
        let escape = if quote == b'"' { b'\\' } else { quote };
        loop {
            let Some(found) = memchr3(quote, escape, b'\n', &self.bytes[at..]) else { return self.bytes.len() };
            at += found;
            match self.bytes[at] {
                b'\n' => return at,
                b'\\' if quote == b'"' => at = self.behind_escape(at),
                _ => return at + 1,
            }
        }
    }

    /// Behind a backslash, and behind the quote or backslash that it takes with it.
    fn behind_escape(&self, at: usize) -> usize {
        if matches!(self.bytes.get(at + 1), Some(b'"' | b'\\')) { at + 2 } else { at + 1 }
    }

    /// The end of a `"""` or `'''` string from its first quote; `None` where it is never closed.
    fn long_string(&mut self, start: usize, quote: u8) -> Option<usize> {
        let close = if quote == b'"' {
            if self.unclosed_basic { None } else { self.close_basic(start + 3) }
        } else if self.unclosed_literal {
            None
        } else {
            memmem::find(&self.bytes[start + 3..], b"'''").map(|found| start + 3 + found)
        };
        let Some(close) = close else {
            if quote == b'"' {
                self.unclosed_basic = true;
            } else {
                self.unclosed_literal = true;
            }
            return None;
        };
        // Up to two quotes may stand directly before the closing three.
        let mut end = close + 3;
        while end < close + 5 && self.bytes.get(end) == Some(&quote) {
            end += 1;
        }
        Some(end)
    }

    fn close_basic(&self, mut at: usize) -> Option<usize> {
        loop {
            at += memchr::memchr2(b'"', b'\\', &self.bytes[at..])?;
            if self.bytes[at] == b'\\' {
                at = self.behind_escape(at);
            } else if self.is_long(at, b'"') {
                return Some(at);
            } else {
                at += 1;
            }
        }
    }

    /// The end of the line on which an array or inline table closes.
    fn brackets(&mut self, entry: usize, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    at += 1;
                }
                b']' | b'}' => {
                    depth -= 1;
                    at += 1;
                    if depth == 0 {
                        return self.line_end(at);
                    }
                }
                quote @ (b'"' | b'\'') if self.is_long(at, *quote) => match self.long_string(at, *quote) {
                    Some(end) => at = end,
                    None => return self.give_up(entry, at),
                },
                quote @ (b'"' | b'\'') => at = self.short_string(at + 1, *quote),
                b'#' => at = memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |found| at + found),
                b'\n' => {
                    at += 1;
                    if self.is_surely_header(at) {
                        self.broken.push(entry);
                        return at;
                    }
                }
                _ => at += 1,
            }
        }
        self.broken.push(entry);
        self.bytes.len()
    }

    /// A line such as `[deal.x]` cannot stand inside an array or inline table, because a bare word is no value.
    fn is_surely_header(&self, line: usize) -> bool {
        let open = self.skip_blanks(line);
        if self.bytes.get(open) != Some(&b'[') {
            return false;
        }
        let doubled = self.bytes.get(open + 1) == Some(&b'[');
        let word = self.skip_blanks(open + 1 + usize::from(doubled));
        let Some(rest) = self.bytes.get(word..) else { return false };
        let length = rest.iter().take_while(|byte| is_bare(**byte)).count();
        let is_name = rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
            && !matches!(&rest[..length], b"true" | b"false" | b"inf" | b"nan");
        is_name && matches!(self.bytes.get(self.skip_blanks(word + length)), Some(b'.' | b']'))
    }
}

/// A byte of an unquoted key.
pub(super) const fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Vec<&str> {
        let mut scanner = Scanner::new(text, 0);
        let mut found = Vec::new();
        while let Some(line) = scanner.next_line() {
            if let Line::Header { at, .. } = line {
                found.push(text[at..].lines().next().unwrap());
            }
        }
        found
    }

    #[test]
    fn a_bracket_inside_a_value_is_no_header() {
        let text = "a = [\n  [1],\n[2]\n]\nb = { c = [\n[3]] ,\n d = 1 }\n[real]\n";
        assert_eq!(headers(text), ["[real]"]);
    }

    #[test]
    fn a_bracket_inside_a_long_string_is_no_header() {
        let text = "a = \"\"\"\n[no]\n\\\"\"\"\n[no]\n\"\"\"\"\"\nb = '''\n[no]\n''''\n[real]\n";
        assert_eq!(headers(text), ["[real]"]);
    }

    #[test]
    fn quotes_and_brackets_in_comments_and_keys_do_not_count() {
        let text = "a = 1 # [ \"\"\" {\n\"k=[\" = 2\n'\"' = \"\\\"[\"\nb = [ # ]\n]\n[real]\n";
        assert_eq!(headers(text), ["[real]"]);
    }

    #[test]
    fn an_unclosed_array_does_not_swallow_the_next_table() {
        assert_eq!(headers("a = [1,\n[deal.x]\nb = 1\n[[deal.y]]\n"), ["[deal.x]", "[[deal.y]]"]);
    }

    #[test]
    fn an_unclosed_long_string_does_not_swallow_the_next_table() {
        assert_eq!(headers("a = \"\"\"x\n[deal.x]\nb = '''\n[deal.y]\n"), ["[deal.x]", "[deal.y]"]);
    }

    #[test]
    fn the_comment_block_directly_above_a_header_belongs_to_it() {
        let text = "a = 1\n# far\n\n# near\n# nearer\n[x]\n";
        let mut scanner = Scanner::new(text, 0);
        scanner.next_line();
        let Some(Line::Header { lead, .. }) = scanner.next_line() else { panic!("expected a header") };
        assert_eq!(&text[lead..], "# near\n# nearer\n[x]\n");
    }
}

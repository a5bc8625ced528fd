//! Makes a text of the file mean nothing but itself inside Markdown or markup: no link, no tag, no heading.
//!
//! Invariant: what comes out has no control character ([`visible`]) and stands on one line.

use super::visible;

/// A text on one line in which nothing means anything: every sign that Markdown knows has a backslash before it.
#[must_use]
pub fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = visible(text);
    let mut rest = text.trim().chars();
    while let Some(c) = rest.next() {
        match c {
            // An ampersand between words means nothing.
            '&' if rest.as_str().starts_with(|c: char| c == '#' || c.is_ascii_alphanumeric()) => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '^' | '$' | '=' | '@' => out.extend(['\\', c]),
            // They mean something only at the head of a line, behind a number or between slashes.
            '+' | '-' if out.is_empty() => out.extend(['\\', c]),
            '.' | ')' if !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()) => out.extend(['\\', c]),
            ':' => out.push_str(if is_scheme(&out) { "\\:" } else { ":" }),
            c => out.push(c),
        }
    }
    out
}

/// What is before a colon could make a link of it.
fn is_scheme(before: &str) -> bool {
    ["http", "https", "ftp", "mailto", "xmpp"].iter().any(|scheme| before.ends_with(scheme))
}

/// A text inside HTML, XML or SVG.
#[must_use]
pub fn in_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No XML may hold them, not even escaped.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{in_markdown as escaped, in_markup};

    #[test]
    fn what_a_text_says_is_never_read_as_markdown() {
        assert_eq!(
            escaped("[x](javascript:alert(1)) *b* `c` <b>"),
            r"\[x\](javascript:alert(1)) \*b\* \`c\` &lt;b&gt;"
        );
        assert_eq!(escaped("# no heading"), r"\# no heading");
        assert_eq!(escaped("- no list"), r"\- no list");
        assert_eq!(escaped("1. no list"), r"1\. no list");
        assert_eq!(escaped("one\n\n# two"), r"one␊␊\# two");
    }

    #[test]
    fn an_ampersand_is_escaped_where_it_could_begin_a_sign() {
        assert_eq!(escaped("Harrow & Lyle, R&D &#60; &lt;"), r"Harrow & Lyle, R&amp;D &amp;\#60; &amp;lt;");
    }

    #[test]
    fn an_ordinary_sentence_reads_as_it_is() {
        assert_eq!(
            escaped("Cut 14 % off: a grocer's bill (in 90 days)."),
            "Cut 14 % off: a grocer's bill (in 90 days)."
        );
    }

    #[test]
    fn what_a_text_says_is_never_read_as_markup() {
        assert_eq!(in_markup("<b onclick='x'>R&D \"1\"\u{1b}"), "&lt;b onclick=&#39;x&#39;&gt;R&amp;D &quot;1&quot;␛");
    }
}

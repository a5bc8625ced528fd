//! The page as Markdown: a heading for each block, a list of its facts. What a text says is never read as Markdown.

use std::fmt::Write as _;

use super::{Page, Shape, Told};
use crate::text::visible;

/// The page.
#[must_use]
pub fn markdown(page: &Page<'_>) -> String {
    let [title, stand] = &page.head;
    // Writing to a string cannot fail.
    let mut out = format!("# {}\n\n{}\n", escaped(title), escaped(stand));
    for part in &page.parts {
        let _ = writeln!(out, "\n## {}\n", part.about.heading());
        for told in &part.facts {
            let _ = writeln!(out, "- {}", line(told));
        }
        if let Some(more) = part.more() {
            let _ = writeln!(out, "- *{more}*");
        }
    }
    out
}

fn line(told: &Told<'_>) -> String {
    let fact = told.fact;
    let mut out = match fact.mark() {
        '·' => String::new(),
        mark => format!("**{mark}** "),
    };
    if told.shape == Shape::Cut {
        out.push_str(&escaped(&told.lines.join(" ")));
        return out;
    }
    out.push_str(&escaped(&fact.what));
    if !fact.say.is_empty() {
        let _ = write!(out, " → **{}**", escaped(&fact.say));
    }
    if told.shape == Shape::Whole && !fact.why.is_empty() {
        let _ = write!(out, " ({})", escaped(&fact.why));
    }
    out
}

/// A text on one line in which nothing means anything: every sign that Markdown knows has a backslash before it.
pub fn escaped(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::escaped;

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
}

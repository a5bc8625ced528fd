//! Makes any text fit for one line of a terminal: nothing in it can move the cursor, hide or reorder what is read.

use std::borrow::Cow;

/// The text with every control character, bidirectional control, invisible character and line separator replaced by
/// something visible of one column. A tab becomes one space; the other control characters become their Unicode
/// pictures (`␛`); the rest becomes `�`. Variation selectors only choose a glyph's style, so they are left out.
///
/// Borrowed, without a copy, where nothing has to change.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let Some((at, _)) = text.char_indices().find(|(_, c)| !matches!(fate(*c), Fate::Kept)) else {
        return Cow::Borrowed(text);
    };
    let mut shown = String::with_capacity(text.len() + 8);
    shown.push_str(&text[..at]);
    for c in text[at..].chars() {
        match fate(c) {
            Fate::Kept => shown.push(c),
            Fate::Replaced(picture) => shown.push(picture),
            Fate::LeftOut => {}
        }
    }
    Cow::Owned(shown)
}

enum Fate {
    Kept,
    Replaced(char),
    LeftOut,
}

fn fate(c: char) -> Fate {
    match c {
        '\t' => Fate::Replaced(' '),
        '\0'..='\x1f' => Fate::Replaced(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\x7f' => Fate::Replaced('\u{2421}'),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Fate::LeftOut,
        // C1 controls; soft hyphen, grapheme joiner, Arabic and Mongolian marks; Hangul and Khmer fillers; zero-width
        // characters, bidirectional controls and separators; deprecated format characters; byte order mark;
        // interlinear annotations; shorthand and musical format controls; tag characters.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => Fate::Replaced('\u{fffd}'),
        _ => Fate::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_text_is_not_copied() {
        for text in ["Northwind Traders", "Zoë, 180 000 €, 日本", ""] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let hostile = "a\x1b[2Jb\u{9b}1mc\x07\u{202e}d\u{200b}\u{2066}\u{feff}\u{2028}\r\n\u{7f}\u{e0041}";
        let shown = visible(hostile);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        assert_eq!(shown, "a␛[2Jb�1mc␇�d����␍␊␡�");
    }

    #[test]
    fn a_tab_is_one_space_and_a_style_selector_is_left_out() {
        assert_eq!(visible("a\tb"), "a b");
        assert_eq!(visible("❤\u{fe0f}"), "❤");
    }
}

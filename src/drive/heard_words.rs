//! The words of a text as an ear tells them apart: without case, punctuation and apostrophes.

use std::ops::Range;

/// The words of a text in order, each with its bytes: runs of letters and digits, an apostrophe inside one included.
pub(super) fn heard_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (at, c) = letters.next()?;
            if c.is_alphanumeric() {
                break at;
            }
        };
        let mut end = text.len();
        while let Some((at, c)) = letters.peek().copied() {
            if !c.is_alphanumeric() && !is_apostrophe(c) {
                end = at;
                break;
            }
            letters.next();
        }
        let word = text[start..end].trim_end_matches(is_apostrophe);
        Some(start..start + word.len())
    })
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// The letters of a word, small and without apostrophes.
pub(super) fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|c| !is_apostrophe(*c)).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        heard_words(text).map(|at| letters(&text[at]).collect()).collect()
    }

    #[test]
    fn words_are_told_apart_as_they_are_heard() {
        assert_eq!(words("Don’t “rip-and-replace”, ÉVER!"), ["dont", "rip", "and", "replace", "éver"]);
        assert_eq!(words("the boss' car"), ["the", "boss", "car"]);
        assert!(words(" … — ").is_empty());
    }
}

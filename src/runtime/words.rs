//! Splits a command written by a person into its words, as a shell would.
//!
//! What it does not do: it expands nothing (no `$HOME`, no `~`, no `*`), and knows no operators; nothing here is ever
//! given to a shell.

use std::fmt;

/// A command that ends in the middle of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// A quote that is not closed.
    Quote(char),
    /// A backslash with nothing after it.
    Backslash,
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote(quote) => write!(f, "expected a closing `{quote}`, found the end"),
            Self::Backslash => f.write_str("expected a character after the last `\\`, found the end"),
        }
    }
}

/// The words of `command`.
pub fn split(command: &str) -> Result<Vec<String>, Unfinished> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(Unfinished::Quote('\''))? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(Unfinished::Quote('"'))? {
                        '"' => break,
                        '\\' => match characters.next().ok_or(Unfinished::Quote('"'))? {
                            escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                            other => word.extend(['\\', other]),
                        },
                        other => word.push(other),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(characters.next().ok_or(Unfinished::Backslash)?),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_parted_by_blanks() {
        assert_eq!(split("  vim  -u NONE\t").unwrap(), ["vim", "-u", "NONE"]);
    }

    #[test]
    fn nothing_has_no_words() {
        assert!(split(" \t").unwrap().is_empty());
    }

    #[test]
    fn quotes_and_backslashes_keep_a_word_together() {
        assert_eq!(split(r#"'/my apps/ed' "a \"b\" \c" d\ e"f"''"#).unwrap(), ["/my apps/ed", r#"a "b" \c"#, "d ef"]);
    }

    #[test]
    fn empty_quotes_are_an_empty_word() {
        assert_eq!(split("emacsclient -a ''").unwrap(), ["emacsclient", "-a", ""]);
    }

    #[test]
    fn nothing_is_expanded() {
        assert_eq!(split("$HOME/ed ~ *; x").unwrap(), ["$HOME/ed", "~", "*;", "x"]);
    }

    #[test]
    fn what_is_not_finished_is_told() {
        assert_eq!(split("vim 'x").unwrap_err(), Unfinished::Quote('\''));
        assert_eq!(split("vim \"x\\\"").unwrap_err().to_string(), "expected a closing `\"`, found the end");
        assert_eq!(split("vim \\").unwrap_err(), Unfinished::Backslash);
    }

    proptest! {
        #[test]
        fn words_in_single_quotes_come_back_as_they_are(words in prop::collection::vec("[^']*", 0..6)) {
            let command = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(split(&command).unwrap(), words);
        }
    }
}

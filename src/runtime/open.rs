//! Opens a link from the campaign file in the user's browser or mail program.
//!
//! Invariant: a link is data that somebody else wrote. Only `http`, `https` and `mailto` are opened, and no shell sees
//! it. Opening never blocks: the outcome comes as a message.

use std::fmt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use super::store::plain;

#[cfg(target_os = "macos")]
const OPENER: &str = "open";
#[cfg(not(target_os = "macos"))]
const OPENER: &str = "xdg-open";

/// A link that is fit to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

/// Why a text is no link that is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoLink {
    /// It starts with something else than `http:`, `https:` or `mailto:`.
    Scheme,
    /// It holds blanks or control characters, or names no place.
    Malformed,
}

impl fmt::Display for NoLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "expected a link that starts with `https://`, `http://` or `mailto:`",
            Self::Malformed => "the link names no place, or holds blanks or control characters",
        })
    }
}

impl Link {
    /// Checks that `text` is a link that may be opened.
    pub fn new(text: &str) -> Result<Self, NoLink> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or(NoLink::Scheme)?;
        let place = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.strip_prefix("//").ok_or(NoLink::Malformed)?,
            "mailto" => rest,
            _ => return Err(NoLink::Scheme),
        };
        if place.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)) {
            return Err(NoLink::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// The link as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Opens it. `report` is told from another thread how that went, once the opener has ended.
    pub fn open(&self, report: impl FnOnce(Result<(), String>) + Send + 'static) {
        self.open_with(OPENER, report);
    }

    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes")]
    fn open_with(&self, opener: &'static str, report: impl FnOnce(Result<(), String>) + Send + 'static) {
        let mut command = Command::new(opener);
        command.arg(&self.0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own: what it opens lives on when we end.
        command.process_group(0);
        std::thread::spawn(move || {
            report(match command.status() {
                Ok(status) if status.success() => Ok(()),
                Ok(_) => Err(format!("`{opener}` could not open the link")),
                Err(error) => Err(format!("cannot run `{opener}`: {}", plain(&error))),
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    fn outcome(opener: &'static str) -> Result<(), String> {
        let (sender, outcome) = channel();
        Link::new("https://example.com").unwrap().open_with(opener, move |told| sender.send(told).unwrap());
        outcome.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn web_and_mail_links_are_opened() {
        for text in ["https://meet.example.com/x?a=1&b=%20#c", "HTTP://example.com", "mailto:ines@example.com"] {
            assert_eq!(Link::new(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn anything_else_is_not_opened() {
        for text in ["file:///etc/passwd", "javascript:alert(1)", "-a Calculator", "example.com", "", "ssh://x"] {
            assert_eq!(Link::new(text), Err(NoLink::Scheme), "{text}");
        }
    }

    #[test]
    fn a_link_with_something_hidden_in_it_is_not_opened() {
        for text in ["https://", "https:x", "https://a b", "https://a\u{1b}[2J", "mailto:", "https://a\nb"] {
            assert_eq!(Link::new(text), Err(NoLink::Malformed), "{text:?}");
        }
    }

    #[test]
    fn the_outcome_is_told() {
        assert_eq!(outcome("true"), Ok(()));
        assert_eq!(outcome("false"), Err("`false` could not open the link".into()));
        assert_eq!(outcome("no-such-opener"), Err("cannot run `no-such-opener`: no such file or directory".into()));
    }
}

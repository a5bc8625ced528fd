//! The topics and texts after a step, kept in one piece as they are printed: topics first, then texts, each kind in
//! the order written (`#budget #it-team "three layers"`).
//!
//! Invariant: the piece holds only `#topic` words and quoted texts, joined by single blanks; no text holds a quote.
//! One allocation a step, none where there is nothing to say.

/// Topics and texts, in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Trailer(Box<str>);

impl Trailer {
    /// As printed; empty where there are none.
    pub(super) const fn as_str(&self) -> &str {
        &self.0
    }

    /// The topics without their `#`.
    pub(super) fn topics(&self) -> impl Iterator<Item = &str> {
        let mut left = &*self.0;
        std::iter::from_fn(move || {
            let topic = left.strip_prefix('#')?;
            let (topic, rest) = topic.split_once(' ').unwrap_or((topic, ""));
            left = rest;
            Some(topic)
        })
    }

    /// The texts without their quotes. The first quote of the piece opens the first text, because a topic has none.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.split('"').skip(1).step_by(2)
    }
}

/// Gathers the words of one step in the order they come.
#[derive(Debug, Default)]
pub(super) struct TrailerBuilder {
    topics: String,
    texts: String,
}

impl TrailerBuilder {
    /// Adds a topic, given with its `#`.
    pub(super) fn topic(&mut self, written: &str) {
        add(&mut self.topics, written);
    }

    /// Adds a text, given with its quotes.
    pub(super) fn text(&mut self, written: &str) {
        add(&mut self.texts, written);
    }

    /// The piece.
    pub(super) fn finish(mut self) -> Trailer {
        if self.topics.is_empty() {
            return Trailer(self.texts.into_boxed_str());
        }
        if !self.texts.is_empty() {
            add(&mut self.topics, &self.texts);
        }
        Trailer(self.topics.into_boxed_str())
    }
}

fn add(piece: &mut String, written: &str) {
    if piece.is_empty() {
        piece.reserve_exact(written.len());
    } else {
        piece.push(' ');
    }
    piece.push_str(written);
}

//! What each part of a typed line is, so that it can be coloured: the tokens of the shorthand, and words that the
//! playlist never uses.

use std::ops::Range;

use super::note::looks_like_shorthand;
use super::{Prompt, PromptFor};
use crate::console::model::Model;
use crate::drive::playlist;
use crate::pace::{self, TokenKind};

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PartKind,
}

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A token of the shorthand.
    Token(TokenKind),
    /// What cannot stand there.
    Wrong,
    /// Words that the playlist never uses.
    Never,
}

/// Whether the line is read as shorthand.
pub(super) fn is_shorthand(prompt: &Prompt) -> bool {
    let takes = matches!(
        prompt.purpose,
        PromptFor::Note { .. } | PromptFor::HazardNote { .. } | PromptFor::Answer { .. } | PromptFor::Hit { .. }
    );
    takes && looks_like_shorthand(prompt.input.value())
}

/// The parts of the line, in order; where two meet, the later one counts.
pub(super) fn parts(model: &Model, prompt: &Prompt) -> Vec<Part> {
    let line = prompt.input.value();
    let mut parts = Vec::new();
    let mut said: Vec<Range<usize>> = std::iter::once(0..line.len()).collect();
    if is_shorthand(prompt) {
        let tokens = pace::tokens(line);
        said = tokens
            .iter()
            .filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Remark))
            .map(|token| token.range.clone())
            .collect();
        let kind = |token: &pace::Token| if token.ok { PartKind::Token(token.kind) } else { PartKind::Wrong };
        parts.extend(tokens.iter().map(|token| Part { range: token.range.clone(), kind: kind(token) }));
    }
    if prompt.purpose.is_note() {
        for range in said {
            let never = playlist::never(&model.campaign, &line[range.clone()]);
            let moved = |at: Range<usize>| range.start + at.start..range.start + at.end;
            parts.extend(never.into_iter().map(|never| Part { range: moved(never.at), kind: PartKind::Never }));
        }
    }
    parts
}

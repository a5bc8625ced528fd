//! A line while it is typed: what each token is, and what may come at the cursor. Neither ever refuses a line.

use std::borrow::Cow;
use std::ops::Range;

use super::corner::{Core, Feature, Grade, Side};
use super::glossary::plain_feature;
use super::hardness::Hardness;
use super::lexer::{Lexer, Piece, Shape, is_blank, is_refused};
use super::line::Mark;
use super::parse::parse;
use super::read::read_core;

/// What a token of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `*`, `?`, `~` or `x` before the line.
    Mark,
    /// `@` and a date or an id.
    Anchor,
    /// `+` or `-` after an anchor.
    Sign,
    /// A distance: leading, after a sign, or between two steps.
    Span,
    /// The `!` of a step; its bytes stand right before the step's.
    Caution,
    /// A corner or a feature with its suffixes, and how hard it is.
    Step(Hardness),
    /// `->` or `&`.
    Link,
    /// `lg`, `vlg`, `sh`, `dc`, `cut` or `now`.
    Word,
    /// `#` and a topic.
    Topic,
    /// A quoted text.
    Text,
    /// `;` and the remark.
    Remark,
    /// Nothing known.
    Unknown,
}

/// One token of a line, for colouring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// What it is, by its look.
    pub kind: TokenKind,
    /// Whether it can stand where it does; the first that cannot is where [`parse`] has its error.
    pub ok: bool,
}

/// The tokens of a line in order. Only blanks lie between them.
#[must_use]
pub fn tokens(line: &str) -> Vec<Token> {
    let wrong = parse(line).err().map(|error| byte_of_column(line, error.column));
    let mut out = Vec::new();
    let mut lexer = Lexer::new(line);
    let mut before_steps = true;
    while let Some(piece) = lexer.next() {
        let mut range = piece.range();
        let kind = kind_of(&piece, before_steps, out.last());
        if kind == TokenKind::Remark {
            range.end = range.end.max(lexer.rest().end);
        }
        let ok = kind != TokenKind::Unknown
            && !wrong.is_some_and(|at| range.contains(&at))
            && piece.shape != Shape::OpenText;
        if let TokenKind::Step(_) = kind {
            before_steps = false;
            let caution = piece.text.len() - piece.text.trim_start_matches('!').len();
            if caution > 0 {
                out.push(Token { range: range.start..range.start + caution, kind: TokenKind::Caution, ok });
                range.start += caution;
            }
        }
        out.push(Token { range, kind, ok });
        if kind == TokenKind::Remark {
            break;
        }
    }
    out
}

fn kind_of(piece: &Piece<'_>, before_steps: bool, last: Option<&Token>) -> TokenKind {
    match piece.shape {
        Shape::Text | Shape::OpenText => return TokenKind::Text,
        Shape::Remark => return TokenKind::Remark,
        Shape::Word => {}
    }
    match piece.text {
        text if last.is_none() && Mark::of_sign(text).is_some() => TokenKind::Mark,
        "->" | "&" => TokenKind::Link,
        "+" | "-" if last.is_some_and(|last| last.kind == TokenKind::Anchor) => TokenKind::Sign,
        "lg" | "vlg" | "sh" | "dc" | "cut" | "now" => TokenKind::Word,
        text if text.starts_with('#') => TokenKind::Topic,
        text if text.starts_with('@') && before_steps => TokenKind::Anchor,
        text if piece.starts_with_digit() && text.ends_with(['h', 'd', 'w']) => TokenKind::Span,
        text => read_core(text).map_or(TokenKind::Unknown, |head| TokenKind::Step(head.core.hardness())),
    }
}

fn byte_of_column(line: &str, column: usize) -> usize {
    line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at)
}

/// What may be put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes it replaces: what is typed of the token so far.
    pub range: Range<usize>,
    /// The token.
    pub text: String,
    /// What it means, in a few plain words.
    pub gloss: Cow<'static, str>,
}

/// What is common at a byte of the line: grades, `!`, `>`, `dc`, `Cr`, `Gate`, `Jct`, and the topics given (without
/// `#`). What is rare is not offered, but can be typed.
#[must_use]
pub fn completions(line: &str, cursor: usize, topics: &[&str]) -> Vec<Completion> {
    let mut cursor = cursor.min(line.len());
    while !line.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let typed = &line[..cursor];
    let (mut in_step, mut last) = (false, None::<Piece<'_>>);
    for piece in Lexer::new(typed) {
        if let Some(before) = last.replace(piece) {
            in_step = after(&before, in_step);
        }
        if piece.shape == Shape::Remark {
            return Vec::new();
        }
    }
    let ended = typed.ends_with(is_blank);
    let (start, begun) = match last {
        Some(piece)
            if matches!(piece.shape, Shape::Text | Shape::OpenText) && (!ended || piece.shape == Shape::OpenText) =>
        {
            return Vec::new();
        }
        Some(piece) if ended => {
            in_step = after(&piece, in_step);
            (cursor, "")
        }
        Some(piece) => (piece.start, piece.text),
        None => (cursor, ""),
    };
    let mut offer = Offer { range: start..cursor, begun, out: Vec::new() };
    if in_step {
        offer.words(topics);
    } else {
        offer.steps();
    }
    offer.out
}

/// Whether a step has begun once this token is past.
fn after(piece: &Piece<'_>, in_step: bool) -> bool {
    match piece.shape {
        Shape::Word if matches!(piece.text, "->" | "&") || piece.starts_with_digit() => false,
        Shape::Word => in_step || read_core(piece.text).is_ok(),
        _ => in_step,
    }
}

/// The common features.
const COMMON: [Feature; 3] = [Feature::Crest, Feature::Gate, Feature::Junction];

struct Offer<'a> {
    range: Range<usize>,
    begun: &'a str,
    out: Vec<Completion>,
}

impl Offer<'_> {
    /// Offers a token that goes on from what is typed of it, and adds to it.
    fn add(&mut self, text: impl Into<String>, gloss: impl Into<Cow<'static, str>>) {
        let text = text.into();
        let begun = self.begun.as_bytes();
        let fits = text.as_bytes().get(..begun.len()).is_some_and(|start| start.eq_ignore_ascii_case(begun));
        if fits && text != self.begun {
            self.out.push(Completion { range: self.range.clone(), text, gloss: gloss.into() });
        }
    }

    fn steps(&mut self) {
        let begun = self.begun.trim_start_matches('!');
        let caution = &self.begun[..self.begun.len() - begun.len()];
        if caution.len() > 3 {
            return;
        }
        if let Ok(head) = read_core(self.begun) {
            self.suffixes(head.core);
            return;
        }
        for side in [Side::Client, Side::Ours] {
            let whose = if side == Side::Client { "theirs" } else { "ours" };
            for grade in [Grade::Six, Grade::Five, Grade::Four, Grade::Three, Grade::Two, Grade::One] {
                let gloss = format!("{whose}: {}", grade.hardness().asks());
                self.add(format!("{caution}{}{grade}", side.letter()), gloss);
            }
        }
        for feature in COMMON {
            self.add(format!("{caution}{}", feature.letters()), plain_feature(feature));
        }
        if begun.is_empty() {
            for (sign, gloss) in [("!", "careful"), ("!!", "great care"), ("!!!", "this can end the deal")] {
                self.add(sign, gloss);
            }
        }
    }

    /// What may be put right behind a step that reads.
    fn suffixes(&mut self, core: Core) {
        if let Core::Corner(corner) = core
            && corner.bend.is_none()
            && corner.shade.is_none()
            && let Some(harder) = corner.grade.harder()
        {
            self.suffix(&format!(">{harder}"), &format!("may grow: {}", harder.hardness().asks()));
        }
        for feature in COMMON {
            self.suffix(&format!("/{}", feature.letters()), plain_feature(feature));
        }
    }

    fn suffix(&mut self, suffix: &str, gloss: &str) {
        let whole = format!("{}{suffix}", self.begun);
        if read_core(&whole).is_ok() {
            self.add(whole, gloss.to_owned());
        }
    }

    fn words(&mut self, topics: &[&str]) {
        self.add("dc", "no short cut");
        for topic in topics {
            if !topic.contains(|c: char| is_refused(c) || is_blank(c)) {
                self.add(format!("#{topic}"), "topic");
            }
        }
        if self.out.is_empty() && topics.is_empty() {
            self.add("#", "a topic follows");
        }
    }
}

//! The grammar, one token of foresight: a mark, an anchor or a span, steps and the links between them, a remark.
//!
//! Every refusal names its place: the whole token that cannot stand there, one character where a text holds what it
//! may not, one past the end where something is missing.

use super::date::Date;
use super::error::{Error, quoted};
use super::lexer::{Lexer, Piece, Shape};
use super::line::{Anchor, AnchorPlace, Lead, Line, Mark, Sign, Span, SpanUnit};
use super::read::{Head, read_core};
use super::step::{Cutting, Size, Step};
use super::steps::{Link, Steps};
use super::trailer::TrailerBuilder;
use super::vocabulary::is_slug;

pub(super) type Parsed<T> = Result<T, Error>;

pub(super) const A_STEP: &str = "write a corner or a feature, as in `L4` or `Gate`";

/// Reads a whole line of shorthand.
pub fn parse(line: &str) -> Result<Line, Error> {
    Parser::new(line).line()
}

/// Reads the `pace` of an obstacle or a note: the steps only. A mark, an anchor, a leading span or a remark is
/// refused with the key of the record where it belongs.
pub fn parse_steps(text: &str) -> Result<Steps, Error> {
    Parser::new(text).steps_alone()
}

pub(super) struct Parser<'a> {
    pub(super) line: &'a str,
    lexer: Lexer<'a>,
    pub(super) next: Option<Piece<'a>>,
}

impl<'a> Parser<'a> {
    fn new(line: &'a str) -> Self {
        let mut lexer = Lexer::new(line);
        let next = lexer.next();
        Self { line, lexer, next }
    }

    /// Goes on to the next token, which a blank must part from the last.
    fn bump(&mut self) -> Parsed<()> {
        self.next = self.lexer.next();
        match self.next {
            Some(piece) if piece.glued => Err(Error::at(
                self.line,
                piece.range(),
                format!("expected a blank before {}", quoted(piece.text)),
                "put a blank between the two",
            )),
            _ => Ok(()),
        }
    }

    fn line(mut self) -> Parsed<Line> {
        let mark = self.mark()?;
        let lead = self.lead()?;
        let steps = self.steps()?;
        let remark = self.remark()?;
        Ok(Line { mark, lead, steps, remark })
    }

    fn steps_alone(mut self) -> Parsed<Steps> {
        if let Some(piece) = self.next {
            let refused = match piece.text {
                text if piece.shape != Shape::Word => {
                    (text == ";").then_some(("a remark", "put it into `say` of the note"))
                }
                text if Mark::of_sign(text).is_some() => Some(("a mark", "set `mark` of the note to it")),
                text if text.starts_with('@') => Some(("an anchor", "set `at` of the record to the place")),
                _ if piece.starts_with_digit() => {
                    Some(("a leading distance", "set `at` of the record to a place in time"))
                }
                _ => None,
            };
            if let Some((what, mend)) = refused {
                return Err(self.not_in_pace(piece, what, mend));
            }
        }
        let steps = self.steps()?;
        match self.next {
            Some(piece) => Err(self.not_in_pace(piece, "a remark", "put it into `say` of the note")),
            None => Ok(steps),
        }
    }

    fn mark(&mut self) -> Parsed<Option<Mark>> {
        let mark = self.next.filter(|piece| piece.shape == Shape::Word).and_then(|piece| Mark::of_sign(piece.text));
        if mark.is_some() {
            self.bump()?;
        }
        Ok(mark)
    }

    fn lead(&mut self) -> Parsed<Lead> {
        let Some(piece) = self.next else { return Ok(Lead::Nothing) };
        if piece.starts_with('@') {
            let anchor = self.anchor(piece)?;
            if let Some(span) = self.next.filter(Piece::starts_with_digit) {
                return Err(Error::at(
                    self.line,
                    span.range(),
                    format!(
                        "expected a step, found {}: after an anchor no distance counts from now",
                        quoted(span.text)
                    ),
                    "leave it out, or put `+` or `-` between the two".to_owned(),
                ));
            }
            return Ok(Lead::Anchor(anchor));
        }
        if piece.starts_with_digit() {
            let span = self.span(piece)?;
            self.bump()?;
            if let Some(anchor) = self.next.filter(|next| next.starts_with('@')) {
                return Err(Error::at(
                    self.line,
                    anchor.range(),
                    format!(
                        "expected a step, found the anchor {}: a line has a distance from now or an anchor",
                        quoted(anchor.text)
                    ),
                    format!("leave out `{span}`, or put it behind the anchor, after `+` or `-`"),
                ));
            }
            return Ok(Lead::Span(span));
        }
        Ok(Lead::Nothing)
    }

    fn anchor(&mut self, piece: Piece<'a>) -> Parsed<Anchor> {
        let place = self.anchor_place(piece)?;
        self.bump()?;
        let sign = match self.next {
            Some(next) if next.is("+") => Sign::After,
            Some(next) if next.is("-") => Sign::Before,
            _ => return Ok(Anchor { place, way: None }),
        };
        self.bump()?;
        let Some(next) = self.next.filter(Piece::starts_with_digit) else {
            let found = format!("a distance after `{}`", sign.letter());
            return Err(self.expected(&found, "write how far, as in `2d`, or leave the sign out"));
        };
        let span = self.span(next)?;
        self.bump()?;
        Ok(Anchor { place, way: Some((sign, span)) })
    }

    fn anchor_place(&self, piece: Piece<'_>) -> Parsed<AnchorPlace> {
        let name = &piece.text[1..];
        let wrong = |message: String, mend: String| Error::at(self.line, piece.range(), message, mend);
        if name.is_empty() {
            let after = piece.range().end;
            return Err(Error::at(
                self.line,
                after..after,
                "expected a date or an id right after `@`".into(),
                "write the place in one piece, as in `@quote-v2`",
            ));
        }
        if Date::looks_like(name) {
            return Date::read(name).map(AnchorPlace::Date).ok_or_else(|| {
                let message = format!("expected a date or a date-time after `@`, found {}", quoted(name));
                wrong(message, "write a day that exists, as in `@2026-11-21` or `@2026-11-21T14:00`".into())
            });
        }
        if let Some(error) = self.refused(piece.range()) {
            return Err(error);
        }
        if !name.bytes().all(is_slug) {
            let message = format!("expected an id after `@`, found {}", quoted(name));
            return Err(wrong(message, "use letters, digits, `-` and `_` only".into()));
        }
        if let Some((id, span)) = split_ending(name) {
            let apart = format!("@{id} - {span}");
            let message = format!("expected an id after `@`, found {}, which ends like a distance", quoted(name));
            return Err(wrong(message, format!("write `{apart}`")).or_nearest(Some(apart)));
        }
        Ok(AnchorPlace::Id(name.into()))
    }

    fn span(&self, piece: Piece<'_>) -> Parsed<Span> {
        let text = piece.text;
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (figures, letter) = text.split_at(digits);
        let nearest_unit = match letter {
            "wh" | "m" | "min" | "H" | "hr" | "hrs" => 'h',
            "W" | "wk" | "wks" => 'w',
            _ => 'd',
        };
        let [unit] = *letter.as_bytes() else { return Err(self.not_a_span(piece, figures, nearest_unit)) };
        let Some(unit) = SpanUnit::of_letter(unit) else { return Err(self.not_a_span(piece, figures, nearest_unit)) };
        figures.parse().ok().and_then(|n| Span::new(n, unit)).ok_or_else(|| {
            let message =
                format!("expected a number from 1 to {} before `{letter}`, found {}", Span::MOST, quoted(figures));
            Error::at(self.line, piece.range(), message, "write a nearer distance, or a date after `@`")
        })
    }

    fn steps(&mut self) -> Parsed<Steps> {
        let first = self.step()?;
        let mut rest = Vec::new();
        while let Some(piece) = self.next.filter(|piece| piece.shape != Shape::Remark) {
            let link = match piece.text {
                "->" => Link::Into,
                "&" => Link::And,
                _ if piece.starts_with_digit() => Link::Distance(self.span(piece)?),
                _ => return Err(self.not_after_a_step(piece)),
            };
            self.bump()?;
            if rest.len() + 1 == Steps::MOST
                && let Some(fourth) = self.next.filter(|next| next.shape == Shape::Word)
            {
                return Err(Error::at(
                    self.line,
                    fourth.range(),
                    format!("expected at most three steps, found a fourth: {}", quoted(fourth.text)),
                    "make a second note of what is too much for one breath",
                ));
            }
            rest.push((link, self.step()?));
        }
        Ok(Steps::new(first, rest))
    }

    fn step(&mut self) -> Parsed<Step> {
        let piece = match self.next {
            Some(piece) if piece.shape == Shape::Word => piece,
            _ => return Err(self.expected("a step", A_STEP)),
        };
        let Head { caution, core, over, maybe } = match read_core(piece.text) {
            Ok(head) => head,
            Err(fault) => return Err(self.not_a_step(piece, fault)),
        };
        self.bump()?;
        let mut trailer = TrailerBuilder::default();
        let (mut size, mut cutting, mut now) = (None, None, false);
        while let Some(piece) = self.next {
            match (piece.shape, piece.text) {
                (Shape::Text, text) => {
                    self.allowed(piece.range())?;
                    trailer.text(text);
                }
                (Shape::OpenText, _) => return Err(self.open_text(piece)),
                (Shape::Word, "lg") => self.once(piece, &mut size, Size::Long, Size::letters)?,
                (Shape::Word, "vlg") => self.once(piece, &mut size, Size::VeryLong, Size::letters)?,
                (Shape::Word, "sh") => self.once(piece, &mut size, Size::Short, Size::letters)?,
                (Shape::Word, "dc") => self.once(piece, &mut cutting, Cutting::Dont, Cutting::letters)?,
                (Shape::Word, "cut") => self.once(piece, &mut cutting, Cutting::Allowed, Cutting::letters)?,
                (Shape::Word, "now") if now => return Err(self.second(piece, "now")),
                (Shape::Word, "now") => now = true,
                (Shape::Word, text) if text.starts_with('#') => {
                    self.topic(piece)?;
                    trailer.topic(text);
                }
                _ => break,
            }
            self.bump()?;
        }
        Ok(Step { trailer: trailer.finish(), over, core, caution, size, cutting, maybe, now })
    }

    /// Fills a slot that a step has once.
    fn once<T: Copy>(
        &self,
        piece: Piece<'_>,
        slot: &mut Option<T>,
        value: T,
        letters: fn(T) -> &'static str,
    ) -> Parsed<()> {
        match slot.replace(value) {
            Some(before) => Err(self.second(piece, letters(before))),
            None => Ok(()),
        }
    }

    fn topic(&self, piece: Piece<'_>) -> Parsed<()> {
        let topic = &piece.text[1..];
        let is_one = |slug: &str| !slug.is_empty() && slug.bytes().all(is_slug);
        let valid = match topic.split_once(':') {
            Some((kind, name)) => is_one(kind) && is_one(name),
            None => is_one(topic),
        };
        if valid {
            return Ok(());
        }
        self.allowed(piece.range())?;
        if topic.is_empty() {
            let after = piece.range().end;
            let message = "expected a topic right after `#`".into();
            return Err(Error::at(self.line, after..after, message, "write it in one piece, as in `#budget`"));
        }
        let message = format!("expected a topic such as `#budget` or `#rival:acme`, found {}", quoted(piece.text));
        Err(Error::at(self.line, piece.range(), message, "use letters, digits, `-` and `_`, and one `:` at most"))
    }

    fn remark(&mut self) -> Parsed<Option<Box<str>>> {
        let Some(piece) = self.next else { return Ok(None) };
        let range = self.lexer.rest();
        if range.is_empty() {
            let end = piece.range().end;
            let message = "expected a remark after `;`, found the end".into();
            return Err(Error::at(self.line, end..end, message, "write the remark, or leave `;` out"));
        }
        self.allowed(range.clone())?;
        Ok(Some(self.line[range].into()))
    }
}

/// An id that ends in `-`, digits and a unit, cut there.
fn split_ending(id: &str) -> Option<(&str, &str)> {
    let (name, span) = id.rsplit_once('-')?;
    let figures = span.strip_suffix(['h', 'd', 'w'])?;
    (!figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit())).then_some((name, span))
}

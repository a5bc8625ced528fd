//! Why the parser refuses: the place, the reason and the mend of everything that cannot stand where it does.

use std::ops::Range;

use super::error::{Error, quoted};
use super::lexer::{Piece, Shape, is_blank, is_refused};
use super::line::Mark;
use super::parse::{A_STEP, Parsed, Parser};
use super::read::{Broken, Fault, read_core};
use super::vocabulary::{nearest_step, nearest_word};

impl Parser<'_> {
    pub(super) fn not_in_pace(&self, piece: Piece<'_>, what: &str, mend: &str) -> Error {
        let message = format!("expected only steps in a pace, found {what}: {}", quoted(piece.text));
        Error::at(self.line, piece.range(), message, mend)
    }

    pub(super) fn not_a_span(&self, piece: Piece<'_>, figures: &str, unit: char) -> Error {
        if let Some(error) = self.refused(piece.range()) {
            return error;
        }
        let message = format!("expected a distance such as `{figures:.4}d`, found {}", quoted(piece.text));
        let nearest = (figures.len() <= 4).then(|| format!("{figures}{unit}"));
        Error::at(
            self.line,
            piece.range(),
            message,
            "write a number and `h`, `d` or `w`: working hours, working days, weeks",
        )
        .or_nearest(nearest)
    }

    pub(super) fn second(&self, piece: Piece<'_>, before: &str) -> Error {
        let (message, mend) = if piece.text == before {
            (format!("expected `{before}` at most once in a step"), format!("leave one `{before}`"))
        } else {
            let message = format!("expected only one of `{before}` and `{}` in a step", piece.text);
            (message, "leave the one that is meant".to_owned())
        };
        Error::at(self.line, piece.range(), message, mend)
    }

    /// What stands where nothing but a word, a link or a remark can.
    pub(super) fn not_after_a_step(&self, piece: Piece<'_>) -> Error {
        let text = piece.text;
        if let Some(error) = self.refused(piece.range()) {
            return error;
        }
        let shown = quoted(text);
        let at = |message: String, mend: String| Error::at(self.line, piece.range(), message, mend);
        if text.starts_with('@') {
            return at(
                format!("expected the anchor {shown} before the steps"),
                "move it to the start of the line".into(),
            );
        }
        if matches!(text, "+" | "-") {
            return at(format!("expected {shown} only after an anchor"), "write `->` for into, or `&` for and".into())
                .or_nearest(Some(if text == "-" { "->" } else { "&" }.into()));
        }
        if Mark::of_sign(text).is_some() {
            return at(format!("expected the mark {shown} at the start of the line"), "move it to the start".into());
        }
        if text.contains(';') {
            return at(
                format!("expected a blank on each side of `;`, found {shown}"),
                "write ` ; ` before the remark".into(),
            )
            .or_nearest(Some(";".into()).filter(|_| text.trim_matches(';').is_empty()));
        }
        match read_core(text) {
            Ok(_) => {
                let message = format!("expected a link before the step {shown}");
                at(message, format!("write `-> {text}`, `& {text}`, or a distance such as `2d {text}`"))
                    .or_nearest(Some(format!("-> {text}")))
            }
            Err(Fault::Broken(broken)) => self.broken(piece, *broken),
            Err(Fault::Unknown) => {
                let nearest = nearest_word(text);
                let message = format!("expected a word, a link or the end after a step, found {shown}");
                at(message, propose(nearest.as_deref(), text)).or_nearest(nearest)
            }
        }
    }

    /// What stands where only a step can.
    pub(super) fn not_a_step(&self, piece: Piece<'_>, fault: Fault) -> Error {
        let text = piece.text;
        if let Some(error) = self.refused(piece.range()) {
            return error;
        }
        let at = |message: String, mend: &str| Error::at(self.line, piece.range(), message, mend);
        if let Fault::Broken(broken) = fault {
            return self.broken(piece, *broken);
        }
        let what = match text {
            "->" | "&" => "the link ",
            "lg" | "vlg" | "sh" | "dc" | "cut" | "now" => "the word ",
            "+" | "-" => "the sign ",
            _ if Mark::of_sign(text).is_some() => "the mark ",
            _ if text.starts_with('@') => "the anchor ",
            _ if text.starts_with('#') => "the topic ",
            _ if piece.starts_with_digit() => "the distance ",
            _ => "",
        };
        let message = format!("expected a step, found {what}{}", quoted(text));
        if what.is_empty() {
            let nearest = nearest_step(text);
            let mend = nearest.as_ref().map_or_else(|| A_STEP.to_owned(), |nearest| format!("write `{nearest}`"));
            return at(message, &mend).or_nearest(nearest);
        }
        at(message, A_STEP)
    }

    /// What begins like a step and then goes wrong.
    pub(super) fn broken(&self, piece: Piece<'_>, broken: Broken) -> Error {
        let nearest = broken.nearest.or_else(|| nearest_step(piece.text)).filter(|nearest| nearest != piece.text);
        Error::at(self.line, piece.range(), broken.message, broken.mend).or_nearest(nearest)
    }

    pub(super) fn open_text(&self, piece: Piece<'_>) -> Error {
        let end = self.end();
        self.refused(piece.range()).unwrap_or_else(|| {
            let message = "expected `\"` at the end of the text, found the end of the line".into();
            Error::at(self.line, end..end, message, "close the text with `\"`")
        })
    }

    /// `expected WHAT, found` what is next.
    pub(super) fn expected(&self, what: &str, mend: &str) -> Error {
        let Some(piece) = self.next else {
            let end = self.end();
            return Error::at(self.line, end..end, format!("expected {what}, found the end"), mend);
        };
        if let Some(error) = self.refused(piece.range()) {
            return error;
        }
        let kind = match piece.shape {
            Shape::Text | Shape::OpenText => "the text ",
            Shape::Remark => "the remark's ",
            Shape::Word => "",
        };
        Error::at(self.line, piece.range(), format!("expected {what}, found {kind}{}", quoted(piece.text)), mend)
    }

    /// Where the line ends, without the blanks after it.
    pub(super) fn end(&self) -> usize {
        self.line.trim_end_matches(is_blank).len()
    }

    pub(super) fn allowed(&self, range: Range<usize>) -> Parsed<()> {
        self.refused(range).map_or(Ok(()), Err)
    }

    /// The first character of these bytes that no line may hold.
    pub(super) fn refused(&self, range: Range<usize>) -> Option<Error> {
        let text = &self.line[range.clone()];
        let (at, c) = text.char_indices().find(|(_, c)| is_refused(*c))?;
        let start = range.start + at;
        let kind = match c {
            '\u{1B}' => "an escape character",
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => "a line break",
            '\t' => "a tab",
            '\0'..='\u{9F}' => "a control character",
            _ => "a character that turns the direction of text",
        };
        Some(Error::at(
            self.line,
            start..start + c.len_utf8(),
            format!("expected a text that shows as it is written, found {kind} (U+{:04X})", u32::from(c)),
            "take the character out",
        ))
    }
}

/// The mend for a word that is not known.
fn propose(nearest: Option<&str>, text: &str) -> String {
    match nearest {
        Some(topic) if topic.starts_with('#') => format!("write `{topic}` for a topic, or `\"{text}\"` for a text"),
        Some(nearest) => format!("write `{nearest}`, or put quotes around a text"),
        None => "put quotes around a text, or `#` before a topic".into(),
    }
}

//! The file as units: one shared source, cut into pieces, and edited pieces beside it.
//!
//! Invariant: the pieces in order are the file, byte for byte. Finding a unit is one look-up, replacing text in it
//! touches only that unit's pieces. After every edit the units are those that reading the bytes finds, so that the next
//! edit comes to the same bytes here and on the file. A document is plain data: units may be read on several threads at
//! once.
//!
//! On purpose it does not keep trees: a unit is read again when somebody asks.

mod pieces;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::cut::{Run, cut};
use super::{Diagnostic, Layout, Place, Severity, Tree, UnitKey};

/// A campaign file's text. Cloning shares the source.
///
/// A comment block directly above a header, with no blank line between, belongs to that record: it is removed with it.
/// Any other comment belongs to what stands before it.
#[derive(Debug, Clone)]
pub struct Document {
    source: Arc<String>,
    /// The bytes as they were, where they are not UTF-8; such a document is only looked at.
    foreign: Option<Arc<Vec<u8>>>,
    layout: Layout,
    pieces: Vec<Piece>,
    /// The pieces of the file in order.
    order: Vec<u32>,
    names: Arc<Names>,
    /// An edit left pieces that are cut in another way once the file is read again.
    is_torn: bool,
}

/// The units, and where each is found. Documents that were made of one another share them until one gets or loses a unit.
#[derive(Debug, Clone, Default)]
struct Names {
    units: Vec<Unit>,
    by_key: HashMap<UnitKey, u32>,
}

/// One unit of a document.
#[derive(Debug, Clone)]
pub struct Unit {
    key: UnitKey,
    /// In file order, never none.
    pieces: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Piece {
    unit: u32,
    text: Stored,
    /// How many line feeds, once somebody asked.
    lines: OnceLock<usize>,
}

#[derive(Debug, Clone)]
enum Stored {
    Source(Range<u32>),
    Own(Box<str>),
}

impl Unit {
    /// Its name.
    #[must_use]
    pub const fn key(&self) -> &UnitKey {
        &self.key
    }

    /// Reads its text, as [`Document::unit_text`] gives it.
    #[must_use]
    pub fn tree<'t>(&self, text: &'t str) -> Tree<'t> {
        Tree::read(&self.key, text)
    }
}

impl Document {
    /// Cuts the bytes of a file into units, and tells what can be told without reading them: bytes that are not UTF-8,
    /// and values that are never closed where the unit alone would not show it.
    ///
    /// The document is whole in any case. What stands in it, and what is wrong in a unit, tells [`Tree::read`].
    #[must_use]
    pub fn read(bytes: Vec<u8>, layout: &Layout) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut bad = None;
        let (mut text, mut foreign) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let length = error.utf8_error().error_len();
                let bytes = error.into_bytes();
                let end = length.map_or(bytes.len(), |length| at + length);
                let found: Vec<_> = bytes[at..end].iter().map(|byte| format!("{byte:02X}")).collect();
                bad = Some((at, found.join(" ")));
                // Whatever stands before the first bad byte keeps its place.
                (String::from_utf8_lossy(&bytes).into_owned(), Some(bytes))
            }
        };
        if u32::try_from(text.len()).is_err() {
            diagnostics.push(Diagnostic {
                code: "too-large",
                severity: Severity::Error,
                message: "the file is larger than 4 GB".to_owned(),
                place: Place { unit: UnitKey::Root, span: 0..0 },
                mend: "archive finished deals, or split the campaign".to_owned(),
            });
            foreign.get_or_insert(std::mem::take(&mut text).into_bytes());
            text = String::new();
            bad = None;
        }
        let (document, broken) = Self::build(text, foreign, layout);
        if let Some((at, found)) = bad {
            diagnostics.push(Diagnostic {
                code: "encoding",
                severity: Severity::Error,
                message: format!("expected UTF-8 text, found the bytes `{found}`"),
                place: document.place_at(at, '\u{fffd}'.len_utf8()),
                mend: "save the file as UTF-8".to_owned(),
            });
        }
        for at in broken {
            let place = document.place_at(at, 1);
            let is_told =
                document.unit_text(&place.unit).is_some_and(|text| !Tree::read(&place.unit, &text).is_sound());
            if !is_told {
                diagnostics.push(Diagnostic {
                    code: "syntax",
                    severity: Severity::Error,
                    message: "the value of this key is never closed".to_owned(),
                    place,
                    mend: "close the bracket or the string".to_owned(),
                });
            }
        }
        (document, diagnostics)
    }

    fn build(text: String, foreign: Option<Vec<u8>>, layout: &Layout) -> (Self, Vec<usize>) {
        let (runs, broken) = cut(&text, layout);
        let mut document = Self {
            source: Arc::new(text),
            foreign: foreign.map(Arc::new),
            layout: layout.clone(),
            pieces: Vec::with_capacity(runs.len()),
            order: Vec::with_capacity(runs.len()),
            names: Arc::new(Names {
                units: Vec::with_capacity(runs.len()),
                by_key: HashMap::with_capacity(runs.len()),
            }),
            is_torn: false,
        };
        for Run { key, start, end } in runs {
            let piece = document.add_piece(key, Stored::Source(narrow(start)..narrow(end)));
            document.order.push(piece);
        }
        (document, broken)
    }

    /// What ends an edit: where a unit or a part of one went or was put back between others, the text is cut anew, as it
    /// is read from the file. Such edits are rare, and cutting does not read the units. A text that is broken at a place
    /// that decides about others keeps its pieces.
    pub(super) fn settle(&mut self) {
        if !std::mem::take(&mut self.is_torn) {
            return;
        }
        let is_sound = |document: &Self| {
            let root = document.unit_text(&UnitKey::Root).unwrap_or_default();
            Tree::read(&UnitKey::Root, &root).is_sound()
        };
        if is_sound(self)
            && let Ok(text) = String::from_utf8(self.bytes())
            && let (anew, broken) = Self::build(text, None, &self.layout)
            && broken.is_empty()
        {
            *self = anew;
        }
    }

    /// A new piece at the end of its unit; its place in the file is the caller's to give.
    fn add_piece(&mut self, key: UnitKey, text: Stored) -> u32 {
        let names = Arc::make_mut(&mut self.names);
        let next = narrow(names.units.len());
        let unit = *names.by_key.entry(key.clone()).or_insert(next);
        if unit == next {
            names.units.push(Unit { key, pieces: Vec::with_capacity(1) });
        }
        self.push_piece(unit, text)
    }

    fn push_piece(&mut self, unit: u32, text: Stored) -> u32 {
        let piece = narrow(self.pieces.len());
        self.pieces.push(Piece { unit, text, lines: OnceLock::new() });
        Arc::make_mut(&mut self.names).units[unit as usize].pieces.push(piece);
        piece
    }

    /// Whether the bytes are text. A document that is not refuses every edit.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        self.foreign.is_none()
    }

    /// The keyed groups that it was cut by.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The units in file order. The root comes first, even if empty; a unit without text is left out.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().filter_map(|piece| {
            let unit = &self.names.units[self.pieces[*piece as usize].unit as usize];
            let is_first = unit.pieces.first() == Some(piece);
            let is_shown =
                is_first && (unit.key == UnitKey::Root || unit.pieces.iter().any(|p| !self.stored(*p).is_empty()));
            is_shown.then_some(unit)
        })
    }

    /// The unit with this key.
    #[must_use]
    pub fn unit(&self, key: &UnitKey) -> Option<&Unit> {
        self.names.by_key.get(key).map(|unit| &self.names.units[*unit as usize])
    }

    /// The text of a unit; borrowed where its sections stand together, as they do in most files.
    #[must_use]
    pub fn unit_text(&self, key: &UnitKey) -> Option<Cow<'_, str>> {
        self.unit(key).map(|unit| self.text_of(unit))
    }

    /// The same for a unit at hand, without looking it up.
    #[must_use]
    pub fn text_of(&self, unit: &Unit) -> Cow<'_, str> {
        match unit.pieces.as_slice() {
            [piece] => Cow::Borrowed(self.stored(*piece)),
            pieces => Cow::Owned(pieces.iter().map(|piece| self.stored(*piece)).collect()),
        }
    }

    /// Where a piece stands in the file. Pieces are numbered in the order of the file, but for those that edits put in: it
    /// is near.
    fn position(&self, piece: u32) -> Option<usize> {
        let near = (piece as usize).min(self.order.len());
        (0..=self.order.len()).find_map(|away| {
            let is_here = |at: usize| (self.order.get(at) == Some(&piece)).then_some(at);
            near.checked_sub(away).and_then(is_here).or_else(|| is_here(near + away))
        })
    }

    fn stored(&self, piece: u32) -> &str {
        match &self.pieces[piece as usize].text {
            Stored::Source(range) => &self.source[range.start as usize..range.end as usize],
            Stored::Own(text) => text,
        }
    }

    /// The texts of the file in order, each with its unit; a unit whose sections stand apart comes several times.
    pub fn texts(&self) -> impl Iterator<Item = (&UnitKey, &str)> {
        self.order
            .iter()
            .map(|piece| (&self.names.units[self.pieces[*piece as usize].unit as usize].key, self.stored(*piece)))
    }

    /// The length of the file in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.foreign {
            Some(bytes) => bytes.len(),
            None => self.order.iter().map(|piece| self.stored(*piece).len()).sum(),
        }
    }

    /// Whether the file has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        if let Some(bytes) = &self.foreign {
            return bytes.to_vec();
        }
        let mut bytes = Vec::with_capacity(self.len());
        for piece in &self.order {
            bytes.extend_from_slice(self.stored(*piece).as_bytes());
        }
        bytes
    }

    /// The bytes of a file that is not looked at any more: without a copy where nothing was edited and nobody else has the
    /// text.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.names = Arc::default();
        if self.foreign.is_some() || !self.is_as_read() {
            return self.bytes();
        }
        Arc::try_unwrap(self.source).unwrap_or_else(|shared| String::clone(&shared)).into_bytes()
    }

    /// Whether the pieces are the source, whole and in order.
    fn is_as_read(&self) -> bool {
        let mut end = 0;
        self.order.iter().all(|piece| match &self.pieces[*piece as usize].text {
            Stored::Source(range) => std::mem::replace(&mut end, range.end) == range.start,
            Stored::Own(_) => false,
        }) && end as usize == self.source.len()
    }

    /// Writes the bytes of the file; neighbouring pieces of the source in one go.
    pub fn write_to(&self, out: &mut impl io::Write) -> io::Result<()> {
        if let Some(bytes) = &self.foreign {
            return out.write_all(bytes);
        }
        let mut pending: Range<u32> = 0..0;
        let source = self.source.as_bytes();
        for piece in &self.order {
            match &self.pieces[*piece as usize].text {
                Stored::Source(range) if range.start == pending.end => pending.end = range.end,
                Stored::Source(range) => {
                    out.write_all(&source[pending.start as usize..pending.end as usize])?;
                    pending = range.clone();
                }
                Stored::Own(text) => {
                    out.write_all(&source[pending.start as usize..pending.end as usize])?;
                    pending = 0..0;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        out.write_all(&source[pending.start as usize..pending.end as usize])
    }

    /// The place of a byte of the file.
    #[must_use]
    pub fn place_at(&self, offset: usize, length: usize) -> Place {
        let mut start = 0;
        for piece in &self.order {
            let text = self.stored(*piece);
            if offset < start + text.len() || self.order.last() == Some(piece) {
                let unit = &self.names.units[self.pieces[*piece as usize].unit as usize];
                let before: usize =
                    unit.pieces.iter().take_while(|other| *other != piece).map(|other| self.stored(*other).len()).sum();
                let at = (offset - start).min(text.len());
                let end = (at + length).min(text.len());
                return Place { unit: unit.key.clone(), span: narrow(before + at)..narrow(before + end) };
            }
            start += text.len();
        }
        Place { unit: UnitKey::Root, span: 0..0 }
    }
}

/// What the excerpts of `excerpt.rs` need: lines of the file.
impl Document {
    /// The number of the line that a byte of a unit is in, from 1; the line; and where in the line the byte is.
    pub(super) fn line_of(&self, place: &Place) -> Option<(usize, String, usize)> {
        let unit = self.unit(&place.unit)?;
        let mut at = place.span.start as usize;
        let mut here = *unit.pieces.first()?;
        for piece in &unit.pieces {
            here = *piece;
            let length = self.stored(here).len();
            if at < length || unit.pieces.last() == Some(piece) {
                at = at.min(length);
                break;
            }
            at -= length;
        }
        let position = self.order.iter().position(|piece| *piece == here)?;
        let text = self.stored(here);
        let at = floor_char(text, at);
        let begin = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |found| found + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found);
        let mut line = text[begin..end].to_owned();
        let mut column = at - begin;
        if begin == 0 {
            // The line may begin in an earlier piece, where a file had no line ending at its end.
            for earlier in self.order[..position].iter().rev() {
                let text = self.stored(*earlier);
                let tail = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |found| found + 1);
                line.insert_str(0, &text[tail..]);
                column += text.len() - tail;
                if tail > 0 {
                    break;
                }
            }
        }
        if end == text.len() {
            for later in &self.order[position + 1..] {
                let text = self.stored(*later);
                let head = memchr::memchr(b'\n', text.as_bytes());
                line.push_str(&text[..head.unwrap_or(text.len())]);
                if head.is_some() {
                    break;
                }
            }
        }
        let before: usize = self.order[..position].iter().map(|piece| self.line_feeds(*piece)).sum();
        Some((before + count_lines(&text[..at]) + 1, line, column))
    }

    fn line_feeds(&self, piece: u32) -> usize {
        *self.pieces[piece as usize].lines.get_or_init(|| count_lines(self.stored(piece)))
    }
}

pub(super) use pieces::line_endings;

/// A length or offset in a file, which is smaller than 4 GB.
pub(super) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn count_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

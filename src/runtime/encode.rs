//! Two frames to the bytes that a terminal obeys: moves, styles and characters of what looks different, and nothing twice.
//!
//! A frame of a full screen has some thousand cells, and each byte of it passes through the terminal's line to whoever
//! shows it: comparing and formatting cells one by one took longer than everything else about a key. So a blank is not
//! asked for the ink it would have, a few equal cells are written again where that is shorter than a move over them, and
//! the rest of a row that becomes blank is erased. Only sequences that every terminal knows are used; what a sign's width
//! is on this terminal is never relied on.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::view::{columns as columns_of, is_simple_text};

/// Gathers the bytes of a frame.
#[derive(Debug, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
    /// Where the terminal's cursor is after what was written, if that is known.
    at: Option<(u16, u16)>,
    /// The style that the terminal has now.
    style: Pen,
    signs: Signs,
    /// The row that is looked at, as it was shown.
    was: Vec<Face>,
}

/// What a terminal shows, in a third of the room that a buffer of cells takes.
#[derive(Debug, Default)]
pub struct Shown {
    area: Rect,
    faces: Vec<Face>,
}

impl Shown {
    /// The cells that are known.
    #[must_use]
    pub const fn area(&self) -> Rect {
        self.area
    }

    /// The terminal is blank.
    pub fn clear(&mut self, area: Rect) {
        self.area = area;
        self.faces.clear();
        self.faces.resize(area.area() as usize, Face::default());
    }
}

/// What is seen of a cell. Two cells look the same where their faces are equal: a blank has no ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Face {
    sign: Sign,
    pen: Pen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    fg: Ink,
    bg: Ink,
    modifier: Modifier,
}

/// A colour as one number: two are compared with each cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Ink(u32);

impl Ink {
    /// Before the number of a colour of the terminal's palette.
    const INDEXED: u32 = 1 << 24;
    /// Before red, green and blue.
    const RGB: u32 = 2 << 24;

    const fn of(colour: Color) -> Self {
        Self(match colour {
            Color::Reset => 0,
            Color::Black => 1,
            Color::Red => 2,
            Color::Green => 3,
            Color::Yellow => 4,
            Color::Blue => 5,
            Color::Magenta => 6,
            Color::Cyan => 7,
            Color::Gray => 8,
            Color::DarkGray => 9,
            Color::LightRed => 10,
            Color::LightGreen => 11,
            Color::LightYellow => 12,
            Color::LightBlue => 13,
            Color::LightMagenta => 14,
            Color::LightCyan => 15,
            Color::White => 16,
            Color::Indexed(n) => Self::INDEXED | n as u32,
            Color::Rgb(r, g, b) => Self::RGB | u32::from_be_bytes([0, r, g, b]),
        })
    }
}

/// What stands in a cell: a character or the number of a cluster, and how it lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign(u32);

impl Default for Sign {
    fn default() -> Self {
        Self::BLANK
    }
}

impl Sign {
    const BLANK: Self = Self(b' ' as u32);
    /// Several characters in one cell.
    const CLUSTER: u32 = 1 << 31;
    /// It takes the next column as well.
    const WIDE: u32 = 1 << 30;
    /// Not every terminal moves by one column for it.
    const UNSURE: u32 = 1 << 29;
    const NUMBER: u32 = Self::UNSURE - 1;

    /// The columns that it takes.
    const fn columns(self) -> usize {
        1 + (self.0 & Self::WIDE != 0) as usize
    }

    const fn is_wide(self) -> bool {
        self.0 & Self::WIDE != 0
    }

    const fn is_simple(self) -> bool {
        self.0 & Self::UNSURE == 0
    }
}

/// The clusters that were drawn.
#[derive(Debug, Default)]
struct Signs {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

/// What is seen of a blank besides its ground.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// The styles with their codes, to begin and to end them.
const MODIFIERS: [(Modifier, u16, u16); 6] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Encoder {
    /// Begins a frame: the terminal's style is plain, its cursor anywhere.
    pub fn begin(&mut self) {
        self.bytes.clear();
        self.at = None;
        self.style = Pen::default();
    }

    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &str) {
        self.bytes.extend_from_slice(bytes.as_bytes());
    }

    /// What makes a terminal show these rows of a frame; `false` where it does already. From now on it shows them.
    pub fn difference(&mut self, shown: &mut Shown, next: &Buffer, rows: impl Iterator<Item = u16>) -> bool {
        let before = self.bytes.len();
        let width = usize::from(next.area.width);
        let mut was = std::mem::take(&mut self.was);
        for y in rows {
            let cells = usize::from(y) * width..(usize::from(y) + 1) * width;
            let (Some(next), Some(shown)) = (next.content.get(cells.clone()), shown.faces.get_mut(cells)) else {
                continue;
            };
            was.clear();
            was.extend_from_slice(shown);
            let (mut first, mut last) = (usize::MAX, 0);
            for (x, (cell, shown)) in next.iter().zip(&mut *shown).enumerate() {
                let face = self.signs.face(cell);
                if face != *shown {
                    *shown = face;
                    (first, last) = (first.min(x), x);
                }
            }
            if first <= last {
                self.row(y, &was, shown, first..=last);
            }
        }
        self.was = was;
        self.bytes.len() > before
    }

    /// The cells of a row that differ lie between the first and the last of `range`.
    fn row(&mut self, y: u16, was: &[Face], next: &[Face], range: RangeInclusive<usize>) {
        // Cells before this one may have lost half a sign, whatever was shown there.
        let mut torn = 0;
        // The cells after the last one that erasing would not leave as it is to be.
        let rest = next.iter().rposition(|face| *face != Face::default()).map_or(0, |x| x + 1);
        let (mut x, last) = range.into_inner();
        while x <= last || x < torn {
            let (Some(face), Some(before)) = (next.get(x), was.get(x)) else { break };
            if (x >= torn && before == face) || is_covered(next, x) {
                x += 1;
                continue;
            }
            if x >= rest {
                return self.erase(x, y);
            }
            let columns = face.sign.columns();
            if before.sign.is_wide() || columns > 1 {
                torn = torn.max(x + before.sign.columns());
                for (covered, before) in was.iter().enumerate().take(x + columns).skip(x + 1) {
                    torn = torn.max(covered + before.sign.columns());
                }
            }
            if self.at != Some((column(x), y)) {
                self.approach(x, y, next);
            }
            self.put(*face);
            x += columns;
            // What a terminal makes of a sign that is not simple shows only on the screen, so a move comes after it.
            self.at = face.sign.is_simple().then(|| (column(x), y));
        }
    }

    /// Everything from here to the end of the row goes.
    fn erase(&mut self, x: usize, y: u16) {
        if self.at != Some((column(x), y)) {
            self.move_to(column(x), y);
        }
        if self.style.bg != Ink::default() || self.style.modifier.intersects(SEEN_ON_BLANK) {
            self.pen(Pen::default());
        }
        self.raw("\x1b[K");
    }

    /// Brings the cursor to a cell of the row by the fewest bytes.
    fn approach(&mut self, x: usize, y: u16, row: &[Face]) {
        let Some((from, _)) = self.at.filter(|at| at.1 == y) else { return self.move_to(column(x), y) };
        let from = usize::from(from);
        let Some(between) = row.get(from..x).filter(|faces| !faces.is_empty()) else { return };
        let steps = column(between.len());
        let forward = if steps == 1 { 3 } else { 3 + digits(steps) };
        let is_shorter = between.len() <= forward
            && between.iter().map(|face| self.signs.text(face.sign, &mut [0; 4]).len()).sum::<usize>() <= forward;
        if is_shorter && between.iter().all(|face| face.sign.is_simple() && self.suits(*face)) {
            for face in between {
                self.put(*face);
            }
        } else {
            self.raw("\x1b[");
            if steps > 1 {
                self.number(steps);
            }
            self.bytes.push(b'C');
        }
    }

    /// Writes a cell where the cursor is.
    fn put(&mut self, face: Face) {
        if !self.suits(face) {
            self.pen(if face.is_blank() { Pen { bg: face.pen.bg, ..self.style.on_blank() } } else { face.pen });
        }
        match u8::try_from(face.sign.0) {
            Ok(byte) if byte.is_ascii() => self.bytes.push(byte),
            _ => self.bytes.extend_from_slice(self.signs.text(face.sign, &mut [0; 4]).as_bytes()),
        }
    }

    /// Whether a cell looks right, written in the style that the terminal has now.
    fn suits(&self, face: Face) -> bool {
        if face.is_blank() {
            return self.style.bg == face.pen.bg && !self.style.modifier.intersects(SEEN_ON_BLANK);
        }
        self.style == face.pen
    }

    /// Moves the cursor.
    pub fn move_to(&mut self, x: u16, y: u16) {
        self.raw("\x1b[");
        self.number(y + 1);
        self.bytes.push(b';');
        self.number(x + 1);
        self.bytes.push(b'H');
        self.at = Some((x, y));
    }

    fn number(&mut self, number: u16) {
        let mut place = match number {
            10_000.. => 10_000,
            1_000.. => 1_000,
            100.. => 100,
            10.. => 10,
            _ => 1,
        };
        while place > 0 {
            self.bytes.push(b'0' + u8::try_from(number / place % 10).unwrap_or_default());
            place /= 10;
        }
    }

    fn pen(&mut self, pen: Pen) {
        self.raw("\x1b[");
        let ended = self.style.modifier - pen.modifier;
        if pen == Pen::default() {
            // No number is the same as 0: everything plain.
            self.style = pen;
        } else if !ended.is_empty() && (pen.fg != self.style.fg || pen.fg == Ink::default()) {
            // Ending everything is shorter than ending one style where a colour is to be given anyway.
            self.bytes.push(b'0');
            self.style = Pen::default();
        } else {
            for (modifier, _, code) in MODIFIERS {
                if ended.contains(modifier) {
                    self.separate();
                    self.number(code);
                }
            }
            self.style.modifier &= pen.modifier;
            if ended.intersects(Modifier::BOLD | Modifier::DIM) {
                // One code ends both.
                self.style.modifier -= Modifier::BOLD | Modifier::DIM;
            }
        }
        for (modifier, code, _) in MODIFIERS {
            if pen.modifier.contains(modifier) && !self.style.modifier.contains(modifier) {
                self.separate();
                self.number(code);
            }
        }
        if pen.fg != self.style.fg {
            self.separate();
            self.colour(pen.fg, 30);
        }
        if pen.bg != self.style.bg {
            self.separate();
            self.colour(pen.bg, 40);
        }
        self.bytes.push(b'm');
        self.style = pen;
    }

    fn separate(&mut self) {
        if self.bytes.last() != Some(&b'[') {
            self.bytes.push(b';');
        }
    }

    /// A colour's code; `base` is 30 for ink and 40 for ground.
    fn colour(&mut self, Ink(colour): Ink, base: u16) {
        let [_, r, g, b] = colour.to_be_bytes();
        if colour & Ink::RGB != 0 {
            self.number(base + 8);
            self.raw(";2");
            for part in [r, g, b] {
                self.bytes.push(b';');
                self.number(part.into());
            }
        } else if colour & Ink::INDEXED != 0 {
            self.number(base + 8);
            self.raw(";5;");
            self.number(b.into());
        } else {
            self.number(match u16::from(b) {
                0 => base + 9,
                n @ 1..=8 => base + n - 1,
                n => base + 51 + n,
            });
        }
    }

    /// Ends a frame with the terminal's style plain, so that nothing of it colours what others write.
    pub fn end(&mut self) -> &[u8] {
        if self.style != Pen::default() {
            self.raw("\x1b[m");
            self.style = Pen::default();
        }
        &self.bytes
    }
}

impl Pen {
    /// As it is, but for what would be seen of a blank.
    fn on_blank(self) -> Self {
        Self { modifier: self.modifier - SEEN_ON_BLANK, ..self }
    }
}

impl Face {
    /// Whether only the ground is seen.
    fn is_blank(&self) -> bool {
        self.sign == Sign::BLANK && self.pen.modifier.is_empty()
    }
}

impl Signs {
    /// What is seen of a cell.
    fn face(&mut self, cell: &Cell) -> Face {
        let text = cell.symbol();
        let sign = match text.as_bytes() {
            &[byte] => Sign(byte.into()),
            _ => self.sign(text),
        };
        if sign == Sign::BLANK && !cell.modifier.intersects(SEEN_ON_BLANK) {
            return Face { sign, pen: Pen { bg: Ink::of(cell.bg), ..Pen::default() } };
        }
        Face { sign, pen: Pen { fg: Ink::of(cell.fg), bg: Ink::of(cell.bg), modifier: cell.modifier } }
    }

    /// A sign of more than one byte.
    fn sign(&mut self, text: &str) -> Sign {
        let mut chars = text.chars();
        let mut sign = match (chars.next(), chars.next()) {
            (Some(sign), None) => u32::from(sign),
            _ => Sign::CLUSTER | self.cluster(text),
        };
        if !is_simple_text(text) {
            sign |= if columns_of(text) > 1 { Sign::WIDE | Sign::UNSURE } else { Sign::UNSURE };
        }
        Sign(sign)
    }

    fn cluster(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        // No session draws so many that a number is too small.
        let number = u32::try_from(self.texts.len()).unwrap_or(Sign::NUMBER).min(Sign::NUMBER);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn text<'a>(&'a self, sign: Sign, room: &'a mut [u8; 4]) -> &'a str {
        let number = sign.0 & Sign::NUMBER;
        if sign.0 & Sign::CLUSTER != 0 {
            return self.texts.get(number as usize).map_or(" ", |text| text);
        }
        char::from_u32(number).unwrap_or(' ').encode_utf8(room)
    }
}

/// Whether the sign before a cell takes its column as well. Where such signs stand in a row, each second cell is one's.
fn is_covered(row: &[Face], x: usize) -> bool {
    let is_behind = x > 0 && row[x - 1].sign.is_wide();
    is_behind && row[..x].iter().rev().take_while(|before| before.sign.is_wide()).count() % 2 == 1
}

/// A column of the screen; none has more than a `u16` counts.
fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn digits(number: u16) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    /// A row of texts in their styles, one after the other.
    fn row(texts: &[(&str, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        let mut x = 0;
        for (text, style) in texts {
            (x, _) = buffer.set_stringn(x, 0, text, 20, *style);
        }
        buffer
    }

    fn bytes(shown: &Buffer, next: &Buffer) -> String {
        let (mut encoder, mut known) = (Encoder::default(), Shown::default());
        known.clear(next.area);
        encoder.difference(&mut known, shown, 0..next.area.height);
        encoder.begin();
        encoder.difference(&mut known, next, 0..next.area.height);
        String::from_utf8_lossy(encoder.end()).replace('\x1b', "^")
    }

    fn plain(text: &str) -> Buffer {
        row(&[(text, Style::new())])
    }

    #[test]
    fn neighbours_of_one_style_need_no_move_and_no_style_between_them() {
        let bold = Style::new().add_modifier(Modifier::BOLD).fg(Color::Rgb(1, 2, 3));
        let next = row(&[("    ", Style::new()), ("ab", bold), ("        ", Style::new()), ("c", Style::new())]);
        assert_eq!(bytes(&plain(""), &next), "^[1;5H^[1;38;2;1;2;3mab^[8C^[mc");
    }

    #[test]
    fn a_few_equal_cells_are_written_again_and_more_are_stepped_over() {
        assert_eq!(bytes(&plain("a--b-----c"), &plain("x--y-----z")), "^[1;1Hx--y^[5Cz");
    }

    #[test]
    fn a_blank_takes_whatever_ink_there_is() {
        let red = Style::new().fg(Color::Red);
        assert_eq!(
            bytes(&plain("......"), &row(&[("a", red), ("    ", Style::new()), ("b", red)])),
            "^[1;1H^[31ma    b^[m"
        );
        assert_eq!(bytes(&plain("a  b"), &row(&[("a", Style::new()), ("  ", red), ("b", Style::new())])), "");
    }

    #[test]
    fn the_rest_of_a_row_is_erased() {
        assert_eq!(bytes(&plain("one, two, three"), &plain("one")), "^[1;4H^[K");
        let blue = Style::new().bg(Color::Blue);
        assert_eq!(bytes(&row(&[("one two three", blue)]), &row(&[("one", blue)])), "^[1;4H^[K");
    }

    #[test]
    fn a_style_is_ended_alone_where_the_colour_stays() {
        let (red, grey) = (Style::new().fg(Color::Red), Style::new().fg(Color::DarkGray));
        let bold = red.add_modifier(Modifier::BOLD);
        assert_eq!(bytes(&plain(""), &row(&[("a", bold), ("b", red)])), "^[1;1H^[1;31ma^[22mb^[m");
        assert_eq!(bytes(&plain(""), &row(&[("a", bold), ("b", grey)])), "^[1;1H^[1;31ma^[0;90mb^[m");
        assert_eq!(bytes(&plain(""), &row(&[("a", bold), ("b", Style::new())])), "^[1;1H^[1;31ma^[mb");
    }

    #[test]
    fn a_wide_character_is_followed_by_a_move() {
        assert_eq!(bytes(&plain(""), &plain("東x")), "^[1;1H東^[1;3Hx");
    }

    #[test]
    fn what_a_wide_character_covered_is_drawn_when_it_goes() {
        assert_eq!(bytes(&plain("東京."), &plain("a東.")), "^[1;1Ha東^[1;4H.^[K");
    }

    #[test]
    fn colours_of_every_depth_have_their_codes() {
        for (colour, code) in [
            (Color::Red, "31"),
            (Color::LightYellow, "93"),
            (Color::DarkGray, "90"),
            (Color::Indexed(208), "38;5;208"),
            (Color::Rgb(255, 200, 87), "38;2;255;200;87"),
        ] {
            let next = row(&[("x", Style::new().fg(colour))]);
            assert_eq!(bytes(&plain(""), &next), format!("^[1;1H^[{code}mx^[m"));
        }
    }

    fn styles() -> impl Strategy<Value = Style> {
        let colours =
            prop::sample::select(vec![Color::Reset, Color::Red, Color::Indexed(208), Color::Rgb(255, 200, 87)]);
        let grounds = prop::sample::select(vec![Color::Reset, Color::Reset, Color::Reset, Color::Blue]);
        // Mostly plain, as screens are.
        (colours, grounds, 0..12_usize).prop_map(|(fg, bg, nth)| {
            let modifier = MODIFIERS.get(nth).map_or(Modifier::empty(), |(modifier, ..)| *modifier);
            Style::new().fg(fg).bg(bg).add_modifier(modifier)
        })
    }

    fn frames() -> impl Strategy<Value = Buffer> {
        let words = prop::sample::select(vec!["a", "b", "word", " ", "      ", "東", "東京", "“…”", "─╌", "e\u{301}"]);
        prop::collection::vec((0..24_u16, 0..4_u16, words, styles()), 0..24).prop_map(|texts| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 4));
            for (x, y, text, style) in texts {
                // Some terminals know one of bold and dim at a time.
                buffer.set_stringn(x, y, text, 24, Style::reset().patch(style));
            }
            buffer
        })
    }

    /// What a person sees in a terminal's cell.
    fn seen(cell: Option<&vt100::Cell>) -> String {
        let Some(cell) = cell else { return "none".to_owned() };
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let ink = (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic());
        let ink = (text != " " || cell.inverse() || cell.underline()).then_some(ink);
        let ground = (cell.bgcolor(), cell.inverse(), cell.underline());
        format!("{text:?} {ink:?} {ground:?} {}", cell.is_wide_continuation())
    }

    proptest! {
        /// Whatever was shown before, a terminal that is told the difference shows what one shows that was told all.
        #[test]
        fn a_terminal_shows_the_next_frame(frames in prop::collection::vec(frames(), 1..4)) {
            let mut encoder = Encoder::default();
            let mut followed = vt100::Parser::new(4, 24, 0);
            let mut shown = Shown::default();
            shown.clear(Rect::new(0, 0, 24, 4));
            for next in frames {
                encoder.begin();
                encoder.difference(&mut shown, &next, 0..next.area.height);
                followed.process(encoder.end());
                let mut told_all = vt100::Parser::new(4, 24, 0);
                for y in 0..4 {
                    let mut x = 0;
                    while x < 24 {
                        let cell = &next[(x, y)];
                        encoder.begin();
                        encoder.move_to(x, y);
                        let (fg, bg) = (Ink::of(cell.fg), Ink::of(cell.bg));
                        encoder.pen(Pen { fg, bg, modifier: cell.modifier });
                        encoder.raw(cell.symbol());
                        told_all.process(encoder.end());
                        x += column(encoder.signs.face(cell).sign.columns());
                    }
                }
                for (y, x) in (0..4).flat_map(|y| (0..24).map(move |x| (y, x))) {
                    let (one, other) = (followed.screen().cell(y, x), told_all.screen().cell(y, x));
                    prop_assert_eq!(seen(one), seen(other), "column {} of row {}", x, y);
                }
            }
        }
    }
}

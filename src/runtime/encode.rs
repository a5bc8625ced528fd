//! Two frames to the bytes that a terminal obeys: moves, styles and characters of what looks different, and nothing twice.
//!
//! A frame of a full screen has some thousand cells, and each byte of it passes through the terminal's line to whoever
//! shows it: comparing and formatting cells one by one took longer than everything else about a key. So a blank is not
//! asked for the ink it would have, a few equal cells are written again where that is shorter than a move over them, and
//! the rest of a row that becomes blank is erased. Only sequences that every terminal knows are used; what a sign's width
//! is on this terminal is never relied on.

use ratatui::buffer::{Buffer, Cell};
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
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

    /// What makes a terminal that shows the one frame show these rows of the other; `false` where they look the same.
    /// Where the one has no cells, the terminal is blank there.
    pub fn difference(&mut self, shown: &Buffer, next: &Buffer, rows: impl Iterator<Item = u16>) -> bool {
        let before = self.bytes.len();
        let width = usize::from(next.area.width);
        let mut blank = Vec::new();
        for y in rows {
            let cells = usize::from(y) * width..(usize::from(y) + 1) * width;
            let Some(next) = next.content.get(cells.clone()) else { continue };
            let shown = shown.content.get(cells).unwrap_or_else(|| {
                blank.resize(width, Cell::EMPTY);
                &blank
            });
            self.row(y, shown, next);
        }
        self.bytes.len() > before
    }

    fn row(&mut self, y: u16, shown: &[Cell], next: &[Cell]) {
        // Cells before this one may have lost half a sign, whatever was shown there.
        let mut torn = 0;
        // The cells after the last one that erasing would not leave as it is to be.
        let mut rest = None;
        let mut x = 0;
        while let Some(cell) = next.get(x) {
            // To ask a cell for its sign takes longer than all else that is asked of most cells: it is asked once.
            let (was, sign) = (shown[x].symbol(), cell.symbol());
            if (x >= torn && looks_same((&shown[x], was), (cell, sign))) || is_covered(next, x) {
                x += 1;
                continue;
            }
            let rest = *rest.get_or_insert_with(|| next.iter().rposition(|cell| !is_erased(cell)).map_or(0, |x| x + 1));
            if x >= rest {
                return self.erase(x, y);
            }
            let columns = columns(sign);
            torn = torn.max(x + self::columns(was));
            for (covered, before) in shown.iter().enumerate().take(x + columns).skip(x + 1) {
                torn = torn.max(covered + self::columns(before.symbol()));
            }
            if self.at != Some((column(x), y)) {
                self.approach(x, y, next);
            }
            self.put(cell, sign);
            x += columns;
            // What a terminal makes of a sign that is not simple shows only on the screen, so a move comes after it.
            self.at = is_simple(sign).then(|| (column(x), y));
        }
    }

    /// Everything from here to the end of the row goes.
    fn erase(&mut self, x: usize, y: u16) {
        if self.at != Some((column(x), y)) {
            self.move_to(column(x), y);
        }
        if self.style.bg != Color::Reset || self.style.modifier.intersects(SEEN_ON_BLANK) {
            self.pen(Pen::default());
        }
        self.raw("\x1b[K");
    }

    /// Brings the cursor to a cell of the row by the fewest bytes.
    fn approach(&mut self, x: usize, y: u16, row: &[Cell]) {
        let Some((from, _)) = self.at.filter(|at| at.1 == y) else { return self.move_to(column(x), y) };
        let from = usize::from(from);
        let Some(between) = row.get(from..x).filter(|cells| !cells.is_empty()) else { return };
        let steps = column(between.len());
        let forward = if steps == 1 { 3 } else { 3 + digits(steps) };
        let is_shorter =
            between.len() <= forward && between.iter().map(|cell| cell.symbol().len()).sum::<usize>() <= forward;
        if is_shorter && between.iter().all(|cell| is_simple(cell.symbol()) && self.suits(cell, cell.symbol())) {
            for cell in between {
                self.raw(cell.symbol());
            }
        } else {
            self.raw("\x1b[");
            if steps > 1 {
                self.number(steps);
            }
            self.bytes.push(b'C');
        }
    }

    /// Writes a cell with its sign where the cursor is.
    fn put(&mut self, cell: &Cell, sign: &str) {
        if !self.suits(cell, sign) {
            self.pen(Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier });
        }
        match sign.as_bytes() {
            &[byte] => self.bytes.push(byte),
            bytes => self.bytes.extend_from_slice(bytes),
        }
    }

    /// Whether a cell with its sign looks right, written in the style that the terminal has now.
    fn suits(&self, cell: &Cell, sign: &str) -> bool {
        if is_plain_blank(cell, sign) {
            return self.style.bg == cell.bg && !self.style.modifier.intersects(SEEN_ON_BLANK);
        }
        self.style == Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
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
        } else if !ended.is_empty() && (pen.fg != self.style.fg || pen.fg == Color::Reset) {
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
    fn colour(&mut self, colour: Color, base: u16) {
        let named = |n: u16| if n < 8 { base + n } else { base + 52 + n };
        let code = match colour {
            Color::Reset => base + 9,
            Color::Black => named(0),
            Color::Red => named(1),
            Color::Green => named(2),
            Color::Yellow => named(3),
            Color::Blue => named(4),
            Color::Magenta => named(5),
            Color::Cyan => named(6),
            Color::Gray => named(7),
            Color::DarkGray => named(8),
            Color::LightRed => named(9),
            Color::LightGreen => named(10),
            Color::LightYellow => named(11),
            Color::LightBlue => named(12),
            Color::LightMagenta => named(13),
            Color::LightCyan => named(14),
            Color::White => named(15),
            Color::Indexed(n) => {
                self.number(base + 8);
                self.bytes.extend_from_slice(b";5;");
                return self.number(n.into());
            }
            Color::Rgb(r, g, b) => {
                self.number(base + 8);
                self.bytes.extend_from_slice(b";2;");
                self.number(r.into());
                self.bytes.push(b';');
                self.number(g.into());
                self.bytes.push(b';');
                return self.number(b.into());
            }
        };
        self.number(code);
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

/// Whether a reader sees no difference between two cells with their signs.
fn looks_same((one, sign): (&Cell, &str), (other, its_sign): (&Cell, &str)) -> bool {
    let is_one_sign = match (sign.as_bytes(), its_sign.as_bytes()) {
        ([a], [b]) => a == b,
        (a, b) => a == b,
    };
    let is_one_style = || one.fg == other.fg && one.modifier == other.modifier;
    let are_blank = || is_plain_blank(one, sign) && is_plain_blank(other, its_sign);
    is_one_sign && one.bg == other.bg && (is_one_style() || are_blank())
}

/// Whether the sign before a cell takes its column as well. Where such signs stand in a row, each second cell is one's.
fn is_covered(row: &[Cell], x: usize) -> bool {
    row[..x].iter().rev().take_while(|before| columns(before.symbol()) > 1).count() % 2 == 1
}

/// A blank of which only the ground is seen.
fn is_plain_blank(cell: &Cell, sign: &str) -> bool {
    sign.as_bytes() == b" " && !cell.modifier.intersects(SEEN_ON_BLANK)
}

/// Whether a cell is as erasing leaves it.
fn is_erased(cell: &Cell) -> bool {
    cell.bg == Color::Reset && is_plain_blank(cell, cell.symbol())
}

/// Whether every terminal moves by one column for a sign.
fn is_simple(sign: &str) -> bool {
    sign.len() == 1 || is_simple_text(sign)
}

/// The columns that a sign takes.
fn columns(sign: &str) -> usize {
    if sign.len() == 1 { 1 } else { usize::from(columns_of(sign)).clamp(1, 2) }
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
    use ratatui::layout::Rect;
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
        let mut encoder = Encoder::default();
        encoder.begin();
        encoder.difference(shown, next, 0..next.area.height);
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
            let mut shown = Buffer::empty(Rect::new(0, 0, 24, 4));
            for next in frames {
                encoder.begin();
                encoder.difference(&shown, &next, 0..next.area.height);
                followed.process(encoder.end());
                let mut told_all = vt100::Parser::new(4, 24, 0);
                for y in 0..4 {
                    let mut x = 0;
                    while x < 24 {
                        let cell = &next[(x, y)];
                        encoder.begin();
                        encoder.move_to(x, y);
                        encoder.pen(Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier });
                        encoder.raw(cell.symbol());
                        told_all.process(encoder.end());
                        x += column(columns(cell.symbol()));
                    }
                }
                for (y, x) in (0..4).flat_map(|y| (0..24).map(move |x| (y, x))) {
                    let (one, other) = (followed.screen().cell(y, x), told_all.screen().cell(y, x));
                    prop_assert_eq!(seen(one), seen(other), "column {} of row {}", x, y);
                }
                shown = next;
            }
        }
    }
}

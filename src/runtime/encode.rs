//! Cells to the bytes that a terminal obeys: moves, styles and characters, and nothing twice.
//!
//! The same sequences as any terminal library writes; they are put together here because a frame of a full screen has
//! some thousand cells, and formatting each of them by itself takes longer than everything else about a key.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

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

    /// A cell at its place.
    pub fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        if self.at != Some((x, y)) {
            self.move_to(x, y);
        }
        let pen = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
        if pen != self.style {
            self.pen(pen);
        }
        self.raw(cell.symbol());
        // After a character of two columns the next cell is not the neighbour, so a move comes of itself.
        self.at = Some((x + 1, y));
    }

    /// Moves the cursor.
    pub fn move_to(&mut self, x: u16, y: u16) {
        self.bytes.extend_from_slice(b"\x1b[");
        self.number(y + 1);
        self.bytes.push(b';');
        self.number(x + 1);
        self.bytes.push(b'H');
        self.at = Some((x, y));
    }

    fn number(&mut self, number: u16) {
        // Writing into memory does not fail.
        drop(write!(self.bytes, "{number}"));
    }

    fn pen(&mut self, pen: Pen) {
        self.bytes.extend_from_slice(b"\x1b[");
        // What is to end can only be ended with everything else.
        if !(self.style.modifier - pen.modifier).is_empty() || self.style == Pen::default() {
            self.bytes.push(b'0');
            self.style = Pen::default();
        }
        for (modifier, code) in [
            (Modifier::BOLD, b'1'),
            (Modifier::DIM, b'2'),
            (Modifier::ITALIC, b'3'),
            (Modifier::UNDERLINED, b'4'),
            (Modifier::REVERSED, b'7'),
        ] {
            if pen.modifier.contains(modifier) && !self.style.modifier.contains(modifier) {
                self.separate();
                self.bytes.push(code);
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
            self.bytes.extend_from_slice(b"\x1b[0m");
            self.style = Pen::default();
        }
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn cell(symbol: &str, style: Style) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_style(style);
        cell
    }

    fn bytes(cells: &[(u16, u16, Cell)]) -> String {
        let mut encoder = Encoder::default();
        encoder.begin();
        for (x, y, cell) in cells {
            encoder.cell(*x, *y, cell);
        }
        String::from_utf8_lossy(encoder.end()).replace('\x1b', "^")
    }

    #[test]
    fn neighbours_of_one_style_need_no_move_and_no_style_between_them() {
        let bold = Style::new().add_modifier(Modifier::BOLD).fg(Color::Rgb(1, 2, 3));
        let cells = [(4, 2, cell("a", bold)), (5, 2, cell("b", bold)), (9, 2, cell("c", Style::new()))];
        assert_eq!(bytes(&cells), "^[3;5H^[0;1;38;2;1;2;3mab^[3;10H^[0mc");
    }

    #[test]
    fn a_wide_character_is_followed_by_a_move() {
        let cells = [(0, 0, cell("東", Style::new())), (2, 0, cell("x", Style::new()))];
        assert_eq!(bytes(&cells), "^[1;1H東^[1;3Hx");
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
            let cells = [(0, 0, cell("x", Style::new().fg(colour)))];
            assert_eq!(bytes(&cells), format!("^[1;1H^[0;{code}mx^[0m"));
        }
    }
}

//! Where texts become cells: columns are measured here and nowhere else.
//!
//! A grapheme is what a person calls a character; it takes one or two columns. A text that does not fit ends with `…`.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::theme::{Role, Theme};
use super::ticking::Ticking;
use crate::text::visible;

/// A rectangle to write on, with the theme.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    ticking: &'a mut Ticking,
    /// The rectangle; coordinates of the methods are relative to its corner.
    pub area: Rect,
    /// Roles to styles, and the glyphs.
    pub theme: &'a Theme,
}

/// More columns than any terminal has: what is longer counts as this, so that widths can be added without a thought.
const WIDEST: u16 = 10_000;

/// More lines than any pane shows of one text.
const MOST_LINES: usize = 500;

/// The columns of a text, after hostile characters are made visible.
#[must_use]
pub fn columns(text: &str) -> u16 {
    if let Some(columns) = simple_columns(text) {
        return u16::try_from(columns).unwrap_or(WIDEST).min(WIDEST);
    }
    let mut used = 0;
    for grapheme in visible(text).graphemes(true) {
        used += cell_width(grapheme);
        if used >= WIDEST {
            return WIDEST;
        }
    }
    used
}

/// A character that takes one column by itself, joins no other, and is nothing that a terminal would obey: ASCII, the
/// letters of Western Europe, dashes and quotation marks, arrows, and the lines and shapes that the screens are drawn
/// with. Most texts are made of these, and need no further look.
const fn is_simple(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21ff}'
        | '\u{2212}' | '\u{2500}'..='\u{25fc}')
}

/// Whether a text takes as many columns as it has characters, on every terminal.
#[must_use]
pub fn is_simple_text(text: &str) -> bool {
    simple_columns(text).is_some()
}

/// The columns of a text of simple characters; nothing for any other text.
fn simple_columns(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Some(text.len());
    }
    let mut columns = 0;
    for c in text.chars() {
        if !is_simple(c) {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}

fn cell_width(grapheme: &str) -> u16 {
    // A terminal draws a cluster in one cell or two; more columns than two are the sum of parts that it cannot join.
    u16::try_from(UnicodeWidthStr::width(grapheme).min(2)).unwrap_or(2)
}

/// The text cut to `width` columns; one that does not fit ends with `…`.
#[must_use]
pub fn fit(text: &str, width: u16) -> Cow<'_, str> {
    if let Some(columns) = simple_columns(text) {
        return match simply_cut(text, columns, width) {
            (whole, "") => Cow::Borrowed(whole),
            (head, tail) => Cow::Owned([head, tail].concat()),
        };
    }
    if columns(text) <= width {
        return visible(text);
    }
    let mut out = String::with_capacity(usize::from(width) + 4);
    let mut used = 0;
    for grapheme in visible(text).graphemes(true) {
        let columns = cell_width(grapheme);
        if used + columns + 1 > width {
            break;
        }
        out.push_str(grapheme);
        used += columns;
    }
    if width > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    Cow::Owned(out)
}

/// A text of so many simple characters as what fits, and the sign behind it if that is not all.
fn simply_cut(text: &str, columns: usize, width: u16) -> (&str, &'static str) {
    let width = usize::from(width);
    if columns <= width {
        return (text, "");
    }
    let Some(before) = width.checked_sub(1) else { return ("", "") };
    let end = text.char_indices().nth(before).map_or(text.len(), |(at, _)| at);
    (text[..end].trim_end(), "…")
}

/// The text as lines of at most `width` columns, broken at blanks; a longer word is broken where it must be. Of a
/// very long text the first five hundred.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let width = width.max(1);
    let shown = visible(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in shown.split_whitespace() {
        if lines.len() >= MOST_LINES {
            return lines;
        }
        let wide = columns(word);
        if used > 0 && used + 1 + wide <= width {
            line.push(' ');
            line.push_str(word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut line));
        }
        let mut start = 0;
        used = wide;
        if wide > width {
            used = 0;
            for (at, grapheme) in word.grapheme_indices(true) {
                let columns = cell_width(grapheme);
                if used + columns > width && at > start {
                    if lines.len() >= MOST_LINES {
                        return lines;
                    }
                    lines.push(word[start..at].to_owned());
                    (start, used) = (at, 0);
                }
                used += columns;
            }
        }
        line.push_str(&word[start..]);
    }
    if used > 0 {
        lines.push(line);
    }
    lines
}

/// The text as rows of at most `width` columns, broken behind blanks where it can be: every character stands in one of
/// them, so that a cursor can be found again.
#[must_use]
pub fn broken(text: &str, width: u16) -> Vec<&str> {
    let width = width.max(2);
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    // The byte behind the last blank of the row.
    let mut blank = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = columns(grapheme);
        if used + wide > width {
            if rows.len() + 1 >= MOST_LINES {
                break;
            }
            let end = if blank > start { blank } else { at };
            rows.push(&text[start..end]);
            used = columns(&text[end..at]);
            start = end;
        }
        used += wide;
        if grapheme == " " {
            blank = at + 1;
        }
    }
    rows.push(&text[start..]);
    rows
}

impl<'a> Canvas<'a> {
    /// The whole buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, ticking: &'a mut Ticking) -> Self {
        let area = buffer.area;
        Self { buffer, ticking, area, theme }
    }

    /// What is written on a row changes with the second.
    pub fn ticks(&mut self, y: u16) {
        self.ticking.mark(self.area.y + y);
    }

    /// Whether what is written on a row is drawn.
    #[must_use]
    pub fn takes(&self, y: u16) -> bool {
        y < self.area.height && self.ticking.takes(self.area.y + y)
    }

    /// A part of this canvas; what lies outside is cut off.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Canvas<'_> {
        let x = self.area.x.saturating_add(x).min(self.area.right());
        let y = self.area.y.saturating_add(y).min(self.area.bottom());
        let area = Rect {
            x,
            y,
            width: width.min(self.area.right().saturating_sub(x)),
            height: height.min(self.area.bottom().saturating_sub(y)),
        };
        Canvas { buffer: self.buffer, ticking: self.ticking, area, theme: self.theme }
    }

    /// Whether only plain signs are drawn.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.theme.is_plain()
    }

    /// Columns.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes a text, cut to the right border; returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        self.put_within(x, y, text, self.area.width.saturating_sub(x), role)
    }

    /// Writes a text, cut to `width` columns; returns the column after it.
    pub fn put_within(&mut self, x: u16, y: u16, text: &str, width: u16, role: Role) -> u16 {
        let style = self.theme.style(role);
        self.put_styled(x, y, text, width, style)
    }

    /// Writes a text in a style of its own.
    pub fn put_styled(&mut self, x: u16, y: u16, text: &str, width: u16, style: Style) -> u16 {
        // What stood there before leaves no colour behind.
        let style = Style::reset().patch(style);
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let width = width.min(self.area.width - x);
        if !self.takes(y) {
            let whole = columns(text);
            return x + if whole <= width { whole } else { columns(&fit(text, width)) };
        }
        self.uncover(x, y);
        if let Some(columns) = simple_columns(text) {
            let (head, tail) = simply_cut(text, columns, width);
            let end = self.put_simple(x, y, head, style);
            return self.put_simple(end, y, tail, style);
        }
        let shown = fit(text, width);
        let mut column = x;
        for grapheme in shown.graphemes(true) {
            let columns = cell_width(grapheme);
            if columns == 0 {
                continue;
            }
            if column + columns > x + width {
                break;
            }
            let position = (self.area.x + column, self.area.y + y);
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.set_symbol(self.theme.glyph(grapheme)).set_style(style);
            }
            if columns == 2
                && let Some(cell) = self.buffer.cell_mut((position.0 + 1, position.1))
            {
                cell.reset();
                cell.set_style(style);
            }
            column += columns;
        }
        column
    }

    /// As [`Self::put_styled`], for a text of simple characters that fits: most texts are.
    fn put_simple(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let mut like = Cell::EMPTY;
        like.set_style(style);
        let theme = self.theme;
        let mut column = x;
        let mut symbol = [0; 4];
        for (c, cell) in text.chars().zip(self.cells(x, y)) {
            cell.set_symbol(theme.glyph(c.encode_utf8(&mut symbol)));
            (cell.fg, cell.bg, cell.modifier) = (like.fg, like.bg, like.modifier);
            column += 1;
        }
        column
    }

    /// The cells of a row from a column to the right border.
    fn cells(&mut self, x: u16, y: u16) -> &mut [Cell] {
        let (area, whole) = (self.area, self.buffer.area);
        let start = usize::from(area.y + y - whole.y) * usize::from(whole.width) + usize::from(area.x + x - whole.x);
        let end = start + usize::from(area.width.saturating_sub(x));
        self.buffer.content.get_mut(start..end).unwrap_or_default()
    }

    /// Writes a text that ends at the column before `end`; returns its first column.
    pub fn put_right(&mut self, end: u16, y: u16, text: &str, role: Role) -> u16 {
        let x = end.saturating_sub(columns(text));
        self.put_within(x, y, text, end - x, role);
        x
    }

    /// Writes wrapped text, at most `rows` lines, the last cut with `…`; returns the row after it.
    pub fn paragraph(&mut self, x: u16, y: u16, width: u16, rows: u16, text: &str, role: Role) -> u16 {
        let lines = wrap(text, width);
        let mut row = y;
        for (n, line) in lines.iter().enumerate() {
            if row >= y + rows || row >= self.height() {
                break;
            }
            let last = row + 1 == y + rows || row + 1 == self.height();
            if last && n + 1 < lines.len() {
                let cut = format!("{line} …");
                let shown =
                    if columns(&cut) <= width { cut } else { fit(&format!("{line}……"), width).into_owned() };
                self.put_within(x, row, &shown, width, role);
            } else {
                self.put_within(x, row, line, width, role);
            }
            row += 1;
        }
        row
    }

    /// Fills a row from `x` with one character.
    pub fn fill(&mut self, x: u16, y: u16, width: u16, symbol: &str, role: Role) {
        if !self.takes(y) {
            return;
        }
        let style = Style::reset().patch(self.theme.style(role));
        let symbol = self.theme.glyph(symbol);
        self.uncover(x, y);
        for column in x..x.saturating_add(width).min(self.area.width) {
            if let Some(cell) = self.buffer.cell_mut((self.area.x + column, self.area.y + y)) {
                cell.set_symbol(symbol).set_style(style);
            }
        }
    }

    /// A wide sign whose right half is about to be written over goes: half a sign cannot be drawn.
    fn uncover(&mut self, x: u16, y: u16) {
        let Some(left) = (self.area.x + x).checked_sub(1) else { return };
        if let Some(cell) = self.buffer.cell_mut((left, self.area.y + y))
            && !cell.symbol().is_ascii()
            && cell_width(cell.symbol()) == 2
        {
            cell.set_symbol(" ");
        }
    }

    /// A thin line around the canvas.
    pub fn frame(&mut self, role: Role) {
        let (width, height) = (self.area.width, self.area.height);
        if width < 2 || height < 2 {
            return;
        }
        for y in [0, height - 1] {
            self.fill(0, y, width, "─", role);
        }
        for y in 1..height - 1 {
            self.put(0, y, "│", role);
            self.put(width - 1, y, "│", role);
        }
        for (x, y, corner) in [(0, 0, "┌"), (width - 1, 0, "┐"), (0, height - 1, "└"), (width - 1, height - 1, "┘")]
        {
            self.put(x, y, corner, role);
        }
    }

    /// Empties the canvas: what was under it does not shine through.
    pub fn clear(&mut self) {
        for y in self.area.top()..self.area.bottom() {
            if !self.takes(y - self.area.top()) {
                continue;
            }
            self.uncover(0, y - self.area.top());
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_simple_is_one_column_by_itself_and_nothing_to_obey() {
        for c in (0..0x3000).filter_map(char::from_u32).filter(|c| is_simple(*c)) {
            let text = c.to_string();
            assert_eq!(UnicodeWidthStr::width(text.as_str()), 1, "{c:?}");
            assert_eq!(visible(&text), text, "{c:?}");
            assert_eq!(format!("a{c}b").graphemes(true).count(), 3, "{c:?}");
        }
    }

    #[test]
    fn a_text_that_does_not_fit_ends_with_an_ellipsis() {
        assert_eq!(fit("Walk Ines through it", 10), "Walk Ines…");
        assert_eq!(fit("short", 10), "short");
    }

    #[test]
    fn wide_characters_take_two_columns_and_are_never_halved() {
        assert_eq!(columns("東京"), 4);
        assert_eq!(fit("東京タワー", 6), "東京…");
    }

    #[test]
    fn a_combining_mark_takes_no_column() {
        assert_eq!(columns("Zoe\u{308}"), 3);
    }

    #[test]
    fn a_broken_text_keeps_every_character() {
        assert_eq!(broken("one two three", 7), ["one ", "two ", "three"]);
        assert_eq!(broken("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(broken("", 3), [""]);
        assert_eq!(broken("東京タワー", 5).concat(), "東京タワー");
    }

    #[test]
    fn a_paragraph_breaks_at_blanks_and_a_long_word_where_it_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    }
}

//! Rows one under the other, scrolled: what lies above the window or below it is counted but not drawn.

use super::canvas::{Canvas, wrap};
use super::theme::Role;

/// A column of rows inside a canvas.
pub struct Flow<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    row: u16,
    skip: u16,
    /// Left margin and usable width.
    pub margin: u16,
    /// Usable columns between the margins.
    pub width: u16,
}

impl<'a, 'b> Flow<'a, 'b> {
    /// Rows with a margin of two columns on both sides, the first `skip` of them scrolled away.
    pub fn new(canvas: &'a mut Canvas<'b>, skip: u16) -> Self {
        let width = canvas.width().saturating_sub(4);
        Self { canvas, row: 0, skip, margin: 2, width }
    }

    /// The next row, if it is inside the window: its place on the canvas.
    pub fn next(&mut self) -> Option<(&mut Canvas<'b>, u16)> {
        let row = self.row;
        self.row = self.row.saturating_add(1);
        let y = row.checked_sub(self.skip)?;
        (y < self.canvas.height()).then_some((&mut *self.canvas, y))
    }

    /// An empty row, unless nothing stands above it.
    pub fn gap(&mut self) {
        if self.row > 0 {
            self.row += 1;
        }
    }

    /// A heading in capitals, with its plain meaning beside it.
    pub fn heading(&mut self, title: &str, plain: &str) {
        let margin = self.margin;
        let width = self.width;
        if let Some((canvas, y)) = self.next() {
            let x = canvas.put_within(margin, y, title, width, Role::Heading);
            if !plain.is_empty() {
                canvas.put_within(x + 2, y, plain, width.saturating_sub(x), Role::Faint);
            }
        }
    }

    /// One row of text.
    pub fn line(&mut self, indent: u16, text: &str, role: Role) {
        let (margin, width) = (self.margin, self.width);
        if let Some((canvas, y)) = self.next() {
            canvas.put_within(margin + indent, y, text, width.saturating_sub(indent), role);
        }
    }

    /// Wrapped text of at most 72 columns and `rows` rows.
    pub fn paragraph(&mut self, indent: u16, text: &str, rows: usize, role: Role) {
        let width = self.width.saturating_sub(indent).min(72);
        let lines = wrap(text, width);
        let cut = lines.len() > rows;
        for (n, line) in lines.iter().take(rows).enumerate() {
            if cut && n + 1 == rows {
                let mut last = line.clone();
                last.push_str(" …");
                self.line(indent, &last, role);
            } else {
                self.line(indent, line, role);
            }
        }
    }

    /// Text at the left and at the right of one row; the left one gives way.
    pub fn both(&mut self, indent: u16, left: &str, left_role: Role, right: &str, right_role: Role) {
        let (margin, width) = (self.margin, self.width);
        if let Some((canvas, y)) = self.next() {
            let end = margin + width;
            let start = if right.is_empty() { end } else { canvas.put_right(end, y, right, right_role) };
            let room = start.saturating_sub(margin + indent + u16::from(!right.is_empty()) * 2);
            canvas.put_within(margin + indent, y, left, room, left_role);
        }
    }

    /// Rows that are left in the window.
    #[must_use]
    pub fn left(&self) -> u16 {
        (self.canvas.height() + self.skip).saturating_sub(self.row)
    }

    /// Rows so far, drawn or not.
    #[must_use]
    pub const fn rows(&self) -> u16 {
        self.row
    }
}

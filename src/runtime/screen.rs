//! Frames to the terminal: only what changed since the last frame, in one write.

use std::io;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::encode::{Encoder, Shown};
use super::guard::write_all;
use crate::console::model::Model;
use crate::view::{Theme, Ticking, draw};

/// The terminal shows what lies between these at once, where it knows how; others ignore them.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// The terminal's cells as they are, and as they are to be.
#[derive(Debug)]
pub struct Screen {
    encoder: Encoder,
    shown: Shown,
    next: Buffer,
    /// The rows that change with the second.
    ticking: Ticking,
    /// The picture that is shown.
    picture: Option<u64>,
    cursor: Option<(u16, u16)>,
    blank: bool,
    theme: Theme,
}

impl Screen {
    /// A screen of which nothing is known.
    #[must_use]
    pub fn new(theme: Theme) -> Self {
        Self {
            encoder: Encoder::default(),
            shown: Shown::default(),
            next: Buffer::default(),
            ticking: Ticking::default(),
            picture: None,
            cursor: None,
            blank: true,
            theme,
        }
    }

    /// Everything is to be drawn anew: another program wrote on the screen, or its size changed.
    pub const fn forget(&mut self) {
        self.blank = true;
    }

    /// Draws the model; nothing is written where nothing has changed.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.frame(model).map_or(Ok(()), write_all)
    }

    /// The bytes that make the terminal show the model, if it does not already.
    pub fn frame(&mut self, model: &Model) -> Option<&[u8]> {
        let area = Rect::new(0, 0, model.size.width, model.size.height);
        self.blank |= area != self.shown.area();
        let is_same = !self.blank && self.picture == Some(model.picture);
        if is_same && self.ticking.rows().is_empty() {
            return None;
        }
        if area != self.next.area {
            self.next = Buffer::empty(area);
        } else if !is_same {
            self.next.reset();
        }
        if is_same {
            return self.second(model);
        }
        self.picture = Some(model.picture);
        self.ticking.begin();
        let cursor = draw(model, &self.theme, &mut self.next, &mut self.ticking);
        self.encoder.begin();
        self.encoder.raw(BEGIN);
        let changed = self.blank || cursor != self.cursor;
        if self.cursor.is_some() && changed {
            self.encoder.raw("\x1b[?25l");
        }
        if self.blank {
            self.encoder.raw("\x1b[0m\x1b[2J");
            self.shown.clear(area);
            self.blank = false;
        }
        let changed = self.encoder.difference(&mut self.shown, &self.next, 0..area.height) || changed;
        self.cursor = cursor;
        self.finish(changed)
    }

    /// Draws the rows on which a clock goes; all others stay as they are.
    fn second(&mut self, model: &Model) -> Option<&[u8]> {
        let width = usize::from(self.next.area.width);
        let cells = |row: u16| usize::from(row) * width..(usize::from(row) + 1) * width;
        for row in self.ticking.again() {
            self.next.content[cells(*row)].iter_mut().for_each(Cell::reset);
        }
        draw(model, &self.theme, &mut self.next, &mut self.ticking);
        self.encoder.begin();
        self.encoder.raw(BEGIN);
        let changed = self.encoder.difference(&mut self.shown, &self.next, self.ticking.rows().iter().copied());
        self.finish(changed)
    }

    /// What was gathered, if it shows anything new. A cursor stands where it stood before.
    fn finish(&mut self, changed: bool) -> Option<&[u8]> {
        if !changed {
            return None;
        }
        if let Some((x, y)) = self.cursor {
            self.encoder.move_to(x, y);
            self.encoder.raw("\x1b[?25h");
        }
        self.encoder.end();
        self.encoder.raw(END);
        Some(self.encoder.end())
    }

    /// Writes bytes that are not cells: a bell, a clipboard sequence.
    pub fn say(bytes: &str) -> io::Result<()> {
        write_all(bytes.as_bytes())
    }
}

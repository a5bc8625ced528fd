//! Frames to the terminal: only what changed since the last frame, in one write.

use std::io;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::encode::Encoder;
use super::guard::write_all;
use crate::console::model::Model;
use crate::view::{Theme, draw};

/// The terminal shows what lies between these at once, where it knows how; others ignore them.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// The terminal's cells as they are, and as they are to be.
#[derive(Debug)]
pub struct Screen {
    encoder: Encoder,
    shown: Buffer,
    next: Buffer,
    cursor: Option<(u16, u16)>,
    blank: bool,
    theme: Theme,
}

impl Screen {
    /// A screen of which nothing is known.
    #[must_use]
    pub fn new(width: u16, height: u16, theme: Theme) -> Self {
        let area = Rect::new(0, 0, width, height);
        Self {
            encoder: Encoder::default(),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
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
        let area = Rect::new(0, 0, model.size.width, model.size.height);
        if area != self.next.area {
            self.next = Buffer::empty(area);
            self.shown = Buffer::empty(area);
            self.blank = true;
        }
        self.next.reset();
        let cursor = draw(model, &self.theme, &mut self.next);
        self.encoder.begin();
        self.encoder.raw(BEGIN);
        let mut changed = self.blank || cursor != self.cursor;
        if self.cursor.is_some() && changed {
            self.encoder.raw("\x1b[?25l");
        }
        if self.blank {
            self.encoder.raw("\x1b[0m\x1b[2J");
            self.shown.reset();
            self.blank = false;
        }
        changed |= self.encoder.difference(&self.shown, &self.next);
        if let Some((x, y)) = cursor.filter(|_| changed) {
            self.encoder.move_to(x, y);
            self.encoder.raw("\x1b[?25h");
        }
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        if !changed {
            return Ok(());
        }
        self.encoder.end();
        self.encoder.raw(END);
        write_all(self.encoder.end())
    }

    /// Writes bytes that are not cells: a bell, a clipboard sequence.
    pub fn say(bytes: &str) -> io::Result<()> {
        write_all(bytes.as_bytes())
    }
}

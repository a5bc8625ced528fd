//! Frames to bytes: only what changed since the last frame, in one write.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::guard::write_all;
use crate::console::model::Model;
use crate::view::{Theme, draw};

/// Bytes that are gathered until a frame is whole.
#[derive(Debug, Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal's cells as they are, and as they are to be.
#[derive(Debug)]
pub struct Screen {
    backend: CrosstermBackend<Gathered>,
    bytes: Gathered,
    shown: Buffer,
    next: Buffer,
    cursor_shown: bool,
    blank: bool,
    theme: Theme,
}

impl Screen {
    /// A screen of which nothing is known.
    #[must_use]
    pub fn new(width: u16, height: u16, theme: Theme) -> Self {
        let bytes = Gathered::default();
        let area = Rect::new(0, 0, width, height);
        Self {
            backend: CrosstermBackend::new(bytes.clone()),
            bytes,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor_shown: false,
            blank: true,
            theme,
        }
    }

    /// Everything is to be drawn anew: another program wrote on the screen, or its size changed.
    pub fn forget(&mut self) {
        self.blank = true;
    }

    /// Draws the model.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        let area = Rect::new(0, 0, model.size.width, model.size.height);
        if area != self.next.area {
            self.next = Buffer::empty(area);
            self.shown = Buffer::empty(area);
            self.blank = true;
        }
        self.next.reset();
        let cursor = draw(model, &self.theme, &mut self.next);
        // The terminal shows the frame at once, where it knows how; others ignore this.
        self.bytes.write_all(b"\x1b[?2026h")?;
        let empty = self.bytes.0.borrow().len();
        if self.cursor_shown {
            self.backend.hide_cursor()?;
            self.cursor_shown = false;
        }
        if self.blank {
            self.bytes.write_all(b"\x1b[0m\x1b[2J")?;
            self.shown = Buffer::empty(area);
            self.blank = false;
        }
        let changes = self.shown.diff(&self.next);
        if !changes.is_empty() {
            self.backend.draw(changes.into_iter())?;
        }
        if let Some((x, y)) = cursor {
            self.backend.set_cursor_position(Position { x, y })?;
            self.backend.show_cursor()?;
            self.cursor_shown = true;
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        let mut bytes = self.bytes.0.borrow_mut();
        let written = if bytes.len() > empty {
            bytes.extend_from_slice(b"\x1b[?2026l");
            write_all(&bytes)
        } else {
            Ok(())
        };
        bytes.clear();
        written
    }

    /// Writes bytes that are not cells: a bell, a clipboard sequence.
    pub fn say(bytes: &str) -> io::Result<()> {
        write_all(bytes.as_bytes())
    }
}

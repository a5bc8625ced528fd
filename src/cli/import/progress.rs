//! How far an import has come, on standard error; nothing where that is no terminal.

use std::cell::Cell;
use std::io::{IsTerminal, stderr};

use crossterm::cursor::MoveToColumn;
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType};

/// Cells of the bar.
const WIDTH: usize = 30;

/// One stretch of the work.
pub(super) struct Bar {
    word: &'static str,
    /// The percentage that was drawn last; nothing where nobody watches.
    drawn: Option<Cell<usize>>,
}

impl Bar {
    /// A bar with this word before it. It is drawn whenever another percentage is reached.
    pub(super) fn new(word: &'static str) -> Self {
        Self { word, drawn: stderr().is_terminal().then(|| Cell::new(0)) }
    }

    /// So much is done, of so much.
    pub(super) fn at(&self, at: usize, of: usize) {
        let percent = at.min(of).saturating_mul(100) / of.max(1);
        if self.drawn.as_ref().is_none_or(|drawn| drawn.replace(percent) == percent) {
            return;
        }
        let full = WIDTH * percent / 100;
        let text = format!("{} {}{} {percent} %", self.word, "█".repeat(full), "░".repeat(WIDTH - full));
        // A terminal that takes no more is no reason to stop the work.
        drop(execute!(stderr(), MoveToColumn(0), Print(text), Clear(ClearType::UntilNewLine)));
    }

    /// Takes it off the screen.
    pub(super) fn done(&self) {
        if self.drawn.as_ref().is_some_and(|drawn| drawn.get() > 0) {
            drop(execute!(stderr(), MoveToColumn(0), Clear(ClearType::CurrentLine)));
        }
    }
}

//! How far an import has come, on standard error; nothing where that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// One stretch of the work.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar with this word before it. It is drawn a few times a second at most.
    pub(super) fn new(word: &'static str) -> Self {
        let bar = ProgressBar::new(1000);
        // A template that cannot be read leaves the bar as it comes.
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {percent} %") {
            bar.set_style(style);
        }
        bar.set_prefix(word);
        Self(bar)
    }

    /// So much is done, of so much.
    pub(super) fn at(&self, at: usize, of: usize) {
        let parts = at.saturating_mul(1000) / of.max(1);
        self.0.set_position(u64::try_from(parts).unwrap_or(1000));
    }

    /// Takes it off the screen.
    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}

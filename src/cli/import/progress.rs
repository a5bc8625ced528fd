//! How far an import has come, on standard error; nothing where that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Makes bars.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress;

/// One stretch of the work.
pub(super) struct Bar(ProgressBar);

impl Progress {
    pub(super) const fn new() -> Self {
        Self
    }

    /// A bar with this word before it. It is drawn a few times a second at most, and not at all where nobody looks on.
    #[expect(clippy::unused_self, reason = "a bar belongs to the work that shows it")]
    pub(super) fn bar(self, word: &'static str) -> Bar {
        let bar = ProgressBar::new(1000);
        // A template that cannot be read leaves the bar as it comes.
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {percent} %") {
            bar.set_style(style);
        }
        bar.set_prefix(word);
        Bar(bar)
    }
}

impl Bar {
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

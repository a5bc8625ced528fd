//! The rows of a frame that say something of the second.
//!
//! Invariant: where nothing but the second has changed, these rows drawn again make the frame that a whole drawing makes.
//! The drawing marks a row where it writes such words, and the same drawing is asked for those rows alone: there is no
//! other knowledge of where they stand.

/// The rows that change with the second, found by drawing a whole frame.
#[derive(Debug, Default)]
pub struct Ticking {
    rows: Vec<u16>,
    alone: bool,
}

impl Ticking {
    /// A whole frame is drawn next.
    pub fn begin(&mut self) {
        self.rows.clear();
        self.alone = false;
    }

    /// Only these rows are drawn next. Returns them.
    pub fn again(&mut self) -> &[u16] {
        self.alone = true;
        &self.rows
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[u16] {
        &self.rows
    }

    /// A row says something of the second.
    pub(super) fn mark(&mut self, y: u16) {
        if !self.alone && !self.rows.contains(&y) {
            self.rows.push(y);
        }
    }

    /// Whether a row is to be drawn.
    pub(super) fn takes(&self, y: u16) -> bool {
        !self.alone || self.rows.contains(&y)
    }
}

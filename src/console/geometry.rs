//! Where things are on the screen, for drawing and for the mouse alike.

/// Columns and rows of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Left column.
    pub x: u16,
    /// Top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies inside.
    #[must_use]
    pub const fn holds(self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }
}

/// The least size the console can be read at.
pub const LEAST: Size = Size { width: 60, height: 16 };

/// Columns of the deal list.
pub const LIST_WIDTH: u16 = 34;

/// The Stage screen's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Nothing fits: the screen says what it needs.
    TooSmall,
    /// One pane at a time, the other behind Tab.
    Stacked {
        /// The pane.
        pane: Area,
    },
    /// Both panes beside each other.
    Beside {
        /// The deal list, on wide screens.
        list: Option<Area>,
        /// The driver's pane.
        driver: Area,
        /// The navigator's pane.
        navigator: Area,
    },
}

/// The parts at a size: header and rule above, rule and footer below.
#[must_use]
pub fn layout(size: Size) -> Layout {
    if size.width < LEAST.width || size.height < LEAST.height {
        return Layout::TooSmall;
    }
    let (y, height) = (2, size.height - 4);
    if size.width < 100 {
        return Layout::Stacked { pane: Area { x: 0, y, width: size.width, height } };
    }
    let (list, left) =
        if size.width >= 160 { (Some(Area { x: 0, y, width: LIST_WIDTH, height }), LIST_WIDTH + 1) } else { (None, 0) };
    let rest = size.width - left - 1;
    let half = rest / 2;
    Layout::Beside {
        list,
        driver: Area { x: left, y, width: half, height },
        navigator: Area { x: left + half + 1, y, width: rest - half, height },
    }
}

/// Rows of one deal in the list: account, reason, and a blank one.
pub const LIST_ROW: u16 = 3;

/// How many deals fit into a list of that height.
#[must_use]
pub fn list_rows(height: u16) -> usize {
    usize::from(height.saturating_sub(1) / LIST_ROW).max(1)
}

/// The first row of a window of `rows` that keeps `at` in view, near its middle.
#[must_use]
pub fn window(at: usize, rows: usize, all: usize) -> usize {
    at.saturating_sub(rows / 2).min(all.saturating_sub(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_stand_beside_each_other_from_a_hundred_columns() {
        assert!(matches!(layout(Size { width: 99, height: 30 }), Layout::Stacked { .. }));
        assert!(matches!(layout(Size { width: 100, height: 30 }), Layout::Beside { list: None, .. }));
        assert!(matches!(layout(Size { width: 160, height: 30 }), Layout::Beside { list: Some(_), .. }));
    }

    #[test]
    fn below_the_least_size_nothing_is_laid_out() {
        assert_eq!(layout(Size { width: 59, height: 40 }), Layout::TooSmall);
        assert_eq!(layout(Size { width: 1, height: 1 }), Layout::TooSmall);
    }

    #[test]
    fn parts_fill_the_width_exactly() {
        for width in 100..260 {
            let Layout::Beside { list, driver, navigator } = layout(Size { width, height: 40 }) else { panic!() };
            let left = list.map_or(0, |list| list.width + 1);
            assert_eq!(left + driver.width + 1 + navigator.width, width);
        }
    }
}

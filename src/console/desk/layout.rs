//! Where the parts of the Desk are, for drawing and for the mouse alike.

use super::list::Show;
use crate::console::geometry::{Area, LEAST, Size};

/// The parts, from top to bottom; the preview stands at the right on a wide screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskLayout {
    /// The field reports.
    pub inbox: Area,
    /// The line of the filter.
    pub filter: Area,
    /// The line of the columns' headings.
    pub head: Area,
    /// The notes.
    pub rows: Area,
    /// The note under the cursor.
    pub preview: Area,
    /// The preview stands at the right, not below.
    pub beside: bool,
}

/// From this width on the preview stands at the right.
const BESIDE_FROM: u16 = 160;
/// Columns of the preview at the right: a text block with its margins.
const PREVIEW_WIDTH: u16 = 66;
/// A screen of so many rows has room to breathe.
const TALL: u16 = 30;

/// The parts at a size; nothing below the least.
#[must_use]
pub fn layout(size: Size, reports: usize, show: Show) -> Option<DeskLayout> {
    if size.width < LEAST.width || size.height < LEAST.height {
        return None;
    }
    let (top, body) = (2, size.height - 4);
    let beside = size.width >= BESIDE_FROM;
    let width = if beside { size.width - PREVIEW_WIDTH - 1 } else { size.width };
    let below = if beside { 0 } else { (body * 2 / 5).clamp(5, 15) };
    // A rule stands between the table and the preview below it.
    let own = body - below - u16::from(!beside);
    let tall = size.height >= TALL;
    let most = match (show, tall) {
        (Show::Unanswered, _) => own.saturating_sub(2),
        (_, true) => 3,
        (_, false) if size.height >= 20 => 2,
        (_, false) => 1,
    };
    let wanted = u16::try_from(reports).unwrap_or(u16::MAX).max(1);
    let inbox = if show == Show::Unanswered { most } else { wanted.min(most) };
    let blank = u16::from(tall);
    let filter = top + inbox + blank;
    let rows = filter + 2;
    let end = top + own;
    let area = |y: u16, height: u16| Area { x: 0, y, width, height };
    let preview = if beside {
        Area { x: width + 1, y: top, width: PREVIEW_WIDTH, height: body }
    } else {
        Area { x: 0, y: end + 1, width, height: below }
    };
    Some(DeskLayout {
        inbox: area(top, inbox),
        filter: area(filter, 1),
        head: area(filter + 1, u16::from(rows < end)),
        rows: area(rows, end.saturating_sub(rows)),
        preview,
        beside,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_lies_on_another_and_the_rows_have_the_most_of_a_tall_screen() {
        for width in [60, 80, 120, 159, 160, 200, 300] {
            for height in 16..80 {
                for (reports, show) in [(0, Show::All), (9, Show::All), (9, Show::Unanswered), (0, Show::Unanswered)] {
                    let parts = layout(Size { width, height }, reports, show).unwrap();
                    let DeskLayout { inbox, filter, head, rows, preview, beside } = parts;
                    assert!(inbox.y == 2 && inbox.y + inbox.height <= filter.y && filter.y < head.y, "{parts:?}");
                    assert!(head.y < rows.y || head.height == 0, "{parts:?}");
                    let end = if beside { height - 2 } else { preview.y - 1 };
                    assert!(rows.y + rows.height <= end.max(rows.y), "{parts:?}");
                    assert!(
                        preview.y + preview.height <= height - 2 && preview.x + preview.width <= width,
                        "{parts:?}"
                    );
                    if show == Show::All {
                        assert!(rows.height >= 2, "{parts:?}");
                    }
                }
            }
        }
    }
}

//! How far a pane may be scrolled, and what lies under the mouse: counted on the sheet, not on the drawing.

use super::geometry::{LIST_ROW, Layout, layout, list_rows, window};
use super::model::{Model, Pane};

/// Rows a pane may take at the most: paragraphs count with the most rows they are given.
#[must_use]
pub fn rows(model: &Model, pane: Pane) -> u16 {
    let sheet = &model.sheet;
    let stacked = matches!(layout(model.size), Layout::Stacked { .. });
    let head = 4 + (sheet.flags.len() + sheet.circles.len()) * 2 + 5 + 3 + sheet.reasons.len();
    let road = sheet.road.len().max(2) + 2;
    let rows = match pane {
        Pane::Navigator if stacked => 7 + head + road,
        Pane::Navigator => 18 + road,
        Pane::Driver => {
            let gate = if sheet.gate.is_empty() { 0 } else { sheet.gate.len() + 4 };
            head + gate
                + sheet.promises.len().max(1)
                + 2
                + 3
                + (sheet.values.len() + sheet.stray_values.len()) * 4
                + 3
                + sheet.words.len() * 4
                + 4
        }
    };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Rows of the window.
#[must_use]
pub fn height(model: &Model, pane: Pane) -> u16 {
    match layout(model.size) {
        Layout::TooSmall => 0,
        Layout::Stacked { pane } => pane.height,
        Layout::Beside { driver, navigator, .. } => match pane {
            Pane::Driver => driver.height,
            Pane::Navigator => navigator.height,
        },
    }
}

/// The place in the order that a row of the deal list shows.
#[must_use]
pub fn list_row(model: &Model, y: u16, height: u16) -> Option<usize> {
    let rows = list_rows(height);
    let at = model.deal.as_ref().and_then(|deal| model.order.position(deal)).unwrap_or(0);
    let first = window(at, rows, model.order.rows.len());
    let n = usize::from(y.checked_sub(1)? / LIST_ROW);
    (n < rows && first + n < model.order.rows.len()).then_some(first + n)
}

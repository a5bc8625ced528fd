//! What was changed from here, the newest first: the step that undo would take back is marked, those that are taken back
//! already stand above it, dim.

use super::canvas::Canvas;
use super::overlay::{listed, pointer};
use super::theme::Role;
use crate::console::model::Model;
use crate::console::words::moment;
use crate::text::Listed;

/// Draws the list.
pub fn history(canvas: &mut Canvas<'_>, model: &Model, cursor: usize) {
    let steps: Vec<Listed<'_>> = model.history.steps().collect();
    if steps.is_empty() {
        canvas.put(2, 1, "Nothing was changed from here yet.", Role::Plain);
        canvas.put(2, 3, "What you change stands here, step by step, and can be taken back.", Role::Muted);
        return;
    }
    let rows = usize::from(canvas.height().saturating_sub(2));
    let width = canvas.width();
    let next = model.history.undone();
    for (y, selected, (number, step)) in listed(steps.iter().enumerate(), steps.len(), 1, rows, cursor) {
        pointer(canvas, y, selected);
        let (role, sign) = match (step.undone, number == next) {
            (true, _) => (Role::Muted, "taken back"),
            (false, true) => (Role::Strong, "undo"),
            (false, false) => (Role::Plain, ""),
        };
        canvas.put_within(4, y, &moment(step.at, model.campaign.zone, model.now), 14, Role::Muted);
        canvas.put_within(19, y, step.name, 30, role);
        let units = step.units();
        let first = units.first().map(ToString::to_string).unwrap_or_default();
        let more = units.len().saturating_sub(1);
        let records = if more > 0 { format!("{first} and {more} more") } else { first };
        let start = canvas.put_right(width - 2, y, sign, if step.undone { Role::Muted } else { Role::Accent });
        canvas.put_within(
            50,
            y,
            &records,
            start.saturating_sub(52),
            if step.undone { Role::Muted } else { Role::Plain },
        );
    }
}

//! Today: due calls, runs, dated promises and next touches of all my deals in time order.

use super::canvas::Canvas;
use super::driver::tone;
use super::overlay::{listed, pointer};
use super::theme::Role;
use crate::console::model::Model;
use crate::console::sheet::Tone;

/// Rows that stand under the list.
pub fn below(model: &Model) -> u16 {
    if model.order.nearly_all.is_empty() || model.order.agenda.is_empty() { 0 } else { 3 }
}

/// Draws the list.
pub fn today(canvas: &mut Canvas<'_>, model: &Model, cursor: usize) {
    if !model.order.known {
        canvas.put(2, 1, "…", Role::Muted);
        return;
    }
    let items = &model.order.agenda;
    if items.is_empty() {
        canvas.put(2, 1, "The day is clear: no call, no run, no promise, no next touch.", Role::Good);
        canvas.put(2, 3, "A next touch with a date (n) and notes on the road (:) fill this page.", Role::Muted);
        return;
    }
    let below = below(model);
    let rows = usize::from(canvas.height().saturating_sub(2 + below));
    let width = canvas.width();
    for (y, selected, item) in listed(items.iter(), items.len(), 1, rows, cursor) {
        pointer(canvas, y, selected);
        canvas.put_within(4, y, &item.time, 18, if item.tone == Tone::Calm { Role::Muted } else { tone(item.tone) });
        canvas.put_within(23, y, item.kind.word(), 11, Role::Muted);
        canvas.put_within(35, y, &item.account, 20, if selected { Role::Strong } else { Role::Plain });
        canvas.put_within(57, y, &item.what, width.saturating_sub(59), Role::Plain);
    }
    if below > 0 {
        let (width, y) = (width.saturating_sub(6), canvas.height().saturating_sub(below));
        canvas.paragraph(4, y, width, 2, &model.order.nearly_all, Role::Muted);
    }
}

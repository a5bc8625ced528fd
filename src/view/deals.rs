//! The deals by need, with the reason, at the side of a wide screen.

use super::canvas::Canvas;
use super::theme::Role;
use crate::console::geometry::{LIST_ROW, list_rows, window};
use crate::console::model::Model;

/// Draws the rows around the deal on screen; never more than fit.
#[inline(never)]
pub fn deals(canvas: &mut Canvas<'_>, model: &Model) {
    if !model.order.known {
        canvas.put(2, 1, "…", Role::Muted);
        return;
    }
    let rows = list_rows(canvas.height());
    let at = model.deal.as_ref().and_then(|deal| model.order.position(deal)).unwrap_or(0);
    let first = window(at, rows, model.order.rows.len());
    let width = canvas.width().saturating_sub(4);
    for (n, row) in model.order.rows.iter().enumerate().skip(first).take(rows) {
        let Some(deal) = model.campaign.deals.get(row.deal) else { continue };
        let Ok(y) = u16::try_from(1 + (n - first) * usize::from(LIST_ROW)) else { break };
        let selected = n == at;
        let name = deal.account.as_deref().or(deal.title.as_deref()).unwrap_or(&deal.id);
        if selected {
            canvas.put(0, y, "▌", Role::Accent);
            canvas.put(0, y + 1, "▌", Role::Accent);
        }
        let end = canvas.put_right(width + 2, y, row.touch, Role::Late);
        let room = if row.touch.is_empty() { width } else { end.saturating_sub(3) };
        canvas.put_within(2, y, name, room, if selected { Role::Strong } else { Role::Plain });
        canvas.put_within(2, y + 1, &row.reason, width, if row.urgent { Role::Late } else { Role::Muted });
    }
}

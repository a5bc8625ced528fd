//! The Board: the stages side by side, the cards of each below its sum; only what is in the window is drawn.

use tui_input::Input;

use super::canvas::{Canvas, columns};
use super::frame::{Cursor, part, set_into};
use super::overlay::line;
use super::theme::Role;
use crate::campaign::Deal;
use crate::console::board::{self, CARD, Card, Column, age_and_odds, in_view, layout, position};
use crate::console::command::Command;
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::words;

/// A card of so many columns has room for the words of its age.
const ROOMY: u16 = 34;

/// So many words are offered for the one that is typed.
const OFFERS: usize = 5;

/// Draws the screen between header and footer.
#[inline(never)]
pub(super) fn board(canvas: &mut Canvas<'_>, model: &Model) {
    let (width, height) = (canvas.width(), canvas.height());
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    let here = position(model);
    let board = &model.board;
    let Some(parts) = layout(model.size, board.columns.len(), here.map_or(0, |here| here.0)) else { return };
    let hidden = board.columns.len().saturating_sub(parts.shown);
    let scrolled = if hidden > 0 {
        format!("stages {} to {} of {}", parts.first + 1, parts.first + parts.shown, board.columns.len())
    } else {
        String::new()
    };
    set_into(canvas, 0, width, "BOARD", &scrolled);
    if !matches!(model.overlay, Some(Overlay::Filter { .. })) {
        filter(&mut part(canvas, parts.filter), model);
    }
    if !model.order.known {
        canvas.put(parts.cards.x, parts.heads.y, "…", Role::Muted);
        return;
    }
    if board.columns.is_empty() || board.open == 0 {
        empty(&mut part(canvas, parts.cards), model);
    }
    for (nth, (at, column)) in (0..).zip(board.columns.iter().enumerate().skip(parts.first).take(parts.shown)) {
        let x = parts.cards.x + nth * parts.width;
        let own = here.filter(|here| here.0 == at).map(|here| here.1);
        head(&mut canvas.part(x, parts.heads.y, parts.width, 2), column, own.is_some());
        cards(&mut canvas.part(x, parts.cards.y, parts.width, parts.cards.height), model, column, own);
    }
}

/// What is shown, and what makes it less or more.
fn filter(canvas: &mut Canvas<'_>, model: &Model) {
    let board = &model.board;
    let end = canvas.width().saturating_sub(2);
    let shown: usize = board.columns.iter().map(|column| column.cards.len()).sum();
    let key = model.keymap.shown(Command::Filter);
    if board.filter.is_empty() {
        let open = i64::try_from(board.open).unwrap_or(i64::MAX);
        let x = canvas.put(0, 0, &words::counted(open, "open deal", "open deals"), Role::Muted);
        let text = format!("{key} only some: a word, or crew: product: market:");
        if x + 3 + columns(&text) < end {
            canvas.put_right(end, 0, &text, Role::Faint);
        }
        return;
    }
    let count = format!("{shown} of {} open deals", board.open);
    let room = end.saturating_sub(columns(&count) + 2);
    let x = canvas.put(0, 0, &key, Role::Key) + 1;
    canvas.put_within(x, 0, &board.filter, room.saturating_sub(x), Role::Strong);
    canvas.put_right(end, 0, &count, Role::Muted);
}

/// The line of the filter while it is typed.
pub(super) fn filter_cursor(canvas: &mut Canvas<'_>, model: &Model, input: &Input) -> Cursor {
    let parts = layout(model.size, model.board.columns.len(), 0)?;
    let shown: usize = model.board.columns.iter().map(|column| column.cards.len()).sum();
    let count = format!("{shown} of {}", model.board.open);
    let width = parts.filter.width.saturating_sub(columns(&count) + 4);
    let start = canvas.put_right(parts.filter.x + parts.filter.width - 2, parts.filter.y, &count, Role::Muted);
    let offers = board::offers(&model.campaign, input.value());
    let shown: Vec<&str> = offers.iter().take(OFFERS).map(String::as_str).collect();
    let more = if offers.len() > OFFERS { "  …" } else { "" };
    let offered = if shown.is_empty() { String::new() } else { format!("tab {}{more}", shown.join("  ")) };
    let room = start.saturating_sub(parts.filter.x + columns(input.value()) + 8);
    if !offered.is_empty() && columns(&offered) < room {
        canvas.put_right(start - 4, parts.filter.y, &offered, Role::Faint);
    }
    Some(line(&mut canvas.part(0, parts.filter.y, width, 1), 0, input, "a word, or crew: product: market:"))
}

/// Nothing is open: what to do.
fn empty(canvas: &mut Canvas<'_>, model: &Model) {
    let key = model.keymap.shown(Command::AddDeal);
    let text = format!("No deal is open. {key} adds one; it stands in the first stage of the route.");
    canvas.put_within(0, 0, &text, canvas.width().saturating_sub(2), Role::Muted);
}

fn head(canvas: &mut Canvas<'_>, column: &Column, is_here: bool) {
    let end = canvas.width().saturating_sub(2);
    let count = column.cards.len().to_string();
    let role = match (&column.stage, is_here) {
        (None, _) => Role::Late,
        (_, true) => Role::Strong,
        (_, false) => Role::Plain,
    };
    canvas.put_within(0, 0, &column.name, end.saturating_sub(columns(&count) + 1), role);
    canvas.put_right(end, 0, &count, Role::Muted);
    canvas.put_within(0, 1, &column.sum(), end, Role::Muted);
}

fn cards(canvas: &mut Canvas<'_>, model: &Model, column: &Column, own: Option<usize>) {
    let height = canvas.height();
    let (first, rows) = in_view(height, column.cards.len(), own);
    for (nth, (at, shown)) in (0..).zip(column.cards.iter().enumerate().skip(first).take(rows)) {
        card(&mut canvas.part(0, nth * CARD, canvas.width(), CARD - 1), model, *shown, own == Some(at));
    }
    let more = column.cards.len().saturating_sub(first + rows);
    if more > 0 {
        canvas.put_within(0, height.saturating_sub(1), &format!("↓ {more} more"), canvas.width(), Role::Muted);
    }
}

/// What a deal is worth, with its currency where that is not the campaign's.
fn worth(model: &Model, deal: &Deal) -> String {
    let Some(value) = deal.value.map(words::rounded) else { return String::new() };
    let own = model.campaign.settings.currency.as_ref();
    match model.campaign.currency_of(deal).filter(|currency| Some(*currency) != own) {
        Some(currency) => format!("{value} {currency}"),
        None => value,
    }
}

/// The account and its value; its age and odds, and why it needs somebody.
fn card(canvas: &mut Canvas<'_>, model: &Model, card: Card, is_here: bool) {
    let (Some(deal), Some(row)) = (model.campaign.deals.get(card.deal), model.order.rows.get(card.row)) else { return };
    let end = canvas.width().saturating_sub(2);
    if is_here {
        canvas.put(0, 0, "▌", Role::Accent);
        canvas.put(0, 1, "▌", Role::Accent);
    }
    let value = worth(model, deal);
    let name = if is_here { Role::Strong } else { Role::Plain };
    canvas.put_within(1, 0, deal.name(), end.saturating_sub(columns(&value) + 2), name);
    canvas.put_right(end, 0, &value, name);
    let facts = age_and_odds(model, deal, canvas.width() >= ROOMY);
    let x = canvas.put_within(1, 1, &facts, end, Role::Muted);
    let (sign, role) = if row.urgent { ("!", Role::Late) } else { ("·", Role::Muted) };
    let x = if facts.is_empty() { 1 } else { x + 1 };
    let x = canvas.put_within(x, 1, sign, end.saturating_sub(x), role);
    // What is wrong with the next touch is told first where the reason is another, and in few words where that reason does
    // not fit: it is never cut.
    let room = end.saturating_sub(x + 1);
    let reason = match row.gap {
        Some(gap) if row.touch.is_empty() && columns(&row.reason) > room => gap.short(),
        _ => &row.reason,
    };
    let x = if row.touch.is_empty() {
        x
    } else {
        let x = canvas.put_within(x + 1, 1, row.touch, room, Role::Late);
        canvas.put_within(x, 1, ";", end.saturating_sub(x), role)
    };
    let is_told = reason.starts_with("in trouble");
    let service = if deal.service.is_some() && !is_told { "in service, " } else { "" };
    canvas.put_within(x + 1, 1, &format!("{service}{reason}"), end.saturating_sub(x + 1), role);
}

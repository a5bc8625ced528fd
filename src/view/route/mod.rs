//! The Route screen: who it is about and what the map says, the picture over time, and what is under the cursor in full.
//!
//! The same picture is drawn as text for `codriver report route`, on a buffer of its own: [`text`].

mod beside;
mod picture;

use chrono::Datelike as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::{Canvas, columns, wrap};
use super::frame::set_into;
use super::theme::{Depth, Role, Theme, ThemeName};
use super::ticking::Ticking;
use crate::console::command::Command;
use crate::console::model::Model;
use crate::console::route::Window;
use crate::drive::route_map::{Beside, Item, RouteMap};
use crate::drive::words::date;

pub use picture::Look;

/// The sentence may be wider than other texts, because it stands alone.
const SENTENCE: u16 = 116;
/// No text is wider.
const TEXT: u16 = 100;

/// Draws the screen between header and footer.
#[inline(never)]
pub(super) fn route(canvas: &mut Canvas<'_>, model: &Model) {
    let (width, height) = (canvas.width(), canvas.height());
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    let Some(map) = &model.route.map else {
        set_into(canvas, 0, width, "ROUTE", "");
        empty(canvas, model);
        return;
    };
    let window = model.route.window();
    let (at, of) = model.place_in_order();
    let place = at.filter(|_| model.order.known).map_or_else(String::new, |at| format!("{at} of {of}"));
    let zoom = if window.zoom > 0 { format!("{} × nearer", 1_u32 << window.zoom) } else { String::new() };
    let right = [zoom, place].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    set_into(canvas, 0, width, "ROUTE", &right);
    let inner = &mut canvas.part(0, 2, width, height - 4);
    let roomy = height >= 34;
    let y = head(inner, map, u16::from(roomy), roomy);
    let room = inner.height();
    if model.route.with.is_some() {
        let wait = if model.route.waits() {
            "…"
        } else {
            "No deal is won yet that says its days: nothing stands beside it."
        };
        match &model.route.beside {
            Some(both) => beside::beside(&mut inner.part(0, y, width, room.saturating_sub(y)), both, u16::from(roomy)),
            None => _ = inner.put(2, y + 1, wait, Role::Muted),
        }
        return;
    }
    let foot = if height >= 30 { 6 } else { 4 };
    let look = Look { window, at: model.route.item().map(|_| model.route.at()) };
    let end = picture::picture(&mut inner.part(0, y, width, room.saturating_sub(y + foot)), map, look) + y;
    if let Some(item) = model.route.item() {
        let count = format!("{} of {}", model.route.at() + 1, map.items.len());
        let top = (end + u16::from(roomy)).min(room.saturating_sub(foot));
        let under = top + detail(&mut inner.part(0, top, width, room - top), item, &count) + 1;
        following(&mut inner.part(0, under, width, room.saturating_sub(under)), map, model.route.at());
    }
}

/// Name, what is sold and what stands, then what the map says; returns the row after them.
fn head(canvas: &mut Canvas<'_>, map: &RouteMap, top: u16, roomy: bool) -> u16 {
    let end = canvas.width().saturating_sub(2);
    let mut y = top;
    let right = canvas.put_right(end, y, &map.stand, Role::Plain);
    let x = canvas.put_within(2, y, &map.name, right.saturating_sub(4), Role::Strong);
    if !map.title.is_empty() && x + 12 < right {
        canvas.put_within(x + 3, y, &map.title, right.saturating_sub(x + 5), Role::Muted);
    }
    y += 1;
    for text in map.trouble.iter().take(2) {
        canvas.put_within(2, y, text, end.saturating_sub(2), Role::Late);
        y += 1;
    }
    let role = if map.is_late { Role::Late } else { Role::Plain };
    for line in wrap(&map.sentence, end.saturating_sub(2).min(SENTENCE)).iter().take(2) {
        canvas.put(2, y, line, role);
        y += 1;
    }
    y + u16::from(roomy)
}

/// The item under the cursor, in full; returns the row after it.
fn detail(canvas: &mut Canvas<'_>, item: &Item, count: &str) -> u16 {
    let end = canvas.width().saturating_sub(2);
    let right = canvas.put_right(end, 0, count, Role::Muted);
    let x = canvas.put(2, 0, "▸", Role::Strong) + 1;
    let word = item.what.word();
    let room = right.saturating_sub(x + columns(word) + 5);
    let x = canvas.put_within(x, 0, &item.title, room, Role::Strong);
    canvas.put(x + 2, 0, word, Role::Muted);
    let rows = canvas.height().saturating_sub(1);
    let role = if item.is_late { Role::Late } else { Role::Plain };
    canvas.paragraph(4, 1, end.saturating_sub(4).min(TEXT), rows.min(3), &item.detail, role)
}

/// What comes after the item under the cursor, where there is room for it.
fn following(canvas: &mut Canvas<'_>, map: &RouteMap, at: usize) {
    let (end, rows) = (canvas.width().saturating_sub(2), canvas.height());
    let after = map.items.get(at + 1..).unwrap_or_default();
    if rows < 3 || after.is_empty() {
        return;
    }
    canvas.put(4, 0, "AFTER THAT", Role::Heading);
    for (y, item) in (1..rows).zip(after) {
        let day = item.at.map_or_else(|| "no time yet".to_owned(), |at| date(map.date_of(at), map.now.year()));
        let about = if item.is_estimated && item.at.is_some() { "~" } else { "" };
        canvas.put_right(21, y, &format!("{about}{day}"), Role::Muted);
        canvas.put_within(23, y, item.what.word(), 16, Role::Muted);
        let role = if item.is_late { Role::Late } else { Role::Plain };
        canvas.put_within(40, y, &item.title, end.saturating_sub(40).min(TEXT), role);
    }
}

fn empty(canvas: &mut Canvas<'_>, model: &Model) {
    let key = model.keymap.shown(Command::AddDeal);
    canvas.put(2, 3, "No deal stands in this campaign yet.", Role::Strong);
    let text =
        format!("Press {key} and type an account: its whole way will be drawn here, from its first day to its close.");
    canvas.paragraph(2, 5, canvas.width().saturating_sub(4).min(TEXT), 3, &text, Role::Plain);
}

/// The picture of the whole way as rows of text, `width` columns wide; in plain signs if `ascii`.
#[must_use]
pub fn text(map: &RouteMap, width: u16, ascii: bool) -> Vec<String> {
    let window = Window { left: 0.0, span: map.axis.length().max(0.1), zoom: 0 };
    drawn(width, 30, ascii, |canvas| picture::picture(canvas, map, Look { window, at: None }))
}

/// The picture of two ways as rows of text.
#[must_use]
pub fn text_beside(both: &Beside, width: u16, ascii: bool) -> Vec<String> {
    let rows = u16::try_from(both.rows.len()).unwrap_or(100).min(100);
    drawn(width, rows + 16, ascii, |canvas| {
        beside::beside(canvas, both, 0);
        canvas.height()
    })
}

/// What is drawn, as rows without what is blank at their end.
fn drawn(width: u16, height: u16, ascii: bool, draw: impl FnOnce(&mut Canvas<'_>) -> u16) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let theme = Theme::new(ThemeName::Mono, Depth::Mono, ascii);
    let mut ticking = Ticking::default();
    let rows = draw(&mut Canvas::new(&mut buffer, &theme, &mut ticking));
    let row = |y: u16| {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..width {
            let Some(cell) = buffer.cell((x, y)).filter(|_| skip == 0) else {
                skip -= 1;
                continue;
            };
            line.push_str(cell.symbol());
            skip = columns(cell.symbol()).saturating_sub(1);
        }
        line.truncate(line.trim_end().len());
        line
    };
    let mut lines: Vec<String> = (0..rows.min(height)).map(row).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
